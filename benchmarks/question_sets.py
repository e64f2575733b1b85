"""Question sets laid out as `docs.jsonl[.gz]`, `queries*.jsonl` and `qrels*.tsv`."""

from __future__ import annotations

import gzip
import json
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Run = Mapping[str, Sequence[str]]
"""Of each question, the ids found, best first."""


@dataclass(frozen=True, slots=True)
class Text:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """`intent` groups the ways of asking one thing; it is the id where there is but one way."""

    id: str
    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Requests:
    name: str
    questions: tuple[Question, ...]
    judged: Mapping[str, Mapping[str, int]]


def texts_of(folder: Path) -> list[Text]:
    return [Text(d["id"], d["title"], d["text"]) for d in _lines(folder, "docs.jsonl")]


def requests_of(folder: Path, name: str, suffix: str = "") -> Requests:
    """`suffix` is that of the file names: `_variants`, or nothing.

    Only variants are grouped by intent: of the requests given each weighs the same.
    """
    questions = tuple(
        Question(q["id"], q["text"], q.get("intent", q["id"]) if suffix else q["id"])
        for q in _lines(folder, f"queries{suffix}.jsonl")
    )
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / f"qrels{suffix}.tsv").read_text().splitlines():
        question, document, relevance = line.split("\t")
        judged[question][document] = int(relevance)
    return Requests(name, questions, judged)


def measures(requests: Requests, run: Run) -> tuple[float, float]:
    """nDCG@10 and Recall@100, the mean over intents of the mean over the ways of asking."""
    import ir_measures  # of the peers' environment: only for those who measure

    ndcg, recall = ir_measures.nDCG @ 10, ir_measures.R @ 100
    qrels = [
        ir_measures.Qrel(question, document, relevance)
        for question, documents in requests.judged.items()
        for document, relevance in documents.items()
    ]
    found = [
        ir_measures.ScoredDoc(question, document, float(-rank))
        for question, documents in run.items()
        for rank, document in enumerate(documents)
    ]
    values: dict[Any, dict[str, float]] = {ndcg: {}, recall: {}}
    for metric in ir_measures.iter_calc([ndcg, recall], qrels, found):
        values[metric.measure][metric.query_id] = metric.value
    return _mean(requests, values[ndcg]), _mean(requests, values[recall])


def _mean(requests: Requests, values: Mapping[str, float]) -> float:
    of_intent: dict[str, list[float]] = defaultdict(list)
    for question in requests.questions:
        of_intent[question.intent].append(values.get(question.id, 0.0))
    return statistics.fmean(map(statistics.fmean, of_intent.values()))


def _lines(folder: Path, name: str) -> Iterator[Any]:
    path = folder / name
    if path.exists():
        with path.open() as plain:
            yield from map(json.loads, plain)
    else:
        with gzip.open(f"{path}.gz", "rt") as packed:
            yield from map(json.loads, packed)
