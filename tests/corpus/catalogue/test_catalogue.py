from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.catalogue.file_rows import FileRow
from corpus.catalogue.record_rows import PutCounts
from corpus.database import Database
from corpus.errors import EditConflict, RecordNotFound, StaffError
from corpus.record import FileState, Record
from corpus.tagging import TagEdit
from tests.corpus.samples import record


def tag(kept: Record, *values: str, version: int = 0, remove: tuple[str, ...] = ()) -> TagEdit:
    return TagEdit(kept.id, version, values, remove, "camille")


def test_a_record_comes_back_as_it_was_put(catalogue: Catalogue) -> None:
    kept = record()
    assert catalogue.put([kept]) == PutCounts(new=1)
    entry = catalogue.entry(kept.id)
    unseen = replace(entry.record, first_seen="", last_seen="")
    assert unseen == kept
    assert entry.record.first_seen
    assert entry.record.first_seen == entry.record.last_seen


def test_the_same_record_again_is_unchanged_and_makes_no_change_row(catalogue: Catalogue) -> None:
    catalogue.put([record()])
    revision = catalogue.revision()
    refetched = record(http_status=304, content_sha256="f" * 64)
    assert catalogue.put([refetched]) == PutCounts(unchanged=1)
    assert catalogue.revision() == revision


def test_a_changed_record_says_which_fields_changed(catalogue: Catalogue) -> None:
    catalogue.put([record()])
    changed = record(title="Partager l'eau", language="en")
    assert catalogue.put([changed]) == PutCounts(changed=1)
    last = catalogue.history(changed.id)[0]
    assert (last.what, last.detail) == ("changed", "title, language")


def test_every_write_is_in_the_list_of_changes_in_order(catalogue: Catalogue) -> None:
    one, two = record("/fiche/un/"), record("/fiche/deux/")
    catalogue.put([one, two])
    catalogue.save_tags(tag(one, "Relecture"))
    catalogue.keep_file(FileRow(one.files[0].url, "a" * 64, "application/pdf", "bilan.pdf", 10))
    changes = catalogue.changes_after(0)
    assert [(c.record_id, c.what) for c in changes] == [
        (one.id, "new"),
        (two.id, "new"),
        (one.id, "tags"),
        (one.id, "files"),
    ]
    assert [c.revision for c in changes] == sorted({c.revision for c in changes})
    assert catalogue.changes_after(changes[2].revision) == changes[3:]
    assert catalogue.revision() == changes[-1].revision


def test_a_write_that_fails_leaves_neither_the_record_nor_its_change(
    catalogue: Catalogue, database: Database
) -> None:
    class PulledPlugError(Exception):
        pass

    def put_then_fail() -> None:
        with database.write() as connection:
            catalogue.put([record()], connection)
            raise PulledPlugError

    with pytest.raises(PulledPlugError):
        put_then_fail()
    assert catalogue.ids() == []
    assert catalogue.revision() == 0


