"""One check of links to a site where everything that can be wrong is; the facts one by one."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from corpus.config import Config
from corpus.links.checks import Check, LinkState
from crawler.links.run import LinkCheckReport
from tests.crawler.links.certificates import certificate
from tests.crawler.links.far_site import Request, Said, Site, far_site, fixed, page, to
from tests.crawler.links.holdings import CONTACT, check, link_to, looks
from tests.crawler.test_hostile_site import PRIVATE_FORMS

NOT_FOUND = page("Page introuvable", "La page que vous cherchez n'existe plus.")
LARGE = 8 * 1024 * 1024

PAGES = {
    "/": page("Accueil"),
    "/robots.txt": Said(
        b"User-agent: *\nDisallow: /prive\n", headers={"Content-Type": "text/plain"}
    ),
    "/bonne": page("Une bonne page"),
    "/guide.pdf": Said(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}),
    "/partie": to("/bonne", 301),
    "/partie-deux": to("/partie", 308),
    "/pour-un-temps": to("/bonne", 302),
    "/boucle": to("/ronde"),
    "/ronde": to("/boucle"),
    "/sans-but": Said(status=302),
    "/retiree": Said(b"", 410),
    "/excuse": NOT_FOUND,
    "/vieux/article.html": to("/"),
    "/get-seulement": Said(page("Sans HEAD").body, head=405),
    "/interdite": Said(b"", 403),
    "/trop": Said(b"", 429),
    "/panne": Said(b"", 500),
    "/lente": Said(page("Lente").body, delay=3),
    "/coupee": Said(reset=True),
    "/prive/a": page("Privée"),
    "/enorme": Said(page("Énorme").body + b" " * LARGE, length=LARGE * 100),
    "/fichier": to("file:///etc/passwd"),
}


@dataclass
class Checked:
    """The report, the ledger, and what the site and the private server were asked."""

    report: LinkCheckReport
    config: Config
    base: str
    elsewhere: Mapping[str, str]
    asked: list[Request]
    private: list[Request]

    def look(self, path: str) -> Check:
        (only,) = looks(self.config, path if "//" in path else self.base + path)
        return only

    def methods(self, path: str) -> list[str]:
        return [request.method for request in self.asked if request.path == path]


def same_to_all(request: Request) -> Said:
    """A host that answers well to anything, but for one page that is really there."""
    words = "Choisissez un thème parmi tous ceux que nous avons réunis pour vous ici"
    return page("Vraie page") if request.path == "/vraie" else page("Bienvenue", words)


def drawn_in_the_browser(request: Request) -> Said:
    return Said(b"<title>App</title><div id=app></div>")


def down(request: Request) -> Said:
    return Said(status=503)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    home = tmp_path_factory.mktemp("links")
    with ExitStack() as sites:

        def serve(site: Site, certificate: Path | None = None) -> tuple[str, list[Request]]:
            return sites.enter_context(far_site(site, certificate))

        private_base, private = serve(lambda _: page("Secret"))
        port = urlsplit(private_base).port
        privates = {
            f"/vers-{rank}": to(form.format(port=port)) for rank, form in enumerate(PRIVATE_FORMS)
        }
        base, asked = serve(fixed({**PAGES, **privates}))
        same, mute, ill = serve(same_to_all)[0], serve(drawn_in_the_browser)[0], serve(down)[0]
        elsewhere = {
            "closed": f"http://127.0.0.1:{_closed_port()}/",
            "lost": f"{same}/perdue",
            "real": f"{same}/vraie",
            "mute": f"{mute}/x",
            "robots": f"{ill}/a",
            "tls": f"{serve(same_to_all, certificate(home))[0]}/a",
        }
        paths = ["/absente", *(path for path in {**PAGES, **privates} if path != "/robots.txt")]
        localhost = f"http://localhost:{port}/secret"
        config = link_to(home, [*(base + path for path in paths), *elsewhere.values(), localhost])
        report = check(config, base, *elsewhere.values(), settings={"DOWNLOAD_TIMEOUT": 1})
        yield Checked(report, config, base, {**elsewhere, "private": localhost}, asked, private)


def _closed_port() -> int:
    with closing(socket.socket()) as lent:
        lent.bind(("127.0.0.1", 0))
        return int(lent.getsockname()[1])


def test_every_link_is_looked_at_and_kept(checked: Checked) -> None:
    assert checked.report.is_whole
    assert checked.report.looked_at == len(PAGES) + len(PRIVATE_FORMS) + 7
    assert sum(checked.report.states.values()) == checked.report.looked_at


@pytest.mark.parametrize(
    ("path", "state", "status", "reason"),
    [
        ("/", LinkState.OK, 200, ""),
        ("/bonne", LinkState.OK, 200, ""),
        ("/guide.pdf", LinkState.OK, 200, ""),
        ("/get-seulement", LinkState.OK, 200, ""),
        ("/enorme", LinkState.OK, 200, ""),
        ("/pour-un-temps", LinkState.OK, 200, ""),
        ("/partie", LinkState.MOVED, 200, ""),
        ("/partie-deux", LinkState.MOVED, 200, ""),
        ("/absente", LinkState.BROKEN, 404, "http_404"),
        ("/retiree", LinkState.BROKEN, 410, "http_410"),
        ("/boucle", LinkState.BROKEN, 0, "redirect_loop"),
        ("/sans-but", LinkState.BROKEN, 0, "bad_redirect"),
        ("/fichier", LinkState.BROKEN, 0, "bad_redirect"),
        ("/excuse", LinkState.SOFT_404, 200, "says_not_found"),
        ("/vieux/article.html", LinkState.SOFT_404, 200, "lands_on_home"),
        ("/interdite", LinkState.FORBIDDEN, 403, "http_403"),
        ("/trop", LinkState.FORBIDDEN, 429, "http_429"),
        ("/prive/a", LinkState.FORBIDDEN, 0, "robots_forbidden"),
        ("/panne", LinkState.ERROR, 500, "http_500"),
        ("/lente", LinkState.ERROR, 0, "timeout"),
        ("/coupee", LinkState.ERROR, 0, "connection_failed"),
    ],
)
def test_an_answer_gives_its_state(
    checked: Checked, path: str, state: LinkState, status: int, reason: str
) -> None:
    look = checked.look(path)
    assert (look.state, look.status, look.reason) == (state, status, reason)


def test_the_whole_way_is_kept_hop_by_hop(checked: Checked) -> None:
    look = checked.look("/partie-deux")
    way = [(hop.url.removeprefix(checked.base), hop.status) for hop in look.hops]
    assert way == [("/partie-deux", 308), ("/partie", 301), ("/bonne", 200)]
    assert look.final_url == look.moved_to == f"{checked.base}/bonne"


def test_a_loop_is_asked_once_round_and_no_more(checked: Checked) -> None:
    assert [hop.url.removeprefix(checked.base) for hop in checked.look("/boucle").hops] == [
        "/boucle",
        "/ronde",
    ]
    assert len(checked.methods("/boucle")) == 2  # for itself, and on the way from /ronde


@pytest.mark.parametrize("rank", range(len(PRIVATE_FORMS)))
def test_a_redirect_to_a_private_address_is_refused_however_it_is_written(
    checked: Checked, rank: int
) -> None:
    look = checked.look(f"/vers-{rank}")
    assert (look.state, look.reason) == (LinkState.FORBIDDEN, "address_refused")
    assert [hop.status for hop in look.hops] == [302]


def test_no_private_server_is_asked_anything(checked: Checked) -> None:
    assert checked.private == []


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("private", LinkState.FORBIDDEN, "address_refused"),
        ("closed", LinkState.BROKEN, "connection_refused"),
        ("tls", LinkState.BROKEN, "tls"),
        ("robots", LinkState.ERROR, "robots_unavailable"),
        ("lost", LinkState.SOFT_404, "same_as_random"),
        ("real", LinkState.OK, ""),
        ("mute", LinkState.OK, ""),  # too few words to tell
    ],
)
def test_a_host_gives_its_state(checked: Checked, name: str, state: LinkState, reason: str) -> None:
    look = checked.look(checked.elsewhere[name])
    assert (look.state, look.reason) == (state, reason)


def test_a_file_or_a_busy_host_is_asked_by_head_alone(checked: Checked) -> None:
    assert checked.methods("/guide.pdf") == ["HEAD"]
    assert checked.methods("/trop") == ["HEAD"]


def test_an_error_and_a_page_are_made_sure_of_by_get(checked: Checked) -> None:
    for path in ("/absente", "/get-seulement", "/excuse", "/interdite"):
        assert checked.methods(path) == ["HEAD", "GET"], path
    assert checked.methods("/coupee")[-1] == "GET"  # after as many HEAD as connections broke


def test_what_robots_forbids_is_not_asked(checked: Checked) -> None:
    assert checked.methods("/prive/a") == []
    assert checked.methods("/robots.txt") == ["GET"]


def test_the_checker_says_who_it_is(checked: Checked) -> None:
    agents = {request.headers["User-Agent"] for request in checked.asked}
    assert len(agents) == 1
    assert CONTACT in agents.pop()


def test_of_a_page_without_end_only_the_beginning_is_read(checked: Checked) -> None:
    look = checked.look("/enorme")  # read to its end it is cut off, which would be an error
    assert (look.state, look.reason) == (LinkState.OK, "")


def test_a_made_up_address_is_asked_once_a_host(checked: Checked) -> None:
    random = [r.path for r in checked.asked if r.path.startswith("/souffleur-")]
    assert len(set(random)) == 1
    assert len(random) == 2  # HEAD, then GET
