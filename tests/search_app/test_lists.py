from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from corpus.errors import BadImport
from corpus.lists import NAMES, Lists
from search_app.cli import souffleur
from search_app.holdings import EXTENSION
from search_app.lists.checks import CHECKS, LineChanges, line_changes
from tests.search_app.browsing import Visitor, form_to, page_of, text_of
from tests.search_app.conftest import PASSWORD

PAGE = "/bureau/listes/synonymes"
LIST = "# sigles\nCNDP = Commission nationale du débat public\nIrstea -> INRAE\n"


def lists_of(app: Flask) -> Lists:
    lists: Lists = app.extensions[EXTENSION].lists
    return lists


def save(person: Visitor, text: str, address: str = PAGE) -> None:
    answer = person.send(form_to(person.open(address), address), text=text)
    assert (answer.status_code, answer.location) == (303, address)


# --- the page --------------------------------------------------------------------------------------


def test_only_signed_in_people_see_a_list_or_a_link_to_it(visitor: Visitor) -> None:
    answer = visitor.get(PAGE, status=303)
    assert answer.location == "/connexion?next=/bureau/listes/synonymes"
    assert visitor.open("/").find("a", href=PAGE) is None
    form = form_to(visitor.open(answer.location), "/connexion")
    assert visitor.send(form, name="camille", password=PASSWORD).location == PAGE


def test_the_desk_leads_to_the_lists(librarian: Visitor) -> None:
    link = librarian.open("/bureau").find("a", href=PAGE)
    assert link is not None
    assert link.get_text() == "Listes"
    english = librarian.open("/bureau?lang=en").find("a", string="Lists")
    assert english is not None
    assert english["href"] == f"{PAGE}?lang=en"


def test_the_page_shows_the_shipped_list_and_how_it_is_written(librarian: Visitor) -> None:
    page = librarian.open(PAGE)
    area = page.select_one("textarea#text")
    assert area is not None
    assert "CNDP = Commission nationale du débat public" in area.get_text()
    assert "personne ne l'a encore changée" in page.get_text()
    assert "Cemagref -> Irstea -> INRAE" in text_of(page, "dl.syntax dt")
    assert text_of(page, ".history li") == ["Aucun changement."]


def test_both_lists_are_reached_from_each_other(librarian: Visitor) -> None:
    page = librarian.open("/bureau/listes/temoins")
    assert text_of(page, "h1") == ["Requêtes témoins"]
    assert page.find("a", href=PAGE, string="Synonymes et sigles") is not None


@pytest.mark.parametrize("name", ["autre", "..%2fdata", "Synonymes"])
def test_another_list_is_not_found(librarian: Visitor, name: str) -> None:
    page = librarian.open(f"/bureau/listes/{name}", status=404)
    assert "synonymes, temoins" in page.get_text() or "%2f" in name


def test_saving_is_shown_with_who_when_and_what(app: Flask, librarian: Visitor) -> None:
    save(librarian, LIST)
    kept = lists_of(app).current("synonymes")
    assert (kept.text, kept.by, kept.version) == (LIST, "camille", 1)
    page = librarian.open(PAGE)
    assert text_of(page, ".notice") == ["Enregistré. La liste compte dès maintenant."]
    assert "Version 1, enregistrée par camille" in page.get_text()
    save(librarian, LIST.replace("Irstea -> INRAE", "RFF -> SNCF Réseau"))
    newest = librarian.open(PAGE).select(".history > ol > li")[0]
    assert text_of(newest, "summary")[0].startswith("Version 2, par camille (lignes : +1 −1)")
    assert text_of(newest, "del") == ["Irstea -> INRAE"]
    assert text_of(newest, "ins") == ["RFF -> SNCF Réseau"]


def test_saving_the_page_untouched_changes_nothing(app: Flask, librarian: Visitor) -> None:
    answer = librarian.send(form_to(librarian.open(PAGE), PAGE))
    assert answer.status_code == 303
    assert text_of(librarian.open(PAGE), ".notice") == ["Rien n'a changé dans la liste."]
    assert lists_of(app).version("synonymes") == 0


