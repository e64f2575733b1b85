"""Tiny judged collections written to a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

DOCUMENTS = (
    {"id": "d1", "title": "Rivière", "text": "Un conflit d'usage sur la rivière."},
    {"id": "d2", "title": "Charte", "text": "Une charte de bon voisinage au bord de la rivière."},
    {"id": "d3", "title": "Forêt", "text": "La gestion de la forêt communale."},
    {"id": "d4", "title": "Budget", "text": "Le budget participatif du quartier."},
    {"id": "d5", "title": "Eau", "text": "Un panel citoyen sur l'eau."},
)
TOPICS = (
    {"id": "q1", "text": "rivière"},  # answers d1 then d2
    {"id": "q2", "text": "forêt"},  # answers d3
    {"id": "q3", "text": "-budget"},  # refused: it only says what not to find
)
QRELS = "q1\td2\t1\nq1\td5\t1\nq2\td3\t1\nq3\td4\t1\n"


def write_collection(
    folder: Path,
    documents: Iterable[Mapping[str, str]] = DOCUMENTS,
    topics: Iterable[Mapping[str, str]] = TOPICS,
    qrels: str = QRELS,
) -> Path:
    write_lines(folder / "docs.jsonl", documents)
    write_lines(folder / "queries.jsonl", topics)
    (folder / "qrels.tsv").write_text(qrels)
    return folder


def write_lines(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
