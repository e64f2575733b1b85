from __future__ import annotations

import multiprocessing
import stat
import threading
from pathlib import Path

import pytest
from flask import Flask, request

from corpus import errors as e
from corpus.config import Config, read_config
from corpus.errors import ConfigError
from search_app.app import LARGEST_FORM, create_app
from search_app.errors import STATUS, status_of
from search_app.holdings import EXTENSION
from search_app.messages import MESSAGES
from search_app.secret_key import FILE_NAME, read_or_make_key
from tests.search_app.browsing import Visitor, page_of, text_of
from tests.search_app.shelf import river


def every_error(kind: type[e.SouffleurError] = e.SouffleurError) -> list[type[e.SouffleurError]]:
    below = [error for child in kind.__subclasses__() for error in every_error(child)]
    return [kind, *(error for error in below if error.__module__ == e.__name__)]


# --- errors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_and_a_heading(kind: type[e.SouffleurError]) -> None:
    error = kind.__new__(kind)
    status = status_of(error)
    assert 400 <= status < 600
    assert f"error_{status}" in MESSAGES or f"error_{status // 100}00" in MESSAGES


def test_a_broken_catalogue_still_gives_a_page_to_who_is_signed_in(
    app: Flask, librarian: Visitor, config: Config
) -> None:
    app.extensions[EXTENSION].close()
    for file in config.home.glob("catalogue.sqlite*"):
        file.unlink()
    (config.home / "catalogue.sqlite").write_bytes(b"not a database" * 500)
    page = librarian.open(f"/fiche/{river().id}", 503)
    assert "catalogue" in text_of(page, ".problem")[0]


def test_what_a_reader_types_is_never_our_fault() -> None:
    readers = [kind for kind in every_error() if issubclass(kind, e.ReaderError)]
    assert {status_of(kind("x")) for kind in readers} == {400}


@pytest.mark.parametrize(
    ("english", "lang", "said", "language"),
    [
        ("In English.", "en", "In English.", "en"),
        ("In English.", "fr", "En français.", "fr"),
        ("", "en", "En français.", "fr"),
    ],
)
def test_an_error_says_itself_in_the_language_of_the_page_if_it_can(
    app: Flask, english: str, lang: str, said: str, language: str
) -> None:
    @app.get("/refuse")
    def refuse() -> str:
        raise e.QueryError("En français.", english)

    answer = app.test_client().get(f"/refuse?lang={lang}")
    (problem,) = page_of(answer).select(".problem")
    assert (problem.get_text(), problem["lang"]) == (said, language)


def test_the_table_names_only_errors_of_ours() -> None:
    assert set(STATUS) <= set(every_error())


def test_a_form_that_is_too_large_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/connexion", data={"name": "a" * (LARGEST_FORM + 1)})
    assert answer.status_code == 413
    assert "Raccourcissez" in text_of(page_of(answer), ".problem")[0]


def test_an_address_used_another_way_says_which_ways_there_are(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/recherche")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_damaged_catalogue_is_said_and_not_hidden(config: Config) -> None:
    (config.home / "catalogue.sqlite").write_bytes(b"not a database" * 500)
    for left in config.home.glob("catalogue.sqlite-*"):
        left.unlink()
    app = create_app(config)
    answer = app.test_client().get("/fiche/x")
    assert answer.status_code == 503
    assert "catalogue" in text_of(page_of(answer), ".problem")[0]
    app.extensions[EXTENSION].close()


# --- headers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/", "/recherche?q=eau", f"/fiche/{river().id}", "/nulle-part", "/recherche.json", "/healthz"],
)
def test_every_answer_keeps_to_itself(visitor: Visitor, address: str) -> None:
    headers = visitor.client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/recherche?q=participation", f"/fiche/{river().id}"])
def test_no_page_asks_anything_of_another_site(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    loaded = [str(tag.get("src") or tag.get("href")) for tag in page.select("[src], link[href]")]
    assert loaded
    assert all(link.startswith("/") for link in loaded)
    assert not page.select("script:not([src]), style, [style], iframe, [onclick]")


def test_over_https_the_cookie_goes_over_nothing_else(config: Config) -> None:
    app = create_app(config, HTTPS=True)
    answer = app.test_client().get("/connexion", base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-souffleur=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    app.extensions[EXTENSION].close()


def test_static_files_may_be_kept_because_their_address_changes(visitor: Visitor) -> None:
    link = visitor.open("/").select_one("link[rel=stylesheet]")
    assert link is not None
    answer = visitor.get(str(link["href"]))
    assert answer.mimetype == "text/css"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "v=" in str(link["href"])


# --- settings ----------------------------------------------------------------------------------


def test_settings_come_from_the_environment_too(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUFFLEUR_WEB_HTTPS", "true")
    monkeypatch.setenv("SOUFFLEUR_WEB_TRUSTED_HOSTS", '["base.example.org"]')
    app = create_app(config)
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.test_client().get("/aide", base_url="https://evil.test").status_code == 400
    assert app.test_client().get("/aide", base_url="https://base.example.org").status_code == 200


def test_behind_a_proxy_the_client_is_the_one_it_names(config: Config) -> None:
    app = create_app(config, PROXIES=1)

    @app.get("/qui")
    def who() -> str:
        return request.remote_addr or ""

    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert app.test_client().get("/qui", headers=headers).text == "203.0.113.9"
    app.extensions[EXTENSION].close()


# --- the key -----------------------------------------------------------------------------------


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    key = read_or_make_key(tmp_path / "home")
    assert len(key) >= 32
    assert read_or_make_key(tmp_path / "home") == key
    assert stat.S_IMODE((tmp_path / "home" / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == [FILE_NAME]


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [
        threading.Thread(target=lambda: keys.append(read_or_make_key(tmp_path))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 16
    assert len(set(keys)) == 1


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    read_or_make_key(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        read_or_make_key(tmp_path)


def test_a_key_that_is_too_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("court")
    (tmp_path / FILE_NAME).chmod(0o600)
    with pytest.raises(ConfigError, match="5 caractères"):
        read_or_make_key(tmp_path)


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="ni lue ni écrite"):
        read_or_make_key(tmp_path / "file")


# --- holdings ----------------------------------------------------------------------------------


def test_making_the_app_opens_nothing(tmp_path: Path) -> None:
    create_app(read_config(tmp_path, {}))
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def _status_in_a_child(app: Flask, answers: multiprocessing.SimpleQueue[int]) -> None:
    answers.put(app.test_client().get("/recherche?q=participation").status_code)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # forking is what is tested
def test_a_forked_worker_opens_its_own(app: Flask, visitor: Visitor) -> None:
    visitor.open("/recherche?q=participation")
    before = app.extensions[EXTENSION].engine
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    child = context.Process(target=_status_in_a_child, args=(app, answers))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert answers.get() == 200
    assert app.extensions[EXTENSION].engine is before
    visitor.open("/recherche?q=participation")


def test_threads_share_the_app_and_get_their_own_answers(app: Flask) -> None:
    wanted = [f"document-{rank:02}" for rank in range(1, 25)] * 2
    wrong: list[str] = []

    def ask(slug: str) -> None:
        number = slug[-2:]
        answer = app.test_client().get(f"/recherche.json?q=%22cahier+numéro+{int(number)}%22")
        titles = [hit["title"] for hit in answer.get_json()["hits"]]
        if titles != [f"Document {number} sur la participation"]:
            wrong.append(f"{slug}: {titles}")

    threads = [threading.Thread(target=ask, args=(slug,)) for slug in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
