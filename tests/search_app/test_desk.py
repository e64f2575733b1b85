from __future__ import annotations

import fcntl

import pytest
from flask import Flask
from sqlalchemy import select

from corpus import tables as t
from corpus.catalogue import Catalogue, FileRow
from corpus.config import Config
from indexer.stored_texts import key_of
from search_app.holdings import EXTENSION
from search_app.views import desk
from tests.search_app.browsing import Visitor, form_to, page_of, text_of
from tests.search_app.conftest import PASSWORD
from tests.search_app.shelf import PDF_URL, river

RIVER = f"/fiche/{river().id}"
SAVE = f"{RIVER}/etiquettes"


def catalogue_of(app: Flask) -> Catalogue:
    catalogue: Catalogue = app.extensions[EXTENSION].catalogue
    return catalogue


def tag(person: Visitor, value: str) -> None:
    answer = person.send(form_to(person.open(RIVER), SAVE, add=""), add=value)
    assert answer.status_code == 303


# --- signing in --------------------------------------------------------------------------------


def test_signing_in_leads_back_to_the_page_one_came_from(visitor: Visitor) -> None:
    link = visitor.open(RIVER).find("a", string="Connectez-vous pour étiqueter")
    assert link is not None
    form = form_to(visitor.open(str(link["href"])), "/connexion")
    answer = visitor.send(form, name="camille", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, f"{RIVER}#etiquettes")


@pytest.mark.parametrize("target", ["//evil.test", "https:evil.test", "/\\evil.test", "\t//evil"])
def test_signing_in_never_leads_to_another_site(visitor: Visitor, target: str) -> None:
    form = form_to(visitor.open("/connexion"), "/connexion")
    answer = visitor.send(form, name="camille", password=PASSWORD, next=target)
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(visitor: Visitor) -> None:
    wrong = visitor.sign_in("camille", "autre chose de long")
    unknown = visitor.sign_in("inconnue", "autre chose de long")
    assert wrong.status_code == unknown.status_code == 403
    said = [text_of(page_of(answer), ".problem") for answer in (wrong, unknown)]
    assert said[0] == said[1]
    assert "ne convient pas" in said[0][0]


