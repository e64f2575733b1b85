"""Where words, phrases and neighbours are, beside a search of every place one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import GAP, stem, words
from indexer.answering.budget import Budget
from indexer.document import Document
from indexer.query import Query
from indexer.snapshot.terms import Terms, Words, near_places, phrase_places
from tests.indexer.building import searcher_of, terms_of
from tests.indexer.engines.making import document, part

TEXT = st.lists(st.sampled_from(("eau", "eaux", "mer", "lac", "de")), max_size=7).map(" ".join)
PAGES = st.lists(TEXT, max_size=2).map(lambda pages: (part("f" * 64, *pages),))
DOCUMENTS = st.lists(st.builds(document, st.just(""), TEXT, TEXT, parts=PAGES), max_size=4)
FORMS: tuple[Words, ...] = (("eau",), ("eau", "eaux"), ("mer",), ("lac",))


def laid(documents: list[Document], terms: Terms) -> dict[int, str]:
    """Every place of the index that has a word, and the word, from the texts themselves."""
    found: dict[int, str] = {}
    snapshot = terms.snapshot
    for number, made in enumerate(documents):
        base = int(snapshot.first_places[number])
        texts = {"title": made.title, "body": " ".join(made.texts.get("body", ()))}
        for zone, text in texts.items():
            start = base + int(snapshot.starts[snapshot.layout.zones.index(zone), number])
            found |= {start + at: word for at, word in enumerate(words(text)) if word != GAP}
        kept = snapshot.shown(number)
        for section in (s for s in kept.sections.all if s.part >= 0):
            first = base + section.first
            text = dict(made.parts[0].pages)[section.page]
            found |= {first + at: w for at, w in enumerate(words(text)) if w != GAP}
    return found


def numbered(documents: list[Document]) -> list[Document]:
    return [
        document(f"d{n}", d.title, " ".join(d.texts.get("body", ())), parts=d.parts)
        for n, d in enumerate(documents)
    ]


def known(forms: Words, terms: Terms) -> Words:
    return tuple(form for form in forms if form in terms.snapshot.vocabulary)


@given(DOCUMENTS, st.sampled_from(FORMS))
def test_a_term_is_where_its_words_are(documents: list[Document], forms: Words) -> None:
    documents = numbered(documents)
    terms = terms_of(*documents)
    places = sorted(at for at, word in laid(documents, terms).items() if word in forms)
    term = terms.of(known(forms, terms))
    assert term.places.tolist() == places
    ends = terms.snapshot.first_places
    owners = [int(np.searchsorted(ends, at, side="right")) - 1 for at in places]
    assert term.numbers.tolist() == sorted(set(owners))
    assert term.counts.tolist() == [owners.count(number) for number in sorted(set(owners))]


@given(DOCUMENTS, st.lists(st.tuples(st.integers(0, 2), st.sampled_from(FORMS)), max_size=3))
def test_a_phrase_is_where_each_of_its_words_is_at_its_place(
    documents: list[Document], steps: list[tuple[int, Words]]
) -> None:
    documents = numbered(documents)
    terms = terms_of(*documents)
    at = 0
    phrase: list[tuple[int, Words]] = [(0, FORMS[1])]
    for gap, forms in steps:
        at += gap + 1
        phrase.append((at, forms))
    found = phrase_places(terms, [(place, known(forms, terms)) for place, forms in phrase])
    every = laid(documents, terms)
    expected = [p for p in sorted(every) if all(every.get(p + o) in forms for o, forms in phrase)]
    assert found.tolist() == expected


@given(DOCUMENTS, st.sampled_from(FORMS), st.sampled_from(FORMS), st.integers(1, 4))
def test_neighbours_are_found_whichever_of_the_two_is_rarer(
    documents: list[Document], first: Words, second: Words, reach: int
) -> None:
    documents = numbered(documents)
    terms = terms_of(*documents)
    every = laid(documents, terms)
    expected = [
        place
        for place in sorted(every)
        if every[place] in first
        and any(every.get(place + step) in second for step in range(1, reach + 1))
    ]
    assert near_places(terms, known(first, terms), known(second, terms), reach).tolist() == expected


def test_words_of_the_index_are_never_taken_for_something_else_that_is_kept() -> None:
    """What is worked out is kept under names that are words too."""
    names = ("parsed", "scores", "written", "zone", "text", "pair", "phrase", "understood")
    searcher = searcher_of(*(document(name, body=f"{name} {name}x") for name in names))
    for name in names:
        for text in (f"{name}x", name, f"{name}*"):
            assert [hit.id for hit in searcher.results(Query(text), Budget()).hits] == [name]


def test_stems_are_shared_as_the_analysis_says() -> None:
    assert stem("eau") == stem("eaux")
    assert len({stem(forms[0]) for forms in FORMS}) == 3
