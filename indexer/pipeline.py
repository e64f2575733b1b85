"""From the catalogue to an index: read the files that were not read yet, write what changed.

`catch_up` follows the list of changes from the position of the index; `rebuild` writes everything
into a replacement and puts it in place. Both may be stopped at any moment and run again: texts are
kept as they are read, and the position of an index never runs ahead of its documents.

What an older reader made of a file stays: a newer one is previewed, then applied
(`indexer.rereading`). Reading is asked for by whoever may take minutes; who may not (the app, after a tag) catches up with
`read_files=False`. A text kept later is a change of its entries, so that the index comes back to
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from corpus.catalogue import Catalogue
from corpus.errors import (
    ExtractionError,
    FileMissing,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    WitnessesBroken,
)
from corpus.fields import FIELDS, Field
from corpus.files import FileStore
from corpus.record import Entry, FileRef, FileState, Standing
from corpus.texts import CitedFile, TextKey, Texts
from indexer.document import Document, PageText, document_of
from indexer.engines.base import NO_POSITION, Replacement, SearchEngine
from indexer.extract import pool_extract
from indexer.stored_texts import Result, keep, key_of, stored_texts
from indexer.synonyms import NO_SYNONYMS, SynonymList
from indexer.witnesses import Search, Trial, Witness, WitnessReport, check

BATCH = 200
EXTRACT, INDEX = "extract", "index"

SameWork = Callable[[], Mapping[str, str]]
"""Of the records that are one work with others, or that a person told apart, what they are folded
by (`corpus.doubles.store.Doubles.folding`)."""

Progress = Callable[[str, int, int], None]
"""Called with the stage (`extract`, `index`), what is done and what there is to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken in: the id of an entry, a stable code and a sentence."""

    subject: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What was done. `read` counts the files read anew; `position` is the revision reached.

    `readable_anew` counts the files of which the text that an older reader gave was kept: what a
    newer one would change is for `souffleur reread` to say, before a person applies it.
    `trial` is that of the witness queries on a rebuilt index, when there were some.
    """

    written: int
    deleted: int
    position: int
    read: int = 0
    problems: tuple[Problem, ...] = ()
    trial: Trial | None = None
    readable_anew: int = 0


def catch_up(
    catalogue: Catalogue,
    texts: Texts,
    store: FileStore,
    engine: SearchEngine,
    *,
    progress: Progress | None = None,
    fields: Sequence[Field] = FIELDS,
    workers: int | None = None,
    read_files: bool = True,
    same: SameWork = dict,
) -> CatchUp:
    """Brings the index to where the catalogue is, changes made meanwhile included.

    Every file that no reader has read yet is read first; with `read_files` false none is, and their
    entries are found by everything else until somebody reads them.
    An entry or a file that cannot be taken in is a `Problem` and stops nothing. Raises what
    `engine.write` raises, and `IndexOutdated` for an index that is ahead of the catalogue.
    """
    work = _Work(catalogue, texts, store, fields, progress or _silent, workers, same, read_files)
    position = engine.position()
    if position > catalogue.revision():
        raise IndexOutdated(
            f"L'index est à la révision {position} et le catalogue à {catalogue.revision()} : le "
            "catalogue a sans doute été restauré. Refaites l'index : souffleur index --rebuild."
        )
    return work.outcome(work.follow(engine, position))


def rebuild(
    catalogue: Catalogue,
    texts: Texts,
    store: FileStore,
    engine: SearchEngine,
    *,
    progress: Progress | None = None,
    fields: Sequence[Field] = FIELDS,
    workers: int | None = None,
    witnesses: Sequence[Witness] = (),
    synonyms: SynonymList = NO_SYNONYMS,
    publish_anyway: bool = False,
    same: SameWork = dict,
) -> CatchUp:
    """Writes everything into a replacement, checks it, and puts it in place of the live index.

    Works whatever state the live index is in, and leaves it alone until the end. The `witnesses`
    are asked of both, in the light of the `synonyms`: raises `WitnessesBroken`, and publishes nothing, when one passes on the live
    index and not on the replacement, unless told to `publish_anyway`. A live index that cannot be
    read, or is empty, passes none, so that it never stands in the way of the first one.
    """
    work = _Work(catalogue, texts, store, fields, progress or _silent, workers, same)
    with engine.replacement() as new:
        work.read_new_files()
        position = catalogue.revision()
        work.take_in(new, catalogue.ids(), NO_POSITION, position)
        position = work.follow(new, position)
        trial = _try(witnesses, engine, new, synonyms)
        if trial and trial.broken and not publish_anyway:
            raise WitnessesBroken(_why_not_published(trial))
        back = False
        while not new.publish(back=back):
            reached = work.follow(new, position)
            back = reached == position  # the live index is ahead of the catalogue itself
            position = reached
    return replace(work.outcome(position), trial=trial)


def _try(
    witnesses: Sequence[Witness], live: SearchEngine, new: Replacement, synonyms: SynonymList
) -> Trial | None:
    if not witnesses:
        return None
    before = _check_live(witnesses, partial(live.search, synonyms=synonyms))
    return Trial(before, check(witnesses, partial(new.search, synonyms=synonyms)))


def _check_live(witnesses: Sequence[Witness], search: Search) -> WitnessReport | None:
    try:
        return check(witnesses, search)
    except (IndexMissing, IndexOutdated, IndexDamaged):
        return None


def _why_not_published(trial: Trial) -> str:
    count = len(trial.broken)
    lost = "requête témoin ne trouve plus" if count == 1 else "requêtes témoins ne trouvent plus"
    told = "\n".join(f"  ✗ {change}" for change in trial.changes if change.broken)
    return (
        f"L'index refait n'a pas été mis en service : {count} {lost} ce qu'il faut.\n{told}\n"
        "Corrigez ce qui a changé, ou la liste des requêtes témoins ; pour le mettre en service "
        "quand même : souffleur index --rebuild --publish-anyway."
    )


