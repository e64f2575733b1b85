"""From all that a probe saw to the figures of its report. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpus.values import media_type_of
from crawler.probe.guessing import Guess, guesses_for
from crawler.probe.interfaces import FEED
from crawler.probe.seen import PageSeen, Seen
from crawler.probe.systems import System, judged
from crawler.probe.templates import Template, templates_of

T = TypeVar("T", int, str)

_EXAMPLES = 3
_DEAD = 400
_PAGE_TYPES = ("", "text/html", "application/xhtml+xml")
_FIRST_STEPS = 2  # of a path, in the counts by prefix


@dataclass(frozen=True, slots=True)
class Links:
    """The links of all pages to the site itself (anchors within a page left out), as written.

    `broken` counts those whose address answered by an error, `broken_addresses` those addresses;
    `not_asked` those whose address was not asked (files, beyond the limit, refused).
    """

    internal: int = 0
    broken: int = 0
    broken_addresses: tuple[str, ...] = ()
    not_asked: int = 0
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Pages built alike: how many, some of their paths, and the selectors that read them.

    `pages` are their ranks among `Survey.pages`.
    """

    template: Template
    pages: tuple[int, ...]
    examples: tuple[str, ...]
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a probe found.

    `pages` are the different pages (by their bytes), the first address of each; `twins` the other
    addresses of those met under several. `listings` are folders whose files the server lists, no pages. Counters
    map a value to a number of pages.
    """

    pages: tuple[Seen, ...]
    twins: Mapping[str, tuple[str, ...]]
    answers: Mapping[int, int]
    links: Links
    robots: int
    sitemaps: Mapping[str, int]
    feeds: tuple[str, ...]
    interfaces: Mapping[str, tuple[str, ...]]
    systems: tuple[System, ...]
    charsets: Mapping[str, int]
    damaged: int
    etags: int
    last_modified: int
    servers: Mapping[str, int]
    languages: Mapping[str, int]
    prefixes: Mapping[str, int]
    files: Mapping[str, int]
    groups: tuple[Group, ...]
    index: str
    listings: tuple[str, ...]


def survey_of(seen: Sequence[Seen]) -> Survey:
    """The figures of a probe."""
    first: dict[str, Seen] = {}
    twins: dict[str, list[str]] = {}
    for one in (s for s in seen if s.page and not s.page.is_listing):
        kept = first.setdefault(one.sha256, one)
        if kept.url != one.url:
            twins.setdefault(kept.path, []).append(one.path)
    pages = tuple(first.values())
    shown = [page for one in pages if (page := one.page)]
    return Survey(
        pages=pages,
        twins={path: tuple(dict.fromkeys(others)) for path, others in twins.items()},
        answers=_counted(s.status for s in seen if s.role == "page"),
        links=_links(shown, seen),
        robots=next((s.status for s in seen if s.role == "robots"), 0),
        sitemaps={s.path: len(s.items) for s in seen if s.role == "sitemap" and s.items},
        feeds=tuple(dict.fromkeys(s.path for s in seen if s.role == FEED)),
        interfaces={s.path: s.items for s in seen if s.role == "interface" and s.traces},
        systems=judged(t for s in seen for t in (*s.traces, *(s.page.traces if s.page else ()))),
        charsets=_counted(f"{p.declared or '(rien)'} → {p.used}" for p in pages),
        damaged=sum(1 for p in pages if p.damaged),
        etags=sum("etag" in p.headers for p in pages),
        last_modified=sum("last-modified" in p.headers for p in pages),
        servers=_counted(s for p in pages if (s := p.headers.get("server", ""))),
        languages=_counted(page.language.lower() or "(non dite)" for page in shown),
        prefixes=_counted(prefix_of(p.path) for p in pages),
        files=_files(shown, seen),
        groups=_groups(pages, shown),
        index=_index_of(twins),
        listings=tuple(s.path for s in seen if s.page and s.page.is_listing),
    )


def prefix_of(path: str) -> str:
    """The folder of a path, two steps deep at most: `/fr/mod/` for `/fr/mod/a/b.html`."""
    folders = path.partition("?")[0].split("/")[1:-1][:_FIRST_STEPS]
    return "/" + "".join(f"{folder}/" for folder in folders)


def _counted(values: Iterable[T]) -> Mapping[T, int]:
    return dict(Counter(values).most_common())


def _links(pages: Sequence[PageSeen], seen: Sequence[Seen]) -> Links:
    status = {s.url: s.status for s in seen}
    counts = sum((Counter(page.links) for page in pages), Counter[str]())
    dead = sorted(url for url in counts if status.get(url, 0) >= _DEAD)
    return Links(
        internal=counts.total(),
        broken=sum(counts[url] for url in dead),
        broken_addresses=tuple(dead),
        not_asked=sum(count for url, count in counts.items() if url not in status),
        elsewhere=sum(page.elsewhere for page in pages),
    )


def _files(pages: Iterable[PageSeen], seen: Sequence[Seen]) -> Mapping[str, int]:
    """The files that pages link to, each once, by media type: that served, else by their name."""
    addresses = {url for page in pages for url in page.links}
    served = {s.url: s.media_type for s in seen if s.status < _DEAD}
    types = (served.get(url) or media_type_of(url) for url in addresses)
    return _counted(kind for kind in types if kind not in _PAGE_TYPES)


def _groups(pages: Sequence[Seen], shown: Sequence[PageSeen]) -> tuple[Group, ...]:
    return tuple(
        Group(
            template=template,
            pages=template.pages,
            examples=tuple(pages[rank].path for rank in template.pages[:_EXAMPLES]),
            guesses=guesses_of([shown[rank] for rank in template.pages]),
        )
        for template in templates_of([page.steps for page in shown])
    )


def guesses_of(pages: Sequence[PageSeen]) -> tuple[Guess, ...]:
    """The selectors that read some pages built alike."""
    return guesses_for([page.found for page in pages], [page.steps for page in pages])


def _index_of(twins: Mapping[str, Sequence[str]]) -> str:
    """The page that a folder's address gives (`index.html`), told by pages met under both."""
    for one, others in twins.items():
        for path in (one, *others):
            folder = path.rpartition("/")[0] + "/"
            if path != folder and folder in (one, *others):
                return path.removeprefix(folder)
    return ""
