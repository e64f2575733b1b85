from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.config import read_config
from corpus.errors import BadImport, WitnessesBroken
from corpus.interchange import to_lines
from corpus.lists import SYNONYMS, TEST_QUERIES, shipped
from corpus.record import Entry
from indexer.witnesses import parse_witnesses
from search_app.cli import souffleur
from search_app.stores import open_stores
from tests.corpus.samples import record


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), *arguments])


def put(home: Path, title: str) -> None:
    lines = home / "fiches.jsonl"
    entry = Entry(record("/fiche/memo/", kind="memo", title=title))
    lines.write_bytes(b"".join(to_lines([entry])))
    assert run(home, "records", "import", str(lines)).exit_code == 0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Holdings with one record, « Un pacte », indexed."""
    put(tmp_path, "Un pacte")
    assert run(tmp_path, "index").exit_code == 0
    return tmp_path


def save(home: Path, name: str, text: str) -> None:
    with open_stores(read_config(home, {})) as stores:
        stores.lists.save(name, text, "camille", stores.lists.version(name))


def witnesses(home: Path, text: str) -> str:
    path = home / "temoins.txt"
    path.write_text(text)
    return str(path)


def test_a_list_that_passes_is_shown_with_its_ranks(home: Path) -> None:
    answer = run(home, "temoins", "--list", witnesses(home, 'pacte | "Un pacte"'))
    assert answer.exit_code == 0
    assert answer.output.splitlines()[0].split() == ["✓", "1", "/", "10", "pacte"]
    assert "1 sur 1 requête témoin." in answer.output


def test_what_is_not_found_or_refused_is_said_and_the_command_fails(home: Path) -> None:
    text = 'pacte | "Un pacte" | "Une charte"\n-pacte | "Un pacte"'
    answer = run(home, "temoins", "--list", witnesses(home, text))
    assert answer.exit_code == 1
    assert "✗    1, — / 10  pacte" in answer.output
    assert '"Une charte" : pas trouvé' in answer.output
    assert "ce qu'il ne faut pas trouver" in answer.output


def test_a_program_gets_every_rank(home: Path) -> None:
    answer = run(home, "temoins", "--json", "--list", witnesses(home, "pacte | /fiche/memo"))
    assert json.loads(answer.output) == {
        "count": 1,
        "passed": 1,
        "witnesses": [
            {
                "query": "pacte",
                "within": 10,
                "passed": True,
                "expected": [{"by": "path", "value": "/fiche/memo", "rank": 1}],
                "refused": "",
            }
        ],
    }


def test_the_list_in_force_is_run_when_none_is_given(home: Path) -> None:
    answer = run(home, "temoins", "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.output)["count"] == len(parse_witnesses(shipped(TEST_QUERIES).text))


def test_a_list_that_librarians_saved_is_in_force(home: Path) -> None:
    save(home, TEST_QUERIES, 'pacte | "Un pacte"')
    answer = run(home, "temoins", "--json")
    assert (answer.exit_code, json.loads(answer.output)["count"]) == (0, 1)


def test_the_saved_synonyms_count(home: Path) -> None:
    asked = witnesses(home, 'zzyzx | "Un pacte"')
    assert run(home, "temoins", "--list", asked).exit_code == 1
    save(home, SYNONYMS, "zzyzx = pacte")
    assert run(home, "temoins", "--list", asked).exit_code == 0


def test_a_list_that_is_not_understood_is_said(home: Path) -> None:
    answer = run(home, "temoins", "--list", witnesses(home, "pacte"))
    assert isinstance(answer.exception, BadImport)
    assert "ligne 1" in answer.exception.message


def test_a_rebuild_that_breaks_a_witness_stops_unless_told_otherwise(
    home: Path,
) -> None:
    save(home, TEST_QUERIES, 'pacte | "Un pacte"')
    put(home, "Une charte")
    stopped = run(home, "index", "--rebuild")
    assert isinstance(stopped.exception, WitnessesBroken)
    assert run(home, "search", "pacte", "--json").output.count('"memo"') >= 1
    told = run(home, "index", "--rebuild", "--publish-anyway", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["witnesses"]["changes"] == [
        {
            "query": "pacte",
            "expected": "Un pacte",
            "before": 1,
            "after": None,
            "change": "lost",
            "broken": True,
        }
    ]


def test_a_rebuild_shows_what_its_witnesses_became(home: Path) -> None:
    answer = run(home, "index", "--rebuild")
    assert answer.exit_code == 0
    count = len(parse_witnesses(shipped(TEST_QUERIES).text))
    assert f"0 sur {count} requêtes témoins, 0 avant" in answer.stdout


def test_a_rebuild_asks_with_the_saved_synonyms(home: Path) -> None:
    save(home, TEST_QUERIES, 'zzyzx | "Un pacte"')
    save(home, SYNONYMS, "zzyzx = pacte")
    assert "1 sur 1 requête témoin, 1 avant" in run(home, "index", "--rebuild").stdout


def test_publishing_anyway_is_about_rebuilding(home: Path) -> None:
    assert run(home, "index", "--publish-anyway").exit_code == 2
