"""Which addresses belong to a source, under which one spelling, and which are never asked for.

A source is served under several names (http and https, with and without `www.`), and a test or a
demonstration serves it from loopback: all its addresses are mapped onto one base. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit, urlunsplit

from corpus.record import record_id
from corpus.sources import Source
from corpus.values import media_type_of, normalise_url, path_of, without_parameters

_REFUSED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[?&]preview(?:_id|_nonce)?="), "un brouillon en aperçu"),
    (re.compile(r"[?&]s=|/search/|/recherche/\?"), "une page de recherche"),
    (re.compile(r"/(?:feed|rss)2?(?:/|$|\?)|[?&]feed="), "un flux RSS"),
    (re.compile(r"[?&]replytocom="), "un formulaire de réponse"),
    (re.compile(r"[?&](?:share|nb)="), "un lien de partage"),
    (re.compile(r"[?&](?:print|format=print|output=print)"), "une version à imprimer"),
    (re.compile(r"/wp-(?:admin|login|cron|signup)|/xmlrpc\.php|[?&]action=(?:log|lost)"), "une page de connexion"),
    (re.compile(r"/(?:log-?in|connexion|mon-compte|lost-?password|inscription)(?:/|$|\?)"), "une page de connexion"),
    (re.compile(r"[?&]na=(?:profile|unsubscribe|subscribe|confirm|uc?|sc?)(?:&|$)"), "une page d'abonnement"),
    (re.compile(r"/annuaire(?:-|/|$|\?)"), "un annuaire de personnes"),
    (re.compile(r"[?&](?:mois|month|mo|yr|jour|semaine|week|cal|ical|outlook-ical|tribe-bar-date|eventdisplay)=", re.IGNORECASE), "une vue de calendrier"),
    (re.compile(r"/(?:agenda|calendrier|calendar)/(?:\d{4}|mois|semaine|jour|month|week|day)\b", re.IGNORECASE), "une vue de calendrier"),
    (re.compile(r"/wp-json(?:/|$|\?)|[?&]rest_route="), "une adresse pour programmes"),
)  # fmt: skip
_USUAL_PORTS = (None, 80, 443)
_PAGE_TYPES = ("", "text/html", "application/xhtml+xml")
_NOT_IDENTITY = re.compile(r"replytocom|share|nb|post_type|amp|utm_\w+")


@dataclass(frozen=True)
class Addresses:
    """The addresses of one source served at `base_url` (no slash at its end).

    Subclasses know how their site spells its paths.
    """

    source: Source
    base_url: str

    def is_within(self, url: str) -> bool:
        """Whether the address belongs to the source, whatever name it is served under."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if port in _USUAL_PORTS and (parts.hostname or "").lower() in self.source.hosts:
            return True
        return f"{parts.scheme}://{parts.netloc}".lower() == self._origin and (
            parts.path == self._prefix or parts.path.startswith(f"{self._prefix}/")
        )

    @cached_property
    def _origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @cached_property
    def _prefix(self) -> str:
        return urlsplit(self.base_url).path.rstrip("/")

    def canonical(self, url: str) -> str:
        """The one spelling of an address: under the base, without what is no part of identity.

        An address of elsewhere is only normalised; what is no http address gives an empty string.
        """
        return self._canonical_of(url)

    @cached_property
    def _canonical_of(self) -> Callable[[str], str]:
        return lru_cache(maxsize=16_384)(self._spelled)  # menus come back on each page of a site

    def _spelled(self, url: str) -> str:
        based = self.on_base(url)
        if not based or not self.is_within(based):
            return based
        parts = urlsplit(based)
        path = self._prefix + self.spelled_path(parts.path.removeprefix(self._prefix) or "/")
        query = self.spelled_query(without_parameters(parts.query, _NOT_IDENTITY))
        return urlunsplit((parts.scheme, parts.netloc, path, query, ""))

    def on_base(self, url: str) -> str:
        """An address of the source under the base, spelled as its site spells it."""
        normalised = normalise_url(url)
        if not normalised or not self.is_within(normalised):
            return normalised
        parts = urlsplit(normalised)
        base = urlsplit(self.base_url)
        is_there = f"{parts.scheme}://{parts.netloc}" == self._origin
        path = parts.path if is_there else self._prefix + parts.path
        return urlunsplit((base.scheme, base.netloc.lower(), path, parts.query, ""))

    def spelled_path(self, path: str) -> str:
        """The one spelling of a path of the site; as it is, unless a site says otherwise."""
        return path

    def spelled_query(self, query: str) -> str:
        return query

    def local_path(self, url: str) -> str:
        """The path (without query) of an address of the source, without what the base adds."""
        return urlsplit(self.canonical(url)).path.removeprefix(self._prefix) or "/"

    def record_path(self, url: str) -> str:
        """What names a record of the source: path and kept query, without scheme and host."""
        return path_of(self.canonical(url)).removeprefix(self._prefix) or "/"

    def names_a_file(self, url: str) -> bool:
        """Whether an address ends like a file rather than a page (documents, images, archives)."""
        return media_type_of(url) not in _PAGE_TYPES or "/wp-content/uploads/" in url

    def is_listing(self, url: str) -> bool:
        """Whether an address of the source only lists works: a link to it says nothing of one."""
        return self.local_path(url) == "/"

    def record_id(self, url: str, anchor: str = "") -> str:
        return record_id(self.source.key, self.record_path(url), anchor)

    def refuses(self, url: str) -> str:
        """Why an address is never asked for, in French; empty for one that may be."""
        path = path_of(url) if url.startswith(("http://", "https://")) else url
        return next((reason for pattern, reason in _REFUSED if pattern.search(path)), "")

    def why_left(self, url: str) -> str:
        """Why a link to an address is not followed, in French; empty for one that is."""
        return self.refuses(url)


