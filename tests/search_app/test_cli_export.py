from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.config import read_config
from corpus.database import Database
from corpus.errors import BadImport
from corpus.interchange import from_lines
from corpus.record import Block, BlockKind
from search_app.cli import souffleur
from tests.corpus.exports.wordpress_contract import Taxonomy
from tests.corpus.exports.wordpress_stand_in import PASSWORD, USER, Faults, StandIn, wordpress
from tests.corpus.exports.wxr_rules import broken_rules, items_of, text_of
from tests.corpus.samples import record

RECORDS = (
    record("/fiche/un/", title="=Un"),
    record("/fiche/deux/", title="Deux", kind="memo"),
    record("/emploi/", "icpc", title="Poste", kind="job",
           blocks=(Block(BlockKind.PARAGRAPH, "Écrire à nom@exemple.org"),)),
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    database = Database.open(read_config(tmp_path, {}).catalogue_url)
    Catalogue(database).put(RECORDS)
    database.close()
    return tmp_path


def run(home: Path, *arguments: str, **environment: str) -> Result:
    command = ["--home", str(home), "export", *arguments]
    return CliRunner().invoke(souffleur, command, env=environment)


def spoil(home: Path, **values: str) -> None:
    """The first record, as a fault or a later harvest left it."""
    database = Database.open(read_config(home, {}).catalogue_url)
    with database.write() as connection:
        where = t.records.c.id == RECORDS[0].id
        connection.execute(update(t.records).where(where).values(**values))
    database.close()


def send(home: Path, there: StandIn, *how: str) -> dict[str, Any]:
    where = ("--site", there.address, "--user", USER, "--json", *how)
    answer = run(home, "wordpress", *where, SOUFFLEUR_WORDPRESS_PASSWORD=PASSWORD)
    found: dict[str, Any] = json.loads(answer.stdout)
    assert (answer.exit_code == 0) is (found["problems"] == [])
    return found


def test_a_wxr_file_keeps_the_rules_and_says_how_many_records_it_holds(home: Path) -> None:
    to = home / "fiches.xml"
    answer = run(home, "wxr", "--to", str(to))
    assert answer.exit_code == 0, answer.output
    assert "3 fiches écrites" in answer.stdout
    assert broken_rules(to.read_bytes()) == []
    assert {text_of(item, "title") for item in items_of(to.read_bytes())} == {
        "=Un",
        "Deux",
        "Poste",
    }
    assert b"nom@exemple.org" not in to.read_bytes()
    assert {text_of(item, "wp:status") for item in items_of(to.read_bytes())} == {"draft"}


def test_a_wxr_file_has_the_status_and_taxonomies_asked_for(home: Path) -> None:
    to = home / "f.xml"
    how = ("--status", "publish", "--taxonomy", "kind=nature", "--taxonomy", "place=")
    assert run(home, "wxr", "--to", str(to), *how).exit_code == 0
    items = items_of(to.read_bytes())
    assert {text_of(item, "wp:status") for item in items} == {"publish"}
    domains = {category.get("domain") for item in items for category in item.findall("category")}
    assert domains == {"nature", "post_tag"}
    assert broken_rules(to.read_bytes()) == []


@pytest.mark.parametrize("pair", ["nature", "truc=x"])
def test_a_field_that_is_none_is_wrong_usage(home: Path, pair: str) -> None:
    answer = run(home, "wxr", "--to", str(home / "f.xml"), "--taxonomy", pair)
    assert answer.exit_code == 2
    assert not (home / "f.xml").exists()


@pytest.mark.parametrize("bom", [False, True])
def test_a_table_is_read_back(home: Path, bom: bool) -> None:
    to = home / "f.csv"
    assert run(home, "csv", "--to", str(to), *(["--bom"] if bom else [])).exit_code == 0
    assert to.read_bytes().startswith(b"\xef\xbb\xbf") is bom
    with to.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["title"] for row in rows} == {"'=Un", "Deux", "Poste"}


def test_lines_of_json_are_read_back_and_keep_contacts_only_when_asked(home: Path) -> None:
    to = home / "f.jsonl"
    for asked, kept in ((), False), (("--with-contacts",), True):
        assert run(home, "jsonl", "--to", str(to), *asked).exit_code == 0
        found = list(from_lines(to.read_bytes().splitlines()))
        assert not any(isinstance(entry, BadImport) for entry in found)
        assert len(found) == len(RECORDS)
        assert (b"nom@exemple.org" in to.read_bytes()) is kept


def test_kind_source_and_limit_choose_what_is_written(home: Path) -> None:
    to = str(home / "f.csv")
    for choice, number in (("--kind", "memo"), 1), (("--source", "icpc"), 1), (("--limit", "2"), 2):
        answer = run(home, "csv", "--to", to, "--json", *choice)
        assert json.loads(answer.stdout)["written"] == number


def test_an_unknown_source_or_kind_is_a_sentence(home: Path) -> None:
    to = ("--to", str(home / "f.csv"))
    unknown = run(home, "csv", *to, "--source", "rien")
    assert "comedie, icpc" in str(getattr(unknown.exception, "message", ""))
    assert run(home, "csv", *to, "--kind", "rien").exit_code == 2


