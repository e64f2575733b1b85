"""What a full harvest of the demonstration must find, said once for the tests and the reports.

    python -m corpus.sample.manifest

writes `manifest.json` anew from the texts. It has two parts, `full` and `small`; in each:

- `records`: how many in all; `sources`: for each source, how many, and how many of each kind;
- `duplicates`: the pairs [address on comedie, address on icpc] that carry the same work; an
  address on icpc is that of a page, or of a long page and the anchor (or the rank, from 1, of an
  item that has no anchor) of the item in it;
- `broken_links`: for each source, the addresses linked from its pages that answer 404;
- `files`: for each source, the address of each file, its name in `pdf/` ("" when it has no copy
  there) and the code of the error its extraction must give ("" when it is not foreseen);
- `untitled`, `unreadable_dates`, `charsets`: the pages with these faults.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TypedDict

from corpus.sample.aggregates import items
from corpus.sample.library import (
    COMEDIE,
    COMEDIE_UPLOADS,
    EMPTY_PDF,
    ICPC,
    Library,
    guide_pages,
    library,
    pdf_path,
)
from corpus.sample.sheets import SAMPLE

PATH = SAMPLE / "manifest.json"

_ERRORS = {
    EMPTY_PDF: "empty",
    "invalid.pdf": "damaged",
    "libreoffice-writer-password.pdf": "encrypted",
}
_BROKEN = re.compile(r"\]\(!([^)\s]+)\)")
_ALWAYS_BROKEN = {COMEDIE: {"/popup/"}, ICPC: set[str]()}


class SourceCount(TypedDict):
    records: int
    by_kind: dict[str, int]


class FileRow(TypedDict):
    url: str
    file: str
    error: str


class Manifest(TypedDict):
    records: int
    sources: dict[str, SourceCount]
    duplicates: list[list[str]]
    broken_links: dict[str, list[str]]
    files: dict[str, list[FileRow]]
    untitled: dict[str, list[str]]
    unreadable_dates: dict[str, list[str]]
    charsets: dict[str, dict[str, str]]


def manifest_of(holdings: Library) -> Manifest:
    """The manifest of one size of the demonstration."""
    sources = {site: _count(holdings, site) for site in (COMEDIE, ICPC)}
    return {
        "records": sum(count["records"] for count in sources.values()),
        "sources": sources,
        "duplicates": _duplicates(holdings),
        "broken_links": {site: _broken(holdings, site) for site in (COMEDIE, ICPC)},
        "files": {COMEDIE: _files_of_comedie(holdings), ICPC: _files_of_icpc(holdings)},
        "untitled": {site: _untitled(holdings, site) for site in (COMEDIE, ICPC)},
        "unreadable_dates": {site: _unreadable(holdings, site) for site in (COMEDIE, ICPC)},
        "charsets": {site: _charsets(holdings, site) for site in (COMEDIE, ICPC)},
    }


def _count(holdings: Library, site: str) -> SourceCount:
    kinds = Counter(work.kind for work in holdings.of(site))
    if site == ICPC:
        kinds.update(item.work.kind for item in items(holdings))
        kinds["page"] += len(guide_pages(holdings.small))
    return {"records": kinds.total(), "by_kind": dict(sorted(kinds.items()))}


def _duplicates(holdings: Library) -> list[list[str]]:
    pairs = [list(pair) for pair in holdings.shared]
    ranks: Counter[str] = Counter()
    for item in items(holdings):
        ranks[item.page] += 1
        anchor = item.anchor or str(ranks[item.page])
        pairs.append([item.work.path, f"{item.page}#{anchor}"])
    return pairs


def _broken(holdings: Library, site: str) -> list[str]:
    found = set(_ALWAYS_BROKEN[site])
    for work in holdings.of(site):
        if work.sheet:
            found.update(_BROKEN.findall(work.sheet.body))
        targets = (line.rpartition("|")[2].strip() for line in work.all("aside"))
        found.update(target[1:] for target in targets if target.startswith("!"))
    return sorted(found)


def _files_of_comedie(holdings: Library) -> list[FileRow]:
    lines = (line for work in holdings.of(COMEDIE) for line in work.all("aside"))
    names = {line.rpartition("file:")[2].strip() for line in lines if "file:" in line}
    return [_file_row(COMEDIE_UPLOADS + name, name) for name in sorted(names)]


def _files_of_icpc(holdings: Library) -> list[FileRow]:
    return [
        _file_row(work.upload_path(name), name) for work in holdings.of(ICPC) for name in work.files
    ]


def _file_row(url: str, name: str) -> FileRow:
    kept = "" if name == EMPTY_PDF else pdf_path(name).name
    return {"url": url, "file": kept, "error": _ERRORS.get(name, "")}


def _untitled(holdings: Library, site: str) -> list[str]:
    return [w.path for w in holdings.of(site) if w.get("untitled") or not w.title]


def _unreadable(holdings: Library, site: str) -> list[str]:
    written = (work for work in holdings.of(site) if work.sheet)
    return [w.path for w in written if "32 mars" in w.get("dates") + w.body(lambda _: None)]


def _charsets(holdings: Library, site: str) -> dict[str, str]:
    return {w.path: w.get("charset") for w in holdings.of(site) if w.get("charset")}


def text_of_manifest() -> str:
    """What `manifest.json` must hold."""
    whole = {"full": manifest_of(library()), "small": manifest_of(library(small=True))}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def main(path: Path = PATH) -> int:
    """Writes the manifest and says the counts."""
    text = text_of_manifest()
    path.write_text(text, encoding="utf-8")
    counts = {size: part["records"] for size, part in json.loads(text).items()}
    sys.stdout.write(f"{path.name}: {counts['full']} records, {counts['small']} when small.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
