"""The text of an element on one line, with words neither cut nor glued."""

from __future__ import annotations

import re
import unicodedata

from bs4.element import NavigableString, Tag

_JOINING_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_JOINING = frozenset(_JOINING_NAMES.split())
_SIDE_BY_SIDE = frozenset({"a", "span"})
MAX_WALK = 100
"""Elements nested deeper than this are read as one run of text."""

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\ufeff\ufffe\uffff]")


def text_of(node: Tag) -> str:
    """The text of `node` on one line.

    Words are not cut where only their look changes (1<sup>er</sup>); blocks, line breaks, and links
    or spans that touch each other part them.
    """
    parts: list[str] = []
    _gather_text(node, parts, 0)
    return clean("".join(parts))


def _gather_text(node: Tag, parts: list[str], depth: int) -> None:
    if depth > MAX_WALK:
        parts.append(node.get_text(" "))
        return
    for child in node.contents:
        if isinstance(child, Tag):
            edge = "" if child.name in _JOINING else " "
            parts.append(" " if touches(child, _SIDE_BY_SIDE) else edge)
            _gather_text(child, parts, depth + 1)
            parts.append(edge)
        elif type(child) is NavigableString:
            parts.append(child)


def touches(tag: Tag, names: frozenset[str]) -> bool:
    """Whether it stands right after an element of its name, one of `names`, with nothing between."""
    before = tag.previous_sibling
    return tag.name in names and isinstance(before, Tag) and before.name == tag.name


def clean(text: str) -> str:
    """One line of text: NFC, white space collapsed, invisible characters gone, NBSP kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    return _SPACES.sub(" ", text).strip()
