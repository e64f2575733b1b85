"""Clusters: which records are one work, from the pairs found and from what people said of them.

Records with the same words, and those a person said are one, belong together. What is only nearly
the same joins when it is so with every one of the cluster: A near B and B near C makes no cluster of
A and C. Two records that a person said are distinct never share one, whatever else was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.doubles.finding import How, Pair

Couple = tuple[str, str]
"""Two ids, in their order."""


def couple(one: str, other: str) -> Couple:
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of two records: the same work, or distinct ones; who, and when (UTC)."""

    one: str
    other: str
    same: bool
    by: str = ""
    at: str = ""


Group = frozenset[str]


def groups_of(pairs: Iterable[Pair], verdicts: Iterable[Verdict]) -> list[Group]:
    """The clusters of two records or more, in the order of their first ids."""
    said = {couple(v.one, v.other): v.same for v in verdicts}
    distinct = {ids for ids, same in said.items() if not same}
    found = [pair for pair in pairs if couple(pair.one, pair.other) not in said]
    sure = [ids for ids, same in said.items() if same]
    sure += [couple(pair.one, pair.other) for pair in found if pair.how is How.EXACT]
    home: dict[str, Group] = {}
    for one, other in sure:
        _join(home, one, other, distinct)
    cores = dict(home)
    near = sorted((pair for pair in found if pair.how is How.NEAR), key=_strongest)
    links = {
        couple_of_cores
        for pair in near
        for couple_of_cores in _both_ways(_core(cores, pair.one), _core(cores, pair.other))
    }
    for pair in near:
        if _all_linked(home, cores, links, pair):
            _join(home, pair.one, pair.other, distinct)
    return sorted({group for group in home.values() if len(group) > 1}, key=min)


def _strongest(pair: Pair) -> tuple[float, str, str]:
    return (-pair.similarity, pair.one, pair.other)


def _join(home: dict[str, Group], one: str, other: str, distinct: set[Couple]) -> None:
    """Makes one group of both, unless a person said two of theirs are distinct."""
    left, right = _core(home, one), _core(home, other)
    if left == right or any(couple(a, b) in distinct for a in left for b in right):
        return
    joined = left | right
    home.update(dict.fromkeys(joined, joined))


def _core(groups: Mapping[str, Group], id_: str) -> Group:
    return groups.get(id_, frozenset((id_,)))


def _both_ways(one: Group, other: Group) -> tuple[tuple[Group, Group], tuple[Group, Group]]:
    return (one, other), (other, one)


def _all_linked(
    home: Mapping[str, Group],
    cores: Mapping[str, Group],
    links: set[tuple[Group, Group]],
    pair: Pair,
) -> bool:
    left = {_core(cores, id_) for id_ in _core(home, pair.one)}
    right = {_core(cores, id_) for id_ in _core(home, pair.other)}
    return all((one, other) in links for one in left for other in right)
