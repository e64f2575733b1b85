"""What a run received, written as WARC and WACZ, and read again."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from warcio.archiveiterator import ArchiveIterator

from corpus import tables as t
from corpus.database import Database
from corpus.errors import StorageError
from corpus.files import FileStore
from corpus.harvests.responses import Received, Responses, keep_body
from corpus.harvests.runs import Runs, RunState
from corpus.harvests.states import PageState
from crawler.archives.base import header_of
from crawler.archives.kept import KeptArchive
from crawler.archives.packing import surt, write_wacz
from crawler.archives.writing import About, write_warc
from tests.crawler.archives.cases import SITE, Opening
from tests.crawler.recording import row_of

PDF = b"%PDF-1.4 essai"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
ACCUEIL = Received(
    200,
    (*HTML, ("Content-Encoding", "gzip"), ("Content-Length", "9")),
    b"<title>D&eacute;but</title>",
)
DAYS = ("2026-11-23T02:26:00Z", "2026-11-24T02:26:00Z")


class Shelf:
    """A catalogue with runs whose answers a test says."""

    def __init__(self, home: Path) -> None:
        self.database = Database.open(f"sqlite:///{home / 'catalogue.sqlite'}")
        self.store = FileStore(home / "files")
        self.responses = Responses(self.database, self.store)
        self._runs = Runs(self.database)

    def run(self, answers: dict[str, tuple[Received, str]], at: str) -> int:
        """A run that got these answers, each with its state, under these paths."""
        run = self._runs.start("site-exemple-fr", {"at": at})
        with self.database.write() as connection:
            for path, (received, state) in answers.items():
                row = row_of(run.id, run.source, SITE + path, received, state, at)
                connection.execute(insert(t.fetches).values(row))
                keep_body(connection, received)
        self._runs.finish(run, RunState.FINISHED, {})
        return run.id


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.database.close()


def two_runs(shelf: Shelf) -> int:
    """The number of a second run, where the server said of one page that it had not changed."""
    pdf = Received(200, (("Content-Type", "application/pdf"),), PDF, kept_as_file=True)
    shelf.store.put(PDF)
    first = {"/": (ACCUEIL, PageState.NEW), "/a.pdf": (pdf, PageState.NEW)}
    first["/b"] = (Received(200, HTML, b"<p>B"), PageState.NEW)
    shelf.run(first, DAYS[0])
    moved = Received(301, (("Location", "/d\xe9bat"),))
    second = {
        "/": (Received(304, (("ETag", '"1"'),), ACCUEIL.body), PageState.UNCHANGED),
        "/a.pdf": (pdf, PageState.UNCHANGED),
        "/b": (Received(200, HTML, b"<p>B 2"), PageState.CHANGED),
        "/c": (moved, PageState.MOVED),
        "/d": (Received(404, HTML, b"<p>Non"), PageState.GONE),
        "/e": (Received(0), PageState.ERROR),
    }
    return shelf.run(second, DAYS[1])


def about(run_id: int) -> About:
    return About(run_id, "site-exemple-fr", "Souffleur/essai", "essai@exemple.fr")


def records_of(content: bytes) -> list[Any]:
    """Each record with its bytes; fails on a digest that is wrong."""
    found = []
    for record in ArchiveIterator(BytesIO(content), check_digests="raise"):
        record.content = record.content_stream().read()
        found.append(record)
    return found


def test_what_is_written_is_a_sound_warc(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "essai.warc.gz"
    written = write_warc(shelf.responses, path, about(two_runs(shelf)))
    assert (written.answers, written.revisits, written.missing) == (5, 2, 0)
    info, *records = records_of(path.read_bytes())
    assert info.rec_headers.protocol == "WARC/1.1"
    assert b"operator: essai@exemple.fr" in info.content
    assert b"software: Souffleur/essai" in info.content
    assert [path.name for path in tmp_path.glob(".essai*")] == []
    first = records[0]
    assert first.rec_headers["WARC-Date"] == DAYS[0]
    assert first.http_headers["X-Crawler-Content-Encoding"] == "gzip"
    assert first.http_headers["Content-Length"] == str(len(ACCUEIL.body))
    assert first.http_headers["Content-Encoding"] is None
    assert len({record.rec_headers["WARC-Record-ID"] for record in records}) == len(records)


def test_each_record_can_be_reached_by_its_place(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "essai.warc.gz"
    write_warc(shelf.responses, path, about(two_runs(shelf)))
    members = path.read_bytes().split(b"\x1f\x8b\x08")[1:]
    kinds = [
        gzip.decompress(b"\x1f\x8b\x08" + member).split(b"WARC-Type: ")[1] for member in members
    ]
    assert [kind.split()[0] for kind in kinds].count(b"metadata") == 6


def test_an_unchanged_page_is_its_first_answer_and_a_revisit(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "essai.warc.gz"
    write_warc(shelf.responses, path, about(two_runs(shelf)))
    records = records_of(path.read_bytes())
    profiles = {}
    for number, record in enumerate(records):
        if record.rec_type == "revisit":
            before = records[number - 1]
            head = record.rec_headers
            assert head["WARC-Refers-To-Target-URI"] == before.rec_headers["WARC-Target-URI"]
            assert head["WARC-Refers-To-Date"] == before.rec_headers["WARC-Date"] == DAYS[0]
            assert head["WARC-Payload-Digest"] == before.rec_headers["WARC-Payload-Digest"]
            profiles[head["WARC-Target-URI"]] = head["WARC-Profile"].rpartition("/")[2]
    assert profiles == {
        f"{SITE}/": "server-not-modified",
        f"{SITE}/a.pdf": "identical-payload-digest",
    }


def test_what_was_not_answered_is_told_in_the_archive(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "essai.warc.gz"
    write_warc(shelf.responses, path, about(two_runs(shelf)))
    told = {
        r.rec_headers["WARC-Target-URI"]: r.content
        for r in records_of(path.read_bytes())
        if r.rec_type == "metadata"
    }
    assert told[f"{SITE}/e"] == b"state: error\r\n"
    assert told[f"{SITE}/d"].startswith(b"state: gone\r\n")


@pytest.mark.parametrize("name", ["essai.warc.gz", "essai.wacz"])
def test_what_is_written_is_read_again(
    shelf: Shelf, tmp_path: Path, opened: Opening, name: str
) -> None:
    write = write_wacz if name.endswith("wacz") else write_warc
    write(shelf.responses, tmp_path / name, about(two_runs(shelf)))
    archive = opened.at(tmp_path / name)
    found = {path: archive.find(SITE + path) for path in ("/", "/a.pdf", "/b", "/c", "/d", "/e")}
    bodies = {path: (one.status, one.body) for path, one in found.items() if one}
    assert bodies == {
        "/": (200, ACCUEIL.body),
        "/a.pdf": (200, PDF),
        "/b": (200, b"<p>B 2"),
        "/c": (301, b""),
        "/d": (404, b"<p>Non"),
    }
    assert found["/c"]
    assert header_of(found["/c"].headers, "Location") == "/d\xe9bat"  # byte for byte
    assert list(archive.notes) == []


def test_an_unchanged_page_whose_first_answer_is_gone_is_still_written(
    shelf: Shelf, tmp_path: Path, opened: Opening
) -> None:
    same = Received(304, (("ETag", '"1"'),), b"<p>Bonjour")
    run_id = shelf.run({"/": (same, PageState.UNCHANGED)}, DAYS[0])
    write_warc(shelf.responses, tmp_path / "essai.warc.gz", about(run_id))
    found = opened.at(tmp_path / "essai.warc.gz").find(f"{SITE}/")
    assert found
    assert (found.status, found.body) == (200, b"<p>Bonjour")


def test_a_body_no_longer_kept_is_counted_and_the_rest_written(
    shelf: Shelf, tmp_path: Path
) -> None:
    lost = Received(200, HTML, b"perdu", kept_as_file=True)
    answers = {"/a": (lost, PageState.NEW), "/b": (Received(200, HTML, b"oui"), PageState.NEW)}
    run_id = shelf.run(answers, DAYS[0])
    written = write_warc(shelf.responses, tmp_path / "essai.warc.gz", about(run_id))
    assert (written.answers, written.missing) == (1, 1)


def test_a_file_that_cannot_be_written_leaves_what_was_there(shelf: Shelf, tmp_path: Path) -> None:
    run_id = two_runs(shelf)
    with pytest.raises(StorageError, match=r"absent/essai\.warc\.gz"):
        write_warc(shelf.responses, tmp_path / "absent" / "essai.warc.gz", about(run_id))
    taken = tmp_path / "essai.warc.gz"
    taken.mkdir()
    with pytest.raises(StorageError, match="ne peut pas être écrit"):
        write_warc(shelf.responses, taken, about(run_id))
    assert taken.is_dir()
    assert list(tmp_path.glob(".essai*")) == []


# --- WACZ --------------------------------------------------------------------------------------


@pytest.fixture
def package(shelf: Shelf, tmp_path: Path) -> Iterator[ZipFile]:
    path = tmp_path / "essai.wacz"
    write_wacz(shelf.responses, path, about(two_runs(shelf)))
    with ZipFile(path) as package:
        yield package


def test_a_wacz_describes_each_of_its_files(package: ZipFile) -> None:
    described = json.loads(package.read("datapackage.json"))
    assert (described["profile"], described["wacz_version"]) == ("data-package", "1.1.1")
    for resource in described["resources"]:
        content = package.read(resource["path"])
        digest = hashlib.sha256(content).hexdigest()
        assert (resource["hash"], resource["bytes"]) == (f"sha256:{digest}", len(content))
    others = {"datapackage.json", "datapackage-digest.json"}
    assert {r["path"] for r in described["resources"]} | others == set(package.namelist())
    digest = json.loads(package.read("datapackage-digest.json"))
    whole = hashlib.sha256(package.read("datapackage.json")).hexdigest()
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{whole}"}
    assert package.getinfo("archive/data.warc.gz").compress_type == ZIP_STORED


def test_the_index_of_a_wacz_leads_to_each_record(package: ZipFile) -> None:
    warc = package.read("archive/data.warc.gz")
    index = package.read("indexes/index.cdx.gz")
    meta, *places = package.read("indexes/index.idx").decode().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 "))["format"] == "cdxj-gzip-1.0"
    lines = []
    for line in places:
        place = json.loads(line.split(" ", 2)[2])
        member = index[place["offset"] : place["offset"] + place["length"]]
        lines += gzip.decompress(member).decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 7
    for line in lines:
        told = json.loads(line.split(" ", 2)[2])
        start = int(told["offset"])
        [record] = records_of(warc[start : start + int(told["length"])])
        assert record.rec_headers["WARC-Target-URI"] == told["url"]
        assert (told["mime"] == "warc/revisit") == (record.rec_type == "revisit")


def test_the_pages_of_a_wacz_have_their_titles(package: ZipFile) -> None:
    head, *pages = map(json.loads, package.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page.get("title")) for page in pages] == [
        (f"{SITE}/", "Début"),
        (f"{SITE}/b", None),
    ]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Exemple.fr/Chemin?b=2&a=1", "fr,exemple)/chemin?a=1&b=2"),
        ("http://exemple.fr", "fr,exemple)/"),
        ("http://127.0.0.1:8001/a", "1,0,0,127:8001)/a"),
    ],
)
def test_addresses_are_sorted_by_their_host_turned_round(url: str, key: str) -> None:
    assert surt(url) == key


# --- kept responses as an archive --------------------------------------------------------------


def test_kept_responses_are_the_last_good_answers_of_their_source(shelf: Shelf) -> None:
    two_runs(shelf)
    ill = Received(503, HTML, b"panne")
    shelf.run({"/b": (ill, PageState.ERROR), "/x": (ill, PageState.ERROR)}, "2026-11-25T00:00:00Z")
    kept = KeptArchive(shelf.responses, "site-exemple-fr", lambda: None)
    found = {path: kept.find(SITE + path) for path in ("/", "/a.pdf", "/b", "/c", "/x")}
    bodies = {path: (one.status, one.body) for path, one in found.items() if one}
    assert bodies == {
        "/": (200, ACCUEIL.body),
        "/a.pdf": (200, PDF),
        "/b": (200, b"<p>B 2"),
        "/c": (301, b""),
    }
    assert found["/"]
    assert found["/"].headers == HTML  # nothing of the transfer
    assert [c.url for c in kept.addresses()] == [
        f"{SITE}{p}" for p in ("/", "/a.pdf", "/b", "/c", "/d")
    ]
    assert KeptArchive(shelf.responses, "comedie", lambda: None).find(f"{SITE}/") is None


_NAMES = st.from_regex(r"[A-Za-z][A-Za-z-]{0,12}", fullmatch=True).filter(
    lambda name: (
        name.lower()
        not in {"content-encoding", "transfer-encoding", "content-length", "content-type"}
    )
)
_VALUES = st.text(
    st.characters(min_codepoint=33, max_codepoint=255, exclude_categories=["Cc", "Zs"]),
    min_size=1,
    max_size=30,
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(_NAMES, _VALUES), max_size=4),
    st.binary(max_size=300),
    st.sampled_from([200, 301, 404, 410, 299]),
)
def test_any_answer_written_is_read_as_it_was(
    shelf: Shelf,
    opened: Opening,
    headers: list[tuple[str, str]],
    body: bytes,
    status: int,
) -> None:
    told = (*headers, ("Content-Type", "text/plain"))
    run_id = shelf.run({"/": (Received(status, told, body), PageState.NEW)}, DAYS[0])
    path = opened.folder / "essai.warc.gz"
    write_warc(shelf.responses, path, about(run_id))
    assert opened.at(path).find(f"{SITE}/") == Received(status, told, body)
