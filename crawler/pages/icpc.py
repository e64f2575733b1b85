"""The pages of i-cpc.org, by the shape their address announces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from corpus.record import Block, BlockKind, PlaceRef
from corpus.values import clean_name, clean_text, find_date, find_time, fold, read_dates
from crawler.addresses import Addresses
from crawler.pages.aggregates import Shape as AggregateShape
from crawler.pages.aggregates import read_aggregate, shape_of
from crawler.pages.draft import Draft, PageReading, finished
from crawler.pages.labels import (
    place_refs,
    put_credits,
    put_dates,
    put_labels,
    take_labels,
)
from crawler.pages.sheet import Sheet, read_sheet
from crawler.pages.works import fill


class Shape(StrEnum):
    """What an address of the site shows."""

    HOME = "home"
    DOCUMENT = "document"
    EVENT = "event"
    TRAINING = "training"
    JOB = "job"
    NEWS = "news"
    NEWSLETTER = "newsletter"
    PAGE = "page"
    AGGREGATE = "aggregate"
    LIST = "list"
    ARCHIVE = "archive"
    FILE = "file"


_BY_PATH: tuple[tuple[re.Pattern[str], Shape], ...] = (
    (re.compile(r"/(?:page/\d+/?)?"), Shape.HOME),
    (re.compile(r"/wp-content/.*"), Shape.FILE),
    (re.compile(r"/document/[^/]+"), Shape.DOCUMENT),
    (re.compile(r"/evenements?/[^/]+"), Shape.EVENT),
    (re.compile(r"/formations?/[^/]+"), Shape.TRAINING),
    (re.compile(r"/emplois?/[^/]+"), Shape.JOB),
    (re.compile(r"/(?:type_de_document|emploi_type)/.+"), Shape.ARCHIVE),
)  # fmt: skip

KIND_OF_SHAPE: Mapping[Shape, str] = MappingProxyType(
    {
        Shape.DOCUMENT: "document",
        Shape.EVENT: "event",
        Shape.TRAINING: "training",
        Shape.JOB: "job",
        Shape.NEWS: "news",
        Shape.NEWSLETTER: "newsletter",
        Shape.PAGE: "page",
    }
)
_KIND_OF_TERM: Mapping[str, str] = MappingProxyType(
    {"article": "article", "note de lecture": "reading_note", "video": "video", "videos": "video"}
)


def shape_at(url: str, site: Addresses) -> Shape:
    """What the address shows, as far as an address can tell."""
    path = site.record_path(url)
    bare, _, query = path.partition("?")
    parameters = set(re.findall(r"(?:^|&)([^=&]+)=", query))
    if {"na", "email_id"} <= parameters:
        return Shape.NEWSLETTER
    if bare == "/" and "p" in parameters:
        return Shape.NEWS
    if shape_of(bare):
        return Shape.AGGREGATE
    other = Shape.LIST if site.is_listing(url) else Shape.PAGE
    return next((shape for pattern, shape in _BY_PATH if pattern.fullmatch(bare)), other)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of a work before its own page is read."""

    authors: str = ""
    year: str = ""
    type_term: str = ""


def read_icpc(
    html: str, url: str, site: Addresses, link_text: str = "", listed: Listed | None = None
) -> PageReading:
    """The records of one page of i-cpc.org; none for a list."""
    return icpc_reading(read_sheet(html, url, site, link_text), url, site, listed)


def icpc_reading(
    sheet: Sheet, url: str, site: Addresses, listed: Listed | None = None
) -> PageReading:
    shape = shape_at(url, site)
    if shape is Shape.AGGREGATE:
        return read_aggregate(sheet, url, site, aggregate_shape(url, site))
    if shape not in KIND_OF_SHAPE:
        return PageReading()
    draft = Draft(site, KIND_OF_SHAPE[shape], url)
    draft.told_by("kind", "address")
    _read_beside(draft, sheet)
    _READERS.get(shape, fill)(draft, _without_term(sheet, draft.get("type_term")))
    if listed:
        _put_listed(draft, listed)
    return finished(draft)


def _without_term(sheet: Sheet, term: str) -> Sheet:
    """The sheet less the term when that opens the text, as where the title is missing."""
    opens = sheet.blocks and term and sheet.blocks[0].text == term
    return replace(sheet, blocks=sheet.blocks[1:]) if opens else sheet


def aggregate_shape(url: str, site: Addresses) -> AggregateShape:
    shape = shape_of(site.local_path(url))
    if shape is None:
        raise ValueError(f"no aggregate page at {url}")
    return shape


_TYPE_LINK = re.compile(r"/(?:type_de_document|emploi_type)/[^/]+/?")
_THEME_LINK = re.compile(r"/(?:thematiques?|themes?)/[^/]+/?")


def _read_beside(draft: Draft, sheet: Sheet) -> None:
    """The terms, which link to their archive, then the labelled lines beside the content."""
    term = next(iter(_terms(draft, sheet, _TYPE_LINK)), "")
    set_type(draft, term, "link to the archive")
    draft.add("themes", _terms(draft, sheet, _THEME_LINK), "link to the archive")
    put_labels(draft, take_labels(sheet.aside_blocks).values, "labelled line")
    above = next((clean_text(line) for line in sheet.above if line), "")
    set_type(draft, above, "label above the title")


