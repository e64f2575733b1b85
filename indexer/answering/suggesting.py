"""What to offer instead: another spelling, or the query with one thing less."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from indexer.analysis import GAP, Token, positions, stem
from indexer.answering.asked import Ask, Understood
from indexer.language import Parsed, leaves, without
from indexer.query import Query, Relaxation, Suggestion, Years
from indexer.snapshot.spelling import likelier, meant
from indexer.snapshot.terms import Terms
from indexer.snapshot.wording import displayed

TIMES = 10
"""A word of the index is only taken for a mistake of another that is so many times as frequent."""
TIMES_UNSEEN = 2
"""The same for a word that is not itself in the index, though others of its stem are."""

MAX_RELAXATIONS = 8


Totals = Callable[[Query], tuple[int, int] | None]
"""How many answers a query has, and how many with all the words; None when nobody can tell."""


def suggestion(
    query: Query,
    parsed: Parsed,
    understood: Understood,
    terms: Terms,
    totals: Totals,
    complete: int,
) -> Suggestion | None:
    """The query with its rare words spelt as near ones that are frequent, if that finds more than
    `complete` answers with all the words."""
    text = parsed.text
    for ask in sorted(understood.asks, key=lambda ask: -ask.start):
        if not ask.corrected:
            text = f"{text[: ask.start]}{_respelt(terms, ask)}{text[ask.end :]}"
    if text == parsed.text:
        return None
    found = totals(replace(query, text=text, page=1))
    return Suggestion(text, found[0]) if found and found[1] > complete else None


def relaxations(
    query: Query, parsed: Parsed, understood: Understood, totals: Totals
) -> Iterator[Relaxation]:
    """Each query with one choice or one word less that finds something: choices first, then words in
    the order typed."""
    for less, dropped, facet in _lesser(query, parsed, understood):
        found = totals(less)
        if found and found[0]:
            yield Relaxation(less, found[0], dropped, facet)


def _lesser(
    query: Query, parsed: Parsed, understood: Understood
) -> Iterator[tuple[Query, str, str]]:
    bare = replace(query, page=1)
    for name, values in query.chosen.items():
        dropped = values[0] if len(values) == 1 else ""
        yield replace(bare, chosen=_less(query.chosen, name)), dropped, name
    for name, values in query.excluded.items():
        dropped = values[0] if len(values) == 1 else ""
        yield replace(bare, excluded=_less(query.excluded, name)), dropped, name
    if query.years:
        yield replace(bare, years=Years()), "", "year"
    written = [(leaf, parsed.text[leaf.start : leaf.end]) for leaf, _ in leaves(parsed.node)]
    asked = [(leaf, text) for leaf, text in written if text not in understood.ignored]
    if len(asked) > 1:  # else nothing would be asked for, and everything found
        for leaf, dropped in asked:
            yield replace(bare, text=without(parsed, leaf)), dropped, ""


def _less(choices: Mapping[str, tuple[str, ...]], name: str) -> dict[str, tuple[str, ...]]:
    return {key: values for key, values in choices.items() if key != name}


def _respelt(terms: Terms, ask: Ask) -> str:
    """What was typed for a thing asked, each word that is rare replaced by what it may be."""
    text = ask.label
    for token in reversed(positions(ask.label)):
        if token.words != (GAP,) and (better := _better(terms, token)):
            start = max(token.start, *(text.rfind(mark, 0, token.end) + 1 for mark in "'’"))
            text = f"{text[:start]}{better}{text[token.end :]}"
    return text


def _better(terms: Terms, token: Token) -> str:
    """A frequent word near the one typed, as it is written in the texts; empty when there is none.

    Kept once it was looked for: rare words that are well written are typed again and again.
    """
    return terms.derived(("better", token.words), lambda: _found_better(terms, token), len)


def _found_better(terms: Terms, token: Token) -> str:
    vocabulary = terms.snapshot.vocabulary
    typed = token.words[0]
    forms = vocabulary.by_stem.get(stem(typed), ())
    if not forms:
        return " ".join(displayed(word, terms) for word in meant(token.words, vocabulary))
    times = TIMES if typed in vocabulary else TIMES_UNSEEN
    least = times * max(len(terms.of(forms).numbers), 1)
    better = likelier(typed, vocabulary)
    return displayed(better, terms) if vocabulary.frequency(better) >= least else ""
