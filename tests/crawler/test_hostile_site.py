"""One harvest of a site where everything that can be wrong is; the facts are tested one by one."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from corpus import tables as t
from corpus.harvests.runs import RunNote, RunState
from crawler.report import HarvestReport
from tests.crawler.harvesting import Kept, harvest_small
from tests.crawler.small_site import Answer, Asked, Site, page, serving

PRIVATE_FORMS = (
    "http://127.0.0.1:{port}/secret",
    "http://2130706433:{port}/secret",
    "http://0177.0.0.1:{port}/secret",
    "http://0x7f000001:{port}/secret",
    "http://127.1:{port}/secret",
    "http://localhost:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
)
BIG = 33 * 1024 * 1024
PATTERN_BUDGET = 30


@dataclass
class Harvested:
    """The harvest, what it kept, and what the site and the private server were asked."""

    report: HarvestReport
    kept: Kept
    base: str
    asked: Asked
    private: Asked

    def note(self, path: str) -> RunNote:
        """The only remark about that path."""
        (found,) = [n for n in self.kept.notes() if urlsplit(n.url).path == path]
        return found

    def state(self, path: str) -> tuple[str, str]:
        """The state and reason of the frontier's row for that path."""
        (row,) = [r for r in self.kept.rows(t.frontier) if urlsplit(r["url"]).path == path]
        return row["state"], row["error"]

    def record_paths(self) -> set[str]:
        return {urlsplit(row["url"]).path for row in self.kept.rows(t.records)}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harvested]:
    home = tmp_path_factory.mktemp("hostile")
    with serving(lambda path: page("Secret")) as (private_base, private):
        port = urlsplit(private_base).port or 0
        with serving(hostile_site(port)) as (base, asked):
            report = harvest_small(
                home,
                f"{base}/",
                SOUFFLEUR_PATTERN_BUDGET=PATTERN_BUDGET,
                SOUFFLEUR_LINKS_PER_PAGE=50,
            )
            yield Harvested(report, Kept(home), base, asked, private)


def hostile_site(private_port: int) -> Site:
    """A home page that links to every fault; `/busy` answers the second time it is asked."""
    privates = {
        f"/private-{rank}": redirect(form.format(port=private_port))
        for rank, form in enumerate(PRIVATE_FORMS)
    }
    pages = {**faults(), **privates}
    linked = [path for path in pages if "wp-login" not in path]
    links = [*linked, "/busy", "/missing", "/agenda/2026/1", "file:///etc/passwd", "/links"]
    pages["/"] = page("Accueil", *links)
    pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /forbidden\n")
    refresh = f'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:{private_port}/">'
    pages["/refresh"] = Answer(f"<title>Ailleurs</title>{refresh}".encode())
    asked_busy: list[str] = []

    def site(path: str) -> Answer | None:
        if path == "/busy":
            asked_busy.append(path)
            again = len(asked_busy) > 1
            return page("Reposé") if again else Answer(status=429, headers={"Retry-After": "1"})
        if path.startswith("/agenda/"):
            return page("Agenda", f"/agenda/2026/{int(path.rpartition('/')[2]) + 1}")
        return pages.get(path)

    return site


def faults() -> dict[str, Answer]:
    zipped = {"Content-Encoding": "gzip"}
    many = (
        f"/n{'x' * (rank % 7)}{chr(97 + rank % 26)}{chr(97 + rank // 26)}" for rank in range(80)
    )
    return {
        "/forbidden": page("Interdite"),
        "/half": Answer(b"<title>Moiti", length=500),
        "/loop": redirect("/pool"),
        "/pool": redirect("/loop"),
        "/big": Answer(b"x" * BIG),
        "/bomb": Answer(gzip.compress(bytes(BIG * 2)), headers=zipped),
        "/boom": page("Illisible"),
        "/down": Answer(b"Erreur", 503),
        "/guide.pdf": Answer(b"%PDF-1.4 guide", headers={"Content-Type": "application/pdf"}),
        "/gone.pdf": Answer(b"", 404),
        "/members": redirect("/wp-login.php?redirect_to=members"),
        "/wp-login.php?redirect_to=members": page("Connexion"),
        "/untitled": Answer(b"<p>Sans titre"),
        "/refresh": Answer(b""),
        "/to-file": redirect("file:///etc/passwd"),
        "/links": page("Liens", *many),
    }


def redirect(url: str) -> Answer:
    return Answer(status=302, headers={"Location": url})


def test_the_run_goes_to_its_end(hostile: Harvested) -> None:
    assert hostile.report.state is RunState.FINISHED


def test_no_redirect_reaches_a_private_address(hostile: Harvested) -> None:
    assert hostile.private.paths.total() == 0
    for rank in range(len(PRIVATE_FORMS)):
        assert hostile.state(f"/private-{rank}") == ("refused", "address_refused")
    assert len(hostile.kept.notes("address_refused")) == len(PRIVATE_FORMS) + 1


