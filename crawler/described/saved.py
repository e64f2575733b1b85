"""The test of a description: pages saved as the site served them, and the records expected.

`home/sources/KEY/NAME.html` is a page, `NAME.json` says at which address it stood (`url`) and what
it gives: its `shape`, its `records` (less what is empty and the hashes), the codes of its `notes`,
and what the `counters` looked for on it say.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadDescription
from corpus.interchange import record_to_json
from corpus.markup import decode, soup_of
from corpus.record import Record
from crawler.described.addresses import DescribedAddresses
from crawler.described.counters import ready_counters
from crawler.described.description import Description
from crawler.described.reading import DescribedReader
from crawler.pages.draft import PageReading

HASHES = ("content_sha256", "text_sha256")
_KEPT = ("about", "url", "link_text", "content_type")
_DEFAULT_TYPE = "text/html"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test of one page came to; `differences` is empty when all is as expected."""

    page: Path
    differences: tuple[str, ...]


def saved_pages(folder: Path) -> Sequence[Path]:
    """The saved pages of a source, in the order of their names."""
    return sorted(folder.glob("*.html"))


def expectation(page: Path) -> Mapping[str, Any]:
    """What is expected of a saved page. Raises `BadDescription` when its JSON is missing or wrong."""
    path = page.with_suffix(".json")
    try:
        expected = {"url": "", **json.loads(path.read_text("utf-8"))}
    except FileNotFoundError as error:
        raise BadDescription(
            f"{page} n'a pas de fiche attendue. Écrivez {path.name}, au moins avec "
            '{"url": "adresse de la page"}, puis souffleur source test CLÉ --write.'
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise BadDescription(f"{path} n'est pas lisible comme du JSON ({error}).") from error
    if not (isinstance(expected["url"], str) and expected["url"]):
        raise BadDescription(
            f'{path} ne dit pas où la page se trouvait : ajoutez "url" : "https://…".'
        )
    return expected


def said_by(description: Description, page: Path, kept: Mapping[str, Any]) -> dict[str, Any]:
    """All that a saved page gives, as its JSON holds it."""
    html = decode(page.read_bytes(), kept.get("content_type", _DEFAULT_TYPE)).text
    site = DescribedAddresses(description.source, description.source.home, description)
    read = DescribedReader(description).read(html, kept["url"], site, kept.get("link_text", ""))
    counters = _counters(description, html, site.record_path(kept["url"]))
    return {"shape": read.shape, **said(read.reading), **counters}


def _counters(description: Description, html: str, path: str) -> dict[str, Any]:
    """What each counter of the page says; nothing for a page that none is looked for on."""
    here = [counter for counter in ready_counters(description) if counter.is_on(path)]
    root = soup_of(html)
    return {"counters": {one.name: one.printed(root) for one in here}} if here else {}


def tested(description: Description, page: Path) -> Verdict:
    """Whether a page gives what is expected of it."""
    expected = expectation(page)
    found = said_by(description, page, expected)
    wanted = {name: expected.get(name) for name in found}
    if found == wanted:
        return Verdict(page, ())
    lines = difflib.unified_diff(
        _lines(wanted), _lines(found), "attendu / expected", "lu / read", lineterm="", n=1
    )
    return Verdict(page, tuple(lines))


def rewritten(description: Description, page: Path) -> str:
    """The JSON of a page with what it gives now in the place of what was expected."""
    kept = expectation(page)
    head = {name: kept[name] for name in _KEPT if name in kept}
    return dumped(head | said_by(description, page, kept))


def dumped(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def said(reading: PageReading) -> dict[str, Any]:
    """A reading as the JSON files hold it."""
    return {
        "records": [plain(record) for record in reading.records],
        "notes": [note.code for note in reading.notes],
    }


def plain(record: Record) -> dict[str, Any]:
    """A record less its hashes and what is empty in it, for the eye."""
    values = json.loads(record_to_json(record))
    return {name: bare(value) for name, value in values.items() if value and name not in HASHES}


def bare(value: Any) -> Any:
    """A value less what is empty in it."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items() if item}
    return value


def _lines(values: Mapping[str, Any]) -> list[str]:
    return dumped(values).splitlines()
