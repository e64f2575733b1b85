"""The client alone: addresses, passwords, patience, pages. The site answers for real."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from flask import Response

from corpus.errors import SiteRefused
from corpus.exports.wordpress.site import TRIES, RequestRefused, Site, TryAgain, checked_address
from tests.corpus.exports.wordpress_stand_in import PASSWORD, USER, StandIn, wordpress


@pytest.fixture
def there() -> Iterator[StandIn]:
    with wordpress() as site:
        yield site


def client(there: StandIn, waits: list[float] | None = None, password: str = PASSWORD) -> Site:
    return Site(there.address, USER, password, sleep=(waits if waits is not None else []).append)


def failing(there: StandIn, *answers: Response) -> None:
    """The site gives these answers, one a request, then its own."""
    left = list(answers)
    there.faults.before = lambda _method, _path: left.pop(0) if left else None


@pytest.mark.parametrize(
    "address",
    ["http://exemple.org", "ftp://exemple.org", "exemple.org", "", "https://", "http://[",
     "https://moi:secret@exemple.org", "http://10.0.0.1", "http://127.0.0.1.exemple.org"],
)  # fmt: skip
def test_a_password_is_never_sent_in_clear_or_nowhere(address: str) -> None:
    with pytest.raises(SiteRefused, match=r"https|adresse"):
        checked_address(address)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Exemple.org/", "https://exemple.org"),
        ("https://exemple.org/blog/wp-json/wp/v2", "https://exemple.org/blog"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("http://localhost/wp", "http://localhost/wp"),
    ],
)
def test_one_site_has_one_address(given: str, kept: str) -> None:
    assert checked_address(given) == kept


def test_a_wrong_password_is_a_sentence_that_says_what_to_do(there: StandIn) -> None:
    with pytest.raises(SiteRefused, match="SOUFFLEUR_WORDPRESS_PASSWORD"):
        client(there, password="faux").get("users/me")


def test_an_accented_account_is_sent_in_utf_8() -> None:
    site = Site("https://exemple.org", "zoé", "mot de passe")
    assert "mot" not in repr(site)
    with wordpress() as there, pytest.raises(SiteRefused):
        Site(there.address, "zoé", PASSWORD).get("users/me")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_site_is_asked_again_after_the_wait_it_asks_for(there: StandIn, status: int) -> None:
    waits: list[float] = []
    failing(there, Response(status=status, headers={"Retry-After": "7"}), Response(status=status))
    assert client(there, waits).get("users/me")["id"] == 1
    assert waits == [7.0, 2.0]


def test_a_wait_may_be_a_date(there: StandIn) -> None:
    waits: list[float] = []
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    failing(there, Response(status=503, headers={"Retry-After": later}))
    client(there, waits).get("users/me")
    assert 30 < waits[0] <= 60


def test_a_site_that_asks_for_hours_is_left_for_later(there: StandIn) -> None:
    failing(there, Response(status=429, headers={"Retry-After": "86400"}))
    with pytest.raises(SiteRefused, match="86400 secondes"):
        client(there).get("users/me")


def test_a_site_that_stays_down_ends_the_run_and_one_bad_request_does_not(there: StandIn) -> None:
    waits: list[float] = []
    there.faults.before = lambda _method, path: Response(status=500) if path == "posts/1" else None
    site = client(there, waits)
    for _ in range(2):
        with pytest.raises(RequestRefused):
            site.get("posts/1")
    site.get("users/me")  # an answer: what went wrong before is forgotten
    for _ in range(2):
        with pytest.raises(RequestRefused):
            site.get("posts/1")
    with pytest.raises(SiteRefused, match="ne répond plus"):
        site.get("posts/1")
    assert len(waits) == 5 * (TRIES - 1)


def test_a_site_that_is_not_there_is_said_after_the_last_try() -> None:
    with wordpress() as there:
        site = client(there)
    with pytest.raises(RequestRefused, match="pas de réponse"):
        site.get("users/me")


def test_a_command_is_tried_once_and_its_caller_decides(there: StandIn) -> None:
    failing(there, Response(status=502))
    with pytest.raises(TryAgain):
        client(there).command("posts", {"title": "a"})
    assert there.commands == ["posts"]


def test_a_redirect_is_not_followed_with_the_password(there: StandIn) -> None:
    failing(there, Response(status=301, headers={"Location": "https://www.exemple.org/"}))
    with pytest.raises(SiteRefused, match=r"https://www\.exemple\.org/"):
        client(there).command("posts", {"title": "a"})


@pytest.mark.parametrize("status", [200, 404])
def test_a_site_that_is_no_wordpress_is_said(there: StandIn, status: int) -> None:
    failing(there, Response("<html>Bonjour", status=status))
    with pytest.raises(SiteRefused, match="WordPress"):
        client(there).get("users/me")


def test_a_site_on_this_machine_is_asked_without_a_proxy(
    there: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert client(there).get("users/me")["id"] == 1


def test_a_long_list_is_read_page_after_page(there: StandIn) -> None:
    for n in range(250):
        there.create_term("post_tag", {"name": f"mot {n}"})
    assert len(list(client(there).listed("tags"))) == 250
    assert [path for _, path in there.asked] == ["tags"] * 3


def test_a_list_of_nothing_is_empty(there: StandIn) -> None:
    assert list(client(there).listed("tags")) == []


def test_a_refusal_keeps_wordpress_s_own_word(there: StandIn) -> None:
    with pytest.raises(RequestRefused, match="Invalid post ID") as refused:
        client(there).get("posts/99")
    assert (refused.value.status, refused.value.code) == (404, "rest_post_invalid_id")
    assert refused.value.gone
