"""`souffleur edit`: one record, or a table of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.catalogue import Catalogue
from corpus.config import read_config
from corpus.database import Database
from corpus.record import Edit, PlaceRef
from search_app.cli import souffleur
from tests.search_app.shelf import shelf

RIVER, MEMO, BUDGET, *_ = shelf()


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    database = Database.open(read_config(tmp_path, {}).catalogue_url)
    catalogue = Catalogue(database)
    catalogue.put(shelf())
    yield catalogue
    database.close()


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), *arguments])


def edit(home: Path, *arguments: str) -> Result:
    return run(home, "edit", *arguments, "--by", "lea")


def table(home: Path, text: str) -> str:
    path = home / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def edits(catalogue: Catalogue, record_id: str) -> dict[str, str]:
    found: tuple[Edit, ...] = catalogue.entry(record_id).edits
    return {edit.field: edit.value for edit in found}


def test_fields_are_corrected_and_taken_back(tmp_path: Path, catalogue: Catalogue) -> None:
    done = edit(tmp_path, RIVER.id, "titre=La rivière", "lieu=Rennes | Nantes")
    assert done.exit_code == 0, done.output
    assert f"Titre : « {RIVER.title} » → « La rivière »" in done.output
    assert "1 fiche corrigée" in done.output
    entry = catalogue.entry(RIVER.id)
    assert entry.shown.title == "La rivière"
    assert entry.shown.places == (PlaceRef("Rennes", "com-35238"), PlaceRef("Nantes", "com-44109"))
    assert {one.by for one in entry.edits} == {"lea"}
    done = edit(tmp_path, RIVER.id, "--revert", "title", "--revert", "lieu")
    assert f"→ « {RIVER.title} » (la source)" in done.output
    assert edits(catalogue, RIVER.id) == {}


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    done = run(tmp_path, "edit", RIVER.id, "titre=La rivière", "--dry-run")
    assert "→ « La rivière »" in done.output
    assert "1 fiche à corriger" in done.output
    assert edits(catalogue, RIVER.id) == {}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "quelle fiche"),
        ((RIVER.id,), "quoi corriger"),
        ((RIVER.id, "titre"), "CHAMP=VALEUR"),
        ((RIVER.id, "titre=x", "title=y"), "deux fois"),
    ],
)
def test_a_command_without_sense_is_refused_with_the_remedy(
    tmp_path: Path, catalogue: Catalogue, arguments: tuple[str, ...], said: str
) -> None:
    done = edit(tmp_path, *arguments)
    assert done.exit_code == 2
    assert said in done.output


def test_nobody_corrects_without_a_name(tmp_path: Path, catalogue: Catalogue) -> None:
    done = run(tmp_path, "edit", RIVER.id, "titre=x")
    assert done.exit_code == 2
    assert "--by" in done.output


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_corrects_what_it_says_and_leaves_empty_cells_alone(
    tmp_path: Path, catalogue: Catalogue, separator: str
) -> None:
    rows = (
        *("id,titre,année,sous-titre,mot-clé", f"{RIVER.id},La rivière,,-,eau | rive"),
        *("", f"{MEMO.id},,,Un mémo,"),
    )
    text = "\r\n".join(rows).replace(",", separator)
    done = edit(tmp_path, "--csv", table(tmp_path, text.replace("année", "year")))
    assert done.exit_code == 0, done.output
    assert "Colonnes laissées de côté : year." in done.output
    assert "2 fiches corrigées" in done.output
    assert edits(catalogue, RIVER.id) == {
        **{"title": "La rivière", "subtitle": "", "keywords": "eau\nrive"},
    }
    assert edits(catalogue, MEMO.id) == {"subtitle": "Un mémo"}


def test_bad_rows_are_told_with_line_and_value_and_the_others_applied(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    text = (
        "id,title,date\n"
        f'{RIVER.id},"Sur\ndeux lignes",32 mars 2019\n'
        "comedie-nulle-part,Rien,\n"
        f"{BUDGET.id},Un budget,,de trop\n"
        f"{MEMO.id},Un mémo,mars 2019\n"
    )
    done = edit(tmp_path, "--csv", table(tmp_path, text))
    assert done.exit_code == 1
    assert f"Ligne 2 (fiche {RIVER.id}) : date : « 32 mars 2019 » n'est pas" in done.output
    assert "Ligne 4 : Aucune fiche ne porte l'identifiant « comedie-nulle-part »" in done.output
    assert "Ligne 5 : 4 cellules pour 3 colonnes" in done.output
    assert "1 fiche corrigée, 0 inchangée, 3 refusée" in done.output
    assert edits(catalogue, MEMO.id) == {"title": "Un mémo", "date": "2019-03"}
    assert edits(catalogue, RIVER.id) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titre\nx\n", "n'a pas de colonne « id »"),
        ("id,titel\na,b\n", "« titel » n'est pas un champ qui se corrige"),
        ("id,titre,title\na,b,c\n", "Plusieurs colonnes"),
    ],
)
def test_a_file_that_is_no_table_of_corrections_is_refused_whole(
    tmp_path: Path, catalogue: Catalogue, text: str, said: str
) -> None:
    done = edit(tmp_path, "--csv", table(tmp_path, text))
    assert done.exit_code == 1
    assert said in str(done.exception)


def test_an_export_given_back_changes_nothing_but_the_cells_that_were_changed(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    path = tmp_path / "fiches.csv"
    assert run(tmp_path, "export", "csv", "--to", str(path), "--with-contacts").exit_code == 0
    untouched = edit(tmp_path, "--csv", str(path))
    assert "0 fiche corrigée, 28 inchangée" in untouched.output
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    place, title = rows[0].index("id"), rows[0].index("title")
    for row in rows[1:]:
        if row[place] == MEMO.id:
            row[title] = "Un autre titre"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert "1 fiche corrigée, 27 inchangée" in edit(tmp_path, "--csv", str(path)).output
    assert edits(catalogue, MEMO.id) == {"title": "Un autre titre"}
