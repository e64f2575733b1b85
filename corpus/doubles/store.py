"""Doubles in a catalogue: found anew whenever asked, with what people said of them kept for good.

Finding replaces the pairs and reaches neither verdicts nor choices. Whatever changes the cluster of
a record is a change of that record in the list of changes, so that the index follows.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from corpus.catalogue.changes import note_change
from corpus.clock import now
from corpus.database import Database
from corpus.doubles import rows
from corpus.doubles.canonical import Member, Rule, in_order, rule_of
from corpus.doubles.clusters import Group, Verdict, couple, groups_of
from corpus.doubles.finding import FOLDING, How, Pair, Text, find_pairs
from corpus.errors import EditConflict, RecordNotFound, StaffError

CHANGE = "doubles"
"""What the list of changes says of a record whose cluster changed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: pairs by the way they are doubles, clusters, records whose cluster is
    another than before."""

    pairs: Mapping[How, int]
    clusters: int
    changed: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """One work met several times: its canonical record first, why it is, and what binds them.

    A record without doubles is a cluster of one.
    """

    members: tuple[Member, ...]
    rule: Rule
    pairs: tuple[Pair, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def canonical(self) -> Member:
        return self.members[0]

    @property
    def others(self) -> tuple[Member, ...]:
        return self.members[1:]


@dataclass(frozen=True, slots=True)
class Beside:
    """A record that is no part of a cluster, though it looks like `within`, one of the cluster, or a
    person told it apart from that one."""

    member: Member
    within: str
    pair: Pair | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be judged around a record. `files` are the (SHA-256, name) of files that repeat a
    text of the cluster. `state` changes whenever anybody judges, and goes with every form."""

    cluster: Cluster
    beside: tuple[Beside, ...]
    files: tuple[tuple[str, str], ...]
    state: str


@dataclass(frozen=True, slots=True)
class Doubles:
    """The doubles of one `Database`."""

    database: Database

    # --- finding -------------------------------------------------------------------------------

    def find(self, files: Iterable[tuple[str, str]] = ()) -> Found:
        """Compares every text with every other, and `files`: (SHA-256, text read in it).

        Two seconds of processor for two thousand records. Changes nothing when nothing changed.
        """
        with self.database.read() as connection:
            texts = list(rows.read_texts(connection))
        texts += [Text(sha256, text, is_file=True) for sha256, text in files]
        pairs = find_pairs(texts)
        with self.database.write() as connection:
            before = rows.read_keys(connection)
            rows.replace_pairs(connection, pairs)
            changed = _note(connection, before)
            clusters = len(rows.read_groups(connection))
        return Found(Counter(pair.how for pair in pairs), clusters, changed)

    # --- reading -------------------------------------------------------------------------------

    def folding(self) -> Mapping[str, str]:
        """What the index folds by: equal for the records of a cluster, a record's own id for one
        that a person told apart. A record that is not there has no known double."""
        with self.database.read() as connection:
            return rows.read_keys(connection)

    def clusters(self) -> list[Cluster]:
        """The clusters of two records or more, in the order of their canonical titles."""
        with self.database.read() as connection:
            pairs, verdicts = rows.read_pairs(connection, FOLDING), rows.read_verdicts(connection)
            found = _clusters(connection, groups_of(pairs, verdicts), pairs, verdicts)
        return sorted(found, key=lambda one: (one.canonical.title.casefold(), one.canonical.id))

    def canonical(self) -> Mapping[str, str]:
        """The id of every record that is folded → that of the record it leads to."""
        clusters = self.clusters()
        return {other.id: one.canonical.id for one in clusters for other in one.others}

    def pairs(self, *hows: How) -> list[Pair]:
        """The pairs found in those ways, the surest first."""
        with self.database.read() as connection:
            found = rows.read_pairs(connection, hows)
        return sorted(found, key=lambda pair: -pair.similarity)

    def members(self, ids: Iterable[str]) -> Mapping[str, Member]:
        """What is shown of records, by id."""
        with self.database.read() as connection:
            return rows.read_members(connection, set(ids))

    def verdicts(self) -> list[Verdict]:
        with self.database.read() as connection:
            return rows.read_verdicts(connection)

    def case(self, record_id: str) -> Case:
        """Raises `RecordNotFound`."""
        with self.database.read() as connection:
            return _case(connection, record_id)

    # --- judging -------------------------------------------------------------------------------

    def judge(self, record_id: str, others: Sequence[str], same: bool, by: str, state: str) -> None:
        """A person says that the record and each of `others` are the same work, or distinct ones.

        `state` is that of the case of `record_id` as they saw it. Raises `EditConflict` when
        somebody judged meanwhile, `RecordNotFound`, and `StaffError` for a record and itself.
        """
        if record_id in others or not others:
            raise StaffError(
                f"La fiche {record_id} ne se compare pas à elle-même. Indiquez-en une autre."
            )
        with self.database.write() as connection:
            _check(connection, record_id, state)
            before = rows.read_keys(connection)
            for other in others:
                _must_exist(connection, other)
                rows.write_verdict(connection, Verdict(record_id, other, same, by, now()))
            said = "=" if same else "≠"
            note_change(connection, [record_id], CHANGE, f"{said} {', '.join(others)}", by)
            _note(connection, before, by, but=record_id)

    def choose(self, record_id: str, by: str, state: str) -> None:
        """A person says that the others of its cluster lead to this record, now and after later
        searches. Raises as `judge`."""
        with self.database.write() as connection:
            case = _check(connection, record_id, state)
            ids = [member.id for member in case.cluster.members]
            rows.write_choice(connection, record_id, ids, by)
            note_change(connection, ids, CHANGE, f"→ {record_id}", by)


