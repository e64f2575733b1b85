"""A page read by the selectors of its shape, with the value readers that every source shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.markup import absolute_url, attribute, blocks_of, links_of, root_of, text_of
from corpus.markup.soup import outermost
from corpus.record import Block, FileRef, FileState, Link
from crawler.addresses import Addresses
from crawler.described.compiled import ReadyShape, ready_shapes, shape_of
from crawler.described.description import Description
from crawler.described.fields import put_fields
from crawler.items import Note, Sought
from crawler.pages.aggregates import Shape as Aggregate
from crawler.pages.aggregates import gathered, read_aggregate
from crawler.pages.details import file_of, file_ref, put_links, put_text, typed_link
from crawler.pages.draft import Draft, PageReading, finished
from crawler.pages.sheet import Sheet, around_title, read_sheet, without_site_name
from crawler.pages.works import put_title, remark_body

if TYPE_CHECKING:
    from bs4 import Tag

    from corpus.markup import Selector

SHAPE = "shape"
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class DescribedPage:
    """What a page gave: its reading, whose links are those to follow, and what was looked for.

    `shape` is the name of its shape; empty for a page that the description does not know.
    """

    shape: str
    reading: PageReading
    sought: tuple[Sought, ...]


class DescribedReader:
    """Reads the pages of a described source."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self._shapes = ready_shapes(description)

    def read(self, html: str, url: str, site: Addresses, link_text: str = "") -> DescribedPage:
        """Read a page; `url` is where it was fetched, `link_text` what the link to it said."""
        sheet = read_sheet(html, url, site, link_text)
        assert sheet.body is not None  # a sheet read from a page has its body
        root = root_of(sheet.body)
        shape = shape_of(self._shapes, site.record_path(url), root)
        if shape is None:
            return _unknown(sheet, site.canonical(url))
        missed = tuple(f for f in shape.said.required if shape.finding(f, root) is None)
        links = _to_follow(shape, root, url, sheet)
        reading = _read(shape, root, sheet, url, site) if shape.said.records else PageReading()
        notes = (*reading.notes, *(_missed_note(shape, f, site.canonical(url)) for f in missed))
        return DescribedPage(
            shape.said.name,
            PageReading(reading.records, notes, links),
            (
                Sought(site.canonical(url), PAGES, (SHAPE,)),
                Sought(site.canonical(url), shape.said.name, shape.said.required, missed),
            ),
        )


def _unknown(sheet: Sheet, url: str) -> DescribedPage:
    note = Note(
        "no_shape",
        url,
        "Cette page n'a aucune des formes de la description ; elle n'a pas donné de fiche.",
        value=sheet.title,
        remedy="Ajouter une forme (records = false si elle ne fait que lister), ou la refuser (deny).",
    )
    reading = PageReading(notes=(note,), links=sheet.everywhere)
    return DescribedPage("", reading, (Sought(url, PAGES, (SHAPE,), (SHAPE,)),))


def _missed_note(shape: ReadyShape, field: str, url: str) -> Note:
    return Note(
        "selector_missed",
        url,
        f"Le champ « {field} », demandé pour la forme « {shape.said.name} », n'a pas été trouvé.",
        value=" ; ".join(shape.said.selectors(field)),
        remedy="Ouvrir la page : si le gabarit a changé, corriger le sélecteur.",
    )


def _read(shape: ReadyShape, root: Tag, sheet: Sheet, url: str, site: Addresses) -> PageReading:
    if shape.said.split:
        return _split(shape, root, sheet, url, site)
    draft = Draft(site, shape.said.kind, url)
    titled = _titled(shape, root, sheet, site)
    put_fields(draft, shape, root)
    blocks, links = _body(shape, root, sheet, url)
    blocks = around_title(blocks, titled.title)[1]
    put_title(draft, titled, blocks)
    put_text(draft, blocks, sheet.language)
    if body := shape.finding("body", root):
        draft.told_by("blocks", f"selector {body.text}")
    draft.add("files", _files(shape, root, url, site), "selector")
    put_links(draft, replace(titled, links=links, aside_links=sheet.aside_links))
    remark_body(draft)
    return finished(draft)


