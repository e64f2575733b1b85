"""From what becomes of each old address to a map a server can follow in one hop; pure.

Addresses that a server cannot tell apart (fragments, slashes, schemes) get one target, that of the
surest of them. A chain is flattened to its end. Loops, and two works at one address, are refused
with a sentence: nobody is sent somewhere by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from corpus.redirects.addresses import Key, key_of, target_of


class Why(StrEnum):
    """What an old address was, the surest first: of two that a server cannot tell apart, the first
    in this order decides. Those after `home` have no new address."""

    RECORD = "record"
    DOUBLE = "double"
    MOVED = "moved"
    FILE = "file"
    LEADS = "leads"
    PART = "part"
    HOME = "home"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    GONE = "gone"
    PAGE = "page"


_ORDER = {why: rank for rank, why in enumerate(Why)}
_OF_RECORDS = (Why.RECORD, Why.DOUBLE, Why.MOVED)
_GONE = (Why.WITHDRAWN, Why.DISCARDED, Why.GONE)


@dataclass(frozen=True, slots=True)
class Legacy:
    """An old address and what becomes of it: `target` is its new address, or empty.

    `record_id` is the record it leads to. For `leads` the target is another old address. `rank` orders the parts of one page.
    """

    url: str
    why: Why
    target: str = ""
    record_id: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """An old address left out of the map, and why in a sentence."""

    url: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a server answers at a key: 301 to `target`, or 410 when it is empty."""

    key: Key
    target: str
    why: Why
    record_id: str = ""

    @property
    def status(self) -> int:
        return 301 if self.target else 410


@dataclass(frozen=True)
class Plan:
    """The map, one rule a key in the order of the keys, and every old address it was made of.

    `kept` are addresses that stay as they are; `left` have neither a target nor a 410: nothing is
    said of them, and the server answers whatever it does.
    """

    rules: tuple[Rule, ...]
    legacy: tuple[Legacy, ...]
    kept: tuple[Legacy, ...] = ()
    left: tuple[Legacy, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[Key, Rule]:
        return {rule.key: rule for rule in self.rules}

    def rule_of(self, url: str) -> Rule | None:
        """The rule that answers an old address."""
        key = key_of(url)
        return self.by_key.get(key) if key else None


def plan_of(legacy: Iterable[Legacy], refusals: Iterable[Refusal] = ()) -> Plan:
    """The map of old addresses; `refusals` made before go along."""
    addresses = tuple(sorted(legacy, key=lambda one: (one.url, _ORDER[one.why], one.rank)))
    making = _Making(refusals=list(refusals))
    making.choose(addresses)
    finals = {key_of(one.target) for one in making.chosen.values() if one.why is not Why.LEADS}
    for key, one in sorted(making.chosen.items()):
        making.settle(key, one, key in finals)
    return Plan(
        tuple(making.rules),
        addresses,
        tuple(making.kept),
        tuple(making.left),
        tuple(making.refusals),
    )


@dataclass
class _Making:
    """The plan as it is made."""

    refusals: list[Refusal]
    chosen: dict[Key, Legacy] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    kept: list[Legacy] = field(default_factory=list)
    left: list[Legacy] = field(default_factory=list)

    def choose(self, addresses: Iterable[Legacy]) -> None:
        """One old address a key: the surest, or none where two works claim it."""
        claims: dict[Key, list[Legacy]] = {}
        for one in addresses:
            if key := key_of(one.url):
                claims.setdefault(key, []).append(one)
            else:
                self._refuse(one, "n'est pas une adresse du Web. Corrigez-la dans la fiche")
        for key, claiming in claims.items():
            first, *_ = ordered = sorted(claiming, key=lambda one: (_ORDER[one.why], one.rank))
            rivals = [one for one in ordered if one.why in _OF_RECORDS]
            if len({one.target for one in rivals}) > 1:
                ids = ", ".join(dict.fromkeys(one.record_id for one in rivals))
                self._refuse(
                    first, f"est celle de plusieurs fiches ({ids}). Dites laquelle est la bonne"
                )
            else:
                self.chosen[key] = first

    def settle(self, key: Key, one: Legacy, is_new: bool) -> None:
        """What a server answers at the key; `is_new` when it is also somebody's new address."""
        if one.why in _GONE and not is_new:
            self.rules.append(Rule(key, "", one.why, one.record_id))
        elif not one.target:
            self.left.append(one)
        elif key_of(one.target) == key:
            self.kept.append(one)
        elif is_new:
            self._refuse(
                one,
                "est aussi la nouvelle adresse d'une autre page, qu'une redirection cacherait. "
                "Changez l'une des deux adresses du nouveau site",
            )
        else:
            self._follow(key, one)

    def _follow(self, key: Key, one: Legacy) -> None:
        """To the end of the chain that begins at the key."""
        end, met = one, {key}
        while end.why is Why.LEADS:
            step = key_of(end.target)
            if step is None or step not in self.chosen:
                break
            if step in met:
                self._refuse(one, "tourne en rond : elle mène à elle-même. Corrigez ce renvoi")
                return
            met.add(step)
            end = self.chosen[step]
        if end.why in _GONE:
            self.rules.append(Rule(key, "", end.why, end.record_id))
        elif not end.target or (end.why is Why.LEADS and self._is_old(end.target)):
            self.left.append(one)
        else:
            self.rules.append(Rule(key, target_of(end.target), one.why, end.record_id))

    def _is_old(self, url: str) -> bool:
        """Whether an address that no old one is known at stands on an old host."""
        key = key_of(url)
        return key is None or key.host in {known.host for known in self.chosen}

    def _refuse(self, one: Legacy, said: str) -> None:
        self.refusals.append(Refusal(one.url, f"L'adresse {one.url} {said}."))