def test_a_file_address_is_refused(hostile: Harvested) -> None:
    assert hostile.state("/etc/passwd") == ("refused", "address_refused")


def test_a_redirect_to_a_file_address_is_not_followed(hostile: Harvested) -> None:
    assert hostile.note("/to-file").code == "http_302"


def test_a_meta_refresh_is_a_page_like_another(hostile: Harvested) -> None:
    assert "/refresh" in hostile.record_paths()


def test_robots_txt_is_obeyed_and_said(hostile: Harvested) -> None:
    assert hostile.asked.paths["/forbidden"] == 0
    assert hostile.note("/forbidden").code == "robots_forbidden"
    assert hostile.note("/forbidden").value == f"{hostile.base}/robots.txt"
    assert hostile.state("/forbidden")[0] == "refused"


def test_a_busy_server_is_asked_again_when_it_said(hostile: Harvested) -> None:
    first, second = [when for when, path in hostile.asked.times if path == "/busy"]
    assert second - first >= 1.0
    assert "/busy" in hostile.record_paths()


def test_half_a_response_is_tried_again_then_reported_and_not_kept(hostile: Harvested) -> None:
    assert hostile.asked.paths["/half"] == 3
    assert hostile.state("/half") == ("failed", "half_response")
    assert "/half" not in hostile.record_paths()


def test_a_redirect_loop_ends(hostile: Harvested) -> None:
    assert hostile.state("/loop") == ("failed", "redirect_loop")
    assert hostile.asked.paths["/loop"] + hostile.asked.paths["/pool"] <= 14


@pytest.mark.parametrize("path", ["/big", "/bomb"])
def test_a_response_beyond_the_limit_is_reported_and_not_kept(
    hostile: Harvested, path: str
) -> None:
    assert hostile.state(path) == ("failed", "too_large")
    assert hostile.asked.paths[path] == 1


def test_a_page_that_cannot_be_read_is_a_line_of_the_report(hostile: Harvested) -> None:
    note = hostile.note("/boom")
    assert (note.code, note.value) == ("reading_failed", "ValueError : cette page ne se lit pas")
    assert hostile.state("/boom") == ("failed", "reading_failed")


def test_a_missing_page_is_done_and_noted(hostile: Harvested) -> None:
    assert hostile.state("/missing") == ("done", "http_404")
    assert hostile.note("/missing").code == "http_404"
    (row,) = [r for r in hostile.kept.rows(t.pages) if r["url"].endswith("/missing")]
    assert row["status"] == 404


def test_a_server_error_is_tried_again_then_failed(hostile: Harvested) -> None:
    assert hostile.asked.paths["/down"] == 3
    assert hostile.state("/down") == ("failed", "http_503")


def test_a_file_is_kept_under_its_hash(hostile: Harvested) -> None:
    (row,) = [r for r in hostile.kept.rows(t.files) if r["url"].endswith("/guide.pdf")]
    assert (row["state"], row["size"], row["name"]) == ("kept", 14, "guide.pdf")


def test_a_file_that_is_gone_is_noted_as_such(hostile: Harvested) -> None:
    (row,) = [r for r in hostile.kept.rows(t.files) if r["url"].endswith("/gone.pdf")]
    assert (row["state"], row["sha256"], row["error"]) == ("failed", "", "HTTP 404")


def test_a_page_that_redirects_to_a_sign_in_is_not_content(hostile: Harvested) -> None:
    assert hostile.note("/wp-login.php").code == "refused"
    assert "/wp-login.php" not in hostile.record_paths()


def test_a_calendar_without_end_is_stopped_by_its_budget(hostile: Harvested) -> None:
    asked = [path for path in hostile.asked.paths if path.startswith("/agenda/")]
    assert len(asked) == PATTERN_BUDGET
    (note,) = hostile.kept.notes("pattern_budget")
    assert note.value == "/agenda/0/0"


def test_the_links_of_one_page_are_capped(hostile: Harvested) -> None:
    (note,) = hostile.kept.notes("too_many_links")
    assert urlsplit(note.url).path == "/links"
    assert len([path for path in hostile.asked.paths if path.startswith("/nx")]) <= 50


def test_what_the_spider_remarks_is_in_the_report(hostile: Harvested) -> None:
    assert hostile.note("/untitled").message == "La page n'a pas de titre."


def test_the_figures_add_up(hostile: Harvested) -> None:
    figures = hostile.report.figures
    rows = hostile.kept.rows(t.frontier)
    assert sum(figures["pages"].values()) == sum(1 for row in rows if row["status"])
    assert figures["failed"]["half_response"] == 1
    assert figures["refused"]["robots_forbidden"] == 1
    assert figures["files"] == 1
    assert sum(figures["notes"].values()) == hostile.report.notes == len(hostile.kept.notes())
    assert figures["records"]["new"] == {"page": len(hostile.record_paths())}


def test_the_crawler_says_who_it_is(hostile: Harvested) -> None:
    assert {agent.partition("/")[0] for agent in hostile.asked.agents} == {"Souffleur"}
