"""What a description of a source says: its hosts, its page shapes, and the selectors of each.

The words of the file are those of these structures; `crawler.described.parsing` reads it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from corpus.sources import Source

Selectors = str | tuple[str, ...]
"""One selector, or several of which the first that finds something is taken."""

SINGLE = ("title", "subtitle", "summary", "date", "type_term", "language", "rights")
SEVERAL = ("authors", "organisations", "partners", "places", "themes", "actors", "methods")
LISTS = (*SEVERAL, "keywords")
FIELDS = (*SINGLE, *LISTS, "body", "files")
"""What a shape may say a selector for; all but `authors`, `body` and `files` are fields of Record."""

_HAS_PORT = re.compile(r"^https?://[^/]*:\d+")
"""Such a home is one server among those of its host, as on loopback: links without it are others."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One shape of page: which pages have it, and what to read on them.

    `path` is a regular expression searched in the address below the home; `when` a selector that
    must find something. The first shape of the file that fits a page is its shape.
    `fields` maps a field (`FIELDS`) to its selectors. `required` are those that must find
    something. `ignore` are the parts that are no content. `links`: where the links to follow
    stand (everywhere when absent), less those in `skip_links`; `follow = false` follows none.
    `records = false`: the page only lists others. `split` is the heading (`h2` …) that opens each
    work of a page that holds several.
    """

    name: str
    path: str = ""
    when: str = ""
    kind: str = "page"
    fields: Mapping[str, Selectors] = MappingProxyType({})
    required: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    skip_links: tuple[str, ...] = ()
    follow: bool = True
    records: bool = True
    split: str = ""

    def selectors(self, field: str) -> tuple[str, ...]:
        """The selectors of a field, in the order they are tried."""
        written = self.fields.get(field, ())
        return (written,) if isinstance(written, str) else tuple(written)


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that the site prints of its own works, for `souffleur coverage`.

    It stands on the pages whose address below the home `page` finds (a regular expression, all
    pages when empty), in the first element that the selector `text` finds (the whole page when
    empty), where `pattern` is found: its first group, or all of it (the first number when empty).
    It counts the records of that `kind` whose own address `path` finds; either says nothing when
    empty. Of several pages that print it, the highest number is what the site announces.
    """

    page: str = ""
    text: str = ""
    pattern: str = ""
    kind: str = ""
    path: str = ""


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source.

    `home` is its base address; `hosts` all the names it is served under (that of `home` when
    empty). `starts` are paths or addresses to begin with; `sitemap` says whether to ask for one.
    `only` and `deny` are regular expressions on the address below the home: when there is an
    `only`, nothing else is followed; what a `deny` matches never is. `index` is the name of the
    page that a folder's address gives (`index.html`), so that both are one page. Each `counter` is a
    number that the site prints, to be held against what was found.
    """

    key: str
    name: str
    home: str
    name_en: str = ""
    hosts: tuple[str, ...] = ()
    rights: str = ""
    starts: tuple[str, ...] = ("/",)
    sitemap: bool = True
    only: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    index: str = ""
    shape: tuple[Shape, ...] = ()
    counter: tuple[Counter, ...] = ()

    @property
    def source(self) -> Source:
        host = self.home.partition("://")[2].partition("/")[0].partition(":")[0]
        own = () if _HAS_PORT.search(self.home) else (host,)
        return Source(
            key=self.key,
            label_fr=self.name,
            label_en=self.name_en or self.name,
            home=self.home.rstrip("/"),
            hosts=self.hosts or own,
            rights=self.rights,
            spider="described",
        )

    @property
    def version(self) -> str:
        """A short name for what it says of reading: pages are read anew when it changes."""
        said = msgspec.to_builtins(self, enc_hook=dict)
        del said["counter"]
        encoded = msgspec.json.encode(said, order="deterministic")
        return hashlib.sha256(encoded).hexdigest()[:12]
