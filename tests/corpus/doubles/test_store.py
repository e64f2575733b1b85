from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.doubles.canonical import Rule
from corpus.doubles.finding import How
from corpus.doubles.store import CHANGE, Doubles
from corpus.errors import EditConflict, RecordNotFound, StaffError
from corpus.record import ExtractedFrom, Record
from tests.corpus.doubles.texts import edited, page, prose

ORIGINAL = page("/fiche/riviere/", prose(1))
REISSUED = page(
    "/les-fiches",
    prose(1),
    source="icpc",
    extracted_from=ExtractedFrom("https://i-cpc.org/les-fiches", "riviere", 1),
)
EDITED = page("/document/riviere-2", edited(prose(1), 50), source="icpc")
OTHER = page("/document/foret", prose(9), "La forêt", source="icpc")


@pytest.fixture
def doubles(database: Database, catalogue: Catalogue) -> Doubles:
    catalogue.put([ORIGINAL, REISSUED, EDITED, OTHER])
    return Doubles(database)


def ids(doubles: Doubles) -> list[list[str]]:
    return [[member.id for member in cluster.members] for cluster in doubles.clusters()]


def judge(doubles: Doubles, one: Record, *others: Record, same: bool) -> None:
    state = doubles.case(one.id).state
    doubles.judge(one.id, [other.id for other in others], same, "camille", state)


def noted(catalogue: Catalogue, after: int) -> set[str]:
    return {c.record_id for c in catalogue.changes_after(after) if c.what == CHANGE}


def test_the_original_is_proposed_before_the_copy_and_the_passage(
    doubles: Doubles, catalogue: Catalogue
) -> None:
    revision = catalogue.revision()
    found = doubles.find()
    assert found.pairs == {How.EXACT: 1, How.NEAR: 1}
    assert (found.clusters, found.changed) == (1, 3)
    assert ids(doubles) == [[ORIGINAL.id, EDITED.id, REISSUED.id]]
    assert doubles.clusters()[0].rule is Rule.ORIGINAL
    assert noted(catalogue, revision) == {ORIGINAL.id, REISSUED.id, EDITED.id}
    assert doubles.canonical() == {REISSUED.id: ORIGINAL.id, EDITED.id: ORIGINAL.id}


def test_finding_again_changes_nothing(doubles: Doubles, catalogue: Catalogue) -> None:
    doubles.find()
    revision = catalogue.revision()
    assert doubles.find().changed == 0
    assert catalogue.revision() == revision


def test_a_verdict_and_a_choice_are_kept_over_later_runs(
    doubles: Doubles, catalogue: Catalogue
) -> None:
    doubles.find()
    judge(doubles, EDITED, ORIGINAL, REISSUED, same=False)
    doubles.choose(REISSUED.id, "camille", doubles.case(REISSUED.id).state)
    catalogue.put([replace(ORIGINAL, summary="Autre résumé")])
    doubles.find()
    assert ids(doubles) == [[REISSUED.id, ORIGINAL.id]]
    (cluster,) = doubles.clusters()
    assert (cluster.rule, cluster.canonical.chosen_by) == (Rule.CHOSEN, "camille")
    beside = doubles.case(ORIGINAL.id).beside
    assert {one.member.id for one in beside} == {EDITED.id}
    assert all(one.verdict and not one.verdict.same for one in beside)


def test_a_verdict_is_a_change_of_every_record_whose_cluster_changes(
    doubles: Doubles, catalogue: Catalogue
) -> None:
    doubles.find()
    revision, before = catalogue.revision(), doubles.folding()
    judge(doubles, OTHER, ORIGINAL, same=True)
    after = doubles.folding()
    assert after[OTHER.id] == after[ORIGINAL.id]
    changed = {id_ for id_ in after if after[id_] != before.get(id_)}
    assert noted(catalogue, revision) == changed | {OTHER.id}
    last = catalogue.history(OTHER.id)[0]
    assert (last.what, last.by, last.detail) == (CHANGE, "camille", f"= {ORIGINAL.id}")


