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
from indexer.document import Document, PageText, Part, document_of, title_key
from indexer.stored_texts import key_of, stored_texts

SHEETS = Path(__file__).parents[1] / "corpus" / "sample" / "service-public.jsonl.gz"
COUNT = 1_655
PAGE = 2_500
ONE_PDF_IN = 50


def documents_of(home: Path | None) -> list[Document]:
    """The documents of the catalogue in `home`, or the made set."""
    return list(_held(home)) if home else list(made(COUNT))


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


def _pages(entry: Entry, texts: Texts) -> Mapping[str, list[PageText]]:
    kept = (f for f in entry.record.files if f.state is FileState.KEPT)
    keys = [key for f in kept if (key := key_of(f.sha256, f.media_type))]
    return {
        sha256: [PageText(page.number, page.text, page.quality) for page in found.pages]
        for sha256, found in stored_texts(texts, keys).items()
        if not isinstance(found, ExtractionError)
    }


def sheets() -> list[tuple[str, str]]:
    """The title and the text of each sheet that ships, in their order."""
    with gzip.open(SHEETS) as lines:
        return [(sheet["title"], sheet["text"]) for sheet in map(json.loads, lines)]


def made(count: int) -> Iterator[Document]:
    """`count` documents of the made set, always the same."""
    chance = random.Random(1655)
    with gzip.open(SHEETS) as lines:
        sheets = [json.loads(line) for line in lines]
    chance.shuffle(sheets)
    yield from made_from(cycle(sheets), count, chance, ONE_PDF_IN)


def made_from(
    supply: Iterator[Mapping[str, str]],
    count: int,
    chance: random.Random,
    one_pdf_in: int,
    first: int = 0,
) -> Iterator[Document]:
    """Documents numbered from `first`, of the texts of `supply` put end to end."""
    for number in range(first, first + count):
        text = next(supply)
        if number % one_pdf_in == 0:
            in_file = _joined(supply, chance.randint(50_000, 350_000))
            yield made_document(number, text["title"], text["text"], in_file, chance)
        else:
            body = _joined(supply, int(chance.lognormvariate(8.6, 0.7)))
            yield made_document(number, text["title"], body, "", chance)


def _joined(supply: Iterator[Mapping[str, str]], size: int) -> str:
    text = ""
    while len(text) < size:
        text += next(supply)["text"] + "\n"
    return clean(text)[:size]


def made_document(
    number: int, title: str, body: str, in_file: str, chance: random.Random
) -> Document:
    """With made facets; `in_file` is cut into the pages of a PDF."""
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
