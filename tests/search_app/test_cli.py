from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.config import read_config
from corpus.errors import QueryError
from corpus.interchange import to_lines
from corpus.record import Entry
from search_app.cli import COMMANDS, souffleur
from search_app.cli.demo import index_demonstration
from search_app.cli.output import counted
from search_app.cli.records import batched
from search_app.cli.search import read_facets
from tests.corpus.samples import record

README = Path(__file__).parents[2] / "README.md"


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), *arguments])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Holdings with two records, indexed."""
    lines = tmp_path / "fiches.jsonl"
    entries = [Entry(record()), Entry(record("/fiche/memo/", kind="memo", title="Un mémo"))]
    lines.write_bytes(b"".join(to_lines(entries)))
    assert run(tmp_path, "records", "import", str(lines)).exit_code == 0
    assert run(tmp_path, "index").exit_code == 0
    return tmp_path


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(tmp_path: Path, name: str) -> None:
    answer = run(tmp_path, name, "--help")
    assert answer.exit_code == 0
    assert f"souffleur {name}" in answer.output.split("example:")[1]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"souffleur {name}" in README.read_text()


def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path, "moissonne").exit_code == 2


def test_status_has_the_shape_that_scripts_rely_on(home: Path) -> None:
    status = json.loads(run(home, "status", "--json").output)
    assert list(status) == ["records", "by_kind", "by_source", "files", "index"]
    assert status["by_kind"] == {"experience": 1, "memo": 1}
    assert status["index"] == {"documents": 2, "position": 2, "up_to_date": True}


def test_status_of_empty_holdings_says_that_there_is_no_index(tmp_path: Path) -> None:
    status = json.loads(run(tmp_path, "status", "--json").output)
    assert status["records"] == 0
    assert status["index"]["up_to_date"] is False
    assert "souffleur index" in status["index"]["problem"]


def test_search_has_the_shape_that_scripts_rely_on(home: Path) -> None:
    found = json.loads(
        run(home, "search", "rivière", "--facet", "kind=experience", "--json").output
    )
    assert list(found)[:4] == ["query", "total", "hits", "facets"]
    assert {"complete", "applied", "relaxations", "facet_sizes", "asked"} <= set(found)
    assert found["total"] == 1
    hit = found["hits"][0]
    assert {"id", "title", "kind", "url", "score", "snippets", "pages"} <= set(hit)
    kinds = {row["value"]: row for row in found["facets"]["kind"]}
    assert kinds["experience"] == {
        "value": "experience",
        "label": "Expérience",
        "count": 1,
        "chosen": True,
        "excluded": False,
    }


def test_search_in_a_terminal_shows_titles_and_addresses(home: Path) -> None:
    output = run(home, "search", "riviere").output
    assert "Partager la rivière" in output
    assert record().url in output


def test_a_search_without_answers_says_what_to_do_in_both_languages(home: Path) -> None:
    output = run(home, "search", "W-2", "xyz").output
    assert "Rien dans la base ne répond" in output
    assert "Nothing in the base answers" in output
    assert "souffleur search --suggest 'W-2 xyz'" in output
    assert "filtres" not in output
    assert "filtres" in run(home, "search", "W-2", "--facet", "kind=memo").output
    assert "Nothing" not in run(home, "search", "riviere").output


def test_a_search_that_finds_something_with_a_word_less_says_which(home: Path) -> None:
    output = run(home, "search", '"partager zzz" rivière').output
    assert "Rien dans la base ne répond" in output
    assert 'sans « "partager zzz" » (2 résultats)' in output
    assert "orthographe" not in output


@pytest.mark.parametrize("written", ["kind", "kind=", "=memo", "couleur=bleu"])
def test_a_facet_that_is_not_understood_is_named(written: str) -> None:
    with pytest.raises(QueryError, match=written.strip("=").split("=")[0]):
        read_facets((written,))


def test_a_facet_s_value_may_hold_an_equals_sign() -> None:
    assert read_facets(("author=A=B", "author=C")) == {"author": ("A=B", "C")}


def test_records_leave_and_come_back_the_same(home: Path, tmp_path: Path) -> None:
    exported = tmp_path / "out.jsonl"
    assert run(home, "records", "export", "--output", str(exported)).exit_code == 0
    copy = tmp_path / "copy"
    assert run(copy, "records", "import", str(exported)).exit_code == 0
    again = tmp_path / "again.jsonl"
    run(copy, "records", "export", "--output", str(again))
    ids = [json.loads(line)["record"]["id"] for line in exported.read_bytes().splitlines()]
    assert ids == [json.loads(line)["record"]["id"] for line in again.read_bytes().splitlines()]


def test_an_import_takes_the_good_lines_and_names_the_bad(tmp_path: Path) -> None:
    lines = tmp_path / "fiches.jsonl"
    lines.write_bytes(b"{}\n" + next(iter(to_lines([Entry(record())]))))
    answer = run(tmp_path, "records", "import", str(lines))
    assert answer.exit_code == 1
    assert "Ligne 1" in answer.output
    assert json.loads(run(tmp_path, "status", "--json").output)["records"] == 1


def test_a_damaged_index_is_a_fault_with_its_remedy(home: Path) -> None:
    for path in (home / "index").rglob("*.toc"):
        path.write_bytes(b"")
    answer = run(home, "doctor")
    assert answer.exit_code == 1
    assert "souffleur index --rebuild" in answer.output
    assert run(home, "index", "--rebuild").exit_code == 0
    assert run(home, "doctor").exit_code == 0


def test_the_demonstration_makes_an_index_anew_that_it_cannot_read(home: Path) -> None:
    for path in (home / "index").rglob("*.toc"):
        path.write_bytes(b"")
    assert index_demonstration(read_config(home, {})).written == 2
    assert run(home, "doctor").exit_code == 0


def test_extract_says_the_text_page_by_page_and_the_typed_error(tmp_path: Path) -> None:
    good, empty = tmp_path / "note.txt", tmp_path / "vide.pdf"
    good.write_text("La concertation est une affaire de temps et de confiance.")
    empty.write_bytes(b"")
    answer = run(tmp_path, "extract", str(good), str(empty), "--json")
    assert answer.exit_code == 1
    one, other = map(json.loads, answer.stdout.splitlines())
    assert one["error"] is None
    assert one["pages"][0]["number"] == 1
    assert "confiance" in one["pages"][0]["text"]
    assert (other["pages"], other["error"]["code"]) == ([], "empty")


def test_extract_of_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path, "extract", str(tmp_path / "absent.pdf")).exit_code == 2


def test_counted_speaks_french() -> None:
    assert [counted(n, "fiche") for n in (0, 1, 2, 1858)] == [
        "0 fiche",
        "1 fiche",
        "2 fiches",
        "1 858 fiches",
    ]


def test_batches_hold_everything_in_order() -> None:
    assert list(batched(list(range(5)), 2)) == [[0, 1], [2, 3], [4]]  # type: ignore[arg-type]


def exit_code(home: Path, *arguments: str) -> int:
    """As the shell sees it: through `main`, not through click's test runner."""
    order = [sys.executable, "-m", "search_app.cli", "--home", str(home), *arguments]
    done = subprocess.run(order, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode


def test_the_shell_gets_0_when_done_1_when_not_and_2_on_wrong_usage(tmp_path: Path) -> None:
    empty = tmp_path / "vide.pdf"
    empty.write_bytes(b"")
    assert exit_code(tmp_path, "status") == 0
    assert exit_code(tmp_path, "extract", str(empty)) == 1
    assert exit_code(tmp_path, "search", "concertation") == 1  # there is no index yet
    assert exit_code(tmp_path, "search", "concertation", "--facet", "couleur=bleu") == 2
    assert exit_code(tmp_path, "harvest", "wikipedia") == 2
    assert exit_code(tmp_path, "harvest", "site", "--start-url", "http://[1") == 1
    assert exit_code(tmp_path, "moissonne") == 2