def test_records_a_person_told_apart_are_not_folded_by_their_words(doubles: Doubles) -> None:
    judge(doubles, ORIGINAL, REISSUED, same=False)
    keys = doubles.folding()
    assert keys[ORIGINAL.id] != keys[REISSUED.id]
    assert OTHER.id not in keys


def test_a_verdict_can_be_taken_back(doubles: Doubles) -> None:
    doubles.find()
    judge(doubles, ORIGINAL, REISSUED, EDITED, same=False)
    judge(doubles, ORIGINAL, REISSUED, same=True)
    assert ids(doubles) == [[ORIGINAL.id, REISSUED.id]]


def test_one_choice_holds_in_a_cluster(doubles: Doubles) -> None:
    doubles.find()
    for record in (REISSUED, EDITED):
        doubles.choose(record.id, "camille", doubles.case(record.id).state)
    members = doubles.case(ORIGINAL.id).cluster.members
    assert [member.id for member in members if member.chosen_at] == [EDITED.id]


def test_judging_from_a_page_that_somebody_changed_is_a_conflict(doubles: Doubles) -> None:
    doubles.find()
    seen = doubles.case(ORIGINAL.id).state
    judge(doubles, EDITED, ORIGINAL, same=False)
    with pytest.raises(EditConflict, match="pendant que vous"):
        doubles.judge(ORIGINAL.id, [REISSUED.id], False, "dominique", seen)
    with pytest.raises(EditConflict):
        doubles.choose(REISSUED.id, "dominique", seen)
    assert [ORIGINAL.id, REISSUED.id] in ids(doubles)


def test_a_record_that_is_not_there_and_a_record_and_itself_are_refused(doubles: Doubles) -> None:
    state = doubles.case(ORIGINAL.id).state
    with pytest.raises(RecordNotFound, match="icpc-rien"):
        doubles.judge(ORIGINAL.id, ["icpc-rien"], True, "camille", state)
    with pytest.raises(RecordNotFound):
        doubles.case("icpc-rien")
    with pytest.raises(StaffError):
        doubles.judge(ORIGINAL.id, [ORIGINAL.id], True, "camille", state)
    assert doubles.verdicts() == []


def test_a_withdrawn_record_is_in_no_cluster(doubles: Doubles, database: Database) -> None:
    doubles.find()
    with database.write() as connection:
        gone = update(t.records).where(t.records.c.id == ORIGINAL.id).values(standing="withdrawn")
        connection.execute(gone)
    assert ORIGINAL.id not in doubles.folding()
    doubles.find()
    assert ids(doubles) == [[EDITED.id, REISSUED.id]]


def test_titles_corrected_by_people_are_those_compared(
    doubles: Doubles, catalogue: Catalogue
) -> None:
    catalogue.save_edits(EDITED.id, 0, {"title": "Une autre affaire"}, "camille")
    doubles.find()
    assert doubles.pairs(How.ALIKE)[0].similarity > 0.9
    assert ids(doubles) == [[ORIGINAL.id, REISSUED.id]]


def test_a_page_of_several_works_comes_after_each_of_them(
    doubles: Doubles, catalogue: Catalogue
) -> None:
    whole = page("/les-fiches-2", f"{prose(1)} {prose(2)}", source="icpc")
    catalogue.put(
        [
            whole,
            replace(REISSUED, id="icpc-item", extracted_from=ExtractedFrom(whole.url, "x", 1)),
        ]
    )
    judge(doubles, whole, EDITED, same=True)
    (first, last) = doubles.case(whole.id).cluster.members
    assert (first.id, last.id, last.aggregate) == (EDITED.id, whole.id, True)


def test_the_file_that_repeats_a_page_is_said_of_it(doubles: Doubles) -> None:
    sha256 = "f" * 64
    found = doubles.find([(sha256, prose(9) + prose(3))])
    assert found.pairs[How.FILE] == 1
    assert doubles.case(OTHER.id).files == ((sha256, ""),)
    assert OTHER.id not in doubles.folding()
