"""Long pages that re-issue many works one after the other: one record an item.

The items are parted by their headings; where the page sets them in columns, each is read by its
own column, never by rows: titles, authors and abstracts would otherwise shift.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.markup import attribute, blocks_of, links_of, soup_of, text_of
from corpus.record import Block, BlockKind, ExtractedFrom, Link
from corpus.values import clean_text, fold
from crawler.addresses import Addresses
from crawler.items import Note
from crawler.pages.draft import Draft, PageReading, finished
from crawler.pages.sheet import Sheet
from crawler.pages.works import fill

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PART = re.compile(r"(?:Partie\s+)?(\d{1,2})\s*[.–—-]\s*(\S.*)")
_NOT_IN_ANCHORS = re.compile(r"[^a-z0-9]+")
_TYPE_LINES = frozenset({"methode/outil", "methode", "outil", "etude de cas", "entretien"})


@dataclass(frozen=True, slots=True)
class Shape:
    """How an aggregate page is built: the kind that a heading of each level opens.

    A heading of a level in neither mapping belongs to the text of its item.
    """

    kinds: Mapping[str, str]
    parts: frozenset[str] = frozenset()


_SHAPES: tuple[tuple[re.Pattern[str], Shape], ...] = (
    (re.compile(r"etudes?-de-cas"), Shape({"h3": "case_study"})),
    (re.compile(r"parcours"), Shape({"h3": "step", "h4": "popup"}, frozenset({"h2"}))),
    (re.compile(r"methodes|outils"), Shape({"h3": "method"}, frozenset({"h2"}))),
    (re.compile(r"entretiens"), Shape({"h2": "interview"})),
    (re.compile(r"notes?-de-lecture|lectures"), Shape({"h3": "reading_note"}, frozenset({"h2"}))),
    (re.compile(r"experiences"), Shape({"h3": "experience"}, frozenset({"h2"}))),
)
_SLUG = re.compile(r"/comedie-([^/]+)/?")


def shape_of(path: str) -> Shape | None:
    """How the aggregate page at that path is built; None for a page that is none."""
    slug = _SLUG.fullmatch(path)
    if slug is None:
        return None
    return next((shape for pattern, shape in _SHAPES if pattern.search(slug[1])), None)


@dataclass(frozen=True, slots=True)
class Item:
    """One work of an aggregate page: what its heading says and what stands under it."""

    kind: str
    title: str
    anchor: str
    rank: int
    part: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]


def read_aggregate(sheet: Sheet, url: str, site: Addresses, shape: Shape) -> PageReading:
    """One record an item, each saying which page, anchor and rank it was taken from."""
    items = list(split_items(sheet, url, shape))
    drafts = [_draft(item, url, site) for item in items]
    if items:
        return finished(*drafts)
    note = Note(
        "aggregate_not_split",
        site.canonical(url),
        "Cette page qui réunit plusieurs textes n'a donné aucun item.",
        value=sheet.title,
        remedy="Vérifier à quel niveau de titre ses items commencent.",
    )
    return PageReading(notes=(note,))


def _draft(item: Item, url: str, site: Addresses) -> Draft:
    draft = Draft(site, item.kind, url, item.anchor)
    draft.put("extracted_from", ExtractedFrom(draft.page_url, item.anchor, item.rank), "heading")
    if found := _PART.fullmatch(item.part):
        draft.put("part_number", int(found[1]), "heading above")
        draft.put("part_label", found[2], "heading above")
    term, blocks = _without_type_line(item.blocks)
    draft.put("type_term", term, "line under the title")
    fill(draft, Sheet(item.title, "heading", (), blocks, links=item.links))
    return draft


def _without_type_line(blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """« Méthode/outil » printed among the first lines of an item is its type, not its text."""
    for position, block in enumerate(blocks[:4]):
        if block.kind is BlockKind.PARAGRAPH and fold(block.text) in _TYPE_LINES:
            return block.text, (*blocks[:position], *blocks[position + 1 :])
    return "", tuple(blocks)


def split_items(sheet: Sheet, url: str, shape: Shape) -> Iterator[Item]:
    """The items of an aggregate page, in order."""
    if sheet.body is None:
        return
    root = main_of_fragment(sheet.body)
    found = list(_headings_with_nodes(root, shape))
    for rank, (heading, part, nodes) in enumerate(found, start=1):
        title = clean_text(text_of(heading))
        anchor = attribute(heading, "id") or slug(title)
        text = gathered(nodes)
        kind = shape.kinds[heading.name]
        yield Item(kind, title, anchor, rank, part, blocks_of(text), links_of(text, url))


def main_of_fragment(body: Tag) -> Tag:
    """The part of a page that holds its items; the whole of a fragment."""
    declared = body.find(["main", "article"])
    return declared if declared is not None else body


def slug(title: str) -> str:
    return _NOT_IN_ANCHORS.sub("-", fold(title)).strip("-")[:80].rstrip("-")


def _headings_with_nodes(root: Tag, shape: Shape) -> Iterator[tuple[Tag, str, list[PageElement]]]:
    """Each item's heading, the part it stands in, and the nodes that are its text."""
    names = _boundaries(shape)
    part = ""
    for heading in root.find_all(names):
        if heading.name in shape.parts:
            part = text_of(heading)
        elif heading.name in shape.kinds:
            yield heading, part, _nodes_under(heading, root, names)


