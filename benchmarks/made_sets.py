"""Sets of documents of three sizes, made alike each time and kept as JSON Lines.

1,655: that of `benchmarks.documents`. 20,000: the same recipe, one in 125 a PDF, from the real texts
of the shared data put end to end (they recur). 100,000: each of its 89,000 real texts under its own
title, and the rest by the recipe.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.documents import COUNT, made, made_document, made_from
from indexer.document import Document

SIZES = (COUNT, 20_000, 100_000)
ONE_PDF_IN = 125
REAL_FROM = 50_000
"""Sets of this size and more are of real texts first."""


def keep_set(size: int, data: Path | None, path: Path) -> Path:
    """The file with the set of `size`, made when it is not there yet."""
    if not path.exists():
        beside = path.with_suffix(".part")
        with beside.open("wb") as lines:
            for document in _set(size, data):
                lines.write(msgspec.json.encode(document) + b"\n")
        beside.rename(path)
    return path


def kept_set(path: Path) -> Iterator[Document]:
    """One after the other: the largest sets do not fit in memory beside an engine."""
    read = msgspec.json.Decoder(Document).decode
    with path.open("rb") as lines:
        yield from map(read, lines)


def _set(size: int, data: Path | None) -> Iterator[Document]:
    if size <= COUNT:
        yield from made(size)
        return
    if data is None:
        raise SystemExit(
            f"The set of {size:,} documents is made from the shared data: give --data."
        )
    texts = _texts(data / "text")
    chance = random.Random(size)
    chance.shuffle(texts)
    real = texts if size >= REAL_FROM else []
    for number, text in enumerate(islice(real, size)):
        yield made_document(number, text["title"], text["text"], "", chance)
    left = size - min(len(real), size)
    yield from made_from(cycle(texts), left, chance, ONE_PDF_IN, first=size - left)


def _texts(folder: Path) -> list[Any]:
    found = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path) as lines:
            found += [{"title": t["title"], "text": t["text"]} for t in map(json.loads, lines)]
    return found
