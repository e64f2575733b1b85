"""The words of a page's content beside those of its records. Pure, but for the parser of pages.

The content is told by `corpus.markup` alone, and not by the reader of the source, so that a reader
that forgets a part of its pages is caught; what `corpus.markup` itself takes for a menu is not. Words are folded: case, accents and signs do not count.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpus.markup import blocks_of, decode, read_page, soup_of
from corpus.markup.charset import undouble
from corpus.record import Record
from corpus.values import normalised_text

_RUN = 3
"""A passage is compared by runs of this many words, so that words met elsewhere prove nothing."""

_HELD = 0.6
"""A passage is missing when fewer of its runs than this share are in the records."""

SENTENCE = 8
"""Words: a passage of so many is a sentence; shorter ones are titles, labels, lists of terms."""

_LABEL = re.compile(r"^[^:.\n]{1,40}\s?:\s")
_EXCERPT = 100
"""Characters by which an excerpt is known to be the beginning of the content."""


def passages_in(body: bytes, charset: str, url: str) -> tuple[str, ...]:
    """The blocks of what a page says, boxes included, without menus, headers and footers."""
    html = decode(body, f"text/html; charset={charset}" if charset else "").text
    page = read_page(html, url)
    boxes = (block for block in page.aside_blocks if block not in page.blocks)
    return tuple(block.plain for block in (*page.blocks, *boxes) if block.plain.strip())


def items_in(body: bytes) -> list[Mapping[str, Any]]:
    """The items of a REST answer that say where they are and what they say."""
    try:
        answer = json.loads(body)
    except ValueError:
        return []
    items = answer if isinstance(answer, list) else []
    return [i for i in items if isinstance(i, dict) and i.get("link") and _rendered(i, "content")]


def passages_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The same of an item of a REST answer: its title, its content, and its excerpt when that is
    no beginning of the content."""
    title, content, excerpt = (_fragment(item, name) for name in ("title", "content", "excerpt"))
    is_cut = " ".join(_words(" ".join(excerpt)))[:_EXCERPT] in " ".join(_words(" ".join(content)))
    return (*title, *content, *(() if is_cut else excerpt))


def words_held(records: Iterable[Record]) -> list[str]:
    """Every folded word of some records, in their order."""
    return [word for record in records for text in _texts(record) for word in _words(text)]


def share_held(passages: Sequence[str], held: Sequence[str]) -> tuple[float, int]:
    """The share of the words of some passages that are among `held`, and how many words they have.

    A word counts as often as it is written. Passages without a word are held whole.
    """
    written = Counter(word for passage in passages for word in _words(passage))
    total = written.total()
    return (((written & Counter(held)).total() / total) if total else 1.0), total


def missing_passages(passages: Sequence[str], held: Sequence[str]) -> tuple[str, ...]:
    """The passages that are not in the records, in the order of the page.

    A sentence must be there as it is written, by its runs of words; of a shorter passage, less its
    label (`Thèmes : `), the words must be, in whatever field and order.
    """
    runs, words = set(_runs(held, _RUN)), set(held)
    return tuple(passage for passage in passages if not _is_held(passage, runs, words))


def is_sentence(passage: str) -> bool:
    return len(_words(passage)) >= SENTENCE


def _is_held(passage: str, runs: set[tuple[str, ...]], held: set[str]) -> bool:
    words = _words(passage)
    if len(words) >= SENTENCE:
        own = list(_runs(words, _RUN))
        return sum(run in runs for run in own) >= _HELD * len(own)
    bare = _words(_LABEL.sub("", passage)) or words
    return sum(word in held for word in bare) >= _HELD * len(bare)


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(size)), strict=False)


def _words(text: str) -> list[str]:
    return normalised_text(text).split()


def _texts(record: Record) -> Iterator[str]:
    yield from (record.title, record.subtitle, record.part_label, record.summary, record.text)
    for credit in record.credits:
        yield from (credit.name, credit.organisation)
    for place in record.places:
        yield place.name
    lists = (record.organisations, record.partners, record.themes, record.actors, record.methods)
    for values in (*lists, record.keywords):
        yield from values
    yield from (record.time, record.type_term, record.rights)
    for date in (record.date, record.end_date):
        yield date.value if date else ""
    for file in record.files:
        yield file.name
    for link in record.links_out:
        yield link.text


def _fragment(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    html, _ = undouble(_rendered(item, name))  # as for pages: the same text, spelled right
    blocks = blocks_of(soup_of(html))
    return tuple(block.plain for block in blocks if block.plain.strip())


def _rendered(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return str(value.get("rendered") or "") if isinstance(value, dict) else ""
