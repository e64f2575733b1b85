"""Entries sent to a site that holds to WordPress's contract, again and again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Response, request

from corpus.database import Database
from corpus.errors import SiteRefused
from corpus.exports.selection import Problem
from corpus.exports.sent import What
from corpus.exports.wordpress.deciding import Insisting
from tests.corpus.exports.desk import KEPT, ONE, SHA256, TWO, Desk, done, lose_answers
from tests.corpus.exports.wordpress_stand_in import wordpress
from tests.corpus.samples import record

bare_or_not = pytest.mark.parametrize(
    "there",
    [frozenset(), frozenset({"souffleur_id", "souffleur_url"})],
    ids=["bare", "meta"],
    indirect=True,
)


@bare_or_not
def test_an_article_is_created_as_a_draft_with_its_terms(desk: Desk) -> None:
    report = desk.send(ONE, TWO)
    assert done(report) == {"created": 2}
    post = desk.post(ONE)
    assert (post["status"], post["slug"], post["title"]) == ("draft", "un", "Un &amp; un")
    assert post["date"].startswith("2018-06-01T")
    names = {row["name"] for row in desk.there.taxonomies["post_tag"].terms.values()}
    assert {"Loire-Atlantique", "Eau et rivières"} <= names
    assert len(post["categories"]) == 1
    if desk.there.registered_meta:
        assert post["meta"] == {"souffleur_id": ONE.id, "souffleur_url": ONE.url}


@bare_or_not
def test_the_same_content_sends_nothing(desk: Desk) -> None:
    desk.send(ONE, replace(TWO, files=(KEPT,)))
    desk.there.asked.clear()
    report = desk.send(ONE, replace(TWO, files=(KEPT,)))
    assert done(report) == {"unchanged": 2}
    assert desk.there.commands == []
    assert report.commands == 0


def test_a_changed_content_updates_the_same_article_and_nothing_else(desk: Desk) -> None:
    desk.send(ONE, TWO, status="publish")
    number = desk.number(ONE)
    desk.there.asked.clear()
    report = desk.send(replace(ONE, title="Un, relu"), TWO)
    assert done(report) == {"updated": 1, "unchanged": 1}
    assert desk.there.commands == [f"posts/{number}"]
    assert desk.there.posts[number]["title"] == "Un, relu"
    assert desk.there.posts[number]["status"] == "publish"  # not made a draft again
    assert done(desk.send(replace(ONE, title="Un, relu"))) == {"unchanged": 1}


def test_a_term_taken_away_goes_from_the_article(desk: Desk) -> None:
    desk.send(ONE)
    before = len(desk.post(ONE)["tags"])
    desk.send(replace(ONE, themes=()))
    assert len(desk.post(ONE)["tags"]) < before


def test_an_article_people_changed_is_left_alone_and_said(desk: Desk) -> None:
    desk.send(ONE)
    desk.there.edit(desk.number(ONE), title="Relu par nous")
    assert done(desk.send(ONE)) == {"edited": 1}
    report = desk.send(replace(ONE, summary="Autre"))
    assert done(report) == {"conflict": 1}
    assert "--overwrite" in report.problems[0].message
    assert desk.post(ONE)["title"] == "Relu par nous"
    insisting = Insisting(overwrite=True)
    assert done(desk.send(replace(ONE, summary="Autre"), insisting=insisting)) == {"updated": 1}
    assert desk.post(ONE)["title"] == "Un &amp; un"


def test_an_article_changed_between_the_look_and_the_sending_is_left_alone(desk: Desk) -> None:
    desk.send(ONE)
    number = desk.number(ONE)
    asked: list[str] = []

    def people_are_quick(method: str, path: str) -> None:
        if path == f"posts/{number}" and not asked:
            asked.append(path)
            desk.there.edit(number, title="Pendant ce temps")

    desk.there.faults.before = people_are_quick
    assert done(desk.send(replace(ONE, summary="Autre"))) == {"conflict": 1}
    assert desk.post(ONE)["title"] == "Pendant ce temps"


@pytest.mark.parametrize("how", ["deleted", "in the bin"])
def test_an_article_people_deleted_is_said_and_only_created_again_when_asked(
    desk: Desk, how: str
) -> None:
    desk.send(ONE)
    if how == "deleted":
        del desk.there.posts[desk.number(ONE)]
    else:
        desk.there.bin(desk.number(ONE))
    desk.there.asked.clear()
    report = desk.send(ONE)
    assert done(report) == {"gone": 1}
    assert "--recreate" in report.problems[0].message
    assert desk.there.commands == []
    assert done(desk.send(ONE, insisting=Insisting(recreate=True))) == {"created": 1}
    assert desk.post(ONE)["slug"] == "un"
    assert done(desk.send(ONE)) == {"unchanged": 1}


def test_an_article_that_lists_do_not_show_is_not_taken_for_deleted(desk: Desk) -> None:
    desk.send(ONE)
    desk.post(ONE)["status"] = "archive"
    assert done(desk.send(ONE, insisting=Insisting(recreate=True))) == {"unchanged": 1}


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(desk: Desk) -> None:
    desk.send(ONE, TWO)
    desk.there.asked.clear()
    third = record("/fiche/trois/", files=(KEPT,))
    report = desk.send(replace(ONE, title="Neuf"), TWO, third, dry_run=True)
    assert done(report) == {"updated": 1, "unchanged": 1, "created": 1}
    assert desk.there.commands == []
    assert set(desk.things.of(What.POST)) == {ONE.id, TWO.id}


def test_two_records_of_one_slug_are_two_articles(desk: Desk) -> None:
    other = record("/anciens/un/", title="Un autre")
    third = record("/vieux/un/", title="Un troisième")
    assert done(desk.send(ONE, other, third)) == {"created": 3}
    assert len({post["slug"] for post in desk.there.posts.values()}) == 3
    assert done(desk.send(ONE, other, third)) == {"unchanged": 3}


def test_an_article_of_somebody_else_under_our_slug_is_left_alone(desk: Desk) -> None:
    theirs = desk.there.create_post({"title": "À eux", "slug": "un"})
    desk.send(ONE)
    assert theirs["title"] == "À eux"
    assert len(desk.there.posts) == 2


def test_a_slug_a_file_of_the_site_has_makes_no_double_either(desk: Desk) -> None:
    """WordPress then gives `un-2`, and the answer is lost."""
    desk.there.media[5] = {"id": 5, "slug": "un", "post": None, "source_url": ""}
    lose_answers(desk.there, "posts", 1)
    assert done(desk.send(ONE)) == {"created": 1}
    assert [post["slug"] for post in desk.there.posts.values()] == ["un-2"]


@pytest.mark.parametrize("path", ["posts", "media", "tags", "categories"])
def test_a_lost_answer_makes_no_double(desk: Desk, path: str) -> None:
    lose_answers(desk.there, path, 2)
    one = replace(ONE, files=(KEPT,))
    assert done(desk.send(one)) == {"created": 1}
    assert (len(desk.there.posts), len(desk.there.media)) == (1, 1)
    for taxonomy in desk.there.taxonomies.values():
        slugs = [row["slug"] for row in taxonomy.terms.values()]
        assert len(slugs) == len(set(slugs))
    assert done(desk.send(one)) == {"unchanged": 1}


@bare_or_not
def test_what_was_sent_before_a_kill_and_not_noted_is_taken_up(desk: Desk) -> None:
    one = replace(ONE, files=(KEPT,))
    desk.send(one)
    for what, key in ((What.POST, one.id), (What.MEDIA, SHA256)):
        desk.forget(what, key)
    desk.there.asked.clear()
    assert done(desk.send(one)) == {"unchanged": 1}
    assert desk.there.commands == []


def test_an_article_that_was_not_noted_and_was_changed_since_is_a_conflict(desk: Desk) -> None:
    desk.send(ONE)
    number = desk.number(ONE)
    desk.forget(What.POST, ONE.id)
    desk.there.edit(number, title="Relu par nous")
    assert done(desk.send(ONE)) == {"conflict": 1}
    assert len(desk.there.posts) == 1
    assert done(desk.send(ONE, insisting=Insisting(overwrite=True))) == {"updated": 1}
    assert desk.number(ONE) == number


def test_an_update_whose_answer_was_lost_is_no_conflict(desk: Desk) -> None:
    desk.send(ONE)
    before = desk.things.of(What.POST)[ONE.id]
    changed = replace(ONE, summary="Autre")
    desk.send(changed)
    desk.things.keep(before)  # as if the process had been killed before it noted the answer
    assert done(desk.send(changed)) == {"unchanged": 1}


def test_a_term_changed_by_people_is_a_conflict_too(desk: Desk) -> None:
    desk.send(ONE)
    desk.there.edit(desk.number(ONE), tags=[])
    assert done(desk.send(replace(ONE, keywords=("neuf",)))) == {"conflict": 1}


def test_one_article_that_is_refused_is_said_and_the_rest_goes_on(desk: Desk) -> None:
    empty = record("/fiche/vide/", title="", summary="")

    def no_room(method: str, path: str) -> Response | None:
        return Response("<html>too large", status=413) if _asks(method, path, "Deux") else None

    def _asks(method: str, path: str, title: str) -> bool:
        return method == "POST" and path == "posts" and request.get_json()["title"] == title

    desk.there.faults.before = no_room
    report = desk.send(empty, TWO, ONE, Problem("x-1", "bad_import", "Illisible."))
    assert done(report) == {"created": 2, "failed": 2}
    assert [problem.record_id for problem in report.problems] == [TWO.id, "x-1"]


def test_a_site_that_goes_down_ends_the_run_and_the_next_takes_it_up(desk: Desk) -> None:
    records = [record(f"/fiche/n{n}/", title=f"N {n}") for n in range(6)]

    def down(method: str, path: str) -> Response | None:
        return Response(status=503) if len(desk.there.posts) >= 2 else None

    desk.there.faults.before = down
    with pytest.raises(SiteRefused, match="Relancez"):
        desk.send(*records)
    desk.there.faults.before = lambda _method, _path: None
    assert done(desk.send(*records)) == {"unchanged": 2, "created": 4}


@pytest.mark.parametrize("missing", ["edit_posts", "upload_files", "publish_posts"])
def test_an_account_without_the_rights_is_said_before_anything_is_sent(
    desk: Desk, missing: str
) -> None:
    desk.there.capabilities -= {missing}
    with pytest.raises(SiteRefused, match=missing):
        desk.send(ONE, status="publish")
    assert desk.there.commands == []


def test_two_sites_have_their_own_numbers(desk: Desk, database: Database) -> None:
    desk.send(ONE)
    with wordpress() as other:
        there = Desk(other, database, desk.files)
        assert done(there.send(ONE)) == {"created": 1}
        assert done(there.send(ONE)) == {"unchanged": 1}
    assert done(desk.send(ONE)) == {"unchanged": 1}


def test_more_records_than_a_page_are_looked_up_in_pages(desk: Desk) -> None:
    records = [record(f"/fiche/n{n}/", title=f"N {n}") for n in range(130)]
    desk.send(*records)
    desk.there.bin(desk.number(records[7]))
    desk.there.asked.clear()
    assert done(desk.send(*records)) == {"unchanged": 129, "gone": 1}
    assert [path for _, path in desk.there.asked].count("posts") == 2
    assert desk.there.commands == []
