"""Which pages say more than their records: measured over kept bodies, once for each state of both."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.database import Database
from corpus.errors import FileMissing
from corpus.files import FileStore
from corpus.harvests.responses import Responses
from corpus.ledger.likeness import Key, Likeness, Measure, PageWithRecords
from corpus.record import Record
from crawler.addresses import Addresses
from crawler.child import Progress
from crawler.links.reading import site_of
from crawler.proof.wording import (
    SENTENCE,
    is_sentence,
    items_in,
    missing_passages,
    passages_in,
    passages_of,
    share_held,
    words_held,
)

THRESHOLD = 0.8
"""Under this share of its words a page is shown with what its records lack; above it too, when
what they lack is a sentence: in a long page a lost paragraph is a small share."""

_BATCH = 50
_JSON = "application/json"
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A page of which a sentence is in no record, or too small a `share` of its `words`, and the
    passages they lack.

    When no passage lacks as a whole, single words do: labels, dates written otherwise.
    """

    page: PageWithRecords
    share: float
    words: int
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarityReport:
    """How the pages of a source compare with their records.

    `unkept` pages gave records and their bytes were never kept: nothing can be said of them.
    `words` and `held` are summed over the measured pages; `below` is worst first.
    """

    source: str
    measured: int
    unkept: int
    words: int
    held: int
    below: tuple[Shortfall, ...]

    @property
    def share(self) -> float:
        return self.held / self.words if self.words else 1.0


class Similarity:
    """Measures the pages of one `Database` whose bodies are in it or in the `store`.

    `home` holds the descriptions of sources.
    """

    def __init__(self, database: Database, store: FileStore, home: Path) -> None:
        self._database = database
        self._home = home
        self._likeness = Likeness(database)
        self._responses = Responses(database, store)

    def measure(self, sources: Iterable[str], progress: Progress) -> int:
        """Measures the pages that were not, as they and their records are now; how many it did."""
        pages = [page for source in sources for page in self.pages(source)]
        known = self._likeness.measures(pages)
        todo = list({page.key: page for page in pages if page.key not in known}.values())
        found: dict[Key, Measure] = {}
        done = 0
        for rank, page in enumerate(todo, 1):
            if (measure := self._measure(page)) is not None:
                found[page.key] = measure
                done += 1
            if len(found) == _BATCH or rank == len(todo):
                self._likeness.keep(found)
                found = {}
            progress(rank, len(todo))
        return done

    def report(self, source: str, threshold: float = THRESHOLD) -> SimilarityReport:
        """What the measures say of a source, with the passages lacking."""
        pages = list(self.pages(source))
        known = self._likeness.measures(pages)
        measured = [page for page in pages if page.key in known]
        suspect = [page for page in measured if _is_suspect(known[page.key], threshold)]
        below = sorted(
            self._shortfalls(suspect, known, threshold),
            key=lambda each: (each.share, each.page.url),
        )
        return SimilarityReport(
            source,
            measured=len(measured),
            unkept=len(pages) - len(measured),
            words=sum(known[page.key].words for page in measured),
            held=sum(round(known[p.key].share * known[p.key].words) for p in measured),
            below=tuple(below),
        )

    def _measure(self, page: PageWithRecords) -> Measure | None:
        passages = self.passages(page)
        if passages is None:
            return None
        return Measure(*share_held(passages, self.held(page)))

    def _shortfalls(
        self, pages: Sequence[PageWithRecords], known: Mapping[Key, Measure], threshold: float
    ) -> Iterator[Shortfall]:
        for page in pages:
            missing = missing_passages(self.passages(page) or (), self.held(page))
            measure = known[page.key]
            if measure.share < threshold or any(map(is_sentence, missing)):
                yield Shortfall(page, measure.share, measure.words, missing)

    def passages(self, page: PageWithRecords) -> tuple[str, ...] | None:
        """What the page says, block by block; None when its bytes are not kept."""
        if page.passages is not None:
            return page.passages
        body = self._body(page)
        return None if body is None else passages_in(body, page.charset, page.url)

    def pages(self, source: str) -> Iterator[PageWithRecords]:
        """The pages of a source; a REST answer of a hundred works is a hundred pages."""
        site = site_of(self._database, self._home, source)
        for page in self._likeness.pages(source):
            if page.media_type == _JSON and (body := self._body(page)) is not None:
                yield from self._items(page, body, site)
            elif page.media_type in _PAGE_TYPES:
                yield page

    def _items(
        self, page: PageWithRecords, body: bytes, site: Addresses
    ) -> Iterator[PageWithRecords]:
        records: dict[str, list[str]] = defaultdict(list)
        for record in self._likeness.records(page.record_ids):
            holder = record.extracted_from.url if record.extracted_from else record.url
            records[site.canonical(holder)].append(record.id)
        hashes = dict(page.records)
        for item in items_in(body):
            url, passages = site.canonical(str(item["link"])), passages_of(item)
            if given := tuple((id_, hashes[id_]) for id_ in records.get(url, ())):
                sha256 = hashlib.sha256("\n".join(passages).encode()).hexdigest()
                yield replace(page, url=url, sha256=sha256, records=given, passages=passages)

    def _body(self, page: PageWithRecords) -> bytes | None:
        try:
            return self._responses.body(page.sha256)
        except FileMissing:
            return None

    def kind(self, page: PageWithRecords) -> str:
        """The kind of the first record of a page."""
        return self.records(page)[0].kind

    def held(self, page: PageWithRecords) -> list[str]:
        return words_held(self.records(page))

    def records(self, page: PageWithRecords) -> list[Record]:
        """The records that the page gave, in the order in which it did."""
        found = {record.id: record for record in self._likeness.records(page.record_ids)}
        return [found[id_] for id_ in page.record_ids]


def _is_suspect(measure: Measure, threshold: float) -> bool:
    """Whether the page is to be read passage by passage: so many words missing may be a sentence."""
    lost = measure.words * (1 - measure.share)
    return measure.share < threshold or lost >= SENTENCE / 2
