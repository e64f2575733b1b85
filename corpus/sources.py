"""The sources: where records come from, under which hosts, and with which rights.

A spider has the same key as its source. A site harvested with the generic spider gets a source
made from its host (`source_of_host`). What the sources described in a library are called is told by
each way in, a command or a request, for as long as it lasts (`name_sources`): labels are asked for
deep inside, of fields and templates that know no library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType

from corpus.errors import UnknownSource


@dataclass(frozen=True, slots=True)
class Source:
    """One source.

    `home` is its base address without a trailing slash. `hosts` are all names it is or was served
    under: links to any of them are links within the source. `rights` is a French statement.
    """

    key: str
    label_fr: str
    label_en: str
    home: str
    hosts: tuple[str, ...]
    rights: str = ""
    spider: str = ""

    @property
    def spider_name(self) -> str:
        return self.spider or self.key


COMEDIE = Source(
    key="comedie",
    label_fr="Comédie",
    label_en="Comédie",
    home="https://www.comedie.org",
    hosts=("www.comedie.org", "comedie.org"),
    rights="Textes du programme Comédie ; droits à vérifier auprès de leurs auteurs.",
)
ICPC = Source(
    key="icpc",
    label_fr="ICPC",
    label_en="ICPC",
    home="https://i-cpc.org",
    hosts=("i-cpc.org", "www.i-cpc.org"),
    rights="Documents déposés par les membres de l'ICPC ; droits à vérifier auprès de leurs auteurs.",
)

SOURCES: Mapping[str, Source] = MappingProxyType({s.key: s for s in (COMEDIE, ICPC)})

_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def source_of_host(host: str) -> Source:
    """The source of a site that has no spider of its own: `site-example-org`."""
    name = _NOT_IN_KEYS.sub("-", host.lower().removeprefix("www.")).strip("-")
    return Source(
        key=f"site-{name}",
        label_fr=host,
        label_en=host,
        home=f"https://{host}",
        hosts=(host,),
        spider="site",
    )


def find_source(key: str, described: Iterable[str] = ()) -> Source:
    """The source of that key, of those that have a spider of their own.

    Raises `UnknownSource`, naming the keys there are; `described` are those of the home folder.
    """
    if source := SOURCES.get(key):
        return source
    known = ", ".join([*SOURCES, *described, "site"])
    raise UnknownSource(
        f"La source « {key} » est inconnue. Sources connues : {known}. "
        "Pour un autre site : souffleur harvest site --start-url URL, "
        "ou décrivez-le : souffleur source new CLÉ --from URL."
    )


@dataclass(frozen=True, slots=True)
class SourceName:
    """What people read for a source, in the two languages of the interface."""

    fr: str
    en: str


_DESCRIBED: ContextVar[Mapping[str, SourceName]] = ContextVar(
    "names of described sources", default=MappingProxyType({})
)


def name_sources(names: Mapping[str, SourceName]) -> None:
    """From here on, in this thread or task, `source_label` knows these sources too."""
    _DESCRIBED.set(names)


def source_label(key: str, language: str = "fr") -> str:
    """The name of a source as people read it; the key itself for a generic site."""
    if source := SOURCES.get(key):
        return source.label_en if language == "en" else source.label_fr
    if name := _DESCRIBED.get().get(key):
        return name.en if language == "en" else name.fr
    return key.removeprefix("site-")