def test_a_list_that_begins_with_a_blank_line_or_markup_comes_back_whole(
    librarian: Visitor,
) -> None:
    save(librarian, "\n\n<b> = </textarea>&amp;\n")
    area = librarian.open(PAGE).select_one("textarea#text")
    assert area is not None
    assert area.get_text().strip("\n") == "<b> = </textarea>&amp;"


def test_a_line_that_cannot_be_read_is_said_and_the_text_is_kept(
    app: Flask, librarian: Visitor
) -> None:
    answer = librarian.send(form_to(librarian.open(PAGE), PAGE), text=f"{LIST}CESER\n")
    assert answer.status_code == 400
    page = page_of(answer)
    said = text_of(page, ".problem")[0]
    assert "Ligne 4 (« CESER »)" in said
    assert "il n'y a qu'un nom" in said
    area = page.select_one("textarea#text")
    assert area is not None
    assert area.get_text().split() == f"{LIST}CESER".split()
    assert area["aria-describedby"] == "problem"
    assert lists_of(app).version("synonymes") == 0
    corrected = librarian.send(form_to(page, PAGE), text=f"{LIST}CESER = conseil régional\n")
    assert corrected.status_code == 303


def test_a_test_query_that_cannot_be_read_is_refused_too(librarian: Visitor) -> None:
    address = "/bureau/listes/temoins"
    answer = librarian.send(form_to(librarian.open(address), address), text="eau")
    assert answer.status_code == 400
    assert "1" in text_of(page_of(answer), ".problem span")[0]


@pytest.mark.parametrize(
    ("address", "text", "said"),
    [
        (PAGE, "CESER\n", "Line 1 (“CESER”): there is only one name."),
        (PAGE, "Aa = Bb\nAa = Cc\n", "“Aa” is on line 1 already."),
        ("/bureau/listes/temoins", "eau", "Witness queries, line 1: a query and at least one"),
    ],
)
def test_what_cannot_be_read_is_said_in_english_on_the_english_page(
    librarian: Visitor, address: str, text: str, said: str
) -> None:
    form = form_to(librarian.open(f"{address}?lang=en"), address)
    page = page_of(librarian.send(form, text=text))
    sentence = page.select_one(".problem span")
    assert sentence is not None
    assert said in sentence.get_text()
    assert sentence["lang"] == "en"


def test_a_list_that_is_none_is_said_in_the_language_of_the_page(librarian: Visitor) -> None:
    for language, said in (("fr", "Aucune liste"), ("en", "No list is called “autre”")):
        page = librarian.open(f"/bureau/listes/autre?lang={language}", status=404)
        problem = page.select_one(".problem")
        assert problem is not None
        assert said in problem.get_text()
        assert problem["lang"] == language


def test_every_list_has_its_reader_and_can_be_read_as_it_ships(app: Flask) -> None:
    assert set(CHECKS) == set(NAMES)
    for name, check in CHECKS.items():
        check(lists_of(app).current(name).text)


def test_a_mistake_does_not_hide_that_somebody_saved_meanwhile(
    librarian: Visitor, other_librarian: Visitor
) -> None:
    form = form_to(librarian.open(PAGE), PAGE)
    save(other_librarian, LIST)
    page = page_of(librarian.send(form, text="CESER"))
    assert librarian.send(form_to(page, PAGE), text="CESER = conseil régional").status_code == 409


