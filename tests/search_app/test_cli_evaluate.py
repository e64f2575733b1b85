from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("ir_measures", reason="it has no wheel for Linux on ARM")

from corpus.errors import BadImport
from search_app.cli import souffleur
from tests.indexer.evaluation.collections import write_collection


def run(*arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["evaluate", *arguments])


def test_figures_and_refusals_are_printed(tmp_path: Path) -> None:
    answer = run(str(write_collection(tmp_path)), "--engine", "memory:")
    assert answer.exit_code == 0
    assert "0.4623      0.5000   0.5000" in answer.stdout
    assert "1 requête refusée" in answer.stdout
    assert "q3 :" in answer.stdout


def test_a_program_gets_the_same_and_a_run_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.run"
    answer = run(str(write_collection(tmp_path)), "--json", "--limit", "2", "--run", str(out))
    (found,) = json.loads(answer.stdout)["sets"]
    assert (found["queries"], found["count"], found["refused"]) == ("queries.jsonl", 2, [])
    assert found["recall_at_100"] == 0.75
    assert [line.split()[:3] for line in out.read_text().splitlines()] == [
        ["q1", "Q0", "d1"],
        ["q1", "Q0", "d2"],
        ["q2", "Q0", "d3"],
    ]


def test_the_shipped_synonyms_count_unless_others_are_brought(tmp_path: Path) -> None:
    folder = write_collection(
        tmp_path,
        documents=[{"id": "d1", "title": "Un comité d'intérêt de quartier"}],
        topics=[{"id": "q1", "text": "CIQ"}],
        qrels="q1\td1\t1\n",
    )
    none = tmp_path / "aucun.txt"
    none.write_text("")
    found = [
        json.loads(run(str(folder), "--json", "--engine", "memory:", *options).stdout)
        for options in ([], ["--synonyms", str(none)])
    ]
    assert [one["sets"][0]["recall_at_100"] for one in found] == [1.0, 0.0]


def test_a_list_of_synonyms_that_is_not_understood_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "liste.txt"
    bad.write_text("seul")
    answer = run(str(write_collection(tmp_path)), "--synonyms", str(bad))
    assert isinstance(answer.exception, BadImport)
    assert "Ligne 1" in answer.exception.message


def test_a_folder_of_another_layout_is_said(tmp_path: Path) -> None:
    answer = run(str(tmp_path))
    assert isinstance(answer.exception, BadImport)
    assert "docs.jsonl" in answer.exception.message
