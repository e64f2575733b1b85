"""What holds of any text whatever: a tree or a sentence, spans that nest, a text that gives it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.language import (
    MAX_CHARACTERS,
    And,
    In,
    Node,
    Not,
    Or,
    Parsed,
    leaves,
    parse,
    without,
    written,
)
from indexer.language.cleaning import clean
from tests.indexer.language.test_parse import PLAIN, REALISTIC, UNDERSTOOD, outcome, shape

ANYTHING = st.text(st.characters(codec=None), max_size=MAX_CHARACTERS)
SCRAPS = st.sampled_from(
    ["eau", "mer", "d'un", "praticien(ne)s", "OU", "ET", "SAUF", "OR", "NOT", "ou", "|", "-", "(", ")",
     "((", "*", "con*", "*x", " ", "  ", '"', "«", "»", "“", "”", "auteur:", "lieu:", "année:",
     "couleur:", "2015", "..", "-2020", "2015..2020", "…", ",", ":", "titre:", "e\u0301", "\u0301",
     "\u00ad", "\xa0", "10:30", "é"]
)  # fmt: skip
SIGNS = st.lists(SCRAPS, max_size=25).map("".join)
SPACED = st.lists(SCRAPS, max_size=25).map(" ".join)
TYPED = st.one_of(ANYTHING, SIGNS, SPACED)


def parsed_of(typed: str) -> Parsed:
    """What was understood; a query that is refused is no case of the property."""
    parsed, _ = outcome(typed)
    assume(parsed)
    assert parsed is not None
    return parsed


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case And() | Or():
            return node.nodes
        case Not() | In():
            return (node.node,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from walk(child)


@given(TYPED)
def test_anything_gives_a_tree_a_note_or_a_sentence(typed: str) -> None:
    parsed, error = outcome(typed)
    if error:
        assert error.message.endswith(".")
        assert error.english.endswith(".")
    if parsed:
        assert parsed.node or parsed.notes or not parsed.text


@given(TYPED)
def test_spans_lie_in_the_text_and_nest(typed: str) -> None:
    parsed = parsed_of(typed)
    for note in parsed.notes:
        assert parsed.text[note.start : note.end] == note.text != ""
    for node in walk(parsed.node) if parsed.node else ():
        assert 0 <= node.start < node.end <= len(parsed.text)
        ends = [node.start]
        for child in children(node):
            assert ends[-1] <= child.start
            ends.append(child.end)
        assert ends[-1] <= node.end


@given(TYPED)
def test_trees_are_as_flat_as_they_can_be(typed: str) -> None:
    node = parsed_of(typed).node
    for inner in walk(node) if node else ():
        kinds = [type(child) for child in children(inner)]
        match inner:
            case And() | Or():
                assert len(kinds) > 1
                assert type(inner) not in kinds
            case Not():
                assert kinds != [Not]
            case In():
                assert kinds[0].__name__ not in ("Not", "In", "Range")
            case _:
                assert any(map(str.isalnum, written(inner)))


@given(TYPED)
def test_the_canonical_text_gives_the_same_tree(typed: str) -> None:
    node = parsed_of(typed).node
    text = written(node)
    assume(len(text) <= MAX_CHARACTERS)
    assert shape(parse(text).node) == shape(node)
    assert written(parse(text).node) == text


@given(TYPED)
def test_a_text_is_cleaned_once(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)
    clean(typed).encode()


@given(TYPED, st.data())
def test_a_query_without_a_part_has_all_the_others(typed: str, data: st.DataObject) -> None:
    parsed = parsed_of(typed)
    assume(parsed.node)
    nodes = list(walk(parsed.node)) if parsed.node else []
    gone = data.draw(st.sampled_from(nodes))
    before = [shape(leaf) for leaf, _ in leaves(parsed.node)]
    lost = [shape(leaf) for leaf, _ in leaves(gone)]
    left = parsed_of(without(parsed, gone))
    after = [shape(leaf) for leaf, _ in leaves(left.node)]
    assert sorted(map(repr, after + lost)) == sorted(map(repr, before))


TREES = [typed for typed, tree in UNDERSTOOD if tree] + [row[0] for row in PLAIN if row[1]]


@pytest.mark.parametrize("typed", TREES + REALISTIC, ids=lambda value: value[:40])
def test_each_case_of_the_tables_is_written_and_read_back(typed: str) -> None:
    node = parse(typed).node
    assert shape(parse(written(node)).node) == shape(node)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("médiation|concertation   rivière", "médiation OU concertation rivière"),
        ("NOT mer AND author:«Jean Dupont»", '-mer auteur:"Jean Dupont"'),
        ("a OU (b ET c)", "a OU (b c)"),
        ("year:2015...2020 an:2018", "année:2015..2020 année:2018"),
        ("an:0009.. org:X", "année:0009.. organisme:X"),
        ("place:(Nantes | Rennes)", "lieu:(Nantes OU Rennes)"),
        ("eau -(mer lac*)", "eau -(mer lac*)"),
        ("rights:libre", "rights:libre"),
        ("", ""),
    ],
)
def test_the_canonical_text_is_what_a_french_reader_would_type(typed: str, text: str) -> None:
    assert written(parse(typed).node) == text


@pytest.mark.parametrize(
    ("typed", "gone", "left"),
    [
        ("eau OU mer  lac", "eau", "mer lac"),
        ("eau OU mer lac", "mer", "eau lac"),
        ("eau mer", "eau", "mer"),
        ("eau", "eau", ""),
        ('eau -"haute mer"', '-"haute mer"', "eau"),
        ('eau -"haute mer"', '"haute mer"', "eau"),
        ("author:X place:(Nantes OU Rennes)", "Rennes", "author:X place:Nantes"),
        ("author:X place:(Nantes OU Rennes)", "place:(Nantes OU Rennes)", "author:X"),
        ("eau (mer OU (lac étang))", "étang", "eau mer OU lac"),
        ("year:2015..2020 eau", "year:2015..2020", "eau"),
        ("year:2015..2020 eau", "eau", "year:2015..2020"),
        ("an:(2015 OU 2016 OU 2017)", "2015", "année:2016 OU année:2017"),
    ],
)
def test_a_part_goes_with_what_joined_it(typed: str, gone: str, left: str) -> None:
    parsed = parse(typed)
    assert parsed.node is not None
    node = next(n for n in walk(parsed.node) if parsed.text[n.start : n.end] == gone)
    assert without(parsed, node) == left


def test_the_same_word_typed_twice_loses_only_the_one_named() -> None:
    parsed = parse("eau mer -eau")
    assert isinstance(parsed.node, And)
    assert without(parsed, parsed.node.nodes[2]) == "eau mer"
