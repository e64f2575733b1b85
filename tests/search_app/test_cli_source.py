"""`souffleur source` and `souffleur probe`, as an operator types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.errors import BadDescription, ConfigError, UnknownSource
from crawler.described.parsing import parse_description
from search_app.cli import souffleur
from tests.crawler.described_site import DESCRIPTION, NEWS, SHEETS, answers, sheet
from tests.crawler.small_site import serving


@pytest.fixture
def site() -> Iterator[str]:
    with serving(answers().get) as (url, _):
        yield url


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), *words])


def described(home: Path) -> Path:
    folder = home / "sources" / "atelier"
    folder.mkdir(parents=True)
    folder.with_suffix(".toml").write_text(DESCRIPTION)
    (folder / "fiche.html").write_text(sheet(3))
    (folder / "fiche.json").write_text('{"url": "https://atelier.example.org/fiches/3.html"}')
    return folder


def test_a_probe_says_what_a_site_is_and_writes_what_it_proposes(site: str, tmp_path: Path) -> None:
    file = tmp_path / "atelier.toml"
    said = run(tmp_path, "probe", site, "--write", str(file))
    assert said.exit_code == 0, said.output
    assert f"{SHEETS + NEWS + 3} pages différentes" in said.output
    assert "3 brisés (2 adresses)" in said.output
    assert "à part par article.fiche" in said.output
    assert parse_description(file.read_text()).name == "L'Atelier des fiches"
    again = run(tmp_path, "probe", site, "--write", str(file))
    assert (again.exit_code, "existe déjà" in again.output) == (2, True)


def test_a_probe_in_json_has_the_keys_that_are_promised(site: str, tmp_path: Path) -> None:
    result = run(tmp_path, "probe", site, "--limit", "10", "--json")
    said = json.loads(result.stdout)
    assert set(said) == {
        "url", "state", "asked", "not_asked", "pages", "answers", "same_page", "links", "robots",
        "sitemaps", "feeds", "interfaces", "systems", "charsets", "damaged_pages", "etag",
        "last_modified", "servers", "languages", "prefixes", "files", "folders_listed", "templates",
        "proposal",
    }  # fmt: skip
    assert said["not_asked"]["page_budget"] > 0
    parse_description(said["proposal"])


def test_a_limit_that_cuts_a_site_short_is_said_to_people(site: str, tmp_path: Path) -> None:
    assert "augmentez --limit" in run(tmp_path, "probe", site, "--limit", "10").output


def test_a_new_source_from_a_saved_page_is_written_then_tested(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(sheet(3))
    url = "https://atelier.example.org/fiches/3.html"
    said = run(tmp_path, "source", "new", "atelier", "--from", str(page), "--url", url)
    assert said.exit_code == 0, said.output
    assert "À faire" in said.output
    assert run(tmp_path, "source", "test", "atelier").exit_code == 0
    assert isinstance(
        run(tmp_path, "source", "new", "atelier", "--from", str(page), "--url", url).exception,
        ConfigError,
    )


def test_a_saved_page_needs_its_address_and_must_be_there(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(sheet(3))
    assert "--url" in run(tmp_path, "source", "new", "atelier", "--from", str(page)).output
    missing = run(tmp_path, "source", "new", "atelier", "--from", "rien.html")
    assert (missing.exit_code, "ni un fichier" in missing.output) == (2, True)


def test_a_test_that_fails_shows_what_differs_and_write_keeps_what_is_read(tmp_path: Path) -> None:
    folder = described(tmp_path)
    failed = run(tmp_path, "source", "test", "atelier")
    assert failed.exit_code == 1
    assert "✗ fiche.html" in failed.output
    assert '+   "title": "Un atelier sur la rivière numéro 3"' in failed.output
    assert run(tmp_path, "source", "test", "atelier", "--write").exit_code == 0
    assert run(tmp_path, "source", "test", "atelier").exit_code == 0
    kept = json.loads((folder / "fiche.json").read_text())
    assert kept["url"] == "https://atelier.example.org/fiches/3.html"
    assert kept["records"][0]["kind"] == "experience"
    (folder / "fiche.html").write_text(sheet(3, heading="h4"))
    changed = run(tmp_path, "source", "test", "atelier")
    assert changed.exit_code == 1
    assert '+  "selector_missed"' in changed.output


def test_a_test_without_source_page_or_address_says_what_to_write(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path, "source", "test", "cerema").exception, UnknownSource)
    folder = described(tmp_path)
    (folder / "fiche.json").write_text("{")
    assert isinstance(run(tmp_path, "source", "test", "atelier").exception, BadDescription)
    (folder / "fiche.json").unlink()
    refused = run(tmp_path, "source", "test", "atelier").exception
    assert isinstance(refused, BadDescription)
    assert "fiche.json" in refused.message
    (folder / "fiche.html").unlink()
    assert isinstance(run(tmp_path, "source", "test", "atelier").exception, BadDescription)


def test_all_sources_are_named_with_what_is_wrong_with_one(tmp_path: Path) -> None:
    described(tmp_path)
    (tmp_path / "sources" / "mauvaise.toml").write_text("key =")
    said = run(tmp_path, "source", "list").output
    assert [line.split()[0] for line in said.splitlines()] == [
        "comedie",
        "icpc",
        "atelier",
        "mauvaise",
    ]
    assert "ce n'est pas du TOML" in said


def test_harvest_asks_which_source_and_does_not_mix_two(tmp_path: Path) -> None:
    assert run(tmp_path, "harvest").exit_code == 2
    file = described(tmp_path).with_suffix(".toml")
    mixed = run(tmp_path, "harvest", "cerema", "--description", str(file))
    assert (mixed.exit_code, "décrit « atelier »" in mixed.output) == (2, True)


def test_what_failed_a_harvest_is_said_first(tmp_path: Path) -> None:
    file = described(tmp_path).with_suffix(".toml")
    with serving(answers(heading="h4", changed=12).get) as (url, _):
        said = run(tmp_path, "harvest", "--description", str(file), "--base-url", url)
    assert said.exit_code == 1
    assert "en échec" in said.output
    remarks = [line for line in said.output.splitlines() if line.startswith("  ! ")]
    assert remarks[0].startswith("  ! fiche : le titre manque sur 12 des 24 pages")


def test_a_saved_page_is_tested_for_the_counters_that_it_prints(tmp_path: Path) -> None:
    folder = described(tmp_path)
    counter = "\n[[counter]]\npage = '^/fiches/'\npattern = 'fiche (\\d+)'\n"
    folder.with_suffix(".toml").write_text(DESCRIPTION + counter)
    assert run(tmp_path, "source", "test", "atelier", "--write").exit_code == 0
    kept = json.loads((folder / "fiche.json").read_text())
    assert kept["counters"] == {"^/fiches/ fiche (\\d+)": 3}
    (folder / "fiche.html").write_text(sheet(4))
    assert '"^/fiches/ fiche' in run(tmp_path, "source", "test", "atelier").output


def test_the_skeleton_says_how_to_name_a_counter(site: str, tmp_path: Path) -> None:
    assert run(tmp_path, "source", "new", "atelier", "--from", site).exit_code == 0
    text = (tmp_path / "sources" / "atelier.toml").read_text()
    assert "# [[counter]]" in text
    named = "\n".join(line.removeprefix("# ") for line in text.splitlines()[-4:])
    (counter,) = parse_description(text + named).counter
    assert (counter.page, counter.kind) == ("^/recherche", "experience")
