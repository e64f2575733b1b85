"""The sources: where records come from, under which hosts, and with which rights.

A spider has the same key as its source. A site harvested with the generic spider gets a source
made from its host (`source_of_host`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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


def source_label(key: str, language: str = "fr") -> str:
    """The name of a source as people read it; the key itself for a generic site."""
    source = SOURCES.get(key)
    if source is None:
        return key.removeprefix("site-")
    return source.label_en if language == "en" else source.label_fr
