"""Documents indexed per second: a rebuild, verified and published, then single changes."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.documents import characters, documents_of
from indexer.document import Document
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.query import Query

BATCH = 200
CHANGES = 20


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="measure with the documents of these holdings")
    documents = documents_of(parser.parse_args().home)
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.open(Path(folder) / "index", create=True)
        written, cpu, published = _rebuild(engine, documents)
        changes = sorted(_change(engine, documents[n], n) for n in range(CHANGES))
        size = sum(p.stat().st_size for p in Path(folder).rglob("*.seg")) / 1e6
        engine.close()
    millions = characters(documents) / 1e6
    print("| what | figure |\n| --- | ---: |")
    print(f"| documents · millions of characters | {len(documents):,} · {millions:.1f} |")
    print(f"| analysed and added | {written:.1f} s |")
    print(f"| merged, synced, verified and published | {published - written:.1f} s |")
    print(f"| all told (processor time) | {published:.1f} s ({cpu:.1f} s) |")
    print(f"| documents a second | {len(documents) / published:.0f} |")
    print(f"| millions of characters a second | {millions / published:.2f} |")
    print(f"| index | {size:.0f} MB |")
    print(f"| one change to visible in search, p50 | {statistics.median(changes) * 1000:.0f} ms |")
    print(f"| one change to visible in search, worst of {CHANGES} | {changes[-1] * 1000:.0f} ms |")


def _rebuild(engine: WhooshEngine, documents: Sequence[Document]) -> tuple[float, float, float]:
    """Seconds to write, processor seconds in all, seconds in all."""
    started, cpu = time.perf_counter(), time.process_time()
    with engine.replacement() as new:
        for at in range(0, len(documents), BATCH):
            new.write(documents[at : at + BATCH], (), 1)
        written = time.perf_counter() - started
        if not new.publish():
            raise SystemExit("The replacement was not published.")
    return written, time.process_time() - cpu, time.perf_counter() - started


def _change(engine: WhooshEngine, document: Document, number: int) -> float:
    """Seconds from writing a document again until a search sees it."""
    started = time.perf_counter()
    engine.write([document], (), number + 2)
    engine.search(Query(size=1))
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
