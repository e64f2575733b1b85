"""What answers amount to, over time: states, signs, standings, instants, copies."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clock import at
from corpus.links.archived import availability_url, copy_in, suggested_copy
from corpus.links.checks import (
    Check,
    Hop,
    LinkState,
    hops_from_json,
    hops_to_json,
    state_after,
    state_of_cause,
    state_of_status,
)
from corpus.links.soft404 import Seen, lands_on_home, same_as_random, says_not_found
from corpus.links.standing import Shown, due_at, standing_of

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
URL = "https://exemple.fr/a"
OK, MOVED, BROKEN, SOFT = LinkState.OK, LinkState.MOVED, LinkState.BROKEN, LinkState.SOFT_404
ERROR, FORBIDDEN = LinkState.ERROR, LinkState.FORBIDDEN


def looks(*said: tuple[float, LinkState], status: int = 0) -> list[Check]:
    """Looks, each that many days after the start."""
    return [Check(URL, at(START + timedelta(days=day)), state, status) for day, state in said]


# --- one answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, OK),
        (204, OK),
        (304, OK),
        (404, BROKEN),
        (410, BROKEN),
        (400, BROKEN),
        (401, FORBIDDEN),
        (403, FORBIDDEN),
        (429, FORBIDDEN),
        (451, FORBIDDEN),
        (408, ERROR),
        (500, ERROR),
        (503, ERROR),
        (999, ERROR),
    ],
)
def test_a_status_gives_a_state(status: int, state: LinkState) -> None:
    assert state_of_status(status) is state


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([200], OK),
        ([301, 200], MOVED),
        ([308, 302, 200], MOVED),
        ([302, 301, 200], OK),
        ([301, 404], BROKEN),
        ([302, 503], ERROR),
    ],
)
def test_a_way_is_a_move_when_it_begins_for_good(statuses: list[int], state: LinkState) -> None:
    hops = [Hop(f"https://exemple.fr/{rank}", status) for rank, status in enumerate(statuses)]
    assert state_after(hops) is state


def test_the_address_to_write_is_the_end_of_the_moves_for_good() -> None:
    hops = (Hop(URL, 301), Hop(f"{URL}/b", 308), Hop(f"{URL}/c", 302), Hop(f"{URL}/d", 200))
    assert Check(URL, "", MOVED, 200, f"{URL}/d", hops).moved_to == f"{URL}/c"
    assert Check(URL, "", OK, 200, URL, (Hop(URL, 200),)).moved_to == ""


def test_a_cause_that_nobody_knows_is_an_error_and_breaks_nothing() -> None:
    assert state_of_cause("quelque_chose") is ERROR
    assert state_of_cause("no_name_server") is ERROR
    assert state_of_cause("unknown_host") is BROKEN


@given(st.lists(st.tuples(st.text(), st.integers(0, 999))))
def test_hops_come_back_as_they_were(raw: list[tuple[str, int]]) -> None:
    hops = tuple(Hop(url, status) for url, status in raw)
    assert hops_from_json(hops_to_json(hops)) == hops


# --- pages that are not there ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404", ""),
        ("Erreur 404 – Mairie de Nantes", "Retour à l'accueil"),
        ("Page introuvable | Exemple", ""),
        ("Page non trouvée", ""),
        ("404 Not Found", "nginx"),
        ("Not found", ""),
        ("Oups !", "Cette page a disparu."),
        ("Exemple", "La page que vous cherchez n’existe plus."),
        ("Exemple", "Désolé, ce document est introuvable."),
        ("Example", "The page you requested could not be found."),
        ("Example", "Sorry, this page doesn't exist."),
        ("Example", "This content is no longer available."),
    ],
)
def test_a_page_that_says_it_is_not_there_is_believed(title: str, text: str) -> None:
    assert says_not_found(Seen(URL, title, text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("La Peugeot 404 et son époque", "Une voiture."),
        ("Bilan 2404", "Quatre cent quatre pages."),
        ("Une espèce introuvable depuis 1950", "Le naturaliste la cherche."),
        ("Charte", "Le consensus n'a pas été trouvé par les participants."),
        ("Personnaliser la page d'erreur 404", "Un tutoriel. " * 400),
        ("", ""),
    ],
)
def test_a_page_about_something_else_is_there(title: str, text: str) -> None:
    assert not says_not_found(Seen(URL, title, text))


@pytest.mark.parametrize(
    ("asked", "final", "lands"),
    [
        ("http://e.fr/a/b", "http://e.fr/", True),
        ("http://e.fr/a", "https://www.e.fr/", True),
        ("http://e.fr/a.html", "https://autre.fr/accueil", True),
        ("http://e.fr/a/b", "http://e.fr/fr/", True),
        ("http://e.fr/a/b", "http://e.fr/index.php", True),
        ("http://court.fr/x7", "https://exemple.fr/", False),  # what short addresses are for
        ("http://e.fr/", "https://www.e.fr/fr/", False),
        ("http://e.fr/a", "http://e.fr/b", False),
        ("http://e.fr/a/b", "http://e.fr/?id=3", False),
        ("http://e.fr/a/b", "http://e.fr/frites/", False),
    ],
)
def test_a_deep_link_that_ends_at_home_is_told(asked: str, final: str, lands: bool) -> None:
    assert lands_on_home(asked, final) is lands


def test_the_answer_to_anything_is_known_by_its_words_less_those_of_the_address() -> None:
    words = "nous avons refait notre site et rangé autrement toutes les ressources de notre réseau"
    random = Seen("http://e.fr/souffleur-abcdef", "Bienvenue", f"{words} souffleur abcdef")
    assert same_as_random(
        Seen("http://e.fr/charte/eau", "Bienvenue", f"{words} charte eau"), random
    )
    other = "le lac la berge les kayaks les pêcheurs un accord écrit une saison entière de réunions"
    assert not same_as_random(Seen("http://e.fr/b", "Charte", other), random)
    few = Seen("http://e.fr/x", "App", "Activez JavaScript")
    assert not same_as_random(few, few)


# --- several looks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "state", "since"),
    [
        (looks((0, OK)), Shown.OK, 0),
        (looks((0, OK), (30, BROKEN)), Shown.TO_CONFIRM, 30),
        (looks((0, BROKEN), (0.5, BROKEN)), Shown.TO_CONFIRM, 0),
        (looks((0, BROKEN), (1, BROKEN)), Shown.BROKEN, 0),
        (looks((0, SOFT), (2, SOFT)), Shown.SOFT_404, 0),
        (looks((0, SOFT), (2, BROKEN)), Shown.BROKEN, 0),
        (looks((0, BROKEN), (1, ERROR), (2, BROKEN)), Shown.BROKEN, 0),
        (looks((0, BROKEN), (1, OK), (2, BROKEN)), Shown.TO_CONFIRM, 2),
        (looks((0, BROKEN), (1, FORBIDDEN), (2, BROKEN)), Shown.TO_CONFIRM, 2),
        (looks((0, BROKEN), (1, BROKEN), (2, OK)), Shown.OK, 2),
        (looks((0, OK), (1, ERROR), (2, ERROR)), Shown.ERROR, 1),
        (looks((0, MOVED), (30, MOVED)), Shown.MOVED, 0),
    ],
)
def test_a_link_is_broken_at_the_second_look_a_day_later(
    history: list[Check], state: Shown, since: int
) -> None:
    standing = standing_of(history)
    assert (standing.state, standing.since) == (state, at(START + timedelta(days=since)))
    assert standing.last is history[-1]


@pytest.mark.parametrize(
    ("history", "days"),
    [
        (looks((0, OK)), 30),
        (looks((0, MOVED)), 30),
        (looks((0, FORBIDDEN), status=403), 30),
        (looks((0, FORBIDDEN), status=429), 7),
        (looks((0, BROKEN)), 1),
        (looks((0, BROKEN), (1, BROKEN)), 7),
        (looks((0, ERROR)), 1),
        (looks((0, ERROR), (1, ERROR)), 2),
        (looks((0, ERROR), (1, ERROR), (3, ERROR)), 4),
        (looks(*((day, ERROR) for day in range(20))), 30),
        (looks((0, ERROR), (1, OK), (2, ERROR)), 1),
    ],
)
def test_the_next_look_comes_sooner_where_something_is_wrong(
    history: list[Check], days: int
) -> None:
    last = datetime.strptime(history[-1].checked_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert due_at(history) == at(last + timedelta(days=days))


@given(st.lists(st.sampled_from(LinkState), min_size=1, max_size=80))
def test_every_history_has_a_standing_and_a_next_look_within_a_month(
    states: list[LinkState],
) -> None:
    history = looks(*enumerate(states))
    standing = standing_of(history)
    last = history[-1].checked_at
    assert standing.since <= last < due_at(history)
    assert due_at(history) <= at(START + timedelta(days=len(states) - 1 + 30))


# --- copies ----------------------------------------------------------------------------------------


def test_a_copy_is_suggested_and_said_to_be_unverified_unless_the_archive_has_it() -> None:
    guess = suggested_copy(URL, "2019-03-02T10:00:00Z")
    assert (guess.url, guess.verified) == (f"https://web.archive.org/web/2019/{URL}", False)
    known = suggested_copy(URL, "2019-03-02T10:00:00Z", "https://web.archive.org/web/2018/x")
    assert (known.url, known.verified) == ("https://web.archive.org/web/2018/x", True)


def test_the_archive_is_asked_for_the_copy_nearest_to_the_last_good_look() -> None:
    asked = availability_url(
        "http://api/available", "https://e.fr/?a=1&b=é", "2019-03-02T10:00:00Z"
    )
    assert asked == (
        "http://api/available?url=https%3A%2F%2Fe.fr%2F%3Fa%3D1%26b%3D%C3%A9"
        "&timestamp=20190302100000"
    )


def closest(**values: object) -> bytes:
    copy = {"available": True, "url": "http://web.archive.org/web/1/x", "status": "200", **values}
    return json.dumps({"archived_snapshots": {"closest": copy}}).encode()


def test_the_copy_that_the_archive_names_is_read() -> None:
    assert copy_in(closest()) == "http://web.archive.org/web/1/x"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"archived_snapshots": {}}',
        b'{"archived_snapshots": {"closest": 3}}',
        closest(available=False),
        closest(status="404"),
        closest(url="javascript:alert(1)"),
    ],
)
def test_an_answer_without_a_usable_copy_names_none(answer: bytes) -> None:
    assert copy_in(answer) == ""


@given(st.binary(max_size=200))
def test_whatever_an_archive_answers_is_read(answer: bytes) -> None:
    assert copy_in(answer) == ""
