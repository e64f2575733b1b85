"""A judged collection read from a folder: what to index, what to ask, and what is relevant.

The layout is that of many test collections: `docs.jsonl[.gz]` ({id, title, text} and maybe url,
date, kind), `queries*.jsonl[.gz]` ({id, text} and maybe intent), `qrels*.tsv` (request, document,
relevance, with or without a first line of names). `queries_x.jsonl` is judged by `qrels_x.tsv`, or
by the only file of judgements there is.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import BadImport
from indexer.analysis import clean
from indexer.document import BODY, TITLE, Document, title_key

Judgements = Mapping[str, Mapping[str, int]]
"""Request → document → relevance; 0 is not relevant, and so is what is not there."""

_LAYOUT = (
    "Il faut docs.jsonl (ou docs.jsonl.gz), au moins un queries*.jsonl et un qrels*.tsv "
    "(requête, document, pertinence)."
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A request to ask. Topics with the same `intent` say the same need in other words."""

    id: str
    text: str
    intent: str = ""


@dataclass(frozen=True, slots=True)
class TopicSet:
    """The judged topics of one file of requests; `unjudged` counts those left out.

    `absent` counts the documents judged relevant that the collection does not have: no engine can
    find them.
    """

    name: str
    topics: tuple[Topic, ...]
    judgements: Judgements
    unjudged: int = 0
    absent: int = 0

    def first(self, limit: int | None) -> TopicSet:
        """The same with the first `limit` topics only."""
        if limit is None:
            return self
        kept = self.topics[:limit]
        return replace(self, topics=kept, judgements={t.id: self.judgements[t.id] for t in kept})


@dataclass(frozen=True, slots=True)
class Collection:
    documents: tuple[Document, ...]
    topic_sets: tuple[TopicSet, ...]


def load_collection(folder: Path) -> Collection:
    """Raises `BadImport` with the file, the line and the remedy when the layout is not the one."""
    documents = tuple(_documents(_documents_file(folder)))
    ids = {document.id for document in documents}
    judged = {
        _suffix(path, "qrels"): (path, load_judgements(path))
        for path in sorted(folder.glob("qrels*.tsv"))
    }
    queries = sorted({*folder.glob("queries*.jsonl"), *folder.glob("queries*.jsonl.gz")})
    if not judged or not queries:
        raise BadImport(
            f"« {folder} » n'a pas de fichier {'qrels*.tsv' if queries else 'queries*.jsonl'}. "
            + _LAYOUT
        )
    return Collection(documents, tuple(_topic_set(path, judged, ids) for path in queries))


def load_judgements(path: Path) -> Judgements:
    """The judgements of a `qrels*.tsv`. Raises `BadImport`."""
    found: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if len(cells) != 3:
            raise BadImport(
                f"{path.name}, ligne {number} : {len(cells)} colonnes au lieu de trois "
                "(requête, document, pertinence), séparées par une tabulation."
            )
        topic, document, relevance = (cell.strip() for cell in cells)
        if re.fullmatch(r"-?\d+", relevance):
            found.setdefault(topic, {})[document] = int(relevance)
        elif number > 1:
            raise BadImport(
                f"{path.name}, ligne {number} : la pertinence « {relevance[:40]} » n'est pas un "
                "nombre entier. Écrivez 0, 1 ou plus."
            )
    return found


def _documents_file(folder: Path) -> Path:
    for name in ("docs.jsonl", "docs.jsonl.gz"):
        if (folder / name).is_file():
            return folder / name
    raise BadImport(f"« {folder} » n'a pas de fichier docs.jsonl. {_LAYOUT}")


def _documents(path: Path) -> Iterator[Document]:
    for id_, row in _rows(path, needed=("title", "text")):
        title = clean(_text(row, "title")).strip()
        body = clean(_text(row, "text"))
        texts = {TITLE: title, BODY: body}
        yield Document(
            id=id_,
            title=title or id_,
            url=_text(row, "url"),
            kind=_text(row, "kind"),
            texts={name: (text,) for name, text in texts.items() if text.strip()},
            title_key=title_key(title or id_),
            language="fr",
        )


def _topic_set(
    path: Path, judged: Mapping[str, tuple[Path, Judgements]], ids: set[str]
) -> TopicSet:
    suffix = _suffix(path, "queries")
    if suffix not in judged and len(judged) > 1:
        names = ", ".join(found.name for found, _ in judged.values())
        raise BadImport(
            f"Aucun des jugements ({names}) ne va avec {path.name}. "
            f"Nommez-les qrels{suffix and '_' + suffix}.tsv."
        )
    qrels, judgements = judged.get(suffix) or next(iter(judged.values()))
    topics = [
        Topic(id_, _text(row, "text"), _text(row, "intent"))
        for id_, row in _rows(path, needed=("text",))
    ]
    kept = tuple(topic for topic in topics if topic.id in judgements)
    if not kept:
        raise BadImport(
            f"Aucune requête de {path.name} n'est jugée dans {qrels.name}. "
            "Vérifiez que les deux portent les mêmes identifiants."
        )
    ours = {topic.id: judgements[topic.id] for topic in kept}
    relevant = {id_ for row in ours.values() for id_, relevance in row.items() if relevance > 0}
    return TopicSet(path.name, kept, ours, len(topics) - len(kept), len(relevant - ids))


def _suffix(path: Path, stem: str) -> str:
    """`queries_variants.jsonl.gz` → `variants`."""
    return path.name.split(".")[0].removeprefix(stem).lstrip("-_")


def _rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each object with its id, which is not empty and not met before; one of `needed` is there."""
    met: set[str] = set()
    for number, line in _lines(path):
        row = _object(path, number, line)
        id_ = _text(row, "id")
        if not id_ or not any(_text(row, name).strip() for name in needed):
            wanted = " ou ".join(f"« {name} »" for name in needed)
            raise BadImport(
                f"{path.name}, ligne {number} : il manque « id » ou {wanted}. Complétez cette ligne."
            )
        if id_ in met:
            raise BadImport(
                f"{path.name}, ligne {number} : l'identifiant « {id_} » est déjà pris. "
                "Chacun doit être seul."
            )
        met.add(id_)
        yield id_, row
    if not met:
        raise BadImport(f"{path.name} est vide. {_LAYOUT}")


def _object(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadImport(
            f"{path.name}, ligne {number} : ce n'est pas du JSON ({error}). Corrigez cette ligne."
        ) from error
    if not isinstance(row, dict):
        raise BadImport(
            f'{path.name}, ligne {number} : il faut un objet, comme {{"id": "1", "text": "…"}}.'
        )
    return row


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. Raises `BadImport`."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BadImport(
            f"{path.name} ne se lit pas ({error}). Donnez un fichier en UTF-8, "
            "entier s'il est comprimé."
        ) from error
