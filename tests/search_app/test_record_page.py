from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from flask import Flask

from corpus.catalogue import Catalogue
from corpus.record import PartialDate, PlaceRef, Record
from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor, text_of
from tests.search_app.shelf import pdf, record, river, shelf

RIVER = f"/fiche/{river().id}"
TRAP = hashlib.sha256(b"<script>alert(document.domain)</script>").hexdigest()
PDF = hashlib.sha256(pdf()).hexdigest()


def catalogue_of(app: Flask) -> Catalogue:
    catalogue: Catalogue = app.extensions[EXTENSION].catalogue
    return catalogue


def test_a_record_shows_its_fields_with_their_labels(visitor: Visitor) -> None:
    page = visitor.open(RIVER)
    labels, words = text_of(page, ".panel dt"), " ".join(text_of(page, ".panel dd"))
    assert labels[:3] == ["Date", "Thème", "Lieu"]
    for said in ("juin 2018", "Eau et rivières", "Nantes (Loire-Atlantique)", "Atelier des rives"):
        assert said in words.replace("\u00a0", " ")
    assert "Dominique Exemple (entretien mené par)" in words


def test_every_linked_field_finds_the_record_again(visitor: Visitor) -> None:
    page = visitor.open(RIVER)
    links = page.select(".panel dd a")
    assert len(links) > 8
    for link in links:
        assert river().title in text_of(visitor.open(str(link["href"])), ".hit h2")


def test_each_type_of_block_is_told_apart(visitor: Visitor) -> None:
    page = visitor.open(RIVER)
    assert text_of(page, ".prose h3") == ["Le contexte"]
    assert text_of(page, ".prose h4") == ["Un détail"]
    assert text_of(page, ".prose ul li")[0] == "des pêcheurs"
    assert text_of(page, ".prose ol li") == ["Écouter", "Écrire", "Relire"]
    assert text_of(page, ".question strong") == ["Qui a commencé ?"]
    assert text_of(page, ".prose td")[2:4] == ["2017", "12"]


