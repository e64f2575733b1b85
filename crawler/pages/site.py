"""Any page of any site: what its markup says, and nothing that takes knowing the site."""

from __future__ import annotations

from corpus.markup import PageContent
from corpus.record import Credit, FileRef, Record
from corpus.values import clean_text, shorten, split_names
from crawler.addresses import Addresses
from crawler.pages.details import put_links, put_text
from crawler.pages.draft import Draft, PageReading, finished
from crawler.pages.sheet import Sheet, read_sheet
from crawler.pages.works import put_title, remark_dates

_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "ld:author.name")
_SUMMARIES = ("description", "dc.description", "og:description", "ld:description")
_KEYWORDS = ("keywords", "dc.subject", "article:tag")


def read_site_page(html: str, url: str, site: Addresses, link_text: str = "") -> PageReading:
    """The record of a page: kind `page`, its fields from metadata and content."""
    sheet = read_sheet(html, url, site, link_text)
    return site_reading(sheet, url, site)


def site_reading(sheet: Sheet, url: str, site: Addresses) -> PageReading:
    draft = Draft(site, "page", url)
    put_title(draft, sheet, sheet.blocks)
    if sheet.page:
        _put_metadata(draft, sheet.page)
        _remark_faults(draft, sheet.page)
    put_text(draft, sheet.blocks, sheet.language)
    put_links(draft, sheet)
    remark_dates(draft)
    return finished(draft)


def _put_metadata(draft: Draft, page: PageContent) -> None:
    names = [name for key in _AUTHORS for name in page.metadata.get(key, ())]
    people = [person for name in names for person in split_names(name)]
    draft.add("credits", [Credit(person) for person in people], "metadata")
    draft.put("summary", shorten(page.meta(*_SUMMARIES), 400), "metadata")
    words = [
        word
        for key in _KEYWORDS
        for value in page.metadata.get(key, ())
        for word in value.split(",")
    ]
    keywords = tuple(dict.fromkeys(clean_text(word) for word in words if word.strip()))
    draft.put("keywords", keywords, "metadata")
    draft.put("rights", page.meta("dc.rights", "dcterms.rights", "dcterms.license"), "metadata")
    draft.put("date", next(iter(page.dates), None), "metadata")


def _remark_faults(draft: Draft, page: PageContent) -> None:
    for fault in page.faults:
        draft.note(
            fault,
            "Le code de cette page n'a pas pu être lu comme d'ordinaire.",
            value=fault,
            remedy="Ouvrir la page : vide, faite d'images, ou trop imbriquée.",
        )


def file_record(file: FileRef, site: Addresses, title: str) -> Record:
    """A record of kind `document` for a file that stands for itself on a site."""
    draft = Draft(site, "document", file.url)
    draft.told_by("kind", "media type")
    draft.put("title", title or file.name or file.url, "link text" if title else "file name")
    draft.put("files", (file,), "address")
    return draft.record()
