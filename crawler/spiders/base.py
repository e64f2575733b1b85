"""What every spider does alike: addresses, charset, redirects, files, remarks for the report.

The contract with the machinery: a spider has a `source` (its `name` is the source's key, or that
of the generic spider), a `base_url` where that source is really served, and a `start_url`; its
callbacks are methods that yield requests, records, notes and fetched files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from email.message import Message
from functools import lru_cache
from typing import Any, ClassVar

import scrapy
from scrapy import Request
from scrapy.http import Response

from corpus.markup import Decoded, decode
from corpus.record import FileRef, FileState, Record
from corpus.sources import SOURCES, Source
from corpus.values import clean_text, file_name_of, media_type_of, normalise_url
from crawler.addresses import Addresses, origin_of
from crawler.items import FetchedFile, LostFile, Note, Sought
from crawler.pages.draft import PageReading, repaired_note
from crawler.pages.sheet import is_generic
from crawler.pages.site import file_record

Yielded = Request | Record | Note | FetchedFile | LostFile | Sought

REDIRECTS = (301, 302, 303, 307, 308)
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "")
FILE_PRIORITY = -10
_LONGEST_LINK_TEXT = 200
LINKS_REMEMBERED = 50_000
_ANY_BYTES = "application/octet-stream"
_OPENING = 1024  # bytes
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"PK\x03\x04", _ANY_BYTES),
    (b"\xd0\xcf\x11\xe0", _ANY_BYTES),
)
"""How documents begin; several kinds share the last two beginnings."""


class SourceSpider(scrapy.Spider):
    """A spider of one source.

    `start_url`: where to begin, several parted by commas; the source's own seeds when empty.
    `base_url`: where the source is really served; told from `start_url` when that is no host of
    the source, else the source's home.
    """

    addresses_class: ClassVar[type[Addresses]] = Addresses
    source: Source
    start_url: str
    base_url: str

    def __init__(self, *args: Any, start_url: str = "", base_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start_url = start_url or ""
        self.source = self.find_source()
        self.base_url = (base_url or self._told_base()).rstrip("/")
        self.site = self.addresses_class(self.source, self.base_url)
        # The same menus and links stand on page after page.
        self._address_to_ask = lru_cache(maxsize=LINKS_REMEMBERED)(self._address_of_link)

    def find_source(self) -> Source:
        return SOURCES[self.name]

    def _told_base(self) -> str:
        first = next(iter(self.starts), "")
        home = Addresses(self.source, self.source.home)
        return origin_of(first) if first and not home.is_within(first) else self.source.home

    @property
    def starts(self) -> tuple[str, ...]:
        """The addresses the operator asked to begin with."""
        given = (normalise_url(url.strip()) for url in self.start_url.split(","))
        return tuple(url for url in given if url)

    def canonical(self, url: str) -> str:
        return self.site.canonical(url)

    def record_path(self, url: str) -> str:
        return self.site.record_path(url)

    def refuses(self, url: str) -> str:
        """Why an address is never asked for; the generic `/wp-json/` rule is for links only."""
        return "" if "/wp-json/" in url else self.site.refuses(url)

    async def start(self) -> AsyncIterator[Any]:
        for request in self.seeds():
            yield request

    def seeds(self) -> Iterable[Request]:
        """The first requests; spiders with seeds of their own add them."""
        for url in self.starts or (f"{self.base_url}/",):
            yield self.page_request(self.canonical(url))

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Yielded]:
        raise NotImplementedError

    # --- requests ------------------------------------------------------------------------------

    def page_request(self, url: str, **kwargs: Any) -> Request:
        """A request for a page; redirects come back to the callback, to be mapped onto the base."""
        return Request(
            url,
            callback=self.parse,
            cb_kwargs={name: value for name, value in kwargs.items() if value},
            meta={"handle_httpstatus_list": list(REDIRECTS)},
        )

    def follow(self, url: str, text: str = "", **kwargs: Any) -> Iterator[Request]:
        """A request for a link of the source, unless it is a trap; nothing for other hosts."""
        if address := self._address_to_ask(url):
            yield self.page_request(address, link_text=_words_of_link(text), **kwargs)

    def _address_of_link(self, url: str) -> str:
        """Under which address a link is asked for; empty for one that is not."""
        address = normalise_url(url)
        if not address or not self.site.is_within(address) or self.site.refuses(address):
            return ""
        return self.canonical(address)

    def file_requests(self, record: Record) -> Iterator[Request]:
        """Requests for the files of a record that stand on the source's own host."""
        for file in record.files:
            if file.state is FileState.EXPECTED:
                yield self.file_request(file, record.id)

    def file_request(self, file: FileRef, record_id: str = "") -> Request:
        return Request(
            file.url,
            callback=self.parse_file,
            cb_kwargs={"record_id": record_id},
            priority=FILE_PRIORITY,
        )

    # --- responses -----------------------------------------------------------------------------

    def is_page(self, response: Response) -> bool:
        """Whether the server sent a page: a missing media type is taken for one, a PDF never."""
        return media_type_in(response) in _PAGE_TYPES

    def html_of(self, response: Response) -> tuple[str, list[Note]]:
        """The text of a page, and a note when its charset was wrongly declared or damaged."""
        header = (response.headers.get("Content-Type") or b"").decode("latin-1")
        read = decode(response.body, header)
        response.meta["charset"] = {
            "declared": read.declared,
            "used": read.charset,
            "damaged": read.damaged,
        }
        if not (read.damaged or read.note):
            return read.text, []
        return read.text, [_charset_note(response.url, read)]

    def redirected(self, response: Response, **kwargs: Any) -> Iterator[Yielded]:
        """The request a redirect asks for, mapped onto the base, or a note when there is none."""
        location = location_in(response)
        target = normalise_url(location, response.url)
        if not target or not self.site.is_within(target):
            yield _redirect_note(response.url, location)
            return
        if reason := self.site.refuses(target):
            yield _redirect_note(response.url, f"{location} ({reason})")
            return
        url = self.canonical(target)
        if url == response.url:  # the site spells this address otherwise than we do
            url = self.site.on_base(target)
        if url == response.url:  # the base itself sends to another name or scheme of the source
            url = target
        yield self.page_request(url, **kwargs)

    def kept(self, reading: PageReading, response: Response) -> Iterator[Yielded]:
        """The records of a page with what only the response knows, their files, and the notes."""
        yield from reading.notes
        sha256 = hashlib.sha256(response.body).hexdigest()
        for record in reading.records:
            yield replace(record, http_status=response.status, content_sha256=sha256)
            yield from self.file_requests(record)

    def parse_file(self, response: Response, record_id: str = "") -> Iterator[Yielded]:
        """The bytes of a file; a page in place of a file is reported and not kept."""
        first = (response.meta.get("redirect_urls") or [response.url])[0]
        declared, named = media_type_in(response), media_type_of(first)
        if declared in _PAGE_TYPES[:2] and named not in ("", *_PAGE_TYPES):
            message = "Le site a répondu par une page là où un fichier était attendu."
            remedy = "Le fichier a sans doute été retiré : vérifier dans un navigateur."
            yield Note("page_for_file", first, message, file_name_of(first), remedy)
            yield LostFile(first, message)
            return
        if not response.body:
            message = "Le fichier reçu est vide (0 octet) ; il n'a donc aucun texte."
            remedy = "Demander le fichier à la source, puis relancer la collecte."
            yield Note("empty_file", first, message, file_name_of(first), remedy)
        media_type = named if declared in ("", _ANY_BYTES) else declared
        yield FetchedFile(first, file_name_in(response), media_type, response.body, record_id)

    def unclaimed(self, response: Response, link_text: str = "") -> Iterator[Yielded]:
        """A file met where a page was expected: a record of its own, for no page claims it."""
        url = (response.meta.get("redirect_urls") or [response.url])[0]
        media_type = media_type_of(url) or media_type_in(response)
        file = FileRef(url, file_name_in(response), media_type, state=FileState.EXPECTED)
        title = "" if is_generic(link_text) else link_text
        record = file_record(file, self.site, title)
        yield replace(record, http_status=response.status)
        yield from self.parse_file(response, record.id)


