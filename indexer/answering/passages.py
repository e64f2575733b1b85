"""What is shown of an answer: passages, pages of its files, words marked in its title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import stem
from indexer.answering.asked import Step, Understood
from indexer.query import Copy, Hit, PageHit, Snippet
from indexer.snapshot.segments import Numbers
from indexer.snapshot.shown import Shown
from indexer.snapshot.snapshot import Snapshot
from indexer.snapshot.terms import Terms, Words
from indexer.snippet import Needle, needle, snippets_of, spans_of
from indexer.windows import Spots

MAX_PAGES = 10
MAX_NEEDLES = 40


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in the documents shown: `needles` to mark, `of_needles` the words of the index
    that each stands for, `of_steps` those of each thing asked for, to count in pages."""

    needles: tuple[Needle, ...]
    of_needles: tuple[Words, ...]
    of_steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A document to show: its number, and what the answer says of it."""

    number: int
    score: float
    complete: bool
    copies: Sequence[int] = ()


def sought(understood: Understood, terms: Terms) -> Sought:
    """Every word searched, the rarest worth most."""
    worth: dict[str, float] = {}
    for step in _steps(understood):
        rarity = terms.of(step.words).rarity if step.words else 0.0
        for one in dict.fromkeys(stem(word) for word in step.words):
            worth[one] = max(worth.get(one, 0.0), rarity)
    wanted = list(worth.items())[:MAX_NEEDLES]
    by_stem = terms.snapshot.vocabulary.by_stem
    return Sought(
        needles=tuple(needle(one, weight) for one, weight in wanted),
        of_needles=tuple(by_stem[one] for one, _ in wanted),
        of_steps=tuple(dict.fromkeys(step.words for step in _steps(understood) if step.words)),
    )


def hits_of(
    terms: Terms, answered: Sequence[Answered], wanted: Sought, *, whole: bool
) -> tuple[Hit, ...]:
    """`whole`: with their passages and pages."""
    snapshot = terms.snapshot
    if not whole:
        return tuple(_hit(snapshot, snapshot.shown(one.number), one, wanted) for one in answered)
    numbers = np.array([one.number for one in answered], np.int64)
    bounds = np.concatenate([snapshot.first_places[numbers], snapshot.first_places[numbers + 1]])
    of_needles = [_Slices(terms.of(words).places, bounds) for words in wanted.of_needles]
    of_steps = [_Slices(terms.of(words).places, bounds) for words in wanted.of_steps]
    made = []
    for rank, one in enumerate(answered):
        shown, base = snapshot.shown(one.number), int(bounds[rank])
        spots = _spots(shown, base, [found.of(rank) for found in of_needles])
        urls = [url for url, _ in shown.files]
        snippets = snippets_of(shown.text, shown.sections, spots, wanted.needles, urls)
        pages = _pages(shown, base, [found.of(rank) for found in of_steps]) if urls else ()
        made.append(_hit(snapshot, shown, one, wanted, snippets, pages))
    return tuple(made)


def _hit(
    snapshot: Snapshot,
    shown: Shown,
    one: Answered,
    wanted: Sought,
    snippets: tuple[Snippet, ...] = (),
    pages: tuple[PageHit, ...] = (),
) -> Hit:
    head = shown.head
    return Hit(
        id=head.id,
        title=head.title,
        kind=head.kind,
        url=head.url,
        score=one.score,
        snippets=snippets,
        pages=pages,
        title_spans=spans_of(shown.title, shown.folded_title, wanted.needles),
        date=head.date,
        complete=one.complete,
        copies=tuple(_copy(snapshot, copy) for copy in one.copies),
    )


class _Slices:
    """The places of a term in each of the documents shown."""

    def __init__(self, places: Numbers, bounds: Numbers) -> None:
        """`bounds` are the first places of the documents, then those after the last."""
        self._places = places
        found = places.searchsorted(bounds).tolist()
        self._pairs = list(zip(found[: len(found) // 2], found[len(found) // 2 :], strict=True))

    def of(self, rank: int) -> Numbers:
        low, high = self._pairs[rank]
        return self._places[low:high]


def _spots(shown: Shown, base: int, found: Sequence[Numbers]) -> Spots:
    """Where the needles are in the text, given their places in the index."""
    ranks = [rank for rank, places in enumerate(found) if len(places)]
    if not ranks:
        return Spots([], [])
    if len(ranks) == 1:
        at = shown.in_text(found[ranks[0]] - base)[0].tolist()
        return Spots(at, [ranks[0]] * len(at))
    at, there = shown.in_text(np.concatenate([found[rank] for rank in ranks]) - base)
    of_places = np.repeat(ranks, [len(found[rank]) for rank in ranks])[there]
    order = np.argsort(at, kind="stable")
    return Spots(at[order].tolist(), of_places[order].tolist())


def _pages(shown: Shown, base: int, found: Sequence[Numbers]) -> tuple[PageHit, ...]:
    """The pages that hold words of the query: most different words first, then most words."""
    count = shown.pages
    if not count:
        return ()
    firsts = shown.firsts[-count:]
    different = np.zeros(count, np.int64)
    matches = np.zeros(count, np.int64)
    for places in found:
        in_pages = places[np.searchsorted(places, base + firsts[0]) :] - base
        if len(in_pages):
            ranks = np.searchsorted(firsts, in_pages, side="right") - 1
            met = np.bincount(ranks, minlength=count)
            matches += met
            different += met > 0
    order = np.lexsort((-matches, -different))[:MAX_PAGES]
    return tuple(
        _page(shown, rank - count, n)
        for rank, n in zip(order.tolist(), matches[order].tolist(), strict=True)
        if n
    )


def _page(shown: Shown, rank: int, matches: int) -> PageHit:
    section = shown.sections.all[rank]
    url, sha256 = shown.files[section.part]
    return PageHit(url, sha256, number=section.page, matches=matches)


def _steps(understood: Understood) -> Iterator[Step]:
    for ask in understood.asks:
        yield from ask.steps
        for alternative in ask.counted:
            yield from alternative.steps


def _copy(snapshot: Snapshot, number: int) -> Copy:
    head = snapshot.head(number)
    return Copy(head.id, head.title, head.url)
