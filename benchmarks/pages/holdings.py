"""The made set as holdings: records, the pages of their files as already read, and the index."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from corpus.catalogue.file_rows import FileRow
from corpus.config import read_config
from corpus.fields import KINDS
from corpus.record import (
    Block,
    BlockKind,
    Credit,
    FileRef,
    FileState,
    PartialDate,
    PlaceRef,
    Record,
    Role,
    record_id,
)
from corpus.thesaurus import default_thesaurus
from indexer.document import Document, Part
from indexer.engines import open_engine
from indexer.extract import Extraction
from indexer.extract.values import PageText
from indexer.pipeline import rebuild
from indexer.stored_texts import keep, key_of
from search_app.stores import Stores

PDF = "application/pdf"
_BATCH = 200


def fill(home: Path, documents: Iterable[Document]) -> list[Record]:
    """The records of the holdings made in `home`, which are indexed."""
    config = read_config(home, {})
    stores = Stores.opened(config)
    records: list[Record] = []
    left = iter(documents)
    while batch := list(islice(left, _BATCH)):
        found = [_record(each) for each in batch]
        stores.catalogue.put(found)
        for part in (part for each in batch for part in each.parts):
            _keep(stores, part)
        records += found
    engine = open_engine(config.index_url, create=True)
    rebuild(stores.catalogue, stores.texts, stores.files, engine, workers=1)
    engine.close()
    stores.database.close()
    return records


def _record(document: Document) -> Record:
    paragraphs = document.texts["body"][0].split("\n")
    number = _number(document.facets["place"][0])
    return Record(
        id=record_id("bench", document.id),
        source="comedie",
        kind=list(KINDS)[_number(document.facets["kind"][0])],
        url=document.url,
        title=document.title,
        blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs if text.strip()),
        credits=(Credit(f"Autrice {number}", Role.AUTHOR),),
        date=PartialDate(document.date),
        language="fr",
        places=(PlaceRef(f"Lieu {number}", f"dep-{number + 21}"),),
        themes=tuple(_theme(value) for value in document.facets["theme"]),
        files=tuple(
            FileRef(p.file_url, p.file_name, PDF, state=FileState.EXPECTED) for p in document.parts
        ),
    )


def _keep(stores: Stores, part: Part) -> None:
    key = key_of(part.file_sha256, PDF)
    if key is None:
        raise SystemExit("Nothing here reads PDF files.")
    row = FileRow(part.file_url, part.file_sha256, PDF, part.file_name, size=1)
    stores.catalogue.keep_file(row)
    pages = tuple(PageText(number, text, quality=1.0) for number, text in part.pages)
    keep(stores.texts, key, Extraction(PDF, key.extractor, key.version, pages))


def _theme(value: str) -> str:
    concepts = default_thesaurus().concepts
    return concepts[_number(value) % len(concepts)].label("fr")


def _number(value: str) -> int:
    """Of a made value of a facet: `theme12` gives 12."""
    return int(value.lstrip("abcdefghijklmnopqrstuvwxyz"))
