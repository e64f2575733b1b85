"""nDCG@10 and Recall@100 on French question sets, of Souffleur and of the engines it is held to.

    python -m benchmarks.relevance_peers --data FOLDER [--tune] [--only souffleur …]

Every engine is asked each question as typed, then without its accents. The peers get terms analysed
by `benchmarks.french` and, for each, the settings that did best here over the requests given (`--tune`
tries them all again and prints them): the weight of the title, and k1 and b where they can be
set. Souffleur is asked as the page asks it. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import french
from benchmarks.peers import shared_data
from benchmarks.question_sets import Requests, Run, Text, measures, requests_of, texts_of
from corpus.errors import QueryError
from indexer.analysis import clean
from indexer.document import Document, title_key
from indexer.engines import open_engine
from indexer.query import Query

Ask = Callable[[str], Sequence[str]]
"""A question to the ids found, best first."""

Settings = Mapping[str, Any]
DEPTH = 100
BATCH = 500
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0)
ROW = "| {} | {} |"


class Souffleur:
    """`cut` counts the questions longer than the page takes, asked by their first words."""

    settings: tuple[Settings, ...] = ({},)
    best: Settings = {}  # noqa: RUF012

    def __init__(self, texts: Sequence[Text]) -> None:
        self.cut = 0
        self._folder = tempfile.TemporaryDirectory()
        self._engine = open_engine(f"whoosh:{self._folder.name}/index", create=True)
        with self._engine.replacement() as new:
            for at in range(0, len(texts), BATCH):
                new.write(map(_document, texts[at : at + BATCH]), (), 1)
            new.publish()

    def asker(self, settings: Settings) -> Ask:
        return self._ask

    def _ask(self, typed: str) -> list[str]:
        words = typed.split()
        for count in range(len(words), 0, -1):
            try:
                found = self._engine.search(Query(" ".join(words[:count]), size=DEPTH))
            except QueryError:
                continue
            self.cut += count < len(words)
            return [hit.id for hit in found.hits]
        return []


class Tantivy:
    """BM25 with k1 = 1.2 and b = 0.75, which it does not let change; the title a field of weight."""

    settings = tuple({"title": weight} for weight in WEIGHTS)
    best: Settings = {"title": 0.5}  # noqa: RUF012

    def __init__(self, texts: Sequence[Text]) -> None:
        import tantivy

        self._api = tantivy
        builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            builder.add_text_field(name, tokenizer_name="whitespace")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(num_threads=1)
        for text in texts:
            title, body = _analysed(text)
            writer.add_document(tantivy.Document(id=text.id, title=title, body=body))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def asker(self, settings: Settings) -> Ask:
        weights = {"body": 1.0, "title": settings["title"]}

        def ask(typed: str) -> list[str]:
            clauses = [
                (self._api.Occur.Should, self._clause(field, term, weight))
                for field, weight in weights.items()
                for term in french.terms(typed)
                if weight
            ]
            query = self._api.Query.boolean_query(clauses)
            hits = self._searcher.search(query, DEPTH).hits
            return [str(self._searcher.doc(address)["id"][0]) for _, address in hits]

        return ask

    def _clause(self, field: str, term: str, weight: float) -> Any:
        query = self._api.Query.term_query(self._schema, field, term)
        return self._api.Query.boost_query(query, weight)


class Fts5:
    """BM25 with k1 = 1.2 and b = 0.75, which it does not let change; the title a column of weight."""

    settings = tuple({"title": weight} for weight in WEIGHTS)
    best: Settings = {"title": 0.75}  # noqa: RUF012

    def __init__(self, texts: Sequence[Text]) -> None:
        self._ids = [text.id for text in texts]
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize = 'ascii')")
        self._base.executemany("INSERT INTO t VALUES (?, ?)", map(_analysed, texts))
        self._base.execute("INSERT INTO t(t) VALUES ('optimize')")

    def asker(self, settings: Settings) -> Ask:
        order = f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t, {settings['title']}, 1.0)"

        def ask(typed: str) -> list[str]:
            words = dict.fromkeys(french.terms(typed))
            if not words:
                return []
            question = " OR ".join(f'"{word}"' for word in words)
            rows = self._base.execute(f"{order} LIMIT {DEPTH}", (question,))
            return [self._ids[row - 1] for (row,) in rows]

        return ask


class Bm25s:
    """Scores of title and text together, plus those of the titles alone by weight."""

    settings = tuple(
        {"title": title, "k1": k1, "b": b}
        for title, k1, b in product(
            (0.0, 0.25, 0.5, 0.75, 1.0, 1.5), (0.6, 0.9, 1.2, 1.6, 2.0), (0.3, 0.4, 0.5, 0.6, 0.75)
        )
    )
    plain: Settings = {"title": 0.0, "k1": 1.2, "b": 0.75}  # noqa: RUF012
    best: Settings = {"title": 0.5, "k1": 0.9, "b": 0.6}  # noqa: RUF012

    def __init__(self, texts: Sequence[Text]) -> None:
        self._ids = [text.id for text in texts]
        self._titles = [french.terms(text.title) for text in texts]
        self._bodies = [
            title + french.terms(text.text) for title, text in zip(self._titles, texts, strict=True)
        ]
        self._indexes: dict[tuple[str, float, float], Any] = {}

    def asker(self, settings: Settings) -> Ask:
        whole = self._index("body", settings["k1"], settings["b"])
        titles = self._index("title", settings["k1"], settings["b"])
        weight = settings["title"]

        def ask(typed: str) -> list[str]:
            words = french.terms(typed)
            if not words:
                return []
            scores = self._scores(whole, words)
            if weight:
                scores = scores + weight * self._scores(titles, words)
            best = np.argsort(-scores, kind="stable")[:DEPTH]
            return [self._ids[n] for n in best if scores[n] > 0]

        return ask

    def _index(self, field: str, k1: float, b: float) -> Any:
        import bm25s

        if (field, k1, b) not in self._indexes:
            index = bm25s.BM25(k1=k1, b=b)
            index.index(self._titles if field == "title" else self._bodies, show_progress=False)
            self._indexes[field, k1, b] = index
        return self._indexes[field, k1, b]

    @staticmethod
    def _scores(index: Any, words: Sequence[str]) -> Any:
        known = [word for word in words if word in index.vocab_dict]
        return index.get_scores(known) if known else np.zeros(index.scores["num_docs"])


ENGINES: dict[str, Any] = {
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
    "Souffleur": Souffleur,
}


def main() -> None:
    options = _options()
    chosen = {n: e for n, e in ENGINES.items() if not options.only or n.lower() in options.only}
    sets = list(_sets(shared_data(options.data) / "ir"))
    if options.tune:
        _tune(chosen, sets)
    else:
        _compare(chosen, sets)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Relevance beside other engines.")
    parser.add_argument("--data", type=Path, help="folder of question sets (ir/cdtn, ir/piaf)")
    parser.add_argument("--only", nargs="*", type=str.lower, help="engines, by their names")
    parser.add_argument("--tune", action="store_true", help="try every setting of the peers")
    return parser.parse_args()


def _sets(folder: Path) -> Iterator[tuple[list[Text], list[Requests]]]:
    cdtn = folder / "cdtn"
    yield (
        texts_of(cdtn),
        [requests_of(cdtn, "cdtn"), requests_of(cdtn, "cdtn variants", "_variants")],
    )
    yield texts_of(folder / "piaf"), [requests_of(folder / "piaf", "piaf")]


def _compare(chosen: Mapping[str, Any], sets: Sequence[tuple[list[Text], list[Requests]]]) -> None:
    rows: dict[str, list[str]] = {}
    notes: list[str] = []
    for texts, all_requests in sets:
        for name, kind in chosen.items():
            print(f"{name}: {len(texts)} documents", file=sys.stderr)
            engine = kind(texts)
            for label, settings in _shown(name, kind):
                cells = rows.setdefault(label, [])
                cells += [_cells(r, engine.asker(settings)) for r in all_requests]
            if getattr(engine, "cut", 0):
                notes.append(f"{engine.cut} with the documents of {all_requests[0].name}")
    names = [requests.name for _, all_requests in sets for requests in all_requests]
    print(ROW.format("engine", " | ".join(names)))
    print(ROW.format("---", " | ".join("---" for _ in names)))
    for label, cells in rows.items():
        print(ROW.format(label, " | ".join(cells)))
    print("\nnDCG@10 · Recall@100 (difference of nDCG@10 when the question is typed unaccented)")
    if notes:
        print(f"\nQuestions too long for the page, asked by their first words: {'; '.join(notes)}.")


def _shown(name: str, kind: Any) -> Iterator[tuple[str, Settings]]:
    if plain := getattr(kind, "plain", None):
        yield f"{name}, {_words(plain)}", plain
    yield f"{name}, {_words(kind.best)}".removesuffix(", "), kind.best


def _words(settings: Settings) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in settings.items())


def _cells(requests: Requests, ask: Ask) -> str:
    ndcg, recall = measures(requests, _run(requests, ask))
    bare, _ = measures(requests, _run(requests, ask, french.without_accents))
    return f"{ndcg:.3f} · {recall:.3f} ({bare - ndcg:+.4f})"


def _run(requests: Requests, ask: Ask, typed: Callable[[str], str] = str) -> Run:
    return {question.id: ask(typed(question.text)) for question in requests.questions}


def _tune(chosen: Mapping[str, Any], sets: Sequence[tuple[list[Text], list[Requests]]]) -> None:
    """Prints the best settings of each engine: of the mean of nDCG@10 over the sets, and of each.

    Only the requests given are asked, not their variants.
    """
    for name, kind in chosen.items():
        found: dict[int, list[float]] = {}
        for texts, all_requests in sets:
            engine = kind(texts)
            for number, settings in enumerate(kind.settings):
                ask = engine.asker(settings)
                given = all_requests[0]
                ndcg, _ = measures(given, _run(given, ask))
                found.setdefault(number, []).append(ndcg)
        _print_tuned(name, kind.settings, found)


def _print_tuned(
    name: str, settings: Sequence[Settings], found: Mapping[int, Sequence[float]]
) -> None:
    ways: dict[str, Callable[[int], float]] = {
        "mean": lambda n: statistics.fmean(found[n]),
        "first set": lambda n: found[n][0],
        "last set": lambda n: found[n][-1],
    }
    for way, value in ways.items():
        best = max(found, key=value)
        figures = " · ".join(f"{figure:.3f}" for figure in found[best])
        print(f"{name}, best by {way}: {_words(settings[best])} → {figures}")


def _document(text: Text) -> Document:
    title, body = clean(text.title), clean(text.text)
    return Document(
        id=text.id,
        title=title,
        kind="document",
        texts={"title": (title,), "body": (body,)},
        title_key=title_key(title),
    )


def _analysed(text: Text) -> tuple[str, str]:
    """Title, and title with text: a word of the title counts as a word of the text too."""
    title = french.terms(text.title)
    return " ".join(title), " ".join((*title, *french.terms(text.text)))


if __name__ == "__main__":
    main()
