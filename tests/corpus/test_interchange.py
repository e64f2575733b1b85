from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadImport
from corpus.interchange import (
    from_lines,
    record_from_json,
    record_to_json,
    to_lines,
)
from corpus.record import (
    Block,
    BlockKind,
    Credit,
    Edit,
    Entry,
    ExtractedFrom,
    Link,
    LinkPlace,
    PartialDate,
    Role,
    Tag,
)
from tests.corpus.samples import record

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
blocks = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=words,
    level=st.integers(0, 6),
    items=st.lists(words, max_size=3).map(tuple),
)
changes: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "title": words,
        "blocks": st.lists(blocks, max_size=4).map(tuple),
        "credits": st.lists(st.builds(Credit, words, st.sampled_from(Role), words), max_size=3).map(
            tuple
        ),
        "date": st.none() | st.builds(PartialDate, st.just("2020-02"), words),
        "links_out": st.lists(
            st.builds(Link, words, words, st.sampled_from(LinkPlace)), max_size=3
        ).map(tuple),
        "extracted_from": st.none() | st.builds(ExtractedFrom, words, words, st.integers(0, 9)),
        "provenance": st.dictionaries(words, words, max_size=3),
        "part_number": st.integers(0, 20),
    },
)
entries = st.builds(
    lambda change, tags, edits, version: Entry(
        record(**change), tuple(tags), tuple(edits), version
    ),
    changes,
    st.lists(st.builds(Tag, words, words, words), max_size=3),
    st.lists(st.builds(Edit, st.just("title"), words, words), max_size=2),
    st.integers(0, 50),
)


@given(changes)
def test_any_record_comes_back_from_json_as_it_was(change: dict[str, Any]) -> None:
    assert record_from_json(record_to_json(record(**change))) == record(**change)


@given(st.lists(entries, max_size=4))
def test_any_entries_come_back_from_json_lines_as_they_were(kept: list[Entry]) -> None:
    lines = list(to_lines(kept))
    assert all(line.count(b"\n") == 1 for line in lines)
    assert list(from_lines(lines)) == kept


def test_a_bare_record_is_an_entry_without_tags() -> None:
    line = record_to_json(record()).encode()
    assert list(from_lines([line])) == [Entry(record())]


def test_a_bad_line_is_named_by_its_number_and_the_others_are_read() -> None:
    good = next(iter(to_lines([Entry(record())])))
    found = list(from_lines([good, b'{"id": 3}\n', b"\n", b"\xff\xfe\n", good]))
    assert [isinstance(one, BadImport) for one in found] == [False, True, True, False]
    assert "Ligne 2" in str(found[1])
    assert "Ligne 4" in str(found[2])


def test_a_wrong_type_is_refused_with_the_field() -> None:
    with pytest.raises(BadImport, match="title"):
        record_from_json(record_to_json(record()).replace('"Partager la rivière"', "12"))
