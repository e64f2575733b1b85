"""WARC and ARC files as tools write them: what is found in them, and what is said of the rest."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import ConfigError
from corpus.harvests.responses import Received
from crawler.archives.base import Archive, CaptureUnusable, header_of
from crawler.archives.volumes import Volume, file_volume
from crawler.archives.warc import WarcArchive
from tests.crawler.archives.cases import SITE, Making, Opening, arc_of


def body_of(archive: Archive, path: str) -> bytes | None:
    received = archive.find(SITE + path)
    return received.body if received else None


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("compressed", [True, False])
def test_each_page_of_a_warc_is_found(opened: Opening, version: str, compressed: bool) -> None:
    made = Making(compressed, version).info().page("/", b"<p>Accueil").page("/b?x=1", b"<p>B")
    archive = opened(made, "essai.bin")
    assert archive.find(f"{SITE}/") == Received(
        200, (("Content-Type", "text/html; charset=utf-8"),), b"<p>Accueil"
    )
    assert body_of(archive, "/b?x=1") == b"<p>B"
    assert archive.find(f"{SITE}/autre") is None
    assert [(c.url, c.status, c.media_type) for c in archive.addresses()] == [
        (f"{SITE}/", 200, "text/html"),
        (f"{SITE}/b?x=1", 200, "text/html"),
    ]
    assert list(archive.notes) == []


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_each_page_of_an_arc_is_found(tmp_path: Path, opened: Opening, pack: object) -> None:
    raw = arc_of(("/", b"<p>Accueil"), ("/b", b"<p>B"))
    assert callable(pack)
    (tmp_path / "essai.arc").write_bytes(pack(raw))
    archive = opened.at(tmp_path / "essai.arc")
    assert (body_of(archive, "/"), body_of(archive, "/b")) == (b"<p>Accueil", b"<p>B")
    assert list(archive.notes) == []


def test_a_warc_compressed_as_a_whole_is_unpacked_and_read(tmp_path: Path, opened: Opening) -> None:
    plain = Making(gzip=False).info().page("/", b"<p>Accueil").page("/b", b"<p>B")
    path = tmp_path / "essai.warc.gz"
    path.write_bytes(gzip.compress(plain.bytes))
    archive = opened.at(path)
    assert (body_of(archive, "/"), body_of(archive, "/b")) == (b"<p>Accueil", b"<p>B")


def test_the_latest_answer_wins_wherever_it_stands(opened: Opening) -> None:
    made = Making().page("/", b"neuf", at="2026-11-23T02:26:00Z")
    made.page("/", b"vieux", at="2019-01-01T00:00:00Z")
    assert body_of(opened(made), "/") == b"neuf"


@pytest.mark.parametrize("status", ["503 Panne", "429 Trop"])
def test_a_server_in_error_does_not_hide_the_page_before(opened: Opening, status: str) -> None:
    made = Making().page("/", b"la page", at="2019-01-01T00:00:00Z")
    made.page("/", b"panne", status=status).page("/b", b"panne", status=status)
    archive = opened(made)
    assert body_of(archive, "/") == b"la page"
    assert body_of(archive, "/b") == b"panne"


def test_several_files_are_one_archive(tmp_path: Path, opened: Opening) -> None:
    Making().page("/", b"un").save(tmp_path / "a.warc.gz")
    Making(gzip=False).page("/b", b"deux").save(tmp_path / "b.warc")
    (tmp_path / "journal.txt").write_text("rien d'une archive")
    archive = opened.at(tmp_path)
    assert (body_of(archive, "/"), body_of(archive, "/b")) == (b"un", b"deux")


# --- addresses alike ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("/a", "https://exemple.fr/a"),
        ("/a?x=1&y=2", f"{SITE}/a?y=2&x=1"),
        ("/d%C3%A9bat", f"{SITE}/d%E9bat"),
        ("/d%E9bat", f"{SITE}/d%C3%A9bat"),
    ],
)
def test_an_address_that_servers_answer_alike_is_found(
    opened: Opening, kept: str, asked: str
) -> None:
    archive = opened(Making().page(kept, b"oui").page("/a/b", b"non"))
    found = archive.find(asked)
    assert found
    assert found.body == b"oui"


@pytest.mark.parametrize("asked", ["/a%2Fb", "/A", "/a?x=1", "/a/b/c", "/"])
def test_an_address_that_only_looks_alike_is_not(opened: Opening, asked: str) -> None:
    assert opened(Making().page("/a/b", b"non")).find(SITE + asked) is None


@pytest.mark.parametrize(("kept", "asked"), [("/a/", "/a"), ("/a", "/a/")])
def test_the_slash_at_the_end_leads_on_so_that_relative_links_hold(
    opened: Opening, kept: str, asked: str
) -> None:
    archive = opened(Making().page(kept, b"oui"))
    assert archive.find(SITE + asked) == Received(301, (("Location", kept),))


def test_a_redirect_to_the_address_asked_is_no_answer_to_it(opened: Opening) -> None:
    made = Making().page(
        "/a", b"", status="301 Moved", headers={"Location": "https://exemple.fr/a"}
    )
    archive = opened(made)
    assert archive.find("https://exemple.fr/a") is None
    kept = archive.find(f"{SITE}/a")
    assert kept
    assert (kept.status, header_of(kept.headers, "location")) == (301, "https://exemple.fr/a")


# --- revisits and other records ----------------------------------------------------------------


def test_a_revisit_has_the_bytes_of_its_original_and_its_own_headers(opened: Opening) -> None:
    made = Making().page("/", b"<p>Accueil", headers={"X-First": "yes"}).revisit("/")
    found = opened(made).find(f"{SITE}/")
    assert found
    assert (found.body, header_of(found.headers, "X-Second")) == (b"<p>Accueil", "yes")


@pytest.mark.parametrize("how", ["no head", "304"])
def test_a_revisit_that_says_nothing_of_its_own_is_its_original(opened: Opening, how: str) -> None:
    made = Making().page("/", b"<p>Accueil", headers={"X-First": "yes"})
    made.revisit("/", status="304 Not Modified", head=how == "304")
    found = opened(made).find(f"{SITE}/")
    assert found
    assert (found.status, found.body) == (200, b"<p>Accueil")
    assert header_of(found.headers, "X-First") == "yes"


def test_a_revisit_of_another_address_in_another_file_is_resolved(
    tmp_path: Path, opened: Opening
) -> None:
    Making().page("/vieux", b"pareil").save(tmp_path / "1.warc.gz")
    Making().revisit("/neuf", refers_to="/vieux").save(tmp_path / "2.warc.gz")
    assert body_of(opened.at(tmp_path), "/neuf") == b"pareil"


def test_a_revisit_with_a_digest_alone_is_resolved(opened: Opening) -> None:
    same = "sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A"
    made = Making().page("/un", b"pareil", warc={"WARC-Payload-Digest": same})
    made.revisit("/deux", digest=same)
    assert body_of(opened(made), "/deux") == b"pareil"


def test_a_revisit_of_what_the_archive_has_not_is_said(opened: Opening) -> None:
    archive = opened(Making().page("/b").revisit("/"))
    with pytest.raises(CaptureUnusable, match="celle d'avant") as lost:
        archive.find(f"{SITE}/")
    assert lost.value.code == "revisit_lost"


def test_a_page_whose_last_revisit_is_lost_is_given_as_it_was_before(opened: Opening) -> None:
    made = Making().page("/", b"avant").revisit("/", refers_at="2001-01-01T00:00:00Z")
    assert body_of(opened(made), "/") == b"avant"


@pytest.mark.parametrize("verb", ["POST", "HEAD"])
def test_the_answer_to_a_form_is_not_the_page(opened: Opening, verb: str) -> None:
    name = {"WARC-Record-ID": "<urn:uuid:6d058047-ede2-4a13-be79-90c17c631dd4>"}
    made = Making().page("/a", b"la page", at="2020-01-01T00:00:00Z")
    made.page("/a", b"la reponse", warc=name).request("/a", verb, name["WARC-Record-ID"])
    assert body_of(opened(made), "/a") == b"la page"


def test_a_resource_has_its_bytes_and_its_type(opened: Opening) -> None:
    archive = opened(Making().resource("/a.json", b"{}", "application/json"))
    assert archive.find(f"{SITE}/a.json") == Received(
        200, (("Content-Type", "application/json"),), b"{}"
    )


# --- damage ------------------------------------------------------------------------------------


@pytest.mark.parametrize("warc", [{"WARC-Truncated": "length"}, {"WARC-Segment-Number": "1"}])
def test_an_answer_that_is_not_whole_is_a_note(opened: Opening, warc: dict[str, str]) -> None:
    archive = opened(Making().page("/a", b"moit", warc=warc).page("/b", b"oui"))
    assert (archive.find(f"{SITE}/a"), body_of(archive, "/b")) == (None, b"oui")
    assert [(note.code, note.url) for note in archive.notes] == [("archive_damaged", f"{SITE}/a")]


@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_cut_short_gives_what_came_before(
    tmp_path: Path, opened: Opening, compressed: bool
) -> None:
    made = Making(compressed).page("/a", b"oui").page("/b", b"non" * 50)
    (tmp_path / "essai.warc").write_bytes(made.bytes[:-40])
    archive = opened.at(tmp_path / "essai.warc")
    assert (body_of(archive, "/a"), archive.find(f"{SITE}/b")) == (b"oui", None)
    assert [note.code for note in archive.notes] == ["archive_damaged"]


PAGES = ["/alpha", "/bravo", "/charlie", "/delta"]


@pytest.fixture(scope="module", params=[True, False], ids=["gzip", "plain"])
def sound(request: pytest.FixtureRequest) -> Making:
    made = Making(bool(request.param)).info()
    for path in PAGES:
        made.page(path, f"<p>{path} ".encode() * 30)
    return made


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_byte_costs_one_record_at_most(
    sound: Making, tmp_path: Path, data: st.DataObject
) -> None:
    victim = data.draw(st.integers(1, len(PAGES)))
    starts = [*sound.starts, len(sound.bytes)]
    place = data.draw(st.integers(starts[victim], starts[victim + 1] - 1))
    damaged = bytearray(sound.bytes)
    damaged[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "essai.warc"
    path.write_bytes(damaged)
    archive = WarcArchive([file_volume(path)])
    others = [path for number, path in enumerate(PAGES, 1) if number != victim]
    assert [body_of(archive, path) for path in others] == [
        f"<p>{path} ".encode() * 30 for path in others
    ]
    archive.close()


@given(st.binary(max_size=300))
def test_bytes_without_sense_are_an_archive_without_pages(junk: bytes) -> None:
    archive = WarcArchive([Volume("essai", lambda: BytesIO(b"WARC/1.1\r\n" + junk))])
    assert list(archive.addresses()) == []
    archive.close()


def test_a_reading_that_is_no_longer_wanted_stops(tmp_path: Path) -> None:
    path = Making().page("/").save(tmp_path / "essai.warc.gz")
    with pytest.raises(ConfigError, match="elle reprendra"):
        WarcArchive([file_volume(path)], go_on=lambda: False)


def test_a_body_beyond_the_limit_is_refused_and_the_rest_given(opened: Opening) -> None:
    made = Making().page("/grand", b"x" * 5000).page("/petit", b"oui")
    archive = opened(made, limit=1000)
    assert body_of(archive, "/petit") == b"oui"
    with pytest.raises(CaptureUnusable, match="taille admise"):
        archive.find(f"{SITE}/grand")