def _check(connection: Connection, record_id: str, state: str) -> Case:
    case = _case(connection, record_id)
    if case.state != state:
        raise EditConflict(
            f"Quelqu'un a jugé les doublons de « {case.cluster.canonical.title} » pendant que vous "
            "les regardiez. Revoyez-les et dites de nouveau ce que vous en pensez."
        )
    return case


def _must_exist(connection: Connection, record_id: str) -> None:
    if not rows.has_record(connection, record_id):
        raise RecordNotFound(
            f"Aucune fiche présente ne porte l'identifiant « {record_id} ». "
            "Elle a peut-être été retirée : cherchez-la par son titre."
        )


def _note(connection: Connection, before: Mapping[str, str], by: str = "", but: str = "") -> int:
    """Notes the records whose key is another than before; how many there are."""
    after = rows.read_keys(connection)
    ids = {id_ for id_ in {*before, *after} if before.get(id_) != after.get(id_)}
    note_change(connection, sorted(ids - {but}), CHANGE, by=by)
    return len(ids)


def _case(connection: Connection, record_id: str) -> Case:
    _must_exist(connection, record_id)
    pairs, verdicts = rows.read_pairs(connection, FOLDING), rows.read_verdicts(connection)
    groups = groups_of(pairs, verdicts)
    group = next((one for one in groups if record_id in one), frozenset((record_id,)))
    (cluster,) = _clusters(connection, [group], pairs, verdicts)
    verdicts = [v for v in rows.read_verdicts(connection) if {v.one, v.other} & group]
    return Case(
        cluster,
        tuple(_beside(connection, group, verdicts)),
        tuple((sha256, name) for (_, sha256), name in rows.read_files(connection, group).items()),
        _state(cluster, verdicts),
    )


def _beside(connection: Connection, group: Group, verdicts: Sequence[Verdict]) -> Iterable[Beside]:
    pairs = {_ends(group, p.one, p.other): p for p in rows.pairs_beside(connection, group)}
    said = {_ends(group, v.one, v.other): v for v in verdicts if not {v.one, v.other} <= group}
    members = rows.read_members(connection, {outside for _, outside in {*pairs, *said}})
    for within, outside in sorted({*pairs, *said}):
        if outside in members:
            ends = (within, outside)
            yield Beside(members[outside], within, pairs.get(ends), said.get(ends))


def _ends(group: Group, one: str, other: str) -> tuple[str, str]:
    """The record within the group, and the one outside."""
    return (one, other) if one in group else (other, one)


def _state(cluster: Cluster, verdicts: Sequence[Verdict]) -> str:
    seen = [sorted((m.id, m.chosen_at) for m in cluster.members)]
    seen.append([(v.one, v.other, v.same, v.at) for v in verdicts])  # type: ignore[misc]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _clusters(
    connection: Connection,
    groups: Sequence[Group],
    all_pairs: Iterable[Pair],
    all_verdicts: Iterable[Verdict],
) -> list[Cluster]:
    members = rows.read_members(connection, {id_ for group in groups for id_ in group})
    home = {id_: group for group in groups for id_ in group}
    pairs: dict[Group, list[Pair]] = {group: [] for group in groups}
    for pair in all_pairs:
        if (group := home.get(pair.one)) and pair.other in group:
            pairs[group].append(pair)
    said: dict[Group, list[Verdict]] = {group: [] for group in groups}
    for verdict in all_verdicts:
        if (group := home.get(verdict.one)) and verdict.other in group:
            said[group].append(verdict)
    return [
        _cluster([members[id_] for id_ in group], pairs[group], said[group]) for group in groups
    ]


def _cluster(
    members: Iterable[Member], pairs: Iterable[Pair], verdicts: Iterable[Verdict]
) -> Cluster:
    ordered = in_order(members)
    rule = rule_of(ordered) if len(ordered) > 1 else Rule.NAME
    return Cluster(tuple(ordered), rule, tuple(pairs), tuple(verdicts))


def binding(cluster: Cluster, one: str, other: str) -> Pair | Verdict | None:
    """What binds two records of a cluster directly: a person's word before what was found."""
    ids = couple(one, other)
    said = (v for v in cluster.verdicts if couple(v.one, v.other) == ids)
    found = (p for p in cluster.pairs if couple(p.one, p.other) == ids)
    return next(said, None) or next(found, None)