@lru_cache(maxsize=LINKS_REMEMBERED)
def _words_of_link(text: str) -> str:
    """What a link says of the page it leads to; empty when any link could say it."""
    return "" if is_generic(text) else clean_text(text)[:_LONGEST_LINK_TEXT]


def media_type_in(response: Response) -> str:
    """What the server says it sent, unless that is a page and the bytes are a document's."""
    header = (response.headers.get("Content-Type") or b"").decode("latin-1")
    declared = header.partition(";")[0].strip().lower()
    if declared in _PAGE_TYPES:
        opening = response.body[:_OPENING].lstrip()
        return next((kind for magic, kind in _MAGIC if opening.startswith(magic)), declared)
    return declared


def location_in(response: Response) -> str:
    """Where a redirect leads: bytes beyond ASCII, in whatever charset, are escaped as they are."""
    location: bytes = response.headers.get("Location") or b""
    return re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % ord(byte[0]), location).decode("ascii")


def file_name_in(response: Response) -> str:
    """The name of a file: that of its address, or for a script's the one it says it sends."""
    url = (response.meta.get("redirect_urls") or [response.url])[0]
    own, header = file_name_of(url), response.headers.get("Content-Disposition") or b""
    if media_type_of(url) or not header:
        return own
    said = Message()
    said["Content-Disposition"] = header.decode("utf-8", "replace")
    name = clean_text(said.get_filename("")).replace("\\", "/").rpartition("/")[2]
    return name[:_LONGEST_LINK_TEXT] or own


def _charset_note(url: str, read: Decoded) -> Note:
    declared = read.declared or "rien"
    if read.damaged:
        return Note(
            "charset_damage",
            url,
            f"{read.damaged} caractères de cette page sont perdus (jeu de caractères).",
            value=f"déclaré : {declared} ; lu : {read.charset}",
            remedy="Relire la fiche, et corriger la page dans la source.",
        )
    if read.repaired:
        return repaired_note(url, read.repaired)
    return Note(
        "charset_mismatch",
        url,
        "Le jeu de caractères de la page n'est pas celui qu'elle déclare ; rien n'est perdu.",
        value=f"déclaré : {declared} ; lu : {read.charset}",
    )


def _redirect_note(url: str, location: str) -> Note:
    return Note(
        "redirect_refused",
        url,
        "Cette adresse renvoie vers une autre qui n'est pas suivie.",
        value=location,
        remedy="Corriger le lien dans la source, ou moissonner l'autre site à part.",
    )
