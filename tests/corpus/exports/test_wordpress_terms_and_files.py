"""Terms and files that articles need on the site: found, sent once, left to people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corpus.errors import SiteRefused
from corpus.exports.mapping import TAXONOMIES
from corpus.exports.wordpress.deciding import Insisting
from tests.corpus.exports.desk import KEPT, ONE, SHA256, TWO, Desk, done
from tests.corpus.exports.wordpress_contract import Taxonomy


def test_a_file_is_sent_once_attached_and_linked_from_every_article(desk: Desk) -> None:
    one, two = replace(ONE, files=(KEPT,)), replace(TWO, files=(KEPT,))
    assert desk.send(one, two).media_sent == 1
    [media] = desk.there.media.values()
    assert media["sha256"] == SHA256
    assert media["post"] == desk.number(one)
    assert media["source_url"].endswith(f"/bilan-2019-{SHA256[:12]}.pdf")
    for post in desk.there.posts.values():
        assert media["source_url"] in post["content"]
        assert KEPT.url not in post["content"]


def test_a_file_that_wordpress_does_not_take_leaves_the_old_link_and_is_said(desk: Desk) -> None:
    page = replace(KEPT, media_type="text/html", name="page.html")
    lost = replace(KEPT, url="https://a.fr/perdu.pdf", sha256="f" * 64)
    drawn = replace(KEPT, url="https://a.fr/d.docx", media_type="application/vnd.oasis.opendocument.text")  # fmt: skip
    empty = replace(KEPT, url="https://a.fr/vide.pdf", sha256=desk.files.put(b""))
    report = desk.send(replace(ONE, files=(page, lost, drawn, empty)))
    assert done(report) == {"created": 1}
    assert [problem.code for problem in report.problems] == ["media"] * 4
    assert "est vide" in report.problems[3].message
    assert desk.there.media == {}
    assert page.url in desk.post(ONE)["content"]


def test_a_file_people_deleted_is_sent_again_only_when_asked(desk: Desk) -> None:
    one = replace(ONE, files=(KEPT,))
    desk.send(one)
    desk.there.media.clear()
    report = desk.send(replace(one, title="Relu"))
    assert done(report) == {"updated": 1}
    assert "--recreate" in report.problems[0].message
    assert KEPT.url in desk.post(one)["content"]
    assert (
        desk.send(replace(one, title="Encore"), insisting=Insisting(recreate=True)).media_sent == 1
    )


def test_a_term_people_renamed_stays_the_same_term(desk: Desk) -> None:
    desk.send(ONE)
    [category] = desk.there.taxonomies["category"].terms.values()
    category.update(name="Récits", slug="recits")
    desk.send(TWO)
    assert desk.post(TWO)["categories"] == [category["id"]]
    assert len(desk.there.taxonomies["category"].terms) == 1


def test_a_term_that_is_there_already_is_used(desk: Desk) -> None:
    there = desk.there.create_term("category", {"name": "Expérience", "slug": "nos-experiences"})
    desk.send(ONE)
    assert desk.post(ONE)["categories"] == [there["id"]]


def test_a_term_somebody_creates_meanwhile_is_used(desk: Desk) -> None:
    made: list[dict[str, Any]] = []

    def meanwhile(method: str, path: str) -> None:
        if method == "POST" and path == "categories" and not made:
            made.append(desk.there.create_term("category", {"name": "Expérience"}))

    desk.there.faults.before = meanwhile
    assert done(desk.send(ONE)) == {"created": 1}
    assert desk.post(ONE)["categories"] == [made[0]["id"]]


def test_a_term_people_deleted_is_created_again(desk: Desk) -> None:
    desk.send(ONE)
    desk.there.taxonomies["category"].terms.clear()
    desk.send(TWO)
    assert len(desk.there.taxonomies["category"].terms) == 1


def test_a_field_may_go_to_a_taxonomy_of_the_site(desk: Desk) -> None:
    desk.there.taxonomies["rubrique"] = Taxonomy("rubriques")
    desk.send(ONE, taxonomies={**TAXONOMIES, "kind": "rubrique"})
    assert len(desk.post(ONE)["rubriques"]) == 1
    with pytest.raises(SiteRefused, match="category, post_tag, rubrique"):
        desk.send(ONE, taxonomies={"kind": "nature"})
