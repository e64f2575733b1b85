"""Query latency in the engine: ten answers, every facet counted, passages marked.

Cold is the first time a query is asked of an index just opened, warm the median of later times.
The queries of `queries.txt` are what practitioners may type; the others are drawn from the texts.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.documents import characters, documents_of
from indexer.analysis import tokens
from indexer.document import Document
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.query import Query

QUERIES = Path(__file__).with_name("queries.txt")
ROUNDS = 5
DRAWN = 60


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="measure with the documents of these holdings")
    documents = documents_of(parser.parse_args().home)
    typed = [q for q in QUERIES.read_text().splitlines() if q and not q.startswith("#")]
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.open(Path(folder) / "index", create=True)
        with engine.replacement() as new:
            new.write(documents, (), 1)
            new.publish()
        opened = _seconds(engine, Query(size=1))
        print(
            f"{len(documents):,} documents, {characters(documents) / 1e6:.1f} M characters; ",
            end="",
        )
        print(f"opening the index takes {opened * 1000:.0f} ms.\n")
        print("| queries | answers (median) | cold p50 / p95 | warm p50 / p95 / p99, ms |")
        print("| --- | ---: | ---: | ---: |")
        for name, texts in {"`queries.txt`": typed, **_drawn(documents)}.items():
            _measure(engine, name, texts)
        engine.close()


def _measure(engine: WhooshEngine, name: str, texts: Sequence[str]) -> None:
    queries = [Query(text, size=10) for text in texts if tokens(text)]
    engine.close()
    engine.search(Query(size=1))
    cold = [_seconds(engine, query) for query in queries]
    warm = [_seconds(engine, query) for _ in range(ROUNDS) for query in queries]
    totals = statistics.median(engine.search(query).total for query in queries)
    shown = " / ".join(f"{_share(warm, part):.1f}" for part in (0.5, 0.95, 0.99))
    print(
        f"| {name} ({len(queries)}) | {totals:.0f} "
        f"| {_share(cold, 0.5):.1f} / {_share(cold, 0.95):.1f} | {shown} |"
    )


def _drawn(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Queries of words that are there: frequent, middling and rare alone; pairs; phrases."""
    chance = random.Random(60)
    bodies = [text for document in documents for text in document.texts.get("body", ())]
    found: Counter[str] = Counter()
    for text in bodies:
        found.update({text[t.start : t.end].lower() for t in tokens(text[:20_000])})
    by_share: dict[str, list[str]] = {
        "in 10 % or more": [],
        "in 1 to 10 %": [],
        "in less than 1 %": [],
    }
    for word, count in sorted(found.items()):
        share = count / len(documents)
        name = list(by_share)[0 if share >= 0.1 else 1 if share >= 0.01 else 2]
        by_share[name].append(word)
    drawn = {
        f"one word {name}": chance.sample(words, min(DRAWN // 2, len(words)))
        for name, words in by_share.items()
        if words
    }
    middling = by_share["in 1 to 10 %"] + by_share["in 10 % or more"]
    drawn["two words"] = [" ".join(chance.sample(middling, 2)) for _ in range(DRAWN)]
    drawn["phrases of three words"] = [_phrase(chance, bodies) for _ in range(DRAWN)]
    return drawn


def _phrase(chance: random.Random, bodies: Sequence[str]) -> str:
    words: list[str] = []
    while len(words) < 3:
        text = chance.choice(bodies)
        at = chance.randrange(max(1, len(text) - 200))
        words = text[at : at + 200].replace('"', " ").split()[1:4]
    return f'"{" ".join(words)}"'


def _seconds(engine: WhooshEngine, query: Query) -> float:
    started = time.perf_counter()
    engine.search(query)
    return time.perf_counter() - started


def _share(figures: Sequence[float], part: float) -> float:
    """In milliseconds."""
    ordered = sorted(figures)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000


if __name__ == "__main__":
    main()