def test_two_people_see_both_versions_and_nothing_is_lost(
    app: Flask, librarian: Visitor, other_librarian: Visitor
) -> None:
    form = form_to(librarian.open(PAGE), PAGE)
    save(other_librarian, LIST)
    mine = "CNDP = Commission nationale du débat public\nQPV = quartier prioritaire\n"
    answer = librarian.send(form, text=mine)
    assert answer.status_code == 409
    page = page_of(answer)
    theirs, yours = page.select(".side-by-side section")
    assert "dominique" in theirs.get_text()
    assert "Irstea -> INRAE" in text_of(theirs, "textarea")[0]
    assert text_of(yours, "del") == ["# sigles", "Irstea -> INRAE"]
    assert text_of(yours, "ins") == ["QPV = quartier prioritaire"]
    assert librarian.send(form_to(page, PAGE)).status_code == 303
    assert lists_of(app).current("synonymes").text == mine
    assert [k.by for k in lists_of(app).history("synonymes")] == ["camille", "dominique", ""]


def test_without_the_token_of_the_page_nothing_is_saved(app: Flask, librarian: Visitor) -> None:
    answer = librarian.client.post(PAGE, data={"text": "volé = pris", "version": "0"})
    assert answer.status_code == 400
    assert lists_of(app).version("synonymes") == 0


def test_a_session_that_ended_saves_nothing_and_comes_back(app: Flask, librarian: Visitor) -> None:
    form = form_to(librarian.open(PAGE), PAGE)
    app.extensions[EXTENSION].accounts.set_password("camille", "une autre phrase choisie")
    answer = librarian.send(form, text=LIST)
    page = page_of(answer)
    assert answer.status_code == 401
    assert [area.string for area in page.select("textarea")] == [f"\n{LIST}"]
    assert page.select_one(f'a[href="/connexion?next={PAGE}"]') is not None
    assert lists_of(app).version("synonymes") == 0


def test_a_made_up_version_is_refused(librarian: Visitor) -> None:
    form = form_to(librarian.open(PAGE), PAGE)
    for version in ("", "x", "-1", "9" * 40):
        assert librarian.send(form, text=LIST, version=version).status_code == 400


def test_english_saving_stays_in_english(librarian: Visitor) -> None:
    answer = librarian.send(form_to(librarian.open(f"{PAGE}?lang=en"), PAGE), text=LIST)
    page = librarian.open(str(answer.location))
    assert text_of(page, "h1") == ["Synonyms and acronyms"]
    assert "Version 1, saved by camille" in page.get_text()


def test_a_list_as_long_as_a_book_is_kept(app: Flask, librarian: Visitor) -> None:
    text = "".join(f"sigle{n} = nom développé numéro {n}\n" for n in range(4000))
    save(librarian, text)
    assert lists_of(app).current("synonymes").text == text


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ("", "", (), ()),
        ("a\nb\n", "b\na\n", (), ()),
        ("a\n\n", "a\n\n\n", (), ()),
        ("a\n", "a\na\n", ("a",), ()),
        ("a\nb\n", "c\nb\n", ("c",), ("a",)),
    ],
)
def test_what_changed_is_told_line_by_line(
    before: str, after: str, added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    assert line_changes(before, after) == LineChanges(added, removed)


# --- the command -----------------------------------------------------------------------------------


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), "lists", *arguments])


def test_a_list_goes_out_and_comes_in_by_the_command(tmp_path: Path) -> None:
    shipped = run(tmp_path, "show", "synonymes").output
    file = tmp_path / "liste.txt"
    file.write_text(f"{shipped}Abc = Définition\n", encoding="utf-8")
    assert "version 1" in run(tmp_path, "save", "synonymes", str(file), "--by", "lea").output
    assert run(tmp_path, "show", "synonymes").output == file.read_text(encoding="utf-8")
    again = run(tmp_path, "save", "synonymes", str(file), "--by", "lea")
    assert "rien n'a changé" in again.output


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"CNDP\n", "Ligne 1"), ("Aa = Bb\nété = eau".encode("latin-1"), r"UTF-8 \(ligne 2\)")],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, body: bytes, said: str
) -> None:
    file = tmp_path / "liste.txt"
    file.write_bytes(body)
    refused = run(tmp_path, "save", "synonymes", str(file), "--by", "lea").exception
    assert isinstance(refused, BadImport)
    with pytest.raises(BadImport, match=said):
        raise refused


def test_a_list_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path, "show", "autre").exit_code == 2
