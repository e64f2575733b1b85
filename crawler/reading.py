"""What reads a page, named: only the same reading of the same bytes gives the same again.

A reading is made of the code that reads (spiders, page readers, markup, values, and the libraries
under them) and of the request that led to the page, whose arguments reach the reader.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version as library_version
from importlib.resources import files
from typing import Any

import msgspec

_ROOMS = (
    ("crawler", ("pages", "spiders", "described")),
    ("corpus", ("markup", "values", "places")),
)
_MODULES = (("crawler", ("addresses",)), ("corpus", ("record", "fields", "thesaurus")))
_LIBRARIES = ("beautifulsoup4", "lxml")
_NOT_OF_THE_READING = ("covered",)
"""Arguments that say which links need not be followed, and change nothing in what is read."""


@cache
def reader_version() -> str:
    """Changes with every rule by which pages are read: a rule that is forgotten here costs data."""
    digest = hashlib.sha256()
    for package, names in _MODULES:
        for name in names:
            digest.update((files(package) / f"{name}.py").read_bytes())
    for package, rooms in _ROOMS:
        for room in rooms:
            folder = files(package) / room
            for path in sorted(folder.iterdir(), key=lambda path: path.name):
                if path.name.endswith(".py"):
                    digest.update(path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library}-{library_version(library)}".encode())
    return digest.hexdigest()


def reading_of(packed: str) -> str:
    """The name of reading what a packed request leads to, however it was met: 64 characters."""
    request: dict[str, Any] = msgspec.json.decode(packed)
    request.pop("priority", None)
    meta = request.get("meta") or {}
    meta.pop("depth", None)
    arguments = request.get("cb_kwargs") or {}
    for name in _NOT_OF_THE_READING:
        arguments.pop(name, None)
    said = msgspec.json.encode(request, order="sorted")
    return hashlib.sha256(reader_version().encode() + said).hexdigest()
