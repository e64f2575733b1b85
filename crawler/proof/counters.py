"""The numbers that a source prints of its own works, beside what was found of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corpus.harvests.responses import Fetch
from corpus.markup import decode, soup_of
from crawler.addresses import IcpcAddresses
from crawler.described.addresses import DescribedAddresses
from crawler.described.counters import ReadyCounter, ready_counters
from crawler.pages.icpc import Shape, shape_at
from crawler.pages.lists import ListPage, read_list
from crawler.pages.sheet import read_sheet
from crawler.proof.known import KnownAddresses
from crawler.proof.witness import HTML_TYPES, BodyOf, Says, Witness, header_of

# --- lists of i-cpc.org ---------------------------------------------------------------------------


def list_counters(
    known: KnownAddresses, answers: Iterable[Fetch], body_of: BodyOf
) -> Iterator[Witness]:
    """The lists of i-cpc.org print how many works they hold."""
    if not isinstance(known.site, IcpcAddresses):
        return
    lists: dict[str, list[tuple[str, ListPage]]] = defaultdict(list)
    for fetch in answers:
        shape = shape_at(fetch.url, known.site)
        if shape in (Shape.LIST, Shape.ARCHIVE) and fetch.media_type in HTML_TYPES:
            lists[fetch.url.partition("?")[0]].append(
                (fetch.url, _list_page(known, fetch, body_of))
            )
    for url, pages in lists.items():
        printed = [page.counter for _, page in pages if page.counter is not None]
        if printed:
            yield _counter(known, url, max(printed), pages)


def _list_page(known: KnownAddresses, fetch: Fetch, body_of: BodyOf) -> ListPage:
    html = decode(body_of(fetch), header_of(fetch, "content-type")).text
    return read_list(read_sheet(html, fetch.url, known.site), fetch.url, known.site)


def _counter(
    known: KnownAddresses, url: str, printed: int, pages: Sequence[tuple[str, ListPage]]
) -> Witness:
    """A list counts all works of its shape, though only its first pages were asked for where the
    API gives them; an archive counts those it names. Both count works that only they show."""
    items = {item.url for _, page in pages for item in page.items}
    only_there = {id_ for at, _ in pages for id_ in known.given.get(at, ())}
    lacking = tuple(sorted(item for item in items if not known.is_accounted(item)))
    found = len(items) - len(lacking)
    shapes = Counter(shape_at(item, known.site) for item in items)
    if shapes and shape_at(url, known.site) is Shape.LIST:
        shape = shapes.most_common(1)[0][0]
        found = sum(
            id_ not in only_there and "#" not in at and shape_at(at, known.site) is shape
            for id_, at in known.records.items()
        )
    return Witness(Says.COUNTER, url, printed, found + len(only_there), lacking)


# --- counters that a description names --------------------------------------------------------------


def described_counters(
    known: KnownAddresses, answers: Iterable[Fetch], body_of: BodyOf
) -> Iterator[Witness]:
    """One a counter of the description, at the page that prints the highest number.

    One that no kept page prints is silent, and disagrees.
    """
    site = known.site
    if not isinstance(site, DescribedAddresses):
        return
    counters = ready_counters(site.description)
    printed: dict[int, tuple[int, str]] = {}
    for fetch in answers:
        path = site.record_path(fetch.url)
        here = [rank for rank, counter in enumerate(counters) if counter.is_on(path)]
        if not here or fetch.media_type not in HTML_TYPES:
            continue
        root = soup_of(decode(body_of(fetch), header_of(fetch, "content-type")).text)
        for rank in here:
            number = counters[rank].printed(root)
            if number is not None and number > printed.get(rank, (-1, ""))[0]:
                printed[rank] = (number, fetch.url)
    for rank, counter in enumerate(counters):
        number, url = printed.get(rank, (0, ""))
        yield Witness(Says.COUNTER, url, number, _counted(known, counter), name=counter.name)


def _counted(known: KnownAddresses, counter: ReadyCounter) -> int:
    return sum(counter.counts(kind, known.site.record_path(url)) for kind, url in known.works)
