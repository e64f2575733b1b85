"""What is shown of an answer: passages, pages of its files, words marked in its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.analysis import stem
from indexer.answering.snapshot import Kept, Snapshot
from indexer.answering.terms import Terms
from indexer.answering.understanding import Step, Understood
from indexer.query import Copy, Hit, PageHit, Snippet
from indexer.snippet import Needle, needle, snippets_of, spans_of

MAX_PAGES = 10
MAX_NEEDLES = 40


def needles(understood: Understood, terms: Terms) -> tuple[Needle, ...]:
    """What to mark: every word searched, the rarest worth most."""
    found: dict[str, float] = {}
    for step in _steps(understood):
        rarity = terms.of(step.words).rarity if step.words else 0.0
        for one in dict.fromkeys(stem(word) for word in step.words):
            found[one] = max(found.get(one, 0.0), rarity)
    return tuple(needle(one, weight) for one, weight in list(found.items())[:MAX_NEEDLES])


def hit_of(
    snapshot: Snapshot,
    terms: Terms,
    number: int,
    score: float,
    wanted: Sequence[Needle],
    understood: Understood,
    *,
    complete: bool,
    copies: Sequence[int] = (),
    whole: bool = True,
) -> Hit:
    """`whole`: with its passages and pages."""
    kept = snapshot.kept(number)
    head = kept.head
    return Hit(
        id=head.id,
        title=head.title,
        kind=head.kind,
        url=head.url,
        score=score,
        snippets=_snippets(kept, wanted) if whole else (),
        pages=pages_of(terms, number, kept, understood) if whole and kept.places.files else (),
        title_spans=spans_of(kept.title, kept.folded_title, wanted) if wanted else (),
        date=head.date,
        complete=complete,
        copies=tuple(_copy(snapshot, copy) for copy in copies),
    )


def pages_of(terms: Terms, number: int, kept: Kept, understood: Understood) -> tuple[PageHit, ...]:
    """The pages that hold words of the query: most different words first, then most words."""
    pages = kept.places.pages
    firsts = np.array([first for _, _, first in pages])
    base = int(terms.snapshot.first_places[number])
    if not len(firsts):
        return ()
    different: Counter[int] = Counter()
    matches: Counter[int] = Counter()
    for words in dict.fromkeys(step.words for step in _steps(understood) if step.words):
        places = terms.of(words).places
        low, high = np.searchsorted(places, (base + firsts[0], base + kept.head.span))
        ranks = np.searchsorted(firsts, places[low:high] - base, side="right") - 1
        met = Counter(ranks.tolist())
        matches.update(met)
        different.update(met.keys())
    order = sorted(matches, key=lambda rank: (-different[rank], -matches[rank], rank))
    return tuple(_page(kept, rank, matches[rank]) for rank in order[:MAX_PAGES])


def _page(kept: Kept, rank: int, matches: int) -> PageHit:
    part, page, _ = kept.places.pages[rank]
    url, sha256 = kept.places.files[part]
    return PageHit(url, sha256, number=page, matches=matches)


def _steps(understood: Understood) -> Iterator[Step]:
    for ask in understood.asks:
        yield from ask.steps
        for alternative in ask.counted:
            yield from alternative.steps


def _snippets(kept: Kept, wanted: Sequence[Needle]) -> tuple[Snippet, ...]:
    urls = [url for url, _ in kept.places.files]
    return snippets_of(kept.text, kept.folded, kept.sections, wanted, urls)


def _copy(snapshot: Snapshot, number: int) -> Copy:
    head = snapshot.head(number)
    return Copy(head.id, head.title, head.url)
