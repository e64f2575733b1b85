"""The people who may tag: their accounts, their sessions, and how often a sign-in may fail.

A session is a random token that only the browser holds; the database keeps its SHA-256, so that a
stolen copy of the catalogue opens nothing and a sign-out takes the session away at once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from corpus import tables as t
from corpus.clock import at
from corpus.database import Database
from corpus.errors import SignInRefused, StaffError

ROLES = ("librarian", "admin")
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1_000  # a hash of megabytes is a way to keep the server busy
LONGEST_NAME = 80
SESSION_HOURS = 12

WINDOW = timedelta(minutes=15)
TRIES_OF_A_CLIENT = 10
FREE_TRIES_OF_AN_ACCOUNT = 5
LONGEST_DELAY = 30
"""Seconds. An account is slowed down and never locked: failing on purpose must not keep out the
person it belongs to."""

_WRONG = "Le nom ou le mot de passe ne convient pas. Vérifiez-les et recommencez."


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class User:
    """An account; `role` is one of `ROLES`, an inactive one cannot sign in."""

    name: str
    role: str
    active: bool
    created_at: str


@dataclass(frozen=True)
class Accounts:
    """Users, sessions and failed sign-ins in one `Database`."""

    database: Database
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    clock: Callable[[], datetime] = _utc_now

    # --- accounts ------------------------------------------------------------------------------

    def add(self, name: str, password: str, role: str = "librarian") -> User:
        """Raises `StaffError` for a name that is taken, a bad name, role or password."""
        name = name.strip()
        _check_name(name)
        _check_role(role)
        _check_password(name, password)
        user = User(name, role, True, at(self.clock()))
        password_hash = self.hasher.hash(password)
        with self.database.write() as connection:
            if _row(connection, name) is not None:
                raise StaffError(
                    f"Le compte « {name} » existe déjà. Choisissez un autre nom, "
                    "ou changez son mot de passe."
                )
            connection.execute(
                insert(t.users).values(
                    name=user.name,
                    password_hash=password_hash,
                    role=user.role,
                    active=True,
                    created_at=user.created_at,
                )
            )
        return user

    def set_password(self, name: str, password: str) -> None:
        """Also ends every session of that account. Raises `StaffError`."""
        _check_password(name, password)
        password_hash = self.hasher.hash(password)
        self._change(name, password_hash=password_hash)

    def deactivate(self, name: str) -> None:
        """Ends every session of that account, which can no longer sign in. Raises `StaffError`."""
        self._change(name, active=False)

    def users(self) -> list[User]:
        with self.database.read() as connection:
            rows = connection.execute(select(t.users).order_by(t.users.c.name))
            return [_user(row) for row in rows.mappings()]

    def _change(self, name: str, **values: object) -> None:
        with self.database.write() as connection:
            found = connection.execute(
                update(t.users).where(t.users.c.name == name).values(**values)
            )
            if not found.rowcount:
                raise StaffError(
                    f"Aucun compte ne s'appelle « {name} ». Créez-le : souffleur user add {name}."
                )
            connection.execute(delete(t.sessions).where(t.sessions.c.user_name == name))

    # --- sessions ------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str, client: str = "") -> str:
        """The token of a new session. `client` is the address the try comes from.

        Raises `SignInRefused`, in the same words and after the same work whether the account is
        unknown, inactive, or the password is wrong.
        """
        name = name.strip()[:LONGEST_NAME]
        self._refuse_if_too_many(name, client)
        row = self._known(name)
        if not self._matches(row, password) or row is None or not row["active"]:
            self._note_failure(name, client)
            raise SignInRefused(_WRONG)
        return self._new_session(row, password)

    def user_of(self, token: str) -> User | None:
        """Who holds that session; nobody when it ended, was signed out, or never was."""
        if not token:
            return None
        with self.database.read() as connection:
            row = (
                connection.execute(
                    select(t.users)
                    .join(t.sessions, t.sessions.c.user_name == t.users.c.name)
                    .where(
                        t.sessions.c.token_sha256 == _digest(token),
                        t.sessions.c.expires_at > at(self.clock()),
                        t.users.c.active,
                    )
                )
                .mappings()
                .one_or_none()
            )
        return _user(row) if row else None

    def sign_out(self, token: str) -> None:
        with self.database.write() as connection:
            connection.execute(
                delete(t.sessions).where(t.sessions.c.token_sha256 == _digest(token))
            )

    def _known(self, name: str) -> Any:
        with self.database.read() as connection:
            return _row(connection, name)

    def _matches(self, row: Any, password: str) -> bool:
        """Does the work of one check whatever happens, so that its time tells nothing."""
        password = password[:LONGEST_PASSWORD]
        if row is None:
            self.hasher.hash(password)
            return False
        try:
            return self.hasher.verify(row["password_hash"], password)
        except (VerificationError, InvalidHashError):
            return False

    def _new_session(self, row: Any, password: str) -> str:
        token = secrets.token_urlsafe(32)
        started = self.clock()
        renewed = (
            self.hasher.hash(password)
            if self.hasher.check_needs_rehash(row["password_hash"])
            else ""
        )
        with self.database.write() as connection:
            if renewed:
                where = t.users.c.name == row["name"]
                connection.execute(update(t.users).where(where).values(password_hash=renewed))
            connection.execute(delete(t.sessions).where(t.sessions.c.expires_at <= at(started)))
            connection.execute(
                delete(t.sign_in_failures).where(
                    t.sign_in_failures.c.key == _account_key(row["name"])
                )
            )
            connection.execute(
                insert(t.sessions).values(
                    token_sha256=_digest(token),
                    user_name=row["name"],
                    created_at=at(started),
                    expires_at=at(started + timedelta(hours=SESSION_HOURS)),
                )
            )
        return token

    # --- failures ------------------------------------------------------------------------------

    def _refuse_if_too_many(self, name: str, client: str) -> None:
        of_client = self._failures(_client_key(client))
        if client and len(of_client) >= TRIES_OF_A_CLIENT:
            self._refuse_until(of_client[-TRIES_OF_A_CLIENT] + WINDOW)
        of_account = self._failures(_account_key(name))
        extra = len(of_account) - FREE_TRIES_OF_AN_ACCOUNT
        if extra >= 0:
            delay = min(2 ** min(extra + 1, 10), LONGEST_DELAY)
            self._refuse_until(of_account[-1] + timedelta(seconds=delay))

    def _refuse_until(self, instant: datetime) -> None:
        left = (instant - self.clock()).total_seconds()
        if left > 0:
            raise SignInRefused(
                f"Trop d'essais de connexion ont échoué. Attendez {_span(left)} et recommencez."
            )

    def _failures(self, key: str) -> list[datetime]:
        """When that key failed in the last quarter of an hour, oldest first."""
        since = at(self.clock() - WINDOW)
        failures = t.sign_in_failures.c
        with self.database.read() as connection:
            rows = connection.execute(
                select(failures.at)
                .where(failures.key == key, failures.at > since)
                .order_by(failures.at)
            )
            return [datetime.fromisoformat(value) for value in rows.scalars()]

    def _note_failure(self, name: str, client: str) -> None:
        instant = self.clock()
        keys = [_account_key(name), *([_client_key(client)] if client else [])]
        with self.database.write() as connection:
            connection.execute(
                delete(t.sign_in_failures).where(t.sign_in_failures.c.at <= at(instant - WINDOW))
            )
            connection.execute(
                insert(t.sign_in_failures), [{"key": key, "at": at(instant)} for key in keys]
            )


def _check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise StaffError(
            f"Le nom « {name[:LONGEST_NAME]} » ne convient pas pour un compte : "
            f"il faut de 1 à {LONGEST_NAME} caractères lisibles."
        )


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise StaffError(f"Le rôle « {role} » n'existe pas. Rôles possibles : {', '.join(ROLES)}.")


def _check_password(name: str, password: str) -> None:
    """No rule of composition: length is what resists."""
    if len(password) < SHORTEST_PASSWORD:
        raise StaffError(
            f"Le mot de passe compte {len(password)} caractères : il en faut au moins "
            f"{SHORTEST_PASSWORD}. Une phrase de quelques mots convient très bien."
        )
    if len(password) > LONGEST_PASSWORD:
        raise StaffError(
            f"Le mot de passe dépasse {LONGEST_PASSWORD} caractères : raccourcissez-le."
        )
    if password.casefold() == name.casefold() or len(set(password)) < 4:
        raise StaffError(
            "Ce mot de passe se devine trop facilement : choisissez une phrase de quelques mots."
        )


def _row(connection: Connection, name: str) -> Any:
    where = t.users.c.name == name
    return connection.execute(select(t.users).where(where)).mappings().one_or_none()


def _user(row: Any) -> User:
    return User(row["name"], row["role"], bool(row["active"]), row["created_at"])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _account_key(name: str) -> str:
    return f"account:{_digest(name)[:40]}"


def _client_key(client: str) -> str:
    """Addresses are kept hashed, for a quarter of an hour, and only to count failures."""
    return f"client:{_digest(client)[:40]}"


def _span(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < 90:
        return f"{whole} seconde{'s' if whole > 1 else ''}"
    return f"{-(-whole // 60)} minutes"