def origin_of(url: str) -> str:
    """`http://host:port` of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def sorted_query(query: str) -> str:
    """The query with its parameters in one order, for sites where the order means nothing."""
    return "&".join(sorted(query.split("&"))) if query else ""


_COMEDIE_ARCHIVE = re.compile(
    r"/(?:[^/]+/page/\d+|fiche|etapes?|popup|videos?|lectures?|entretiens?|etudes?)/"
)
_HAS_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")


class ComedieAddresses(Addresses):
    """comedie.org: every page has a slash at its end, files have none."""

    def spelled_path(self, path: str) -> str:
        return path if path.endswith("/") or _HAS_ENDING.search(path) else path + "/"

    def is_listing(self, url: str) -> bool:
        path = self.local_path(url)
        return path == "/" or _COMEDIE_ARCHIVE.fullmatch(path) is not None

    def spelled_query(self, query: str) -> str:
        return sorted_query(query)


_ICPC_SINGLE = re.compile(r"/(?:document|evenements?|formations?|emplois?)/[^/]+/?$")
_ICPC_TERM = re.compile(r"/(?:type_[a-z_]+|emploi_type|thematiques?|category|tag|author)(?:/|$)")
_ICPC_LIST = re.compile(
    r"/ressources/(?:documents-ressources|agenda-des-evenements|formations|emplois[^/]*)(?:/|$)|/agenda/?$"
)
_ICPC_WITH_SLASH = re.compile(r"/(?:type_[a-z_]+|emploi_type|thematiques?|ressources)(?:/|$)")
_ICPC_AGGREGATE = re.compile(r"/comedie-[^/]+/?$")


class IcpcAddresses(Addresses):
    """i-cpc.org: single works without a slash at their end, archives and lists with one."""

    def spelled_path(self, path: str) -> str:
        if path == "/" or _HAS_ENDING.search(path):
            return path
        if _ICPC_SINGLE.fullmatch(path) or _ICPC_AGGREGATE.fullmatch(path):
            return path.rstrip("/")
        if _ICPC_WITH_SLASH.match(path) and not path.endswith("/"):
            return path + "/"
        return path

    def spelled_query(self, query: str) -> str:
        return sorted_query(query)

    def is_listing(self, url: str) -> bool:
        path, _, query = self.record_path(url).partition("?")
        listed = _ICPC_TERM.match(path) or _ICPC_LIST.match(path)
        return listed is not None or (path == "/" and not query)
