"""One harvest of a server that misbehaves in every way: each fault ends typed, memory stays bounded."""

from __future__ import annotations

import gzip
import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import brotli
import pytest

from corpus import tables as t
from corpus.harvests.runs import RunState
from crawler.report import HarvestReport
from crawler.run import harvest
from tests.crawler import misbehaving as bad
from tests.crawler.harvesting import Kept, config_in

MEGABYTE = 1024 * 1024
ONE_GIGABYTE = 1_000_000  # kilobytes, as the kernel counts
SIGN_IN = "<title>Connexion</title><h1>Connexion</h1><form><input type=password name=p></form>"


def page(title: str, body: str = "") -> bytes:
    head = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>"
    return f"{head}<p>{body or 'Une phrase à garder.'}</p></main></body></html>".encode()


def encoded(encoding: str, body: bytes) -> bad.Behaviour:
    return bad.answer(body, bad.HEAD + f"Content-Encoding: {encoding}\r\n".encode())


def typed(media_type: str, body: bytes) -> bad.Behaviour:
    return bad.answer(body, f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n".encode())


def faults() -> dict[str, bad.Behaviour]:
    zeros = bytes(48 * MEGABYTE)
    many = "".join(f'<a href="/lien-{chr(97 + n % 26)}{n}x">l</a>' for n in range(300_000))
    return {
        "/drip": bad.drip,
        "/drip-headers": bad.drip_headers,
        "/reset": bad.reset,
        "/cut": bad.answer(b"", bad.HEAD + b"Content-Length: 500\r\n\r\n<html>"),
        "/headers": bad.pour_headers(20),
        "/endless": bad.chunks_without_end,
        "/gzip": encoded("gzip", gzip.compress(zeros, 1)),
        "/gzip-twice": encoded("gzip, gzip", gzip.compress(gzip.compress(zeros, 1))),
        "/brotli": encoded("br", brotli.compress(zeros, quality=5)),
        "/many": bad.answer(f"<title>Liens</title><h1>Liens</h1>{many}".encode()),
        "/cp1252": typed(
            "text/html; charset=utf-8", page("Été", "Déjà vu").decode().encode("cp1252")
        ),
        "/bogus": typed("text/html; charset=bogus-8", page("Charset inconnu", "été")),
        "/utf16": typed("text/html", page("En UTF-16", "été").decode().encode("utf-16")),
        "/soft-404": bad.answer(page("Page non trouvée | Site", "Désolé, rien ici.")),
        "/wall": bad.answer(SIGN_IN.encode()),
        "/maintenance": bad.answer(page("Site en maintenance", "Revenez bientôt.")),
        "/empty": bad.answer(b""),
        "/garbage": lambda connection: connection.sendall(b"\x00\xff not http at all\r\n\r\n"),
        "/good": bad.answer(page("Une bonne page")),
    }


@dataclass
class Harvested:
    report: HarvestReport
    kept: Kept
    asked: Counter[str]
    kilobytes: int

    def codes(self, path: str) -> set[str]:
        return {note.code for note in self.kept.notes() if urlsplit(note.url).path == path}

    def state(self, path: str) -> str:
        (row,) = [row for row in self.kept.rows(t.fetches) if urlsplit(row["url"]).path == path]
        return str(row["state"])


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harvested]:
    home = tmp_path_factory.mktemp("misbehaving")
    site = faults()
    links = "".join(f'<a href="{path}">lien</a> ' for path in site)
    site["/"] = bad.answer(f"<title>Accueil</title><h1>Accueil</h1><p>Tout.</p>{links}".encode())
    with bad.misbehaving(site) as (base, asked):
        report = harvest(
            config_in(home),
            "site",
            start_url=f"{base}/",
            settings={
                "DOWNLOAD_TIMEOUT": 3,
                "RETRY_TIMES": 1,
                "SOUFFLEUR_RETRY_SECONDS": 0.1,
                "SOUFFLEUR_LINKS_PER_PAGE": 20,
            },
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        yield Harvested(report, Kept(home), asked, used)


def test_the_run_goes_to_its_end_in_bounded_memory(harvested: Harvested) -> None:
    assert harvested.report.state is RunState.FINISHED
    assert harvested.kilobytes < ONE_GIGABYTE


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/drip", "timeout"),
        ("/drip-headers", "timeout"),
        ("/reset", "half_response"),
        ("/cut", "half_response"),
        ("/headers", "headers_too_large"),
        ("/endless", "too_large"),
        ("/gzip", "too_large"),
        ("/gzip-twice", "too_large"),
        ("/brotli", "too_large"),
        ("/many", "too_many_links"),
        ("/cp1252", "charset_mismatch"),
        ("/soft-404", "soft_404"),
        ("/wall", "sign_in_page"),
        ("/maintenance", "maintenance_page"),
        ("/garbage", "connection_failed"),
    ],
)
def test_each_fault_is_typed_in_the_report(harvested: Harvested, path: str, code: str) -> None:
    assert code in harvested.codes(path)


@pytest.mark.parametrize("path", ["/soft-404", "/wall", "/maintenance", "/headers", "/gzip"])
def test_what_is_not_the_page_asked_for_is_no_page(harvested: Harvested, path: str) -> None:
    assert harvested.state(path) in ("error", "refused")
    records = {urlsplit(row["url"]).path for row in harvested.kept.rows(t.records)}
    assert path not in records


def test_good_pages_among_them_are_kept(harvested: Harvested) -> None:
    titles = {row["title"] for row in harvested.kept.rows(t.records)}
    assert {"Une bonne page", "Été", "Charset inconnu", "En UTF-16"} <= titles
