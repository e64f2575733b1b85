"""The lists of i-cpc.org: the counter they print, the works they name, the pages that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.markup import absolute_url, attribute, text_of
from corpus.values import clean_text, fold
from crawler.addresses import Addresses
from crawler.pages.icpc import Listed, Shape, shape_at
from crawler.pages.labels import label_of
from crawler.pages.sheet import Sheet

if TYPE_CHECKING:
    from bs4 import Tag

_COUNTER = re.compile(
    r"\b(\d[\d ]{0,8})\s+(?:documents?|evenements?|offres?|formations?|resultats?)\s+(?:trouve|disponible)"
)
WORKS = (Shape.DOCUMENT, Shape.EVENT, Shape.TRAINING, Shape.JOB)
HEADINGS = ("h2", "h3", "h4", "h5")
_YEAR_ALONE = re.compile(r"(?:18|19|20)\d\d")
_LINES = 8


@dataclass(frozen=True, slots=True)
class ListItem:
    """A work that a list names: its address, its title there, and what else the list says."""

    url: str
    title: str
    listed: Listed


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list. `counter` is the total it prints, None when it prints none."""

    items: tuple[ListItem, ...]
    counter: int | None = None


def read_list(sheet: Sheet, url: str, site: Addresses) -> ListPage:
    """The items of a list, in order, each address once, and its printed counter."""
    if sheet.body is None:
        return ListPage(())
    term = _term(sheet, url, site)
    items = {item.url: item for item in _items(sheet.body, url, site, term)}
    return ListPage(tuple(items.values()), counter_in(text_of(sheet.body)))


def counter_in(text: str) -> int | None:
    """The N of « N documents trouvés »; None when the text has no such line."""
    found = _COUNTER.search(fold(text).replace("\u00a0", " "))
    return int(found[1].replace(" ", "")) if found else None


def _term(sheet: Sheet, url: str, site: Addresses) -> str:
    """The term whose works an archive lists: its title."""
    return sheet.title if shape_at(url, site) is Shape.ARCHIVE else ""


def _items(body: Tag, url: str, site: Addresses, term: str) -> Iterator[ListItem]:
    """A heading with a link to a work is the title of an item; lines after it describe it."""
    for heading in body.find_all(HEADINGS):
        link = heading.find("a")
        address = absolute_url(attribute(link, "href"), url) if link is not None else ""
        if not address or shape_at(address, site) not in WORKS:
            continue
        authors, year = _described(heading)
        title = clean_text(text_of(heading))
        yield ListItem(site.canonical(address), title, Listed(authors, year, term))


def _described(heading: Tag) -> tuple[str, str]:
    """Authors and year, from the lines between a title and the next."""
    authors = year = ""
    for line in lines_after(heading):
        found = label_of(line)
        if found and found[0] == "authors":
            authors = found[1]
        elif _YEAR_ALONE.fullmatch(line):
            year = line
    return authors, year


def lines_after(heading: Tag) -> Iterator[str]:
    for sibling in heading.find_next_siblings(True, limit=_LINES):
        if sibling.name in HEADINGS or sibling.find(HEADINGS) is not None:
            return
        yield clean_text(text_of(sibling))


def next_page(url: str, site: Addresses) -> str:
    """The address of the page that follows in a list paged by `sf_paged`."""
    path, _, query = site.canonical(url).partition("?")
    found = re.search(r"(?:^|&)sf_paged=(\d+)", query)
    return f"{path}?sf_paged={int(found[1]) + 1 if found else 2}"
