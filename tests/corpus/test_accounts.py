from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from corpus import tables as t
from corpus.accounts import (
    FREE_TRIES_OF_AN_ACCOUNT,
    LONGEST_DELAY,
    SESSION_HOURS,
    TRIES_OF_A_CLIENT,
    Accounts,
)
from corpus.database import Database
from corpus.errors import SignInRefused, StaffError

PASSWORD = "quatre mots bien choisis"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def pass_(self, **span: float) -> None:
        self.instant += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    accounts = Accounts(database, CHEAP, clock)
    accounts.add("camille", PASSWORD)
    return accounts


def fail(accounts: Accounts, times: int, name: str = "camille", client: str = "") -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            accounts.sign_in(name, "mauvais mot de passe", client)


def refusal(accounts: Accounts, name: str, password: str, client: str = "") -> str:
    with pytest.raises(SignInRefused) as refused:
        accounts.sign_in(name, password, client)
    return refused.value.message


def test_the_right_password_opens_a_session_of_its_user(accounts: Accounts) -> None:
    user = accounts.user_of(accounts.sign_in(" camille ", PASSWORD))
    assert user is not None
    assert (user.name, user.role) == ("camille", "librarian")


def test_each_sign_in_gives_another_token(accounts: Accounts) -> None:
    assert accounts.sign_in("camille", PASSWORD) != accounts.sign_in("camille", PASSWORD)


def test_a_wrong_password_an_unknown_and_an_inactive_account_read_the_same(
    accounts: Accounts,
) -> None:
    accounts.add("ancien", PASSWORD)
    accounts.deactivate("ancien")
    said = {
        refusal(accounts, "camille", "autre chose de long"),
        refusal(accounts, "inconnue", PASSWORD),
        refusal(accounts, "ancien", PASSWORD),
    }
    assert len(said) == 1


def test_an_unknown_account_costs_one_hash_like_a_known_one(
    database: Database, clock: Clock
) -> None:
    class Counting(PasswordHasher):
        work = 0

        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            Counting.work += 1
            return super().hash(password, salt=salt)

        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            Counting.work += 1
            return bool(super().verify(hash, password))

    accounts = Accounts(database, Counting(1, 8, 1), clock)
    accounts.add("camille", PASSWORD)
    spent = []
    for name in ("camille", "inconnue"):
        before = Counting.work
        refusal(accounts, name, "autre chose de long")
        spent.append(Counting.work - before)
    assert spent == [1, 1]


def test_neither_password_nor_token_is_kept_in_clear(
    accounts: Accounts, database: Database
) -> None:
    token = accounts.sign_in("camille", PASSWORD)
    with database.read() as connection:
        users = connection.execute(select(t.users.c.password_hash)).scalars().all()
        sessions = connection.execute(select(t.sessions.c.token_sha256)).scalars().all()
    assert users[0].startswith("$argon2id$")
    assert token not in sessions
    assert len(sessions) == 1


def test_a_session_ends_when_signed_out(accounts: Accounts) -> None:
    kept, ended = accounts.sign_in("camille", PASSWORD), accounts.sign_in("camille", PASSWORD)
    accounts.sign_out(ended)
    assert accounts.user_of(ended) is None
    assert accounts.user_of(kept) is not None


def test_a_session_ends_after_its_hours(accounts: Accounts, clock: Clock) -> None:
    token = accounts.sign_in("camille", PASSWORD)
    clock.pass_(hours=SESSION_HOURS, seconds=-1)
    assert accounts.user_of(token) is not None
    clock.pass_(seconds=1)
    assert accounts.user_of(token) is None


def test_sessions_that_ended_are_cleared_away(
    accounts: Accounts, clock: Clock, database: Database
) -> None:
    accounts.sign_in("camille", PASSWORD)
    clock.pass_(hours=SESSION_HOURS + 1)
    accounts.sign_in("camille", PASSWORD)
    with database.read() as connection:
        assert len(connection.execute(select(t.sessions)).all()) == 1


@pytest.mark.parametrize("change", ["password", "active"])
def test_a_new_password_or_a_closed_account_ends_its_sessions(
    accounts: Accounts, change: str
) -> None:
    token = accounts.sign_in("camille", PASSWORD)
    if change == "password":
        accounts.set_password("camille", "une autre phrase choisie")
    else:
        accounts.deactivate("camille")
    assert accounts.user_of(token) is None


