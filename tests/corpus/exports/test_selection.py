from __future__ import annotations

from sqlalchemy import insert, update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.exports.selection import Problem, Wanted, entries, select_ids
from corpus.record import Block, BlockKind, Edit, Entry
from tests.corpus.samples import record

NAMES = ("a", "b", "c", "d")
IDS = {name: record(f"/fiche/{name}/").id for name in NAMES}


def fill(catalogue: Catalogue) -> None:
    catalogue.put(record(f"/fiche/{name}/", title=name) for name in NAMES)
    catalogue.put([record("/doc/", "icpc", kind="job")])


def titles(catalogue: Catalogue, database: Database, wanted: Wanted) -> set[str]:
    ids = select_ids(database, wanted).ids
    found = entries(catalogue, ids, wanted)
    return {entry.shown.title for entry in found if isinstance(entry, Entry)}


def stand(database: Database, name: str, standing: str) -> None:
    with database.write() as connection:
        where = t.records.c.id == IDS[name]
        connection.execute(update(t.records).where(where).values(standing=standing))


def same(database: Database, one: str, other: str, *, same: bool = True) -> None:
    with database.write() as connection:
        first, second = sorted((IDS[one], IDS[other]))
        values = {"one": first, "other": second, "same": same, "by": "c", "at": ""}
        connection.execute(insert(t.duplicate_verdicts).values(**values))


def test_a_record_its_source_withdrew_is_left_out_and_counted(
    database: Database, catalogue: Catalogue
) -> None:
    fill(catalogue)
    stand(database, "a", "withdrawn")
    stand(database, "b", "moved")
    selection = select_ids(database, Wanted())
    assert IDS["a"] not in selection.ids
    assert selection.left_out == {"withdrawn": 1, "moved": 1}


def test_of_doubles_the_one_people_chose_is_given(database: Database, catalogue: Catalogue) -> None:
    fill(catalogue)
    same(database, "a", "b")
    same(database, "b", "c")
    same(database, "a", "c")
    same(database, "c", "d", same=False)
    with database.write() as connection:
        values = {"record_id": IDS["c"], "by": "c", "at": "2026-01-01T00:00:00Z"}
        connection.execute(insert(t.canonical_choices).values(**values))
    selection = select_ids(database, Wanted(sources=frozenset({"comedie"})))
    assert set(selection.ids) == {IDS["c"], IDS["d"]}
    assert selection.left_out == {"double": 2}


def test_a_double_of_a_withdrawn_record_is_given(database: Database, catalogue: Catalogue) -> None:
    fill(catalogue)
    same(database, "a", "b")
    stand(database, min("ab", key=IDS.__getitem__), "withdrawn")
    assert max(IDS["a"], IDS["b"]) in select_ids(database, Wanted()).ids


def test_kind_source_and_limit_choose(database: Database, catalogue: Catalogue) -> None:
    fill(catalogue)
    edited = catalogue.entry(IDS["a"])
    catalogue.save_edits(edited.record.id, edited.version, {"kind": "memo"}, "camille")
    assert titles(catalogue, database, Wanted(kinds=frozenset({"memo"}))) == {"a"}
    assert titles(catalogue, database, Wanted(sources=frozenset({"comedie"}))) == set(NAMES)
    assert len(titles(catalogue, database, Wanted(limit=2))) == 2


def test_contacts_are_left_out_unless_asked_for(database: Database, catalogue: Catalogue) -> None:
    text = "Écrire à nom@exemple.org"
    catalogue.put([record(blocks=(Block(BlockKind.PARAGRAPH, text),))])
    for wanted, kept in ((Wanted(), False), (Wanted(with_contacts=True), True)):
        [entry] = entries(catalogue, select_ids(database, wanted).ids, wanted)
        assert isinstance(entry, Entry)
        assert (text in entry.shown.text) is kept


def test_a_record_that_cannot_be_read_is_a_problem_and_the_rest_is_given(
    database: Database, catalogue: Catalogue
) -> None:
    fill(catalogue)
    with database.write() as connection:
        where = t.records.c.id == IDS["b"]
        connection.execute(update(t.records).where(where).values(data="{"))
    found = list(entries(catalogue, select_ids(database, Wanted()).ids, Wanted()))
    [problem] = [entry for entry in found if isinstance(entry, Problem)]
    assert (problem.record_id, problem.code) == (IDS["b"], "bad_import")
    assert len(found) == 5


def test_an_edited_field_is_told_without_contacts_too(
    database: Database, catalogue: Catalogue
) -> None:
    fill(catalogue)
    edited = catalogue.entry(IDS["a"])
    catalogue.save_edits(IDS["a"], edited.version, {"summary": "06 12 34 56 78"}, "camille")
    [entry] = entries(catalogue, [IDS["a"]], Wanted())
    assert isinstance(entry, Entry)
    assert entry.edits == (Edit("summary", "(téléphone retiré)", "camille", entry.edits[0].at),)
