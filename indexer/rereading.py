"""Files read again by a better reader: what would change, before anything does.

Nothing is asked of any site: the bytes are kept. `compare` reads and says; `keep` of
`indexer.stored_texts` then makes a reading the one that counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ExtractionError, FileMissing
from corpus.files import FileStore
from corpus.texts import CitedFile, TextKey, Texts
from indexer.extract import pool_extract
from indexer.stored_texts import Result, key_of, stored_texts

_WORD = re.compile(r"\w+")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rereading:
    """A file read again: `before` is None when it never gave a text."""

    file: CitedFile
    key: TextKey
    before: Result | None
    after: Result

    @property
    def changes(self) -> bool:
        """Whether the text, its pages or the error are others than before."""
        return _said(self.before) != _said(self.after)

    @property
    def words(self) -> tuple[int, int]:
        """How many words there were, and are."""
        return sum(_bag(self.before).values()), sum(_bag(self.after).values())

    @property
    def lost(self) -> int:
        """How many words of before are no more there, counted with repeats."""
        return (_bag(self.before) - _bag(self.after)).total()

    @property
    def gained(self) -> int:
        return (_bag(self.after) - _bag(self.before)).total()


def compare(
    texts: Texts, store: FileStore, *, every: bool = False, progress: Progress | None = None
) -> Iterator[Rereading]:
    """Reads the kept files that the readers of now have not read, or `every` one; keeps nothing.

    A file whose bytes are missing is passed over: `souffleur doctor` tells those.
    """
    wanted = _wanted(texts, every)
    places = {path: key for key in wanted if (path := _path(store, key.sha256))}
    before = stored_texts(texts, wanted)
    files = [(path, wanted[key].media_type) for path, key in places.items()]
    for done, (path, after) in enumerate(pool_extract(files), start=1):
        key = places[path]
        if progress:
            progress(done, len(files))
        yield Rereading(wanted[key], key, before.get(key.sha256), after)


def _wanted(texts: Texts, every: bool) -> dict[TextKey, CitedFile]:
    wanted: dict[TextKey, CitedFile] = {}
    for file in texts.cited_files():
        if key := key_of(file.sha256, file.media_type):
            wanted.setdefault(key, file)
    return wanted if every else {key: wanted[key] for key in texts.missing(wanted)}


def _path(store: FileStore, sha256: str) -> Path | None:
    try:
        return store.path(sha256)
    except FileMissing:
        return None


def _said(result: Result | None) -> object:
    if result is None or isinstance(result, ExtractionError):
        return result.code if result else None
    return [(page.number, page.text) for page in result.pages]


def _bag(result: Result | None) -> Counter[str]:
    if result is None or isinstance(result, ExtractionError):
        return Counter()
    return Counter(word for page in result.pages for word in _WORD.findall(page.text))
