"""From the catalogue to an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.catalogue.file_rows import FileRow
from corpus.database import Database
from corpus.errors import IndexDamaged, IndexOutdated, WitnessesBroken
from corpus.fields import FIELDS, Field
from corpus.files import FileStore
from corpus.record import Block, BlockKind, Entry, FileRef, FileState, Record
from corpus.tagging import TagEdit
from corpus.texts import KeptText, TextKey, Texts
from indexer import pipeline, rereading, stored_texts
from indexer.engines import open_engine
from indexer.engines.base import SearchEngine
from indexer.pipeline import CatchUp, Progress, catch_up, rebuild
from indexer.query import Query
from indexer.witnesses import parse_witnesses


@dataclass(frozen=True)
class Holdings:
    """A catalogue, a file store and an engine; `put` harvests, `run` and `rebuild` index."""

    catalogue: Catalogue
    texts: Texts
    store: FileStore
    engine: SearchEngine

    def put(self, *numbers: int, text: str = "eau", files: tuple[FileRef, ...] = ()) -> None:
        self.catalogue.put(record(number, text, files) for number in numbers)

    def put_file(self, number: int, body: bytes, name: str = "note.txt") -> str:
        """A record with one file that we hold; the file's SHA-256."""
        url = f"https://example.org/{number}/{name}"
        file = FileRef(url, name, "text/plain", state=FileState.EXPECTED)
        self.put(number, files=(file,))
        sha256 = self.store.put(body)
        self.catalogue.keep_file(FileRow(url, sha256, "text/plain", name, len(body)))
        return sha256

    def run(
        self,
        progress: Progress | None = None,
        fields: Sequence[Field] = FIELDS,
        read_files: bool = True,
    ) -> CatchUp:
        return catch_up(
            self.catalogue,
            self.texts,
            self.store,
            self.engine,
            progress=progress,
            fields=fields,
            workers=1,
            read_files=read_files,
        )

    def rebuild(
        self, progress: Progress | None = None, witnesses: str = "", publish_anyway: bool = False
    ) -> CatchUp:
        return rebuild(
            self.catalogue,
            self.texts,
            self.store,
            self.engine,
            progress=progress,
            workers=1,
            witnesses=parse_witnesses(witnesses),
            publish_anyway=publish_anyway,
        )

    def found(self, text: str) -> list[str]:
        return [hit.id for hit in self.engine.search(Query(text)).hits]


