"""Texts read out of 1,655 files and indexed, beside Recoll on the same folder.

    python -m benchmarks.recoll [--rounds 3]

The folder holds 1,597 information sheets of the State as HTML pages and the 58 PDFs of the
demonstration. Ours reads them in children, one a core, makes a document of each and builds an index,
synced and verified; `recollindex` (Debian's recollcmd) does its own. Neither recognises scans. Wall
clock, and processor time of the process and its children. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import html
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

from benchmarks.documents import sheets
from benchmarks.pdf_text import SAMPLE
from corpus.errors import ExtractionError
from indexer.analysis import clean
from indexer.document import Document, Part, title_key
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.extract import pool_extract

FILES = 1_655
BATCH = 200
Spent = tuple[float, float]
"""Seconds by the clock, and of processors."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Files read and indexed, beside Recoll.")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ways: dict[str, Callable[[Path], int]] = {"Souffleur": _ours}
    if shutil.which("recollindex"):
        ways["recollindex"] = _recoll
    else:
        print("recollindex is not installed (Debian: recollcmd): ours alone is measured.\n")
    with tempfile.TemporaryDirectory() as place:
        files = Path(place) / "files"
        fill(files)
        spent: dict[str, list[Spent]] = {name: [] for name in ways}
        read: dict[str, int] = {}
        for number in range(options.rounds):
            for name, run in ways.items() if number % 2 == 0 else reversed(ways.items()):
                seconds, read[name] = _timed(run, files)
                spent[name].append(seconds)
    _print_table(spent, read)


def fill(folder: Path) -> None:
    """Makes the files."""
    folder.mkdir(parents=True)
    pdfs = sorted(SAMPLE.glob("*.pdf"))
    for pdf in pdfs:
        shutil.copy(pdf, folder)
    for number, (title, text) in zip(range(FILES - len(pdfs)), cycle(sheets()), strict=False):
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line)
        name = html.escape(title)
        page = f"<html lang='fr'><head><meta charset='utf-8'><title>{name}</title></head>"
        page += f"<body><main><h1>{name}</h1>{paragraphs}</main></body></html>"
        (folder / f"fiche-{number:04}.html").write_text(page)


def _timed(run: Callable[[Path], int], files: Path) -> tuple[Spent, int]:
    begun, before = time.perf_counter(), _processor()
    read = run(files)
    return (time.perf_counter() - begun, _processor() - before), read


def _processor() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _ours(files: Path) -> int:
    with tempfile.TemporaryDirectory() as place:
        engine = WhooshEngine.open(Path(place) / "index", create=True)
        written = 0
        with engine.replacement() as new:
            for documents in _batches(_documents(files)):
                new.write(documents, (), 1)
                written += len(documents)
            new.publish()
        engine.close()
    return written


def _documents(files: Path) -> Iterator[Document]:
    wanted = [(path, _media_type(path)) for path in sorted(files.iterdir())]
    for path, result in pool_extract(wanted, ocr=False):
        if not isinstance(result, ExtractionError):
            pages = tuple((page.number, clean(page.text)) for page in result.pages)
            title = path.stem
            yield Document(
                id=path.name,
                title=title,
                title_key=title_key(title),
                texts={"title": (title,)},
                parts=(Part(path.name, path.name, path.name, pages),),
            )


def _media_type(path: Path) -> str:
    return "application/pdf" if path.suffix == ".pdf" else "text/html"


def _batches(documents: Iterator[Document]) -> Iterator[Sequence[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _recoll(files: Path) -> int:
    with tempfile.TemporaryDirectory() as place:
        config = Path(place)
        (config / "recoll.conf").write_text(f"topdirs = {files}\nloglevel = 1\n")
        command = ["recollindex", "-c", str(config), "-z"]
        environment = {**os.environ, "RECOLL_CONFDIR": str(config)}
        subprocess.run(command, check=True, env=environment, capture_output=True)
    return FILES


def _print_table(spent: dict[str, list[Spent]], read: dict[str, int]) -> None:
    print("| program | files | seconds | of processors | of Recoll's seconds |")
    print("| --- | ---: | ---: | ---: | ---: |")
    last = statistics.median(seconds for seconds, _ in list(spent.values())[-1])
    for name, each in spent.items():
        seconds = statistics.median(clock for clock, _ in each)
        processor = statistics.median(used for _, used in each)
        print(
            f"| {name} | {read[name]:,} | {seconds:.1f} | {processor:.1f} | {seconds / last:.2f} |"
        )


if __name__ == "__main__":
    main()
