"""Reads the texts of the demonstration: the sheets written for it and the State's sheets.

The written sheets are in `texts/*.md`. A file holds several; each begins with a line `=== slug`,
then `key: value` lines (a key may come back: its values add up), then `---`, then its body in the
small Markdown of `corpus.sample.prose`.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SAMPLE = Path(__file__).parent
TEXTS = SAMPLE / "texts"
STATE_SHEETS = SAMPLE / "service-public.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text written for the demonstration, as it stands in its source file."""

    slug: str
    fields: Mapping[str, tuple[str, ...]]
    body: str

    def get(self, key: str, default: str = "") -> str:
        return self.fields.get(key, (default,))[0]

    def all(self, key: str) -> tuple[str, ...]:
        return self.fields.get(key, ())

    def has(self, key: str) -> bool:
        return key in self.fields


@dataclass(frozen=True, slots=True)
class StateSheet:
    """A sheet of service-public.fr; `day` is the ISO day of its last update."""

    id: str
    title: str
    text: str
    day: str
    subjects: tuple[str, ...]
    kind: str
    url: str

    @property
    def number(self) -> str:
        """Its own number there, such as F1366."""
        return self.id.rpartition("/")[2]


def written_sheets() -> tuple[Sheet, ...]:
    """Every written sheet, in the order of the files' names and of the sheets in them."""
    paths = sorted(TEXTS.glob("*.md"))
    return tuple(sheet for path in paths for sheet in _sheets_in(path.read_text("utf-8")))


def _sheets_in(text: str) -> Iterator[Sheet]:
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n---\n")
        slug, *lines = head.strip().split("\n")
        yield Sheet(slug.strip(), _fields(lines), body.strip())


def _fields(lines: list[str]) -> Mapping[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for line in lines:
        key, _, value = line.partition(":")
        fields[key.strip()] = (*fields.get(key.strip(), ()), value.strip())
    return fields


def state_sheets() -> tuple[StateSheet, ...]:
    """Every State's sheet that ships, in the order of the file."""
    with gzip.open(STATE_SHEETS, "rt", encoding="utf-8") as lines:
        return tuple(_state_sheet(json.loads(line)) for line in lines)


def _state_sheet(row: Mapping[str, str]) -> StateSheet:
    subjects = tuple(part.strip() for part in row["subject"].split(",") if part.strip())
    return StateSheet(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        day=row["date"],
        subjects=subjects,
        kind=row["kind"],
        url=row["url"],
    )


def slug_of(title: str) -> str:
    """The slug WordPress would make: accents and apostrophes dropped, the rest hyphened."""
    plain = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("Œ", "OE"))
    kept = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    kept = re.sub(r"['’°*]", "", kept)
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:120].rstrip("-")