def test_too_many_tries_are_slowed_down(visitor: Visitor) -> None:
    answers = [visitor.sign_in("camille", "autre chose de long") for _ in range(6)]
    assert "Attendez" in page_of(answers[-1]).get_text()


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(visitor: Visitor) -> None:
    cookie = visitor.sign_in("camille", PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_in_gives_another_cookie_than_the_one_before(visitor: Visitor) -> None:
    visitor.open("/connexion")
    before = visitor.client.get_cookie("souffleur")
    visitor.sign_in("camille", PASSWORD)
    after = visitor.client.get_cookie("souffleur")
    assert before is not None
    assert after is not None
    assert before.value != after.value


def test_a_stolen_cookie_opens_nothing_after_signing_out(app: Flask, librarian: Visitor) -> None:
    stolen = librarian.client.get_cookie("souffleur")
    assert stolen is not None
    librarian.send(form_to(librarian.open("/"), "/deconnexion"))
    thief = Visitor(app)
    thief.client.set_cookie("souffleur", stolen.value)
    assert "Se déconnecter" not in thief.open("/").get_text()


def test_signing_out_says_so_and_closes_the_desk(librarian: Visitor) -> None:
    assert "Se déconnecter" in librarian.open("/").get_text()
    answer = librarian.send(form_to(librarian.open("/"), "/deconnexion"))
    assert answer.status_code == 303
    assert "Vous êtes déconnecté." in text_of(librarian.open("/"), ".notice")


def test_a_signed_in_page_is_not_kept_by_caches(librarian: Visitor, visitor: Visitor) -> None:
    assert librarian.get("/").headers["Cache-Control"] == "no-store"
    assert visitor.get("/").headers["Cache-Control"] == "no-cache"


def test_visitors_get_no_cookie(visitor: Visitor) -> None:
    for address in ("/", "/recherche?q=eau", RIVER, "/aide"):
        assert "Set-Cookie" not in visitor.get(address).headers


# --- tagging -----------------------------------------------------------------------------------


def test_a_tag_is_a_facet_as_soon_as_it_is_saved(librarian: Visitor, visitor: Visitor) -> None:
    tag(librarian, "à relire")
    found = visitor.open("/recherche?tag=à+relire")
    assert text_of(found, ".hit h2") == [river().title]
    assert visitor.open("/recherche").select_one("input[name=tag][value='à relire']") is not None


def test_tagging_reads_no_file_again(app: Flask, librarian: Visitor) -> None:
    def readings() -> list[str]:
        with app.extensions[EXTENSION].database.read() as connection:
            return list(connection.execute(select(t.texts.c.at)).scalars())

    before = readings()
    app.extensions[EXTENSION].files.path(river_pdf(app)).unlink()
    tag(librarian, "à relire")
    assert readings() == before
    assert len(librarian.open("/recherche?tag=à+relire&q=nappe").select(".hit")) == 1


def test_a_tag_never_waits_for_files_to_be_read(app: Flask, librarian: Visitor) -> None:
    body = b"Un texte que personne n'a encore lu."
    sha256 = app.extensions[EXTENSION].files.put(body)
    row = FileRow(PDF_URL, sha256, "text/plain", "neuf.txt", len(body))
    catalogue_of(app).keep_file(row)
    tag(librarian, "à relire")
    assert len(librarian.open("/recherche?tag=à+relire").select(".hit")) == 1
    key = key_of(sha256, "text/plain")
    assert key
    assert app.extensions[EXTENSION].texts.missing([key]) == [key]


def river_pdf(app: Flask) -> str:
    return next(f.sha256 for f in catalogue_of(app).entry(river().id).record.files if f.sha256)


def test_words_that_name_a_concept_become_its_label(librarian: Visitor) -> None:
    tag(librarian, "EnR")
    (shown,) = text_of(librarian.open(RIVER), "a.tag")
    assert shown != "EnR"
    assert "nergie" in shown


def test_who_tagged_and_when_is_shown_and_kept(app: Flask, librarian: Visitor) -> None:
    tag(librarian, "à relire")
    page = librarian.open(RIVER)
    assert "par camille" in text_of(page, ".tag-rows .hint")[0]
    assert "+ à relire" in text_of(page, ".history li")[0]
    (kept,) = catalogue_of(app).entry(river().id).tags
    assert (kept.by, kept.at[:2]) == ("camille", "20")


def test_a_tag_is_removed_by_its_button(librarian: Visitor) -> None:
    tag(librarian, "à relire")
    answer = librarian.send(form_to(librarian.open(RIVER), SAVE, remove="à relire"))
    assert answer.status_code == 303
    assert not text_of(librarian.open(RIVER), "a.tag")
    assert not librarian.open("/recherche?tag=à+relire").select(".hit")


def test_the_list_proposes_the_concepts_of_the_thesaurus(librarian: Visitor) -> None:
    page = librarian.open(RIVER)
    assert len(page.select("datalist#concepts option")) > 30
    field = page.select_one("input#add")
    assert field is not None
    assert field["list"] == "concepts"


def test_an_empty_tag_changes_nothing_and_says_so(app: Flask, librarian: Visitor) -> None:
    tag(librarian, "   ")
    assert "Rien à enregistrer" in text_of(librarian.open(RIVER), ".notice")[0]
    assert catalogue_of(app).entry(river().id).version == 0


def test_too_long_a_tag_is_refused_with_its_length(librarian: Visitor) -> None:
    form = form_to(librarian.open(RIVER), SAVE, add="")
    answer = librarian.send(form, add="a" * 81)
    assert answer.status_code == 400
    assert "81 caractères" in text_of(page_of(answer), ".problem")[0]


def test_two_people_see_both_versions_and_nothing_is_lost(
    librarian: Visitor, other_librarian: Visitor
) -> None:
    form = form_to(librarian.open(RIVER), SAVE, add="")
    tag(other_librarian, "déjà classé")
    answer = librarian.send(form, add="à relire")
    assert answer.status_code == 409
    page = page_of(answer)
    theirs, yours = page.select(".side-by-side section")
    assert text_of(theirs, ".tag") == ["déjà classé"]
    assert "dominique" in theirs.get_text()
    assert "Ajouter : à relire" in yours.get_text()
    assert text_of(yours, ".tag") == ["déjà classé", "à relire"]
    assert librarian.send(form_to(page, SAVE)).status_code == 303
    assert text_of(librarian.open(RIVER), "a.tag") == ["déjà classé", "à relire"]


def test_a_made_up_version_is_refused(librarian: Visitor) -> None:
    form = form_to(librarian.open(RIVER), SAVE, add="")
    for version in ("", "x", "-1", "9" * 40):
        assert librarian.send(form, add="a", version=version).status_code == 400


def test_without_the_token_of_the_page_nothing_is_saved(app: Flask, librarian: Visitor) -> None:
    for address in (SAVE, "/connexion", "/deconnexion"):
        answer = librarian.client.post(address, data={"add": "volé", "version": "0"})
        assert answer.status_code == 400
        assert "autre session" in page_of(answer).get_text()
    assert not catalogue_of(app).entry(river().id).tags


def test_a_session_that_ended_asks_to_sign_in_and_comes_back(
    app: Flask, librarian: Visitor
) -> None:
    form = form_to(librarian.open(RIVER), SAVE, add="")
    app.extensions[EXTENSION].accounts.set_password("camille", "une autre phrase choisie")
    answer = librarian.send(form, add="à relire")
    page = page_of(answer)
    assert (answer.status_code, text_of(page, "textarea")) == (401, ["à relire"])
    assert page.select_one(f'a[href="/connexion?next={RIVER}"]') is not None
    assert not catalogue_of(app).entry(river().id).tags


def test_an_unknown_record_cannot_be_tagged(librarian: Visitor) -> None:
    form = form_to(librarian.open(RIVER), SAVE, add="")
    form["action"] = "/fiche/comedie-000000000000/etiquettes"
    assert librarian.send(form, add="x").status_code == 404


def test_a_tag_saved_while_the_index_is_held_is_found_later(
    config: Config, librarian: Visitor, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    monkeypatch.setattr(desk, "INDEX_WAIT_SECONDS", 0.2)
    holdings = app.extensions[EXTENSION]
    with (config.home / "index" / "lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tag(librarian, "à relire")
        assert "L'index est occupé" in text_of(librarian.open(RIVER), ".notice")[0]
        assert text_of(librarian.open(RIVER), "a.tag") == ["à relire"]
    assert holdings.index_follows(20.0)
    assert len(librarian.open("/recherche?tag=à+relire").select(".hit")) == 1


def test_english_tagging_stays_in_english(librarian: Visitor) -> None:
    form = form_to(librarian.open(f"{RIVER}?lang=en"), SAVE, add="")
    answer = librarian.send(form, add="to read again")
    page = librarian.open(str(answer.location))
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert "Saved." in text_of(page, ".notice")[0]