class _Sink(Protocol):
    """Where documents are written: an engine or a replacement."""

    def write(
        self, documents: Iterable[Document], deleted: Iterable[str], position: int
    ) -> None: ...


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""


@dataclass
class _Work:
    """One run: what it works with, and what it has done so far."""

    catalogue: Catalogue
    texts: Texts
    store: FileStore
    fields: Sequence[Field]
    progress: Progress
    workers: int | None
    same: SameWork
    read_files: bool = True
    written: int = 0
    deleted: int = 0
    read: int = 0
    readable_anew: int = 0
    problems: list[Problem] = field(default_factory=list)

    def outcome(self, position: int) -> CatchUp:
        problems = tuple(dict.fromkeys(self.problems))
        return CatchUp(
            self.written,
            self.deleted,
            position,
            self.read,
            problems,
            readable_anew=self.readable_anew,
        )

    def follow(self, sink: _Sink, position: int) -> int:
        """Writes what changed after `position`, until nothing did; the revision reached."""
        self.read_new_files()
        while ids := self._changed_after(position):
            reached = max(ids.values())
            self.take_in(sink, list(ids), position, reached)
            position = reached
            self.read_new_files()
        return position

    def take_in(self, sink: _Sink, ids: Sequence[str], position: int, reached: int) -> None:
        """Writes those entries as they are now, deleting those that are gone or withdrawn.

        The index stays at `position` until the last batch, which brings it to `reached`.
        """
        for start in range(0, max(len(ids), 1), BATCH):
            batch = ids[start : start + BATCH]
            entries = {
                id_: entry
                for id_, entry in self.catalogue.entries(batch).items()
                if entry.standing is Standing.PRESENT
            }
            gone = [id_ for id_ in batch if id_ not in entries]
            documents = list(self._documents(entries.values()))
            done = start + len(batch)
            sink.write(documents, gone, position if done < len(ids) else reached)
            self.written += len(documents)
            self.deleted += len(gone)
            self.progress(INDEX, done, len(ids))

    def _changed_after(self, position: int) -> dict[str, int]:
        """Id → last revision, of all that changed, in the order of the first change."""
        found: dict[str, int] = {}
        while changes := self.catalogue.changes_after(position):
            found.update((change.record_id, change.revision) for change in changes)
            position = changes[-1].revision
        return found

    def _documents(self, entries: Iterable[Entry]) -> Iterator[Document]:
        kept, same = list(entries), self.same()
        keys = [key for entry in kept for _, key in _readable(entry)]
        found = stored_texts(self.texts, keys)
        pages = {
            sha256: [PageText(page.number, page.text, page.quality) for page in result.pages]
            for sha256, result in found.items()
            if not isinstance(result, ExtractionError)
        }
        for entry in kept:
            self._note_unread(entry, found)
            if document := self._document(entry, pages, same.get(entry.record.id, "")):
                yield document

    def _note_unread(self, entry: Entry, found: Mapping[str, Result]) -> None:
        """Says which files of an entry gave no text, now or when they were read before."""
        for file, _ in _readable(entry):
            result = found.get(file.sha256)
            if isinstance(result, ExtractionError):
                message = f"{file.name or file.url} : {result.message}"
                self.problems.append(Problem(entry.record.id, result.code, message))

    def _document(
        self, entry: Entry, pages: Mapping[str, Sequence[PageText]], same: str
    ) -> Document | None:
        try:
            return document_of(entry, pages, self.fields, same)
        except Exception as error:  # noqa: BLE001 - one bad entry is told and stops nothing
            message = (
                f"La fiche {entry.record.id} (« {entry.record.title[:60]} ») n'a pas pu être "
                f"indexée ({type(error).__name__} : {error}). Corrigez-la ou collectez-la à nouveau."
            )
            self.problems.append(Problem(entry.record.id, "not_indexed", message))
            return None

    def read_new_files(self) -> None:
        """Reads the files of which no text is kept; each text is kept as soon as it is read."""
        if not self.read_files:
            return
        found = list(self._found(self._files_to_read()))
        by_path = {path: (key, file) for path, key, file in found}
        if not by_path:
            return
        self.progress(EXTRACT, 0, len(by_path))
        to_read = [(path, file.media_type) for path, (_, file) in by_path.items()]
        for done, (path, result) in enumerate(pool_extract(to_read, self.workers), start=1):
            key, _ = by_path[path]
            keep(self.texts, key, result)
            self.read += 1
            self.progress(EXTRACT, done, len(by_path))
        if len(found) > len(by_path):
            self.read_new_files()  # the same bytes under another media type

    def _files_to_read(self) -> dict[TextKey, CitedFile]:
        wanted: dict[TextKey, CitedFile] = {}
        for file in self.texts.cited_files():
            if key := key_of(file.sha256, file.media_type):
                wanted.setdefault(key, file)
        missing = self.texts.missing(wanted)
        older = self.texts.once_read(missing)
        self.readable_anew = len(older)
        return {key: wanted[key] for key in missing if key not in older}

    def _found(
        self, wanted: Mapping[TextKey, CitedFile]
    ) -> Iterator[tuple[Path, TextKey, CitedFile]]:
        for key, file in wanted.items():
            try:
                yield self.store.path(file.sha256), key, file
            except FileMissing as error:
                self.problems.append(Problem(file.record_id, error.code, error.message))


def _readable(entry: Entry) -> Iterator[tuple[FileRef, TextKey]]:
    """The files we hold and know how to read."""
    for file in entry.record.files:
        if file.state is FileState.KEPT and (key := key_of(file.sha256, file.media_type)):
            yield file, key
