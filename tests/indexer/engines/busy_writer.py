"""A process that rewrites an index without end, to be killed: batch, replacement, batch…

Each version of the corpus has the same documents, all with the version as their theme. Prints a
line for each version once it is written: what is printed must never be lost.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from indexer.document import Document
from indexer.engines.whoosh_engine.engine import WhooshEngine

SIZE = 30


def documents(version: int) -> list[Document]:
    return [
        Document(
            id=f"d{number:02}",
            title=f"Document {number}",
            texts={"body": (f"eau {number} " * 40,)},
            facets={"theme": (str(version),)},
        )
        for number in range(SIZE)
    ]


def work(engine: WhooshEngine) -> None:
    for version in itertools.count(engine.position() + 1):
        if version % 2:
            engine.write(documents(version), (), version)
        else:
            with engine.replacement() as new:
                new.write(documents(version), (), version)
                new.publish()
        print(version, flush=True)


if __name__ == "__main__":
    work(WhooshEngine.open(Path(sys.argv[1]), create=True))