def test_a_harvest_never_touches_tags_or_edits(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_tags(tag(kept, "Relecture"))
    catalogue.save_edits(kept.id, 1, {"title": "Un titre corrigé"}, "camille")
    catalogue.put([record(title="Un titre moissonné")])
    entry = catalogue.entry(kept.id)
    assert [t.value for t in entry.tags] == ["Relecture"]
    assert entry.record.title == "Un titre moissonné"
    assert entry.shown.title == "Un titre corrigé"


def test_an_edit_taken_back_shows_what_was_harvested(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_edits(kept.id, 0, {"title": "Un titre corrigé"}, "camille")
    catalogue.save_edits(kept.id, 1, {"title": None}, "camille")
    assert catalogue.entry(kept.id).shown.title == kept.title


def test_saving_what_is_there_already_makes_no_new_version(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_edits(kept.id, 0, {"title": "Un titre corrigé"}, "camille")
    catalogue.save_edits(kept.id, 1, {"title": "Un titre corrigé", "kind": kept.kind}, "léa")
    entry = catalogue.entry(kept.id)
    assert (entry.version, [edit.by for edit in entry.edits]) == (1, ["camille"])
    assert catalogue.history(kept.id)[0].detail == "title = Un titre corrigé"


def test_a_value_that_says_what_the_source_says_takes_the_edit_back(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_edits(kept.id, 0, {"title": "Un titre corrigé"}, "camille")
    catalogue.save_edits(kept.id, 1, {"title": kept.title}, "camille")
    assert catalogue.entry(kept.id).edits == ()
    assert catalogue.history(kept.id)[0].detail == "title ←"


def test_an_edit_of_a_field_that_says_something_else_than_was_seen_is_a_conflict(
    catalogue: Catalogue,
) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.put([record(title="Un titre moissonné")])
    seen = {"title": kept.title}
    with pytest.raises(EditConflict, match="Un titre moissonné"):
        catalogue.save_edits(kept.id, 0, {"title": "Corrigé"}, "camille", seen)
    assert catalogue.entry(kept.id).edits == ()


def test_a_corrected_kind_is_the_one_that_is_counted(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_edits(kept.id, 0, {"kind": "memo"}, "camille")
    assert catalogue.figures().by_kind == {"memo": 1}


def test_a_field_that_people_may_not_write_is_refused_by_name(catalogue: Catalogue) -> None:
    catalogue.put([record()])
    with pytest.raises(StaffError, match="source"):
        catalogue.save_edits(record().id, 0, {"source": "autre"}, "camille")


def test_saving_over_a_newer_version_is_a_conflict_and_changes_nothing(
    catalogue: Catalogue,
) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_tags(tag(kept, "Première"))
    with pytest.raises(EditConflict, match="Partager la rivière"):
        catalogue.save_tags(tag(kept, "Seconde", version=0))
    assert [t.value for t in catalogue.entry(kept.id).tags] == ["Première"]


def test_tags_keep_who_and_when(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    entry = catalogue.save_tags(tag(kept, "Relecture"))
    assert entry.tags[0].by == "camille"
    assert entry.tags[0].at.endswith("Z")
    assert catalogue.history(kept.id)[0].by == "camille"


def test_tags_that_do_not_change_make_no_new_version(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_tags(tag(kept, "Relecture"))
    assert catalogue.save_tags(tag(kept, "relecture", version=1)).version == 1


def test_a_file_is_resolved_into_its_records_by_address(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    assert catalogue.entry(kept.id).record.files[0].state is FileState.EXPECTED
    catalogue.keep_file(FileRow(kept.files[0].url, "a" * 64, "application/pdf", "bilan.pdf", 10))
    file = catalogue.entry(kept.id).record.files[0]
    assert (file.state, file.sha256, file.size) == (FileState.KEPT, "a" * 64, 10)


def test_a_failed_fetch_never_hides_bytes_kept_before(catalogue: Catalogue) -> None:
    kept = record()
    catalogue.put([kept])
    url = kept.files[0].url
    catalogue.keep_file(FileRow(url, "a" * 64, "application/pdf", "bilan.pdf", 10))
    catalogue.keep_file(FileRow(url, "", "", "", 0, FileState.FAILED, "coupé"))
    assert catalogue.entry(kept.id).record.files[0].sha256 == "a" * 64


def test_links_in_are_the_records_that_link_to_any_of_its_addresses(catalogue: Catalogue) -> None:
    step = record("/etapes/mobiliser/", urls=("https://comedie.org/etapes/mobiliser",))
    catalogue.put([record(), step])
    assert catalogue.entry(step.id).links_in == (record().id,)


def test_a_record_met_under_another_address_keeps_both(catalogue: Catalogue) -> None:
    catalogue.put([record()])
    other = "https://www.comedie.org/?p=12"
    catalogue.put([record(urls=(other,))])
    assert set(catalogue.entry(record().id).record.urls) == {other, record().url}
    assert catalogue.ids_at(other) == [record().id]


def test_an_unknown_id_is_a_sentence_with_the_id(catalogue: Catalogue) -> None:
    with pytest.raises(RecordNotFound, match="comedie-inconnue"):
        catalogue.entry("comedie-inconnue")


def test_entries_come_in_the_order_asked_for_without_the_missing(catalogue: Catalogue) -> None:
    records = [record(f"/fiche/{n}/") for n in range(900)]
    catalogue.put(records)
    wanted = [records[899].id, "absent", records[0].id]
    assert list(catalogue.entries(wanted)) == [records[899].id, records[0].id]
    assert sum(1 for _ in catalogue.all_entries()) == 900


def test_figures_count_records_files_and_tagged(catalogue: Catalogue) -> None:
    catalogue.put([record(), record("/fiche/memo/", kind="memo")])
    catalogue.keep_file(FileRow(record().files[0].url, "a" * 64, "application/pdf", "b.pdf", 1))
    catalogue.save_tags(tag(record(), "Relecture"))
    figures = catalogue.figures()
    assert (figures.records, figures.files, figures.tagged) == (2, 1, 1)
    assert dict(figures.by_kind) == {"experience": 1, "memo": 1}
    assert dict(figures.by_source) == {"comedie": 2}


def test_a_restored_entry_brings_back_tags_and_edits_once(
    catalogue: Catalogue, database: Database
) -> None:
    kept = record()
    catalogue.put([kept])
    catalogue.save_tags(tag(kept, "Relecture"))
    exported = catalogue.save_edits(kept.id, 1, {"title": "Corrigé"}, "camille")
    with database.write() as connection:
        for table in (t.tags, t.edits):
            connection.execute(table.delete())
        connection.execute(update(t.records).values(version=0))
    for _ in range(2):
        catalogue.restore([exported], "import")
    entry = catalogue.entry(kept.id)
    assert [x.value for x in entry.tags] == ["Relecture"]
    assert entry.shown.title == "Corrigé"
    assert len([c for c in catalogue.history(kept.id) if c.by == "import"]) == 2