def _terms(draft: Draft, sheet: Sheet, archive: re.Pattern[str]) -> list[str]:
    """The words of the links to archives of terms: they may hold commas, a list of them not."""
    site = draft.site
    links = (*sheet.links, *sheet.aside_links)
    within = (link for link in links if site.is_within(link.url) and link.text)
    return [link.text for link in within if archive.fullmatch(site.local_path(link.url))]


def set_type(draft: Draft, term: str, how: str) -> None:
    """The source's own word for the type; for some words of documents it tells our kind too."""
    draft.put("type_term", term, how)
    if draft.kind == "document" and (kind := _KIND_OF_TERM.get(fold(draft.get("type_term")))):
        draft.kind = kind
        draft.told_by("kind", how)


def _put_listed(draft: Draft, listed: Listed) -> None:
    """What only the list said: the page of the work goes first."""
    set_type(draft, listed.type_term, "archive")
    if not draft.get("credits"):
        put_credits(draft, listed.authors, "", "list")
    put_dates(draft, "" if draft.get("date", None) else listed.year, "list", "list")


_OWN_MARK = re.compile(r"\s*\|\s*(?P<name>[^|]{2,20}?)\s*\|\s*$")


def fill_event(draft: Draft, sheet: Sheet) -> None:
    """An event prints who proposes it, its days, its hours and its place before its text.

    « | ICPC | » at the end of a title marks the institute's own activities.
    """
    labelled = take_labels(sheet.blocks)
    put_labels(draft, labelled.values, "labelled line")
    if mark := _OWN_MARK.search(sheet.title):
        draft.put("organisations", (mark["name"],), "title")
        sheet = replace(sheet, title=sheet.title[: mark.start()])
    fill(draft, sheet, _without_when(draft, labelled.blocks))


def _without_when(draft: Draft, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks less the lines that are only a date or only hours, which are read."""
    kept = list(blocks)
    for block in blocks[:6]:
        if block.kind is not BlockKind.PARAGRAPH or len(block.text) > 80:
            break
        if is_when(block.text):
            put_when(draft, block.text, block.text, "line under the title")
            kept.remove(block)
    return tuple(kept)


_WHEN_WORDS = re.compile(
    r"\b(?:le|du|au|les|et|de|a|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|[\s,.-]"
)


def is_when(text: str) -> bool:
    """Whether a line says nothing but when."""
    if find_time(text) or re.fullmatch(r"[\d:\s–—-]+", text):
        return True
    reading = read_dates(text)
    around = fold(text).replace(fold(reading.value), "", 1) if reading.value else text
    return bool(reading.value) and not _WHEN_WORDS.sub("", around)


def put_when(draft: Draft, days: str, hours: str, how: str) -> None:
    """The days and the hours of an event; a line of hours alone names no day and is no fault."""
    draft.put("time", find_time(hours), how)
    if read_dates(days).value:
        put_dates(draft, days, how)


def fill_training(draft: Draft, sheet: Sheet) -> None:
    fill(draft, sheet)


_JOB_TITLE = re.compile(r"(?P<employer>[^()]{2,80}?)\s*\((?P<place>[^()]+)\)\s*[–—-]\s*\S.*")


def fill_job(draft: Draft, sheet: Sheet) -> None:
    """« EMPLOYEUR (lieu – département) – intitulé » is how offers are named."""
    if found := _JOB_TITLE.fullmatch(sheet.title):
        draft.put("organisations", (clean_name(found["employer"]),), "title")
        draft.put("places", job_places(found["place"]), "title")
    fill(draft, sheet)


def names_a_job(title: str) -> bool:
    """Whether a title is built as those of offers are."""
    return _JOB_TITLE.fullmatch(title) is not None


def job_places(text: str) -> tuple[PlaceRef, ...]:
    """« Nantes – Loire-Atlantique » names a commune and, to tell homonyms, its département."""
    town, _, department = re.sub(r"\s+[–—-]\s+", " – ", text).partition(" – ")
    return place_refs(f"{town} ({department})" if department else town)


_PUBLISHED = re.compile(r"publie le\b.*")


def fill_news(draft: Draft, sheet: Sheet) -> None:
    """News are dated by the line « Publié le … »."""
    lines = [block.text for block in sheet.blocks[:3]] + list(sheet.above)
    published = next((line for line in lines if _PUBLISHED.fullmatch(fold(line))), "")
    put_dates(draft, published, "published line")
    dates = sheet.page.dates if sheet.page else ()
    draft.put("date", next(iter(dates), None), "metadata")
    kept = tuple(block for block in sheet.blocks if not published or block.text != published)
    fill(draft, sheet, kept)


def fill_newsletter(draft: Draft, sheet: Sheet) -> None:
    """« Lettre d’info n° 64 – mars 2024 » is dated by its title."""
    draft.put("date", find_date(sheet.title, "title"), "title")
    fill(draft, sheet)


_READERS = MappingProxyType(
    {
        Shape.EVENT: fill_event,
        Shape.TRAINING: fill_training,
        Shape.JOB: fill_job,
        Shape.NEWS: fill_news,
        Shape.NEWSLETTER: fill_newsletter,
    }
)
