"""What is kept of a document, packed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fields import FIELDS
from indexer import rows
from indexer.analysis import ALTERNATIVE, GAP, words, words_with_starts
from indexer.document import Document
from indexer.laid import APART, NOWHERE, WordStarts, read_starts
from indexer.packed import PackedText
from indexer.rows import layout_of, read_body, read_head, read_places, row_of
from tests.indexer.engines.making import document, part

LAYOUT = layout_of(FIELDS)
TEXT = st.lists(
    st.sampled_from(("eau", "l'eau", "acteur·rice", "de", "W-2", "œuvre")), max_size=6
).map(" ".join)
DOCUMENTS = st.builds(
    document,
    st.just("a"),
    TEXT,
    TEXT,
    parts=st.lists(TEXT, max_size=3).map(lambda p: (part("f", *p),)),
)


def places_of(row: rows.Row, word: str) -> list[int]:
    return [int(place) for place in np.frombuffer(row.postings[word], np.uint32)]


def test_each_text_begins_apart_from_the_one_before_and_pages_follow_each_other() -> None:
    made = document(
        "a", "l'eau vive", "eau", parts=(part("f", "eau de mer", "eau"), part("g", "eau"))
    )
    row = row_of(made, LAYOUT)
    head = read_head(row.head)
    assert places_of(row, "eau") == [
        0,
        2 + APART,
        3 + 2 * APART,
        6 + 2 * APART,
        7 + 3 * APART,
    ]
    assert dict(zip(LAYOUT.zones, head.lengths, strict=True)) == {
        **dict.fromkeys(LAYOUT.zones, 0),
        "title": 2,
        "body": 5,
    }
    assert head.starts[-1] == 2 + APART
    assert head.span == 8 + 4 * APART
    assert [(s.part, s.page, s.first) for s in read_places(row.places).sections] == [
        (-1, 0, 2 + APART),
        (0, 1, 3 + 2 * APART),
        (0, 2, 6 + 2 * APART),
        (1, 1, 7 + 3 * APART),
    ]


@given(DOCUMENTS)
def test_the_text_of_each_place_is_found_by_where_it_begins(made: Document) -> None:
    row = row_of(made, LAYOUT)
    head, text, sections = (
        read_head(row.head),
        PackedText(row.text),
        read_places(row.places).sections,
    )
    starts = read_starts(row.starts, head.span).tolist()
    quoted = [place for place, start in enumerate(starts) if start != NOWHERE]
    read = []
    for place in quoted:
        section = [s for s in sections if s.first <= place][-1]
        read.append(text.piece(section.start + starts[place], section.end))
    texts = [*made.texts.get("body", ()), *(page for part in made.parts for _, page in part.pages)]
    expected = [item for text in texts for item in words(text)]
    assert [words(rest)[0] for rest in read] == expected


def test_a_long_section_takes_more_room_for_where_its_words_begin() -> None:
    long = " ".join(["eau"] * 20_000)
    for body in (long, long[:600]):
        row = row_of(document("a", "Titre", body), LAYOUT)
        head = read_head(row.head)
        starts = read_starts(row.starts, head.span)
        first = head.starts[-1]
        assert starts[first : first + 3].tolist() == [0, 4, 8]
        assert starts[0] == NOWHERE
        assert len(row.starts) == head.span * (4 if body is long else 2)


def test_a_row_made_from_the_one_before_may_need_more_room_than_it() -> None:
    fields = tuple(replace(f, boost=f.boost or 1.0) for f in FIELDS)
    layout = layout_of(fields)
    prose = next(name for name in layout.prose if name != "body")
    made = document("a", "Titre", "eau vive", parts=(part("f", "page une"),))
    longer = replace(made, texts={**made.texts, prose: (" ".join(["eau"] * 20_000),)})
    assert row_of(longer, layout, row_of(made, layout)) == row_of(longer, layout)
    assert row_of(made, layout, row_of(longer, layout)) == row_of(made, layout)


def test_files_are_quoted_even_where_the_body_is_not() -> None:
    layout = layout_of([field for field in FIELDS if field.name != "body"])
    row = row_of(document("a", "Titre", "eau vive", parts=(part("f", "page une"),)), layout)
    (section,) = read_places(row.places).sections
    starts = read_starts(row.starts, read_head(row.head).span)
    assert starts[section.first : section.first + 2].tolist() == [0, 5]
    assert (starts[: section.first] == NOWHERE).all()


def test_words_that_share_a_place_are_both_there() -> None:
    row = row_of(document("a", "Titre", "les acteur·rice·s"), LAYOUT)
    places = [places_of(row, word) for word in row.postings if word.startswith("act")]
    assert len(places) == 2
    assert places[0] == places[1]


@given(DOCUMENTS, st.sampled_from(("autre", "de", "")))
def test_a_row_made_from_the_one_before_is_the_row_made_anew(made: Document, tag: str) -> None:
    before = row_of(made, LAYOUT)
    edited = replace(
        made, title="Autre", texts={**made.texts, "tag": (tag,)}, facets={"tag": (tag,)}
    )
    assert row_of(edited, LAYOUT, before) == row_of(edited, LAYOUT)
    assert row_of(edited, LAYOUT).body == before.body


def test_only_a_text_that_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document("a", "Titre", "eau vive", parts=(part("f", "page une", "page deux"),))
    before = row_of(made, LAYOUT)
    read: list[str] = []

    def noted(text: str, *, noisy: bool = False) -> tuple[list[str], WordStarts]:
        read.append(text)
        return words_with_starts(text, noisy=noisy)

    monkeypatch.setattr(rows, "words_with_starts", noted)
    row_of(replace(made, texts={**made.texts, "tag": ("neuf",)}), LAYOUT, before)
    assert read == ["Titre", "neuf"]
    read.clear()
    row_of(replace(made, texts={**made.texts, "body": ("eau",)}), LAYOUT, before)
    assert sorted(read) == ["Titre", "eau", "page deux", "page une"]


@pytest.mark.parametrize(
    "changed",
    [
        document("a", body="eau  vive", parts=(part("f", "une", "deux"),)),
        document("a", body="eau vive", parts=(part("f", "une", "deux", noisy=(2,)),)),
        document("a", body="eau vive", parts=(part("f", "une deux"),)),
        document("a", body="eau vive", parts=(part("f", "une"), part("g", "deux"))),
        document("a", body="eau vive une", parts=(part("f", "deux"),)),
        document("a", body="eau vive"),
        replace(
            document("a", parts=(part("f", "une", "deux"),)),
            texts={"title": ("Titre",), "body": ("eau", "vive")},
        ),
    ],
)
def test_any_change_of_the_text_is_noticed(changed: Document) -> None:
    before = row_of(document("a", body="eau vive", parts=(part("f", "une", "deux"),)), LAYOUT)
    assert row_of(changed, LAYOUT, before) == row_of(changed, LAYOUT)
    assert row_of(changed, LAYOUT).body != before.body


@given(DOCUMENTS)
def test_the_words_of_the_body_and_the_files_are_kept_in_order(made: Document) -> None:
    texts = [*made.texts.get("body", ()), *(text for _, text in made.parts[0].pages)]
    kept = [word for word in read_body(row_of(made, LAYOUT).body) if word]
    assert kept == [word for text in texts for word in words(text)]
    assert all(word == GAP or ALTERNATIVE in word or word.isprintable() for word in kept)


def test_the_body_is_a_zone_even_where_it_is_not_searched() -> None:
    fields = [field for field in FIELDS if field.name != "body"]
    assert layout_of(fields).zones[-1] == "body"
    assert layout_of(fields).boosts[-1] == 0.0
