"""A page beside its records: what they hold of its words, and what they lack."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from corpus import tables as t
from corpus.database import Database
from corpus.files import FileStore
from corpus.ledger import Ledger
from corpus.values import normalised_text
from crawler.proof.similarity import Similarity
from crawler.proof.wording import missing_passages, passages_in, share_held, words_held
from tests.crawler.proof.small_holdings import BASE, Page, config_at, harvested, read, rest, sheet

FIRST = "La rivière est partagée entre les pêcheurs et les kayakistes depuis dix ans."
LOST = "Un médiateur indépendant, payé par la région, anime chacune des réunions publiques."


def silent(done: int, total: int) -> None:
    pass


@pytest.fixture
def similarity(database: Database, tmp_path: Path) -> Similarity:
    return Similarity(database, FileStore(config_at(tmp_path).files_dir), tmp_path)


def test_a_record_that_says_all_its_page_says_holds_it_whole(
    database: Database, similarity: Similarity
) -> None:
    harvested(database, Page("/a", sheet("Titre", FIRST), (read("/a", "Titre", FIRST),)))
    assert similarity.measure(["icpc"], silent) == 1
    report = similarity.report("icpc")
    assert (report.measured, report.share, report.below) == (1, 1.0, ())


def test_a_record_that_lost_a_paragraph_is_told_with_that_paragraph(
    database: Database, similarity: Similarity
) -> None:
    harvested(database, Page("/a", sheet("Titre", FIRST, LOST), (read("/a", "Titre", FIRST),)))
    similarity.measure(["icpc"], silent)
    (page,) = similarity.report("icpc").below
    assert (page.page.url, page.passages) == (f"{BASE}/a", (LOST,))
    assert 0.4 < page.share < 0.6
    (line,) = [line for line in Ledger(database).lines("icpc") if line.url == f"{BASE}/a"]
    assert line.similarity == page.share


def test_a_sentence_lost_from_a_long_page_is_told_though_its_share_is_small(
    database: Database, similarity: Similarity
) -> None:
    long = [f"Le paragraphe {n} dit quelque chose de la rivière numéro {n}." for n in range(40)]
    harvested(database, Page("/a", sheet("Titre", *long, LOST), (read("/a", "Titre", *long),)))
    similarity.measure(["icpc"], silent)
    (page,) = similarity.report("icpc").below
    assert page.share > 0.9
    assert page.passages == (LOST,)


def test_a_line_that_became_a_field_is_no_loss() -> None:
    held = words_held([read("/a", "Titre", themes=("Énergie", "Forêt"))])
    assert missing_passages(["Thèmes : forêt, énergie"], held) == ()
    assert missing_passages(["Thèmes : littoral, ports"], held) == ("Thèmes : littoral, ports",)


def test_a_box_beside_the_text_counts_as_well() -> None:
    html = sheet("Titre", FIRST).replace("</main>", f"</main><aside><p>{LOST}</p></aside>")
    assert passages_in(html.encode(), "utf-8", "http://h/a") == ("Titre", FIRST, LOST)


def test_what_was_measured_is_not_measured_again_until_page_or_record_changes(
    database: Database, similarity: Similarity
) -> None:
    whole = Page("/a", sheet("Titre", FIRST, LOST), (read("/a", "Titre", FIRST),))
    harvested(database, whole)
    assert similarity.measure(["icpc"], silent) == 1
    assert similarity.measure(["icpc"], silent) == 0
    harvested(database, Page("/a", whole.html, (read("/a", "Titre", FIRST, LOST),)))
    assert similarity.measure(["icpc"], silent) == 1
    assert similarity.report("icpc").below == ()
    with database.read() as connection:
        assert len(connection.execute(select(t.similarities)).all()) == 2


def test_each_work_of_a_rest_answer_is_measured_alone(
    database: Database, similarity: Similarity
) -> None:
    items = [
        {"link": f"{BASE}/document/{n}", "content": {"rendered": f"<p>{FIRST}<p>{LOST}"}}
        for n in ("un", "deux")
    ]
    records = (
        read("/document/un", "Un", FIRST, LOST),
        read("/document/deux", "Deux", FIRST),
    )
    harvested(database, rest("/wp-json/wp/v2/document?page=1", items, 2, *records))
    assert similarity.measure(["icpc"], silent) == 2
    (page,) = similarity.report("icpc").below
    assert (page.page.url, page.passages) == (f"{BASE}/document/deux", (LOST,))


def test_a_page_whose_bytes_are_gone_is_counted_apart(
    database: Database, similarity: Similarity
) -> None:
    harvested(database, Page("/a", sheet("Titre", FIRST), (read("/a", "Titre", FIRST),)))
    with database.write() as connection:
        connection.execute(t.bodies.delete())
    assert similarity.measure(["icpc"], silent) == 0
    report = similarity.report("icpc")
    assert (report.measured, report.unkept) == (0, 1)


@given(st.lists(st.text(max_size=40), max_size=8), st.lists(st.text(max_size=40), max_size=3))
def test_a_text_holds_all_of_itself_whatever_stands_around(
    texts: list[str], more: list[str]
) -> None:
    held = normalised_text(" ".join([*texts, *more])).split()
    whole = " ".join(texts)
    share, words = share_held([whole], held)
    assert words == len(normalised_text(whole).split())
    assert share_held([whole], [])[0] == (0.0 if words else 1.0)
    assert share == 1.0
    assert missing_passages([whole], normalised_text(whole).split()) == ()


def test_words_met_elsewhere_do_not_stand_for_a_passage() -> None:
    held = [
        "publiques",
        "réunions",
        "des",
        "chacune",
        "anime",
        "région",
        "la",
        "par",
        "payé",
        "indépendant",
        "médiateur",
        "un",
    ]
    held = [word.replace("é", "e") for word in held]
    assert missing_passages([LOST], held) == (LOST,)
    assert share_held([LOST], held)[0] == 1.0