def test_a_made_up_token_is_nobody(accounts: Accounts) -> None:
    assert accounts.user_of("") is None
    assert accounts.user_of("é" * 5_000) is None


def test_an_account_that_failed_often_is_slowed_down_and_never_locked(
    accounts: Accounts, clock: Clock
) -> None:
    fail(accounts, FREE_TRIES_OF_AN_ACCOUNT)
    assert "Attendez" in refusal(accounts, "camille", PASSWORD)
    for _ in range(8):
        clock.pass_(seconds=LONGEST_DELAY)
        fail(accounts, 1)
    clock.pass_(seconds=LONGEST_DELAY)
    assert accounts.sign_in("camille", PASSWORD)


def test_the_delay_is_the_same_for_an_unknown_account(accounts: Accounts) -> None:
    fail(accounts, FREE_TRIES_OF_AN_ACCOUNT, "camille")
    fail(accounts, FREE_TRIES_OF_AN_ACCOUNT, "inconnue")
    assert refusal(accounts, "camille", PASSWORD) == refusal(accounts, "inconnue", PASSWORD)


def test_a_client_that_tries_many_accounts_has_to_wait(accounts: Accounts, clock: Clock) -> None:
    for rank in range(TRIES_OF_A_CLIENT):
        fail(accounts, 1, f"compte {rank}", "203.0.113.9")
    assert "15 minutes" in refusal(accounts, "camille", PASSWORD, "203.0.113.9")
    assert accounts.sign_in("camille", PASSWORD, "203.0.113.10")
    clock.pass_(minutes=15)
    assert accounts.sign_in("camille", PASSWORD, "203.0.113.9")


def test_a_success_forgets_the_failures_of_the_account(accounts: Accounts) -> None:
    fail(accounts, FREE_TRIES_OF_AN_ACCOUNT - 1)
    accounts.sign_in("camille", PASSWORD)
    fail(accounts, FREE_TRIES_OF_AN_ACCOUNT - 1)
    assert accounts.sign_in("camille", PASSWORD)


def test_failures_older_than_the_window_are_not_kept(
    accounts: Accounts, clock: Clock, database: Database
) -> None:
    fail(accounts, 2, client="203.0.113.9")
    clock.pass_(minutes=16)
    fail(accounts, 1, client="203.0.113.9")
    with database.read() as connection:
        keys = connection.execute(select(t.sign_in_failures.c.key)).scalars().all()
    assert len(keys) == 2
    assert not any("203.0.113.9" in key or "camille" in key for key in keys)


@pytest.mark.parametrize(
    ("name", "password", "role", "said"),
    [
        ("camille", PASSWORD, "librarian", "existe déjà"),
        ("", PASSWORD, "librarian", "ne convient pas"),
        ("a" * 81, PASSWORD, "librarian", "ne convient pas"),
        ("a\x00b", PASSWORD, "librarian", "ne convient pas"),
        ("nouvelle", "court", "librarian", "5 caractères"),
        ("nouvelle", "x" * 1_001, "librarian", "dépasse"),
        ("nouvelle", "aaaaaaaaaaaaaa", "librarian", "devine"),
        ("un nom bien long", "Un Nom Bien Long", "librarian", "devine"),
        ("nouvelle", PASSWORD, "chef", "rôle"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    accounts: Accounts, name: str, password: str, role: str, said: str
) -> None:
    with pytest.raises(StaffError, match=said):
        accounts.add(name, password, role)
    assert [user.name for user in accounts.users()] == ["camille"]


def test_changing_an_unknown_account_says_how_to_make_it(accounts: Accounts) -> None:
    with pytest.raises(StaffError, match="souffleur user add dominique"):
        accounts.set_password("dominique", PASSWORD)


def test_a_hash_of_older_settings_is_renewed_at_sign_in(
    accounts: Accounts, database: Database, clock: Clock
) -> None:
    stronger = Accounts(database, PasswordHasher(2, 16, 1), clock)
    stronger.sign_in("camille", PASSWORD)
    with database.read() as connection:
        kept = connection.execute(select(t.users.c.password_hash)).scalar_one()
    assert "m=16,t=2" in kept
    assert stronger.sign_in("camille", PASSWORD)