def _boundaries(shape: Shape) -> list[str]:
    """The headings that end an item: those of items and parts, and every one above them."""
    deepest = max((*shape.kinds, *shape.parts))
    return [name for name in _HEADINGS if name <= deepest]


def _nodes_under(heading: Tag, root: Tag, names: list[str]) -> list[PageElement]:
    """What stands under a heading: in its own box, then beside it, or lower in its column."""
    box = _box_of(heading, root, names)
    inside = [] if box is heading else [node for node in box.contents if node is not heading]
    if box is not heading and heading not in box.contents:
        inside = [box]
        heading.extract()
    beside = _up_to(box.next_siblings, names)
    nodes = [*inside, *beside]
    if any(_words(node) for node in nodes):
        return nodes
    return _lower_in_column(box, names)


def _box_of(heading: Tag, root: Tag, names: list[str]) -> Tag:
    """The widest element that holds this heading of an item and no other."""
    box = heading
    for parent in heading.parents:
        if parent is root or len(parent.find_all(names)) > 1:
            break
        box = parent
    return box


def _up_to(nodes: Iterable[PageElement], names: list[str]) -> Iterator[PageElement]:
    """The nodes before the first that is, or holds, a heading of those names."""
    for node in nodes:
        if holds_heading(node, names):
            return
        yield node


def holds_heading(node: PageElement, names: list[str]) -> bool:
    name, find = getattr(node, "name", None), getattr(node, "find", None)
    return name in names or (name is not None and find is not None and bool(find(names)))


def _words(node: PageElement) -> str:
    return node.get_text(" ").strip()


def _lower_in_column(box: Tag, names: list[str]) -> list[PageElement]:
    """The cells below a cell that holds only a heading: rows of titles, then authors, then texts."""
    row = box.parent
    if row is None:
        return []
    cells = row.find_all(True, recursive=False)
    column = next((i for i, cell in enumerate(cells) if cell is box), 0)
    below: list[PageElement] = []
    for lower in _rows_after(row):
        lower_cells = lower.find_all(True, recursive=False)
        if len(lower_cells) != len(cells) or holds_heading(lower, names):
            break
        below += lower_cells[column].contents
    return below


def _rows_after(row: Tag) -> list[Tag]:
    return row.find_next_siblings(True)


def gathered(nodes: Sequence[PageElement]) -> Tag:
    """The nodes moved together into one element, so that lists and paragraphs follow on."""
    holder = soup_of("<div></div>").find("div")
    assert holder is not None
    for node in nodes:
        holder.append(node.extract())
    return holder
