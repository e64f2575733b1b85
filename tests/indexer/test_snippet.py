"""Passages: the best of a text, and the words marked in them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.analysis import ALTERNATIVE, clean, fold, positions, stem, words, words_with_starts
from indexer.document import Document, Part
from indexer.packed import PackedText, pack_text
from indexer.query import Snippet
from indexer.snippet import (
    CUT,
    MAX_PASSAGES,
    Needle,
    Quotable,
    Sections,
    folded_copy,
    needle,
    places_of,
    quotable,
    snippets_of,
    spans_in,
)
from indexer.windows import WIDTH, Spots

PROSE = ("summary", "body")
FILLER = "Une phrase sans rapport avec le sujet. "


def needles(*typed: str) -> tuple[Needle, ...]:
    return tuple(needle(stem(words(text)[0])) for text in typed)


def passages(document: Document, *typed: str) -> tuple[Snippet, ...]:
    return passages_of(document, needles(*typed))


def passages_of(document: Document, wanted: Sequence[Needle]) -> tuple[Snippet, ...]:
    source = quotable(document, PROSE)
    urls = [part.file_url for part in document.parts]
    text, sections = PackedText(pack_text(source.text)), Sections.of(source.sections)
    return snippets_of(text, sections, spots_of(source, wanted), wanted, urls)


def spots_of(source: Quotable, wanted: Sequence[Needle]) -> Spots:
    """Where the words of each needle are, as an index would say."""
    found = []
    for section in source.sections:
        text = source.text[section.start : section.end]
        items, starts = words_with_starts(text, noisy=section.noisy)
        for item, start in zip(items, starts.tolist(), strict=True):
            stems = {stem(word) for word in item.split(ALTERNATIVE)}
            found += [
                (section.start + start, n) for n, one in enumerate(wanted) if one.stem in stems
            ]
    return Spots([at for at, _ in found], [rank for _, rank in found])


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.spans]


def body(text: str) -> Document:
    return Document("a", "T", texts={"body": (clean(text),)})


def file(*pages: str, noisy: Sequence[int] = ()) -> Document:
    numbered = tuple(enumerate(pages, 1))
    return Document("a", "T", parts=(Part("f" * 64, "u", "n", numbered, frozenset(noisy)),))


# --- the best passage --------------------------------------------------------------------------


def test_the_best_passage_is_found_however_far_it_is() -> None:
    text = "L'eau. " + FILLER * 7_700 + "L'eau et la forêt se rencontrent."
    assert len(text) > 300_000
    first = passages(body(text), "eau", "forêt")[0]
    assert marked(first) == ["L'eau", "forêt"]
    assert first.text.startswith(CUT)
    assert first.text.endswith("se rencontrent.")
    assert len(first.text) < 2 * WIDTH


def test_the_best_passage_is_found_among_hundreds_that_have_one_word() -> None:
    text = ("L'eau coule. " + FILLER * 9) * 300 + "L'eau et la forêt. " + FILLER * 20
    first = passages(body(text), "eau", "forêt")[0]
    assert marked(first) == ["L'eau", "forêt"]


def test_the_rarest_word_decides_between_passages() -> None:
    text = "L'eau coule. " + FILLER * 20 + "La forêt pousse."
    wanted = (Needle("eau", (b" eau",), 1.0), Needle("foret", (b" foret",), 5.0))
    assert marked(passages_of(body(text), wanted)[0]) == ["forêt"]


def test_a_text_with_a_character_of_another_alphabet_is_quoted_alike() -> None:
    text = FILLER * 50 + "L'eau ⇒ la forêt, Москва et 東京. " + FILLER * 50
    first = passages(body(text), "eau", "forêt", "Москва", "東京")[0]
    assert marked(first) == ["L'eau", "forêt", "Москва", "東京"]


def test_a_short_text_is_shown_whole() -> None:
    assert passages(body("Toute l'eau."), "eau") == (Snippet("Toute l'eau.", ((6, 11),), "body"),)


def test_a_second_passage_brings_what_the_first_had_not() -> None:
    text = "L'eau douce. " + FILLER * 40 + "La forêt profonde. " + FILLER * 40 + "L'eau."
    found = passages(body(text), "eau", "forêt")
    assert [marked(snippet) for snippet in found] == [["L'eau"], ["forêt"]]
    assert len(found) == MAX_PASSAGES


def test_a_passage_stays_within_its_page() -> None:
    found = passages(file("la fin parle d'eau", "la forêt et l'eau"), "eau", "forêt")
    assert [(snippet.page, marked(snippet)) for snippet in found] == [(2, ["forêt", "l'eau"])]
    assert (found[0].field, found[0].file_url) == ("file", "u")


def test_a_passage_begins_with_a_sentence_when_it_can() -> None:
    snippet = passages(body(FILLER * 9 + "Ici coule l'eau. " + FILLER * 9), "eau")[0]
    assert snippet.text.startswith("…Une phrase")


def test_a_passage_is_never_cut_inside_a_word() -> None:
    for size in range(1, 40):
        text = "x" * size + " " + "motlong " * 60 + "l'eau " + "motlong " * 60
        snippet = passages(body(text), "eau")[0]
        inside = snippet.text.strip(CUT).split()
        assert set(inside) == {"motlong", "l'eau"}


def test_a_word_longer_than_a_passage_does_not_break_it() -> None:
    text = f"{'x' * 900} eau {'y' * 900}"
    snippet = passages(body(text), "eau")[0]
    assert marked(snippet) == ["eau"]
    assert len(snippet.text) < 3 * WIDTH


def test_without_a_match_the_text_opens() -> None:
    for wanted in ((), needles("montagne")):
        (snippet,) = passages_of(body(FILLER * 30), wanted)
        assert snippet.text.startswith("Une phrase")
        assert snippet.text.endswith(CUT)
        assert snippet.spans == ()


def test_the_opening_of_a_file_names_its_page() -> None:
    (snippet,) = passages(file("", "  ", "La forêt pousse."), "eau")
    assert (snippet.text, snippet.field) == ("La forêt pousse.", "file")
    assert (snippet.file_url, snippet.page) == ("u", 3)


def test_without_a_text_there_is_no_passage() -> None:
    assert passages(Document("a", "T"), "eau") == ()


def test_many_words_that_only_begin_alike_do_not_hide_the_right_one() -> None:
    text = ("eauze " + FILLER * 9) * 5 + "Enfin l'eau."
    assert marked(passages(body(text), "eau")[0]) == ["l'eau"]


# --- marking -----------------------------------------------------------------------------------


def test_words_are_marked_whole_with_accents_elision_and_endings() -> None:
    (snippet,) = passages(
        body("D’évaluations en praticien·nes, l’Évaluation."), "évaluer", "praticien"
    )
    assert marked(snippet) == ["D’évaluations", "praticien·nes", "l’Évaluation"]


def test_a_word_that_only_begins_alike_is_not_marked() -> None:
    assert passages(body("eaux usées, eauze, beau"), "eau")[0].spans == ((0, 4),)


def test_titles_are_marked_too() -> None:
    assert spans_in("L'eau et les forêts", needles("eau", "forêt")) == ((0, 5), (13, 19))


def test_what_was_badly_read_is_marked_on_bad_pages_only() -> None:
    text = "Tous les membres de lInstitut et le ceuvre."
    noisy = passages(file(text, noisy=(1,)), "institut", "œuvre")
    assert [marked(snippet) for snippet in noisy] == [["lInstitut", "ceuvre"]]
    assert passages(file(text), "institut", "œuvre")[0].spans == ()


WRITTEN = (
    "eau", "L'eau", "l’eau", "EAUX", "eauze", "beau", "forêt", "Forêts", "œuvre", "Œuvres", "oeuvre",
    "praticien·nes", "praticien(ne)s", "praticienne", "acteur·rice·s", "actrices", "acteur/actrice",
    "aujourd'hui", "aujourd’hui", "prud'hommes", "L. 121-15", "L 121-15", "L.121-15", "l121-15",
    "121-15", "W-2", "w 2", "A69", "straße", "strasse", "Москва", "москве", "Ωμέγα", "東京", "naïf",
    "Łódź", "x\u0302y", "x", "½", "n°12", "12", "Aix-en-Provence", "aix", "été", "ete", "c'était",
    "jusqu'à", "qu'il", "presqu'île", "de", "la", "l", "d'", "'", "’", "-", "·", "(", ")", "/", ".",
    ",", "…", "–", "_", "*", "ces", "cès", "ß", "æ", "Æsop", "æsop", "élu·e·s", "élus", "2018",
    "tous·tes", "entr'acte", "entraide", "grand'mère", "t-elle", "dit-elle",
)  # fmt: skip
TYPED = (
    "eau", "forêt", "œuvre", "praticien", "praticienne", "acteur", "actrice", "aujourd'hui",
    "prud'hommes", "L. 121-15", "W-2", "A69", "straße", "Москва", "Ωμέγα", "東京", "naïf", "Łódź",
    "x", "n", "12", "aix", "provence", "été", "île", "æsop", "élu", "2018", "rice",
    "nes", "tous", "entr'acte", "121-15", "mère", "½",
)  # fmt: skip
GLUE = st.sampled_from((" ", " ", " ", "", "\n", ", ", "-", "'", "’", ". ", "/", "\u00a0"))
TEXTS = st.lists(st.tuples(st.sampled_from(WRITTEN), GLUE), max_size=14).map(
    lambda pairs: "".join(word + glue for word, glue in pairs)
)


def indexed(text: str, wanted: str, *, noisy: bool = False) -> list[str]:
    """The words of a text that the index has under the stem of another, as they are written."""
    found = positions(text, noisy=noisy)
    return [text[t.start : t.end] for t in found if stem(wanted) in map(stem, t.words)]


@given(TEXTS, st.sampled_from(TYPED))
@example("nous allons à Москва", "Москва")
@example("une straße large", "straße")
@example("code L 121-15 du", "L. 121-15")
@example("le x\u0302y et le x", "x")
@settings(max_examples=500)
def test_what_is_marked_is_what_was_indexed(written: str, typed: str) -> None:
    text = clean(written)
    for wanted in {w for token in positions(clean(typed)) for w in token.words} - {"_"}:
        spans = spans_in(text, (needle(stem(wanted)),))
        assert [text[start:end] for start, end in spans] == indexed(text, wanted)


ONE_FOR_ONE = st.characters().filter(lambda c: len(fold(c)) <= 1)
"""Not `ß` and its like: they are two letters once folded, and one in the copy that is searched."""


@given(st.text(ONE_FOR_ONE, max_size=80), st.integers(0, 80))
@settings(max_examples=300)
def test_any_word_of_any_text_is_marked_in_it(written: str, rank: int) -> None:
    text = clean(written)
    found = [token for token in positions(text) if token.words != ("_",)]
    if found:
        token = found[rank % len(found)]
        spans = spans_in(text, (needle(stem(token.words[0])),))
        assert (token.start, token.end) in spans


@given(TEXTS, st.lists(st.sampled_from(TYPED), max_size=5), st.booleans())
@settings(max_examples=300)
def test_spans_never_overlap_nor_leave_the_text(
    written: str, typed: list[str], in_file: bool
) -> None:
    text = clean(written)
    wanted = tuple(
        needle(stem(w)) for t in typed for token in positions(clean(t)) for w in token.words
    )
    documents = (body(text), file(text, text, noisy=(2,)))
    for snippet in passages_of(documents[in_file], wanted):
        edges = [edge for span in snippet.spans for edge in span]
        assert edges == sorted(edges)
        assert len(set(edges[::2])) == len(snippet.spans)
        assert all(start < end for start, end in snippet.spans)
        assert all(0 <= edge <= len(snippet.text) for edge in edges)
        assert "\n" not in snippet.text
        shown = snippet.text.removeprefix(CUT).removesuffix(CUT)
        assert shown in text.replace("\n", " ").replace("\t", " ")


def test_places_come_in_order_with_the_rank_of_what_is_looked_for() -> None:
    copy = folded_copy("eau forêt eau")
    assert places_of(copy, needles("forêt", "eau")) == [(0, 1), (4, 0), (10, 1)]
