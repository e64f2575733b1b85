"""What the sources described in a library are called, read off their files (`HOME/sources/KEY.toml`).

Only the names are read here, so that pages can show them: `crawler.described` reads the rest, and
says what is wrong in a file. One that cannot be read, or lacks its name, is shown by its key.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from corpus.sources import SourceName

FOLDER = "sources"
"""Below the home folder: a file a source."""

_ENDING = ".toml"
_Stamp = tuple[tuple[str, int, int], ...]


class SourceNames:
    """The names in one library. A file that was changed, added or removed is noticed by asking."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self._known: tuple[_Stamp, Mapping[str, SourceName]] = ((), MappingProxyType({}))

    def now(self) -> Mapping[str, SourceName]:
        """Key → name. Looks at the folder each time, and reads its files when one has changed."""
        stamp = _stamp(self._folder)
        if stamp != self._known[0]:
            self._known = (stamp, MappingProxyType(dict(_read(self._folder, stamp))))
        return self._known[1]


def _stamp(folder: Path) -> _Stamp:
    """The names, instants and sizes of the files there; nothing for a folder that is not."""
    try:
        with os.scandir(folder) as found:
            files = [(each.name, each.stat()) for each in found if each.name.endswith(_ENDING)]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))


def _read(folder: Path, stamp: _Stamp) -> Iterator[tuple[str, SourceName]]:
    for file, _, _ in stamp:
        try:
            said = tomllib.loads((folder / file).read_text("utf-8"))
        except (OSError, ValueError):  # both decoders raise a ValueError
            continue
        name, english = said.get("name", ""), said.get("name_en", "")
        if isinstance(name, str) and name.strip():
            other = english if isinstance(english, str) and english.strip() else name
            yield file.removesuffix(_ENDING), SourceName(name, other)
