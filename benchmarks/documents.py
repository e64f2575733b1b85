"""Documents to measure with: those of some holdings, or a set of the size the network has.

The made set has 1,655 documents and some 15 million characters: a median of 5.5 thousand a
document, one in fifty a PDF of 50 to 350 thousand. Its texts are the State's information sheets
that ship with the demonstration, put end to end; its facets are made.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.config import read_config
from corpus.database import Database
from corpus.errors import ExtractionError
from corpus.record import Entry, FileState
from corpus.texts import Texts
from indexer.analysis import clean
from indexer.document import Document, Part, document_of, title_key
from indexer.stored_texts import key_of, stored_texts

SHEETS = Path(__file__).parents[1] / "corpus" / "sample" / "service-public.jsonl.gz"
COUNT = 1_655
PAGE = 2_500


def documents_of(home: Path | None) -> list[Document]:
    """The documents of the catalogue in `home`, or the made set."""
    return list(_held(home)) if home else list(_made(COUNT))


def characters(documents: Sequence[Document]) -> int:
    texts = (text for d in documents for found in d.texts.values() for text in found)
    pages = (text for d in documents for part in d.parts for _, text in part.pages)
    return sum(map(len, texts)) + sum(map(len, pages))


def _held(home: Path) -> Iterator[Document]:
    database = Database.open(read_config(home).catalogue_url)
    try:
        texts = Texts(database)
        for entry in Catalogue(database).all_entries():
            yield document_of(entry, _pages(entry, texts))
    finally:
        database.close()


def _pages(entry: Entry, texts: Texts) -> Mapping[str, list[tuple[int, str]]]:
    kept = (f for f in entry.record.files if f.state is FileState.KEPT)
    keys = [key for f in kept if (key := key_of(f.sha256, f.media_type))]
    return {
        sha256: [(page.number, page.text) for page in found.pages]
        for sha256, found in stored_texts(texts, keys).items()
        if not isinstance(found, ExtractionError)
    }


def _made(count: int) -> Iterator[Document]:
    chance = random.Random(1655)
    with gzip.open(SHEETS) as lines:
        sheets = [json.loads(line) for line in lines]
    chance.shuffle(sheets)
    supply = cycle(sheets)
    for number in range(count):
        sheet = next(supply)
        if number % 50 == 0:
            text = _joined(supply, chance.randint(50_000, 350_000))
            yield _document(number, sheet["title"], sheet["text"], text, chance)
        else:
            text = _joined(supply, int(chance.lognormvariate(8.6, 0.7)))
            yield _document(number, sheet["title"], text, "", chance)


def _joined(supply: Iterator[Mapping[str, str]], size: int) -> str:
    text = ""
    while len(text) < size:
        text += next(supply)["text"] + "\n"
    return clean(text)[:size]


def _document(number: int, title: str, body: str, in_file: str, chance: random.Random) -> Document:
    pages = tuple(enumerate((in_file[a : a + PAGE] for a in range(0, len(in_file), PAGE)), 1))
    sha256 = f"{number:064x}"
    return Document(
        id=f"made-{number:05}",
        title=clean(title),
        url=f"https://example.org/{number}",
        kind="document",
        texts={"title": (clean(title),), "body": (clean(body),)},
        facets={
            "kind": (f"kind{chance.randrange(8)}",),
            "theme": tuple({f"theme{chance.randrange(30)}" for _ in range(chance.randint(1, 4))}),
            "year": (str(2000 + chance.randrange(22)),),
            "place": (f"place{chance.randrange(60)}",),
        },
        date=str(2000 + chance.randrange(22)),
        title_key=title_key(title),
        parts=(Part(sha256, f"https://example.org/{number}.pdf", "f.pdf", pages),) if pages else (),
    )