def test_a_withdrawn_record_is_left_out_and_counted(home: Path) -> None:
    spoil(home, standing="withdrawn")
    answer = run(home, "csv", "--to", str(home / "f.csv"), "--json")
    said = json.loads(answer.stdout)
    assert (said["written"], said["left_out"]) == (2, {"withdrawn": 1})
    assert "1 fiche à part : retirées de leur source" in run(home, "csv", "--to", str(home / "f.csv")).output  # fmt: skip


def test_a_record_that_cannot_be_read_is_said_and_the_rest_is_written(home: Path) -> None:
    spoil(home, data="{")
    for form in ("csv", "jsonl", "wxr"):
        to = home / f"f.{form}"
        answer = run(home, form, "--to", str(to), "--json")
        said = json.loads(answer.stdout)
        assert (answer.exit_code, said["written"]) == (1, 2)
        assert [problem["id"] for problem in said["problems"]] == [RECORDS[0].id]
        assert to.stat().st_size


def test_a_file_is_written_whole_or_not_at_all(home: Path) -> None:
    to = home / "nulle-part" / "f.csv"
    answer = run(home, "csv", "--to", str(to))
    assert "--to" in str(getattr(answer.exception, "message", ""))
    kept = home / "f.xml"
    kept.write_text("d'avant")
    answer = run(home, "wxr", "--to", str(kept), "--source", "rien")
    assert answer.exit_code == 1
    assert kept.read_text() == "d'avant"
    assert [path.name for path in home.iterdir() if path.name.startswith(".f.xml")] == []


def test_the_output_may_be_the_standard_one(home: Path) -> None:
    answer = run(home, "csv", "--to", "-", "--kind", "memo")
    assert answer.stdout.splitlines()[0].startswith("id,url,title")
    assert "1 fiche écrite" in answer.stderr
    assert run(home, "csv", "--to", "-", "--json").exit_code == 2


def test_sending_twice_sends_nothing_the_second_time(home: Path) -> None:
    with wordpress() as there:
        first = send(home, there)
        assert (first["created"], first["problems"]) == (3, [])
        there.asked.clear()
        second = send(home, there)
        assert (second["unchanged"], second["commands"]) == (3, 0)
        assert there.commands == []


def test_what_is_sent_is_told_in_sentences(home: Path) -> None:
    where = ("--user", USER)
    with wordpress() as there:
        site = ("--site", there.address)
        password = {"SOUFFLEUR_WORDPRESS_PASSWORD": PASSWORD}
        dry = run(home, "wordpress", *site, *where, "--dry-run", **password)
        assert "rien n'est envoyé" in dry.stdout
        assert "3 articles créés" in dry.stdout
        assert there.posts == {}
        assert "3 articles créés" in run(home, "wordpress", *site, *where, **password).stdout
        there.posts.clear()
        gone = run(home, "wordpress", *site, *where, **password)
        assert gone.exit_code == 1
        assert "3 articles supprimés dans WordPress" in gone.stdout
        assert gone.stderr.count("--recreate") == 3


def test_a_taxonomy_of_the_site_takes_the_field_asked_for(home: Path) -> None:
    with wordpress() as there:
        there.taxonomies["nature"] = Taxonomy("natures")
        send(home, there, "--taxonomy", "kind=nature", "--status", "publish")
        assert len(there.taxonomies["nature"].terms) == 3
        assert {post["status"] for post in there.posts.values()} == {"publish"}


def test_without_its_password_nothing_is_asked_of_the_site(home: Path) -> None:
    with wordpress() as there:
        site = ("--site", there.address, "--user", USER)
        answer = run(home, "wordpress", *site, SOUFFLEUR_WORDPRESS_PASSWORD="")
        assert "SOUFFLEUR_WORDPRESS_PASSWORD" in str(getattr(answer.exception, "message", ""))
        assert there.asked == []


def test_a_password_never_goes_to_an_address_in_clear(home: Path) -> None:
    site = ("--site", "http://exemple.org", "--user", USER)
    answer = run(home, "wordpress", *site, SOUFFLEUR_WORDPRESS_PASSWORD=PASSWORD)
    assert "https" in str(getattr(answer.exception, "message", ""))


def test_a_second_export_to_a_site_is_refused_until_the_first_is_over_or_dead(home: Path) -> None:
    command = [sys.executable, "-m", "search_app.cli", "--home", str(home), "export", "wordpress"]
    environment = {**os.environ, "SOUFFLEUR_WORDPRESS_PASSWORD": PASSWORD}
    waiting, go_on = threading.Event(), threading.Event()

    def hold(method: str, path: str) -> None:
        if method == "POST" and path == "posts" and not waiting.is_set():
            waiting.set()
            go_on.wait(60)

    with wordpress() as there:
        there.faults = Faults(before=hold)
        order = [*command, "--site", there.address, "--user", USER]
        first = subprocess.Popen(order, env=environment, stdout=DEVNULL, stderr=DEVNULL)
        try:
            assert waiting.wait(60)
            second = subprocess.run(order, env=environment, capture_output=True, text=True)
            assert second.returncode == 1
            assert "est déjà en cours depuis 20" in second.stderr
            assert f"(processus {first.pid} sur " in second.stderr
            assert "Traceback" not in second.stderr
            assert send(home, there, "--dry-run")["dry_run"] is True
        finally:
            first.kill()
            first.wait()
            go_on.set()
        assert send(home, there)["problems"] == []
        assert len({post["title"] for post in there.posts.values()}) == len(there.posts) == 3