@pytest.mark.parametrize("made", shelf()[:4], ids=lambda made: made.kind)
def test_headings_of_a_record_never_skip_a_level(visitor: Visitor, made: Record) -> None:
    page = visitor.open(f"/fiche/{made.id}")
    levels = [int(str(heading.name)[1]) for heading in page.select("h1,h2,h3,h4,h5,h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_files_say_their_format_size_and_pages(visitor: Visitor) -> None:
    kept, offsite = text_of(visitor.open(RIVER), ".files li")
    assert "PDF" in kept
    assert "ko" in kept
    assert "3 pages" in kept
    assert "sur un autre site" in offsite


def test_links_lead_to_records_of_the_base_where_there_are(visitor: Visitor) -> None:
    page = visitor.open(RIVER)
    memo = page.find("a", string="Mémo : écouter")
    assert memo is not None
    target = visitor.open(str(memo["href"]))
    assert river().title in text_of(target, ".links a")


def test_a_trapped_link_is_words_only(visitor: Visitor) -> None:
    page = visitor.open(RIVER)
    assert "Un lien piégé" in page.get_text()
    assert not page.select("a[href^='javascript']")


def test_the_page_says_where_the_record_comes_from(visitor: Visitor) -> None:
    origin = " ".join(text_of(visitor.open(RIVER), ".origin"))
    assert "D'où vient cette fiche" in origin
    for said in ("Comédie", river().url, "élément 2", "HTTP 200", "credit line", "c0ffee"):
        assert said in origin


def test_the_history_says_what_happened(visitor: Visitor) -> None:
    assert "Fiche récoltée" in text_of(visitor.open(RIVER), ".history li")[-1]


def test_what_a_person_corrected_is_shown_and_said(app: Flask, visitor: Visitor) -> None:
    catalogue_of(app).save_edits(river().id, 0, {"title": "Un titre corrigé"}, "camille")
    page = visitor.open(RIVER)
    assert text_of(page, "h1") == ["Un titre corrigé"]
    assert "Titre : par camille" in " ".join(text_of(page, ".origin"))
    assert "par camille" in text_of(page, ".history li")[0]


def test_a_record_with_almost_nothing_still_has_a_page(app: Flask, visitor: Visitor) -> None:
    bare = record("nue", "Sans rien", "page", language="", provenance={})
    catalogue_of(app).put([bare])
    page = visitor.open(f"/fiche/{bare.id}")
    assert "ne donne pas de texte" in page.get_text()


def test_a_record_of_an_event_says_its_days_and_hours(app: Flask, visitor: Visitor) -> None:
    event = record(
        "rencontre",
        "Une rencontre",
        "event",
        date=PartialDate("2021-05-03"),
        end_date=PartialDate("2021-05-05"),
        time="14:00 - 17:30",
        places=(PlaceRef("Un lieu-dit"),),
    )
    catalogue_of(app).put([event])
    facts = " ".join(text_of(visitor.open(f"/fiche/{event.id}"), ".panel dd"))
    assert "3 mai 2021 – 5 mai 2021" in facts.replace("\u00a0", " ")
    assert "14:00 - 17:30" in facts
    assert "Un lieu-dit" in facts


def test_an_unknown_record_says_how_to_find_it(visitor: Visitor) -> None:
    page = visitor.open("/fiche/comedie-000000000000", 404)
    assert "comedie-000000000000" in text_of(page, ".problem")[0]


def test_the_record_in_english_keeps_the_language_of_its_text(visitor: Visitor) -> None:
    page = visitor.open(f"{RIVER}?lang=en")
    assert page.html is not None
    assert page.html["lang"] == "en"
    heading = page.find("h1")
    assert heading is not None
    assert heading["lang"] == "fr"
    assert "Where this record comes from" in text_of(page, "h2")


# --- files -------------------------------------------------------------------------------------


def test_a_pdf_is_shown_in_the_browser_under_its_own_type(visitor: Visitor) -> None:
    answer = visitor.get(f"/fichier/{PDF}/bilan.pdf")
    assert answer.data == pdf()
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_kept_page_is_handed_over_and_never_run(visitor: Visitor) -> None:
    answer = visitor.get(f"/fichier/{TRAP}/page.html")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_name_in_the_address_decides_nothing(visitor: Visitor) -> None:
    answer = visitor.get(f"/fichier/{PDF}/piege.exe")
    assert answer.mimetype == "application/pdf"
    assert "piege" not in answer.headers["Content-Disposition"]


def test_a_part_of_a_file_can_be_asked_for(visitor: Visitor) -> None:
    answer = visitor.client.get(
        f"/fichier/{PDF}/bilan.pdf", headers={"Range": "bytes=0-4"}, buffered=True
    )
    assert answer.status_code == 206
    assert answer.data == b"%PDF-"
    beyond = visitor.client.get(
        f"/fichier/{PDF}/bilan.pdf", headers={"Range": "bytes=99999999-"}, buffered=True
    )
    assert beyond.status_code == 416


def test_a_file_already_held_is_not_sent_again(visitor: Visitor) -> None:
    answer = visitor.client.get(
        f"/fichier/{PDF}/bilan.pdf", headers={"If-None-Match": f'"{PDF}"'}, buffered=True
    )
    assert answer.status_code == 304


@pytest.mark.parametrize("sha256", ["0" * 64, "..", "%2e%2e%2f%2e%2e", "xyz", "%00"])
def test_what_is_not_a_kept_file_is_not_found(visitor: Visitor, sha256: str) -> None:
    assert visitor.client.get(f"/fichier/{sha256}/secret.key").status_code == 404


def test_a_file_lost_from_the_disk_says_how_to_get_it_back(app: Flask, visitor: Visitor) -> None:
    app.extensions[EXTENSION].files.path(PDF).unlink()
    page = visitor.open(f"/fichier/{PDF}/bilan.pdf", 404)
    assert "Relancez la collecte" in text_of(page, ".problem")[0]


def test_the_text_of_a_file_is_read_page_by_page(visitor: Visitor) -> None:
    page = visitor.open(f"/fichier/{PDF}/texte")
    assert [heading.split(" Ouvrir")[0] for heading in text_of(page, "h2")] == [
        "Page 1",
        "Page 2",
        "Page 3",
    ]
    assert "mesuré la nappe" in text_of(page, ".file-text")[1]
    assert str(page.select("h2 a")[1]["href"]).endswith(".pdf#page=2")


def test_a_file_that_was_not_read_says_so(visitor: Visitor) -> None:
    page = visitor.open(f"/fichier/{TRAP}/texte")
    assert "pas encore été lu" in text_of(page, ".problem")[0]
