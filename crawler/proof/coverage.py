"""What a source says it has, beside what was found: counters, sitemaps, REST totals, links.

Each of these is a witness that owes nothing to our walk. What a witness names and the ledger does
not know is a gap, shown with its address and who leads there, unless a rule of the harvest explains
it. All is read from kept answers: no site is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from corpus import tables as t
from corpus.config import Config
from corpus.database import Database
from corpus.files import FileStore
from corpus.harvests.responses import Responses
from crawler.child import Progress
from crawler.links.reading import read_written_links, site_of
from crawler.proof.known import ACCOUNTED, Asked, KnownAddresses
from crawler.proof.witness import Witness
from crawler.proof.witnesses import witnesses_of

GAPS_KEPT = 500
LINKING_KEPT = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """An address of the source that was never asked for, and no rule says why.

    `linked_from` are the first of the `linking` pages and witnesses that name it.
    """

    url: str
    linked_from: tuple[str, ...]
    linking: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """A source beside its witnesses.

    `links` counts the distinct addresses of the source that its pages and records link to, by what
    became of them; `left` counts those left on purpose, by the rule (its words) or by the state. `gaps` holds at most `GAPS_KEPT`
    of the `gaps_total`, those most linked to first.
    """

    source: str
    witnesses: tuple[Witness, ...]
    links: Mapping[Asked, int]
    left: Mapping[str, int]
    gaps: tuple[Gap, ...]
    gaps_total: int

    @property
    def accounted(self) -> int:
        """The linked addresses that were asked for, or are those of a record met elsewhere."""
        return sum(self.links.get(each, 0) for each in ACCOUNTED)

    @property
    def share(self) -> float:
        """Of the linked addresses not left on purpose, the share that is accounted for (0 to 1)."""
        wanted = self.accounted + self.links.get(Asked.UNEXPLAINED, 0)
        return self.accounted / wanted if wanted else 1.0

    @property
    def disagreeing(self) -> tuple[Witness, ...]:
        return tuple(witness for witness in self.witnesses if not witness.agrees)

    @property
    def holds(self) -> bool:
        return not self.gaps_total and not self.disagreeing


def coverage_of(
    database: Database, config: Config, sources: Sequence[str], progress: Progress
) -> list[Coverage]:
    """The coverage of each source. Reads first the links of pages not read yet."""
    read_written_links(database, config, progress)
    responses = Responses(database, FileStore(config.files_dir))
    return [_covered(database, responses, config.home, source) for source in sources]


def _covered(database: Database, responses: Responses, home: Path, source: str) -> Coverage:
    known = KnownAddresses(database, source, site_of(database, home, source))
    witnesses = witnesses_of(known, responses, source)
    with database.read() as connection:
        linking = _linking(connection, source, known)
    links: Counter[Asked] = Counter()
    left: Counter[str] = Counter()
    gaps: dict[str, list[str]] = defaultdict(list)
    for url, pages in linking.items():
        asked, reason = known.tell(url, pages)
        links[asked] += 1
        if asked is Asked.UNEXPLAINED:
            gaps[url] += pages
        elif asked not in ACCOUNTED:
            left[reason if asked is Asked.RULE else asked.value] += 1
    for witness in witnesses:
        for url in witness.lacking:
            gaps[url].append(witness.url)
    found = sorted(gaps.items(), key=lambda gap: (-len(gap[1]), gap[0]))
    shown = tuple(Gap(url, tuple(by[:LINKING_KEPT]), len(by)) for url, by in found[:GAPS_KEPT])
    return Coverage(source, tuple(witnesses), links, left, shown, len(gaps))


def _linking(connection: Connection, source: str, known: KnownAddresses) -> Mapping[str, list[str]]:
    """Each address of the source that something links to → the pages that do, by address."""
    linking: dict[str, list[str]] = defaultdict(list)
    for url, page in (*_written(connection, source), *_recorded(connection, source, known)):
        if url and page not in linking[url]:
            linking[url].append(page)
    return linking


def _written(connection: Connection, source: str) -> Iterator[tuple[str, str]]:
    link, page = t.page_links.c, t.pages.c
    same = (page.source == link.source) & (page.url_key == link.url_key)
    rows = select(link.url, page.url).join(t.pages, same).where(link.source == source)
    for row in connection.execute(rows.order_by(link.url, page.url)):
        yield row[0], row[1]


def _recorded(
    connection: Connection, source: str, known: KnownAddresses
) -> Iterator[tuple[str, str]]:
    """The links of records: those that an API gave have no page of ours to read links off."""
    record = t.records.c
    rows = select(t.links.c.url, record.url).join(t.records, record.id == t.links.c.record_id)
    for url, of in connection.execute(rows.where(record.source == source).order_by(record.url)):
        if known.site.is_within(url):
            yield known.site.canonical(url.partition("#")[0]), of
