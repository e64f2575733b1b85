"""What a reader of an exported article reads, to be held against its record."""

from __future__ import annotations

import lxml.html

from corpus.record import Record

_HOLDERS = {"p", "li", "td", *(f"h{level}" for level in range(1, 7))}


def words_of(content: str) -> str:
    """The words of the record itself: of all but what the export adds, one space between."""
    root = lxml.html.fragment_fromstring(content.replace("<br />", "\n"), create_parent=True)
    for added in root.xpath("./*[starts-with(@class, 'souffleur-')]"):
        added.drop_tree()
    holders = [element for element in root.iter() if element.tag in _HOLDERS]
    return one_space("\n".join(element.text_content() for element in holders))


def one_space(text: str) -> str:
    return " ".join(text.split())


def words_of_record(record: Record) -> str:
    return one_space(record.text)