def _titled(shape: ReadyShape, root: Tag, sheet: Sheet, site: Addresses) -> Sheet:
    """The sheet with the title that the shape's selector finds; as it is when it finds none."""
    selector = shape.finding("title", root)
    if selector is None:
        return sheet
    value = selector.values(root)[0]
    title = without_site_name(value, site) or value
    return replace(sheet, title=title, title_from=f"selector {selector.text}")


def _body(
    shape: ReadyShape, root: Tag, sheet: Sheet, url: str
) -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """The blocks and links of the body; those told from the markup when no selector finds it."""
    selector = shape.finding("body", root)
    if selector is None:
        return sheet.blocks, sheet.links
    base = _base_of(root, url)
    left_out = _identities(shape.ignore, root)

    def is_left_out(tag: Tag) -> bool:
        return id(tag) in left_out

    nodes = list(outermost(selector.tags(root)))
    blocks = (block for node in nodes for block in blocks_of(node, skip=is_left_out))
    links = (link for node in nodes for link in links_of(node, base, skip=is_left_out))
    return tuple(blocks), tuple(links)


def _split(shape: ReadyShape, root: Tag, sheet: Sheet, url: str, site: Addresses) -> PageReading:
    """One record a heading of the level the shape names."""
    selector = shape.finding("body", root)
    for tag in outermost(_found(shape.ignore, root)):
        tag.extract()
    body = gathered(list(outermost(selector.tags(root)))) if selector else sheet.body
    aggregate = Aggregate({shape.said.split: shape.said.kind})
    return read_aggregate(replace(sheet, body=body), url, site, aggregate)


def _files(shape: ReadyShape, root: Tag, url: str, site: Addresses) -> Sequence[FileRef]:
    """The files that a selector points at: what it finds is a file, whatever its address says."""
    selector = shape.finding("files", root)
    if selector is None:
        return ()
    base = _base_of(root, url)
    found = (_link(tag, selector, base) for tag in selector.tags(root))
    typed = (link for raw in found if raw.url and (link := typed_link(raw, site)))
    return [file_of(link, site) or file_ref(link, _state(link, site)) for link in typed]


def _link(tag: Tag, selector: Selector, base: str) -> Link:
    raw = attribute(tag, selector.attribute) if selector.attribute else ""
    written = raw or attribute(tag, "href") or attribute(tag, "src") or attribute(tag, "data")
    return Link(absolute_url(written, base), text_of(tag))


def _state(link: Link, site: Addresses) -> FileState:
    return FileState.EXPECTED if site.is_within(link.url) else FileState.OFFSITE


def _to_follow(shape: ReadyShape, root: Tag, url: str, sheet: Sheet) -> tuple[Link, ...]:
    if not shape.said.follow:
        return ()
    if not (shape.links or shape.skip_links):
        return sheet.everywhere
    skipped = _identities(shape.skip_links, root)
    places = list(outermost(_found(shape.links, root))) if shape.links else [root]
    base = _base_of(root, url)
    return tuple(link for place in places for link in _links_in(place, base, skipped))


def _links_in(place: Tag, base: str, skipped: frozenset[int]) -> Iterable[Link]:
    """The links below an element, or the link that it is itself."""
    if own := absolute_url(attribute(place, "href"), base) if place.name == "a" else "":
        return (Link(own, text_of(place)),)
    return links_of(place, base, skip=lambda tag: id(tag) in skipped)


def _found(selectors: Iterable[Selector], root: Tag) -> list[Tag]:
    return [tag for selector in selectors for tag in selector.tags(root)]


def _identities(selectors: Iterable[Selector], root: Tag) -> frozenset[int]:
    return frozenset(id(tag) for tag in _found(selectors, root))


def _base_of(root: Tag, url: str) -> str:
    base = root.find("base")
    return (absolute_url(attribute(base, "href"), url) if base is not None else "") or url
