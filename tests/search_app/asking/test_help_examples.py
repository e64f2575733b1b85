"""The help page shows queries that work, and one for each thing the language can say."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from corpus.fields import FIELDS
from indexer.language import And, In, Node, Not, Or, Phrase, Prefix, Range, Word, parse, written
from search_app.asking.help_examples import EXAMPLES, Example, filter_names
from tests.search_app.browsing import Visitor


def kinds(node: Node | None) -> set[type]:
    match node:
        case None:
            return set()
        case And() | Or():
            return {type(node)}.union(*map(kinds, node.nodes))
        case Not() | In():
            return {type(node)} | kinds(node.node)
        case _:
            return {type(node)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.query)
def test_each_example_is_understood_and_is_in_canonical_form(example: Example) -> None:
    parsed = parse(example.query)
    assert parsed.notes == ()
    assert written(parsed.node) == example.query


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.query)
def test_each_example_is_answered_on_the_page(visitor: Visitor, example: Example) -> None:
    page = visitor.open("/recherche?" + urlencode({"q": example.query}))
    assert page.select_one(".status strong") is not None
    assert page.select_one(".problem") is None


def test_the_examples_show_all_that_the_language_has() -> None:
    shown = set().union(*(kinds(parse(example.query).node) for example in EXAMPLES))
    assert shown == {Word, Phrase, Prefix, Range, In, Not, Or, And}


def test_each_example_has_its_own_explanation() -> None:
    assert len({example.meaning for example in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_filter_named_on_the_page_is_one(language: str) -> None:
    names = filter_names(language)
    assert len(names) == sum(1 for field in FIELDS if field.typed)
    for name in names:
        assert isinstance(parse(f"{name}:2018").node, In | Range)
