"""The lists that librarians keep by hand, as texts: every version ever saved stays.

Until somebody saves one, a list is the text that ships with the package, which a newer package may
improve; from then on it is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database
from corpus.errors import EditConflict, ListNotFound

SYNONYMS = "synonymes"
TEST_QUERIES = "temoins"
NAMES = (SYNONYMS, TEST_QUERIES)

Validator = Callable[[str], object]
"""Reads the text of a list and raises `BadImport` where it cannot."""

_NEWEST = (
    select(t.lists.c.version)
    .where(t.lists.c.name == bindparam("name"))
    .order_by(t.lists.c.version.desc())
    .limit(1)
)
"""Written once: every search asks it, and SQLAlchemy takes longer to write it than SQLite to answer."""


@dataclass(frozen=True, slots=True)
class KeptList:
    """A version of a list. Version 0 is the one that ships: nobody saved it, so `by` and `at` are
    empty."""

    name: str
    version: int
    text: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of `NAMES` in one `Database`. Any other name raises `ListNotFound`."""

    database: Database

    def current(self, name: str) -> KeptList:
        """The last version saved, or the one that ships."""
        with self.database.read() as connection:
            return _current(connection, name)

    def version(self, name: str) -> int:
        """The number of the current version: cheap, for whoever keeps what was read of a list."""
        _check(name)
        with self.database.read() as connection:
            return int(connection.execute(_NEWEST, {"name": name}).scalar() or 0)

    def save(
        self, name: str, text: str, by: str, version: int, validate: Validator | None = None
    ) -> KeptList:
        """Keeps a new version made from `version`, and gives it; the same text saves nothing.

        Raises `EditConflict` when another version was saved meanwhile, and whatever `validate`
        raises for the text as it would be kept; nothing is saved then.
        """
        _check(name)
        cleaned = clean_text(text)
        if validate is not None:
            validate(cleaned)
        with self.database.write() as connection:
            before = _current(connection, name)
            if before.text == cleaned:
                return before
            if before.version != version:
                raise _conflict(before)
            kept = KeptList(name, before.version + 1, cleaned, by, now())
            connection.execute(
                insert(t.lists).values(
                    name=name, version=kept.version, text=cleaned, by=by, at=kept.at
                )
            )
        return kept

    def history(self, name: str) -> tuple[KeptList, ...]:
        """Every version, the newest first, the one that ships last."""
        _check(name)
        rows = select(t.lists).where(t.lists.c.name == name).order_by(t.lists.c.version.desc())
        with self.database.read() as connection:
            saved = tuple(_kept(row) for row in connection.execute(rows).mappings())
        return (*saved, shipped(name))


@cache
def shipped(name: str) -> KeptList:
    """The version of a list that comes with the package. Raises `ListNotFound`."""
    _check(name)
    file = resources.files("corpus").joinpath(f"data/{name}.txt")
    return KeptList(name, 0, clean_text(file.read_text(encoding="utf-8")))


def clean_text(text: str) -> str:
    """A text as it is kept: plain line ends, no white space at the ends of lines, one end at last.

    A form of the Web sends `\\r\\n`; without this every save would look like a change.
    """
    lines = [line.rstrip() for line in text.lstrip("\ufeff").splitlines()]
    body = "\n".join(lines).strip("\n")
    return f"{body}\n" if body else ""


def _check(name: str) -> None:
    if name not in NAMES:
        raise ListNotFound(
            f"Aucune liste ne s'appelle « {name[:40]} ». Listes tenues ici : {', '.join(NAMES)}.",
            f"No list is called “{name[:40]}”. Lists kept here: {', '.join(NAMES)}.",
        )


def _current(connection: Connection, name: str) -> KeptList:
    _check(name)
    rows = select(t.lists).where(t.lists.c.name == name).order_by(t.lists.c.version.desc())
    row = connection.execute(rows.limit(1)).mappings().one_or_none()
    return _kept(row) if row else shipped(name)


def _kept(row: Any) -> KeptList:
    return KeptList(row["name"], row["version"], row["text"], row["by"], row["at"])


def _conflict(before: KeptList) -> EditConflict:
    return EditConflict(
        f"La liste « {before.name} » a été enregistrée par {before.by or 'quelqu’un'} pendant que vous y "
        f"travailliez (version {before.version}). Reprenez-la et refaites votre changement.",
        f"The list “{before.name}” was saved by {before.by or 'somebody'} while you were working on it "
        f"(version {before.version}). Take it up again and make your change once more.",
    )
