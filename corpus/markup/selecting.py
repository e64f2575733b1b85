"""CSS selectors as people write them in the description of a source.

`h1` gives the text of the first `<h1>`; `meta[name=author]@content` gives an attribute. Without
`@`, elements that say their value in an attribute (`<time>`, `<meta>`) are read there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import soupsieve

from corpus.markup.soup import attribute
from corpus.markup.text import clean, text_of

if TYPE_CHECKING:
    from bs4 import Tag

_ATTRIBUTE = re.compile(r"@([A-Za-z_:][\w:.-]*)\s*$")
_VALUE_IN = {"time": "datetime", "meta": "content", "data": "value", "img": "alt"}


class BadSelector(ValueError):
    """What was written is no CSS selector; the message says why, in the library's words."""


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector: `text` as written, `attribute` the one to read (empty for the text)."""

    text: str
    attribute: str
    _compiled: soupsieve.SoupSieve = field(repr=False, compare=False)

    def tags(self, node: Tag) -> tuple[Tag, ...]:
        """What it finds below `node`, in document order."""
        return tuple(self._compiled.select(node))

    def first(self, node: Tag) -> Tag | None:
        return self._compiled.select_one(node)

    def value(self, node: Tag) -> str:
        """What the first element found says; empty when there is none, or it says nothing."""
        tag = self.first(node)
        return self._value(tag) if tag is not None else ""

    def values(self, node: Tag) -> tuple[str, ...]:
        """What the elements found say, each once, less what says nothing."""
        said = (self._value(tag) for tag in self.tags(node))
        return tuple(dict.fromkeys(value for value in said if value))

    def _value(self, tag: Tag) -> str:
        if self.attribute:
            return clean(attribute(tag, self.attribute))
        own = _VALUE_IN.get(tag.name)
        return (clean(attribute(tag, own)) if own else "") or text_of(tag)


def selector_of(text: str) -> Selector:
    """The selector that `text` writes. Raises `BadSelector`."""
    named = _ATTRIBUTE.search(text)
    css = text[: named.start()] if named else text
    try:
        compiled = soupsieve.compile(css.strip())
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        raise BadSelector(str(error).partition("\n")[0]) from error
    return Selector(text, named[1] if named else "", compiled)


def root_of(tag: Tag) -> Tag:
    """The top of the tree a tag stands in: `<head>` can be reached from there."""
    top = tag
    for parent in tag.parents:
        top = parent
    return top
