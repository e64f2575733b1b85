"""A new generation built beside the live one, checked, then put in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated
from corpus.fields import Field
from indexer.analysis import ALTERNATIVE, GAP, words
from indexer.answering.answer import Searcher
from indexer.answering.budget import Budget
from indexer.document import Document
from indexer.engines.base import NO_POSITION, check_facets, fingerprint_of
from indexer.engines.whoosh_engine.generations import Generations
from indexer.engines.whoosh_engine.manifest import damaged
from indexer.engines.whoosh_engine.opening import Opener
from indexer.engines.whoosh_engine.writing import (
    Writer,
    as_ours,
    cancel_quietly,
    create_generation,
)
from indexer.query import Query, Results
from indexer.rows import layout_of
from indexer.snapshot.terms import Terms
from indexer.synonyms import NO_SYNONYMS, SynonymList


class WhooshReplacement:
    """See `Replacement`. One writer stays open over the batches: segments are not merged twice."""

    def __init__(
        self,
        generations: Generations,
        fields: Sequence[Field],
        *,
        build_wait: float,
        write_wait: float,
    ) -> None:
        self._generations = generations
        self._fields = fields
        self._layout = layout_of(fields)
        self._fingerprint = fingerprint_of(fields)
        self._build_wait = build_wait
        self._write_wait = write_wait
        self._held = ExitStack()
        self._writer: Writer | None = None
        self._written: Terms | None = None
        self._pending: set[str] = set()
        self._expected: set[str] = set()
        self._probe: tuple[str, str] | None = None
        self._position = NO_POSITION
        self._folder: Path | None = None

    def __enter__(self) -> Self:
        self._held.enter_context(self._generations.building(self._build_wait))
        try:
            with as_ours(self._generations.folder):
                self._folder = self._generations.begin()
                create_generation(self._folder, self._layout, self._fingerprint)
        except BaseException:
            self._held.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Not published, it is a leftover: the next one to begin removes it."""
        self._let_go()
        if self._writer:
            cancel_quietly(self._writer)
        self._held.close()

    def write(self, documents: Iterable[Document], deleted: Iterable[str], position: int) -> None:
        batch = {document.id: document for document in documents}
        gone = set(deleted) - set(batch)
        self._let_go()
        with as_ours(self._path):
            if self._pending & {*batch, *gone}:
                self._commit()
            writer = self._open_writer()
            writer.delete(self._expected & {*batch, *gone})
            for document in batch.values():
                writer.add(document)
        self._pending |= set(batch)
        self._expected = (self._expected | set(batch)) - gone
        self._remember_probe(batch, gone)
        self._position = position

    def search(self, query: Query, synonyms: SynonymList = NO_SYNONYMS) -> Results:
        check_facets(query, self._fields)
        return Searcher(self._as_written(), self._fields, synonyms).ready().results(query, Budget())

    def publish(self, *, back: bool = False) -> bool:
        self._let_go()
        with as_ours(self._path):
            self._commit()
        self._verify()
        with self._generations.writing(self._write_wait), as_ours(self._path):
            if not back and self._live_position() > self._position:
                return False
            self._generations.publish(self._path)
        return True

    @property
    def _path(self) -> Path:
        if self._folder is None:
            raise RuntimeError("A replacement is written inside its `with` block.")
        return self._folder

    def _open_writer(self) -> Writer:
        if self._writer is None:
            self._writer = Writer(self._path, self._layout)
        return self._writer

    def _commit(self) -> None:
        writer = self._open_writer()
        writer.commit(self._position, self._fingerprint)
        self._writer = None
        self._pending = set()

    def _as_written(self) -> Terms:
        """All that was written, open until something else is."""
        if self._written is None:
            with as_ours(self._path):
                self._commit()
            _, self._written = Opener(self._layout, self._fingerprint).open(lambda: self._path)
        return self._written

    def _let_go(self) -> None:
        if self._written:
            self._written.snapshot.close()
        self._written = None

    def _remember_probe(self, batch: Mapping[str, Document], gone: set[str]) -> None:
        """A document and a term of it, to be found again before publishing."""
        if self._probe and self._probe[0] in {*batch, *gone}:
            self._probe = None
        if not self._probe:
            probes = ((id_, _first_word(d)) for id_, d in batch.items())
            self._probe = next(((id_, term) for id_, term in probes if term), None)

    def _verify(self) -> None:
        """Reads the replacement back from the disk. Raises `IndexDamaged`."""
        opener = Opener(self._layout, self._fingerprint)
        _, terms = opener.open(lambda: self._path)
        try:
            fault = self._fault(terms)
        finally:
            terms.snapshot.close()
        if fault:
            raise damaged(self._path, fault)

    def _fault(self, terms: Terms) -> str:
        snapshot = terms.snapshot
        numbers = snapshot.live.nonzero()[0].tolist()
        ids = {snapshot.read(number).head.id for number in numbers}
        if ids != self._expected or snapshot.count != len(ids):
            return f"{len(ids)} documents relus au lieu de {len(self._expected)}"
        if snapshot.position != self._position:
            return f"position {snapshot.position} au lieu de {self._position}"
        if self._probe:
            found = {snapshot.ids[n] for n in terms.of((self._probe[1],)).numbers.tolist()}
            if self._probe[0] not in found:
                return f"le mot « {self._probe[1]} » n'y retrouve pas {self._probe[0]}"
        return ""

    def _live_position(self) -> int:
        """Of the index in service; none when there is none that could be used."""
        try:
            opened = Opener(self._layout, self._fingerprint).open(self._generations.live)
        except (IndexMissing, IndexOutdated, IndexDamaged):
            return NO_POSITION
        _, terms = opened
        try:
            return terms.snapshot.position
        finally:
            terms.snapshot.close()


def _first_word(document: Document) -> str:
    texts = (text for found in document.texts.values() for text in found)
    pages = (text for part in document.parts for _, text in part.pages)
    found = (word for text in (*texts, *pages) for word in words(text))
    return next((word for word in found if word != GAP and ALTERNATIVE not in word), "")
