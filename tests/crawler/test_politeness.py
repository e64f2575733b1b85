"""robots.txt, Retry-After, and what the report says of each failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy import Request, exceptions
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from corpus.config import read_config
from crawler import settings as ours
from crawler.middlewares.redirecting import RedirectMiddleware
from crawler.middlewares.retrying import retry_after
from crawler.middlewares.robots import rules_of
from crawler.plan import user_agent
from crawler.refusals import AddressRefused, RobotsUnavailable, is_final, note_of, note_of_status
from crawler.spiders.icpc import IcpcSpider


def robots(status: int, body: bytes = b"User-agent: *\nDisallow: /prive") -> Response:
    return Response("http://h/robots.txt", status=status, body=body)


@pytest.mark.parametrize("status", [404, 403, 410])
def test_no_robots_txt_allows_everything(status: int) -> None:
    rules = rules_of(robots(status))
    assert rules is not None
    assert rules.can_fetch("http://h/prive", "Souffleur")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_in_error_says_nothing(status: int) -> None:
    assert rules_of(robots(status)) is None


def test_a_robots_txt_is_read_whatever_its_bytes() -> None:
    rules = rules_of(robots(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /prive\n\xff\xfe"))
    assert rules is not None
    assert not rules.can_fetch("http://h/prive/a", "Souffleur")
    assert rules.can_fetch("http://h/public", "Souffleur")


def test_retry_after_is_seconds_or_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert retry_after(b"7") == 7.0
    assert 50 < (retry_after(soon.encode()) or 0) <= 60
    assert retry_after(b"Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


@pytest.mark.parametrize("header", [None, b"", b"demain", b"-3", b"\xff"])
def test_an_unreadable_retry_after_is_as_none(header: bytes | None) -> None:
    assert retry_after(header) is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (exceptions.CannotResolveHostError("h"), "unknown_host"),
        (exceptions.DownloadTimeoutError(), "timeout"),
        (exceptions.ResponseDataLossError(), "half_response"),
        (exceptions.DownloadCancelledError("x"), "too_large"),
        (exceptions.IgnoreRequest("max redirections reached"), "redirect_loop"),
        (exceptions.UnsupportedURLSchemeError("x"), "scheme_refused"),
        (AddressRefused("Non.", "h:80", "Oui."), "address_refused"),
        (ZeroDivisionError("x"), "download_error"),
    ],
)
def test_every_failure_has_a_code_and_a_sentence(error: Exception, code: str) -> None:
    note = note_of(error, "http://h/")
    assert note.code == code
    assert note.message.endswith((".", ")."))


def test_a_decision_of_ours_is_final_and_a_failure_is_not() -> None:
    assert is_final(AddressRefused("Non."))
    assert not is_final(RobotsUnavailable("Non."))
    assert not is_final(exceptions.DownloadTimeoutError())


@pytest.mark.parametrize("status", [301, 401, 404, 410, 429, 503])
def test_every_error_status_has_a_code_and_a_sentence(status: int) -> None:
    note = note_of_status(status, "http://h/")
    assert (note.code, note.value) == (f"http_{status}", str(status))
    assert note.message.endswith(".")


def test_the_crawler_names_itself_and_its_contact() -> None:
    config = read_config(environ={"SOUFFLEUR_CONTACT": "a@exemple.invalid"})
    assert user_agent(config).startswith("Souffleur/")
    assert user_agent(config).endswith("(+a@exemple.invalid)")


def test_the_settings_are_safe_and_polite() -> None:
    settings = Settings()
    settings.setmodule(ours)
    off = ("TELNETCONSOLE", "REMOTE_CONTROL", "METAREFRESH", "COOKIES", "HTTPPROXY", "REFERER")
    assert not any(settings.getbool(f"{name}_ENABLED") for name in off)
    on = ("ROBOTSTXT_OBEY", "DOWNLOAD_VERIFY_CERTIFICATES", "AUTOTHROTTLE_ENABLED")
    assert all(settings.getbool(name) for name in on)
    handlers = settings.get_component_priority_dict_with_base("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getint("DOWNLOAD_MAXSIZE") == 32 * 1024 * 1024


def test_every_setting_but_ours_is_one_of_scrapy() -> None:
    known = set(Settings())
    names = {name for name in vars(ours) if name.isupper() and not name.startswith("_")}
    assert {name for name in names - known if not name.startswith("SOUFFLEUR_")} == set()


@pytest.mark.parametrize(
    ("location", "followed"),
    [
        ("https://i-cpc.org/wp-content/a.pdf", "http://127.0.0.1:8002/wp-content/a.pdf"),
        ("http://www.i-cpc.org/wp-content/b.pdf", "http://127.0.0.1:8002/wp-content/b.pdf"),
        ("https://ailleurs.example/a.pdf", "https://ailleurs.example/a.pdf"),
    ],
)
def test_a_file_moved_to_another_name_of_the_source_stays_on_the_copy(
    location: str, followed: str
) -> None:
    asked, again = redirected("http://127.0.0.1:8002", "/wp-content/old.pdf", location)
    assert (asked, again) == ("http://127.0.0.1:8002/wp-content/old.pdf", followed)


def test_a_file_of_a_site_that_lives_under_its_other_name_is_followed_there() -> None:
    target = "https://www.i-cpc.org/wp-content/a.pdf"
    assert redirected("https://i-cpc.org", "/wp-content/a.pdf", target)[1] == target


def redirected(base: str, path: str, location: str) -> tuple[str, str]:
    """What is asked for, and what the middleware asks for after the redirect."""
    crawler = get_crawler(IcpcSpider)
    crawler.spider = IcpcSpider(base_url=base)
    middleware = RedirectMiddleware(crawler.settings)
    middleware.crawler = crawler
    request = Request(base + path)
    answer = Response(request.url, status=301, headers={"Location": location}, request=request)
    again = middleware.process_response(request, answer)
    assert isinstance(again, Request)
    return request.url, again.url