def record(number: int, text: str = "eau", files: tuple[FileRef, ...] = ()) -> Record:
    return Record(
        id=f"icpc-{number:03}",
        source="icpc",
        kind="page",
        url=f"https://example.org/{number}",
        title=f"Fiche {number}",
        blocks=(Block(BlockKind.PARAGRAPH, text),),
        files=files,
    )


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    database = Database.open(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    engine = open_engine(f"whoosh:{tmp_path / 'index'}", create=True)
    yield Holdings(Catalogue(database), Texts(database), FileStore(tmp_path / "files"), engine)
    engine.close()
    database.close()


def test_the_index_catches_up_with_what_changed(holdings: Holdings) -> None:
    holdings.put(1, 2)
    first = holdings.run()
    assert (first.written, first.position) == (2, holdings.catalogue.revision())
    holdings.put(2, text="montagne")
    second = holdings.run()
    assert (second.written, second.position) == (1, holdings.catalogue.revision())
    assert holdings.found("montagne") == ["icpc-002"]
    assert holdings.found("eau") == ["icpc-001"]


def test_nothing_is_written_when_nothing_changed(holdings: Holdings) -> None:
    holdings.put(1)
    holdings.run()
    assert holdings.run() == CatchUp(0, 0, holdings.catalogue.revision())


def test_a_tag_is_a_facet_once_caught_up(holdings: Holdings) -> None:
    holdings.put(1, 2)
    holdings.run()
    holdings.catalogue.save_tags(TagEdit("icpc-001", version=0, add=("à relire",), by="anne"))
    holdings.run()
    results = holdings.engine.search(Query(chosen={"tag": ("à relire",)}))
    assert [hit.id for hit in results.hits] == ["icpc-001"]


def test_more_changes_than_a_batch_are_all_taken_in(
    holdings: Holdings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BATCH", 4)
    holdings.put(*range(11))
    assert holdings.run().written == 11
    assert holdings.engine.count() == 11
    assert holdings.rebuild().written == 11


def test_the_text_of_a_file_is_searched_and_read_only_once(holdings: Holdings) -> None:
    sha256 = holdings.put_file(1, b"Une charte de la participation.")
    outcome = holdings.run()
    assert (outcome.read, outcome.problems) == (1, ())
    hit = holdings.engine.search(Query('"charte de la participation"')).hits[0]
    assert [(page.file_sha256, page.number) for page in hit.pages] == [(sha256, 1)]
    holdings.put_file(2, b"Une charte de la participation.")
    assert holdings.run().read == 0
    assert holdings.found("charte") == ["icpc-001", "icpc-002"]
    assert holdings.rebuild().read == 0


def test_catching_up_without_reading_leaves_files_to_the_next_who_reads(
    holdings: Holdings,
) -> None:
    holdings.put_file(1, b"Une charte de la participation.")
    quick = holdings.run(read_files=False)
    assert (quick.read, quick.written, quick.position) == (0, 1, holdings.catalogue.revision())
    assert (holdings.found("fiche"), holdings.found("charte")) == (["icpc-001"], [])
    assert holdings.run().read == 1
    assert holdings.found("charte") == ["icpc-001"]
    assert holdings.engine.position() == holdings.catalogue.revision()
    assert holdings.run() == CatchUp(0, 0, holdings.catalogue.revision())


def test_entries_are_written_once_when_their_files_are_read_first(holdings: Holdings) -> None:
    holdings.put_file(1, b"Une charte.")
    assert holdings.run().written == 1
    holdings.put_file(2, b"Un pacte.")
    assert holdings.rebuild().written == 2


def test_a_text_read_by_the_reader_of_before_stands_until_a_person_has_it_replaced(
    holdings: Holdings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = holdings.put_file(1, b"Une charte de la participation.")
    assert holdings.run().readable_anew == 0
    _put_in_place(monkeypatch, _newer_reader)
    holdings.catalogue.save_tags(TagEdit("icpc-001", version=0, add=("à relire",), by="anne"))
    outcome = holdings.run()
    assert (outcome.written, outcome.read, outcome.readable_anew) == (1, 0, 1)
    assert (holdings.rebuild().read, holdings.rebuild().readable_anew) == (0, 1)
    assert holdings.found("charte") == ["icpc-001"]
    (found,) = rereading.compare(holdings.texts, holdings.store)
    assert (found.key, found.changes) == (_newer_reader(sha256, ""), False)
    stored_texts.keep(holdings.texts, found.key, found.after)
    outcome = holdings.run()
    assert (outcome.written, outcome.readable_anew) == (1, 0)


def test_a_file_never_read_or_never_with_success_is_read_by_the_reader_of_now(
    holdings: Holdings, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = holdings.put_file(1, b"Une charte.")
    older = TextKey(failed, "plain", "of yesterday")
    holdings.texts.put(KeptText(older, error_code="crashed", error_message="?"))
    _put_in_place(monkeypatch, _newer_reader)
    holdings.put_file(2, b"Un pacte de confiance.")
    outcome = holdings.run()
    assert (outcome.read, outcome.readable_anew) == (2, 0)
    assert (holdings.found("charte"), holdings.found("pacte")) == (["icpc-001"], ["icpc-002"])


def _put_in_place(
    monkeypatch: pytest.MonkeyPatch, reader: Callable[[str, str], TextKey | None]
) -> None:
    for module in (stored_texts, pipeline, rereading):
        monkeypatch.setattr(module, "key_of", reader)


def _newer_reader(sha256: str, _media_type: str) -> TextKey:
    return TextKey(sha256, "plain", "of tomorrow")


def test_a_file_that_cannot_be_read_is_a_problem_and_its_record_is_found(
    holdings: Holdings,
) -> None:
    holdings.put_file(1, b"")
    (problem,) = holdings.run().problems
    assert (problem.subject, problem.code) == ("icpc-001", "empty")
    assert "note.txt" in problem.message
    assert holdings.found("fiche") == ["icpc-001"]
    assert holdings.rebuild().problems == (problem,)  # a rebuild tells what is still unread


def test_a_file_that_vanished_from_the_store_is_a_problem(holdings: Holdings) -> None:
    sha256 = holdings.put_file(1, b"Une charte.")
    holdings.store.path(sha256).unlink()
    (problem,) = holdings.run().problems
    assert (problem.subject, problem.code) == ("icpc-001", "file_missing")
    assert holdings.engine.count() == 1


def test_one_bad_entry_is_told_and_stops_nothing(holdings: Holdings) -> None:
    def failing(entry: Entry) -> Sequence[str]:
        if entry.record.id == "icpc-002":
            raise ValueError("32 mars")
        return ()

    fields = tuple(replace(f, values=failing) if f.name == "theme" else f for f in FIELDS)
    holdings.put(1, 2, 3)
    outcome = holdings.run(fields=fields)
    assert (outcome.written, outcome.position) == (2, holdings.catalogue.revision())
    (problem,) = outcome.problems
    assert (problem.subject, problem.code) == ("icpc-002", "not_indexed")
    assert "32 mars" in problem.message
    assert holdings.engine.ids() == ["icpc-001", "icpc-003"]


def test_what_is_indexed_but_no_longer_in_the_catalogue_is_deleted(holdings: Holdings) -> None:
    holdings.put(1, 2)
    holdings.run()
    gone = _without_record(holdings, "icpc-001")
    outcome = gone.run()
    assert (outcome.written, outcome.deleted) == (1, 1)
    assert gone.engine.ids() == ["icpc-002"]


def _without_record(holdings: Holdings, id_: str) -> Holdings:
    """Both records change again, and one can no longer be read."""
    holdings.put(1, 2, text="autre")

    class Pruned(Catalogue):
        def entries(self, record_ids: Sequence[str]) -> dict[str, Entry]:
            return super().entries([found for found in record_ids if found != id_])

    return replace(holdings, catalogue=Pruned(holdings.catalogue._database))


def test_a_rebuild_gives_the_same_answers_as_catching_up(holdings: Holdings) -> None:
    holdings.put(*range(9))
    holdings.put(3, text="l'eau et la forêt")
    holdings.put_file(20, b"Une for\xc3\xaat de pages.")
    holdings.run()
    before = [holdings.engine.search(Query(text)) for text in ("eau", "forêt", "fiche", "")]
    outcome = holdings.rebuild()
    assert (outcome.written, outcome.position) == (10, holdings.catalogue.revision())
    after = [holdings.engine.search(Query(text)) for text in ("eau", "forêt", "fiche", "")]
    assert after == before


def test_what_changes_during_a_rebuild_is_in_it(holdings: Holdings) -> None:
    holdings.put(1, 2)

    def meddle(stage: str, done: int, total: int) -> None:
        if holdings.catalogue.revision() == 2:
            holdings.put(2, text="montagne")
            holdings.put(3)
            holdings.run()  # the live index goes on as well

    outcome = holdings.rebuild(progress=meddle)
    assert outcome.position == holdings.catalogue.revision() == 4
    assert holdings.engine.ids() == ["icpc-001", "icpc-002", "icpc-003"]
    assert holdings.found("montagne") == ["icpc-002"]


def test_an_empty_catalogue_can_be_rebuilt(holdings: Holdings) -> None:
    assert holdings.rebuild() == CatchUp(0, 0, 0)
    assert holdings.engine.count() == 0


def test_a_rebuild_that_was_stopped_is_run_again_without_reading_anew(holdings: Holdings) -> None:
    holdings.put_file(1, b"Une charte.")

    class Stopped(Exception):
        """Stands for a kill."""

    def stop(stage: str, done: int, total: int) -> None:
        if stage == pipeline.INDEX:
            raise Stopped

    with pytest.raises(Stopped):
        holdings.rebuild(progress=stop)
    assert holdings.engine.count() == 0
    assert holdings.rebuild().read == 0
    assert holdings.found("charte") == ["icpc-001"]


MOUNTAIN = 'montagne | "Fiche 2"'


def test_a_rebuild_that_breaks_a_witness_is_not_published(holdings: Holdings) -> None:
    holdings.put(1)
    holdings.put(2, text="montagne")
    holdings.run()
    holdings.put(2, text="plaine")  # the live index has not seen it yet
    with pytest.raises(WitnessesBroken) as caught:
        holdings.rebuild(witnesses=f'{MOUNTAIN}\neau | "Fiche 1"')
    assert 'montagne : "Fiche 2", rang 1 → absent' in caught.value.message
    assert "eau" not in caught.value.message.split("\n")[1]
    assert "souffleur index --rebuild --publish-anyway" in caught.value.message
    assert (holdings.found("montagne"), holdings.found("plaine")) == (["icpc-002"], [])


def test_a_rebuild_that_breaks_a_witness_is_published_when_told_to(holdings: Holdings) -> None:
    holdings.put(2, text="montagne")
    holdings.run()
    holdings.put(2, text="plaine")
    trial = holdings.rebuild(witnesses=MOUNTAIN, publish_anyway=True).trial
    assert trial is not None
    assert [change.after for change in trial.changes] == [None]
    assert holdings.found("plaine") == ["icpc-002"]


def test_a_rebuild_tells_what_witnesses_gained(holdings: Holdings) -> None:
    holdings.put(1)
    holdings.run()
    holdings.put(2, text="montagne")
    trial = holdings.rebuild(witnesses=MOUNTAIN).trial
    assert trial is not None
    assert [(c.before, c.after) for c in trial.changes] == [(None, 1)]
    assert holdings.rebuild().trial is None


def test_a_first_index_is_published_whatever_its_witnesses(holdings: Holdings) -> None:
    holdings.put(1)
    trial = holdings.rebuild(witnesses=MOUNTAIN).trial
    assert trial is not None
    assert trial.after.passed == 0
    assert holdings.engine.count() == 1


def test_a_damaged_index_is_replaced_whatever_its_witnesses(
    holdings: Holdings, tmp_path: Path
) -> None:
    holdings.put(1)
    holdings.run()
    holdings.engine.close()
    for toc in (tmp_path / "index").rglob("*.toc"):
        toc.write_bytes(b"damaged")
    with pytest.raises(IndexDamaged):
        holdings.found("eau")
    trial = holdings.rebuild(witnesses=MOUNTAIN).trial
    assert trial is not None
    assert trial.before is None
    assert holdings.found("eau") == ["icpc-001"]


def test_progress_is_told_stage_by_stage(holdings: Holdings) -> None:
    holdings.put_file(1, b"Une charte.")
    holdings.put(2)
    told: list[tuple[str, int, int]] = []
    holdings.run(progress=lambda *step: told.append(step))
    assert told == [("extract", 0, 1), ("extract", 1, 1), ("index", 2, 2)]


def test_an_index_ahead_of_its_catalogue_is_said(holdings: Holdings) -> None:
    holdings.put(1)
    holdings.engine.write((), (), 50)
    with pytest.raises(IndexOutdated, match="révision 50"):
        holdings.run()
    holdings.rebuild()
