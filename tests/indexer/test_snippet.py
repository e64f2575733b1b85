"""Passages and pages."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Document, Part
from indexer.query import Snippet
from indexer.snippet import (
    CUT,
    MAX_PAGES,
    WIDTH,
    find_matches,
    needles,
    pages_of,
    quotable,
    snippets_of,
    spans_in,
)

PROSE = ("summary", "body")
FILLER = "Une phrase sans rapport avec le sujet. "


def passages(document: Document, *terms: str) -> tuple[Snippet, ...]:
    source = quotable(document, PROSE)
    matches = find_matches(source.text, source.folded, needles(terms))
    return snippets_of(source, matches, {}, [part.file_url for part in document.parts])


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.spans]


def body(text: str) -> Document:
    return Document("a", "T", texts={"body": (text,)})


def file(*pages: str) -> Document:
    return Document("a", "T", parts=(Part("f" * 64, "u", "n", tuple(enumerate(pages, 1))),))


def test_the_best_passage_is_found_however_far_it_is() -> None:
    text = "L'eau. " + FILLER * 5_000 + "L'eau et la forêt se rencontrent. " + FILLER * 50
    first = passages(body(text), "eau", "foret")[0]
    assert marked(first) == ["L'eau", "forêt"]
    assert first.text.startswith(CUT)
    assert first.text.endswith(CUT)
    assert len(first.text) < 2 * WIDTH


def test_words_are_marked_whole_with_accents_elision_and_endings() -> None:
    snippet = passages(body("D’évaluations en praticien·nes, l’Évaluation."), "evalu", "praticien")[
        0
    ]
    assert marked(snippet) == ["D’évaluations", "praticien·nes", "l’Évaluation"]


def test_a_word_that_only_begins_alike_is_not_marked() -> None:
    assert passages(body("eaux usées, eauze, beau"), "eau")[0].spans == ((0, 4),)


def test_a_short_text_is_shown_whole() -> None:
    assert passages(body("Toute l'eau."), "eau") == (Snippet("Toute l'eau.", ((6, 11),), "body"),)


def test_a_second_passage_brings_what_the_first_had_not() -> None:
    text = "L'eau douce. " + FILLER * 40 + "La forêt profonde."
    assert [marked(found) for found in passages(body(text), "eau", "foret")] == [
        ["L'eau"],
        ["forêt"],
    ]


def test_a_passage_stays_within_its_page() -> None:
    found = passages(file("la fin parle d'eau", "la forêt et l'eau"), "eau", "foret")
    assert [(snippet.page, marked(snippet)) for snippet in found] == [(2, ["forêt", "l'eau"])]


def test_a_passage_begins_with_a_sentence_when_it_can() -> None:
    snippet = passages(body(FILLER * 9 + "Ici coule l'eau. " + FILLER * 9), "eau")[0]
    assert snippet.text.startswith("…Une phrase")


def test_without_a_match_the_text_opens() -> None:
    snippet = passages(body(FILLER * 30))[0]
    assert snippet.text.startswith("Une phrase")
    assert snippet.text.endswith(CUT)
    assert snippet.spans == ()


def test_without_a_text_there_is_no_passage() -> None:
    assert passages(Document("a", "T"), "eau") == ()


def test_pages_come_best_first_and_not_too_many() -> None:
    document = file(*(["eau"] * 12), "eau forêt", "eau eau eau")
    source = quotable(document, PROSE)
    matches = find_matches(source.text, source.folded, needles(["eau", "foret"]))
    pages = pages_of(source.sections, matches, [("u", "f" * 64)])
    assert [page.number for page in pages] == [13, 14, 1, 2, 3, 4, 5, 6, 7, 8]
    assert len(pages) == MAX_PAGES


def test_titles_are_marked_too() -> None:
    assert spans_in("L'eau et les forêts", needles(["eau", "foret"])) == ((0, 5), (13, 19))


@given(
    st.lists(
        st.sampled_from(["eau", "L'eau", "forêt", "…", "\n", ".", "œuvre", "mot"]), max_size=300
    )
)
def test_spans_are_words_of_the_query_in_order(words: Sequence[str]) -> None:
    for snippet in passages(body(" ".join(words)), "eau", "foret", "oeuvr"):
        assert set(marked(snippet)) <= {"eau", "L'eau", "forêt", "œuvre"}
        edges = [edge for span in snippet.spans for edge in span]
        assert edges == sorted(edges)
        assert "\n" not in snippet.text
