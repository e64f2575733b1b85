"""`souffleur runs`, `conflicts`, `withdrawals`, and what `souffleur harvest` says and tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.catalogue import Catalogue
from corpus.config import Config, read_config
from corpus.database import Database
from corpus.errors import RunNotFound, RunSettled, SourceUnreachable
from corpus.harvests.runs import Runs, RunState
from crawler.report import HarvestReport
from search_app.cli import souffleur
from search_app.cli.harvesting import tell_end
from tests.corpus.harvests.making import harvested, retitled, sheets
from tests.crawler.small_site import Answer, serving


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), *arguments])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(read_config(tmp_path, {}).catalogue_url)
    yield database
    database.close()


def quarantined(database: Database) -> int:
    harvested(database, sheets(10))
    return harvested(database, retitled(sheets(5), 0, "Fiche 1, revue")).id


# --- runs --------------------------------------------------------------------------------------


def test_runs_are_listed_with_state_and_findings(tmp_path: Path, database: Database) -> None:
    assert "Aucune moisson" in run(tmp_path, "runs").output
    quarantined(database)
    latest, first = run(tmp_path, "runs").output.splitlines()
    assert "en quarantaine (changées\u00a0: 1, absentes\u00a0: 5)" in latest
    assert "dans la base (nouvelles\u00a0: 10)" in first
    assert len(run(tmp_path, "runs", "--limit", "1").output.splitlines()) == 1
    assert "Aucune" in run(tmp_path, "runs", "--source", "icpc").output


def test_runs_have_the_shape_that_scripts_rely_on(tmp_path: Path, database: Database) -> None:
    number = quarantined(database)
    latest, _ = json.loads(run(tmp_path, "runs", "--json").output)
    assert (latest["id"], latest["state"], latest["waits"]) == (number, "quarantined", True)
    whole = json.loads(run(tmp_path, "runs", "show", str(number), "--json").output)
    assert set(latest) < set(whole)
    assert whole["records"]["absent"] == {"experience": 5}
    assert whole["figures"]["pages"] == {"200": 5}
    assert [note["code"] for note in whole["notes"]] == ["vanished"]


def test_a_run_is_shown_with_why_it_waits_and_what_to_do(
    tmp_path: Path, database: Database
) -> None:
    number = quarantined(database)
    said = run(tmp_path, "runs", "show", str(number)).output
    assert "5 fiches sur 10 de la source ont disparu" in said
    assert f"souffleur runs accept {number} --by NOM" in said


def test_the_differences_are_readable_in_a_terminal(tmp_path: Path, database: Database) -> None:
    number = quarantined(database)
    said = run(tmp_path, "runs", "diff", str(number)).output
    assert "Titre : Fiche 1{+, revue+}" in said
    assert said.index("Changées : 1") < said.index("Absentes : 5")
    (changed,) = (
        one
        for one in json.loads(run(tmp_path, "runs", "diff", str(number), "--json").output)
        if one["state"] == "changed"
    )
    assert changed["fields"] == [
        {"field": "title", "pieces": [["same", "Fiche 1"], ["added", ", revue"]]}
    ]


def test_a_run_is_exported_whole(tmp_path: Path, database: Database) -> None:
    number = quarantined(database)
    file = tmp_path / "moisson.jsonl"
    assert run(tmp_path, "runs", "export", str(number), "--to", str(file)).exit_code == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kinds = [line["type"] for line in lines]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "run": 1,
        "fetch": 5,
        "record": 10,
        "note": 1,
    }


def test_a_run_is_accepted_or_discarded_once_by_somebody(
    tmp_path: Path, database: Database
) -> None:
    number = str(quarantined(database))
    assert run(tmp_path, "runs", "accept", number).exit_code == 2  # by whom?
    assert "souffleur index" in run(tmp_path, "runs", "accept", number, "--by", "lea").output
    assert Runs(database).get(int(number)).decided_by == "lea"
    again = run(tmp_path, "runs", "discard", number, "--by", "lea")
    assert isinstance(again.exception, RunSettled)
    other = str(quarantined(database))
    assert "n'a pas changé" in run(tmp_path, "runs", "discard", other, "--by", "lea").output


def test_a_run_that_is_not_there_is_said(tmp_path: Path) -> None:
    for order in ("show", "diff"):
        assert isinstance(run(tmp_path, "runs", order, "99").exception, RunNotFound)
    file = tmp_path / "rien.jsonl"
    run(tmp_path, "runs", "export", "99", "--to", str(file))
    assert not file.exists()


# --- conflicts and withdrawals -----------------------------------------------------------------


def test_conflicts_are_listed_and_settled(tmp_path: Path, database: Database) -> None:
    records, catalogue = sheets(6), Catalogue(database)
    harvested(database, records)
    catalogue.save_edits(records[0].id, 0, {"title": "Le titre de Camille"}, "camille")
    harvested(database, retitled(records, 0, "Fiche 1, revue"))
    listed = run(tmp_path, "conflicts", "list").output
    assert "La source dit maintenant : Fiche 1, revue" in listed
    assert "1 conflit à régler" in listed
    (told,) = json.loads(run(tmp_path, "conflicts", "list", "--json").output)
    assert (told["edited"], told["edited_by"]) == ("Le titre de Camille", "camille")
    assert run(tmp_path, "conflicts", "settle", "1", "--by", "lea").exit_code == 2
    settled = run(tmp_path, "conflicts", "settle", "1", "--take-source", "--by", "lea")
    assert "titre = « Fiche 1, revue »" in settled.output
    assert catalogue.entry(records[0].id).shown.title == "Fiche 1, revue"


def test_a_record_is_withdrawn_and_restored(tmp_path: Path, database: Database) -> None:
    records = sheets(6)
    harvested(database, records)
    for _ in range(3):
        harvested(database, records[1:])
    listed = run(tmp_path, "withdrawals", "list").output
    assert "proposé : Fiche 1" in listed
    assert "absente de 3 moissons" in listed
    run(tmp_path, "withdrawals", "withdraw", records[0].id, "--by", "lea")
    told = json.loads(run(tmp_path, "withdrawals", "list", "--json").output)
    assert [one["title"] for one in told["withdrawn"]] == ["Fiche 1"]
    run(tmp_path, "withdrawals", "restore", records[0].id, "--by", "lea")
    assert "0 retrait proposé, 0 fiche retirée" in run(tmp_path, "withdrawals", "list").output


# --- harvest -----------------------------------------------------------------------------------


def page(title: str, *links: str) -> Answer:
    anchors = " ".join(f'<a href="{link}">{link}</a>' for link in links)
    text = f"<p>Ce que dit la fiche {title} tient en une phrase assez longue.</p>"
    return Answer(f"<title>{title}</title><main><h1>{title}</h1>{text}{anchors}</main>".encode())


def test_a_trial_says_what_would_change_and_a_quarantine_why_it_waits(tmp_path: Path) -> None:
    names = [f"/f/{n}" for n in range(6)]
    pages = {"/": page("Accueil", *names), **{name: page(f"Fiche {name[-1]}") for name in names}}
    with serving(pages.get) as (base, _):
        order = ("harvest", "site", "--start-url", f"{base}/")
        tried = run(tmp_path, *order, "--dry-run")
        assert tried.exit_code == 0
        assert "Un essai : la base n'a pas changé" in tried.output
        assert "Nouvelles : 7" in tried.output
        assert "souffleur runs accept 1" in tried.output
        assert run(tmp_path, "runs", "accept", "1", "--by", "lea").exit_code == 0
        for name in names[:3]:
            del pages[name]
        waiting = run(tmp_path, *order)
    assert waiting.exit_code == 1
    assert "3 absentes" in waiting.output
    assert "3 fiches sur 7 de la source ont disparu" in waiting.output
    assert "souffleur runs diff 2" in waiting.output


def test_of_several_sources_one_that_fails_stops_none_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    def stand_in(_config: Config, source: str, **_asked: object) -> HarvestReport:
        if source == "comedie":
            raise SourceUnreachable("Le site est injoignable.")
        made = harvested(database, sheets(1))
        return HarvestReport(made.id, made.source, made.state, made.figures, 0)

    monkeypatch.setattr("search_app.cli.harvesting.harvest", stand_in)
    answer = run(tmp_path, "harvest", "comedie", "icpc", "--index", "--json")
    assert answer.exit_code == 1
    assert [one["state"] for one in json.loads(answer.stdout)] == ["failed", "finished"]
    assert "Le site est injoignable." in answer.stderr
    assert json.loads(run(tmp_path, "status", "--json").stdout)["index"]["documents"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("comedie", "icpc", "--base-url", "http://127.0.0.1:1"),
        ("comedie", "site"),
        ("comedie", "--dry-run", "--index"),
        (),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert run(tmp_path, "harvest", *arguments).exit_code == 2


def test_a_failure_to_tell_is_a_remark_of_the_run_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setenv("SOUFFLEUR_NOTIFY_WEBHOOK", "http://exemple.fr/jeton-secret")
    made = harvested(database, sheets(1))
    tell_end(read_config(tmp_path, {}), made.source)
    assert Runs(database).get(made.id).state is RunState.FINISHED
    (note,) = Runs(database).notes(made.id)
    assert (note.code, note.value) == ("notify_failed", "SOUFFLEUR_NOTIFY_WEBHOOK")
    assert "https://" in note.message
    assert "jeton-secret" not in str(note)


def test_nothing_is_told_of_a_source_without_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setenv("SOUFFLEUR_NOTIFY_WEBHOOK", "http://exemple.fr/")
    tell_end(read_config(tmp_path, {}), "icpc")
    assert Runs(database).list() == []
