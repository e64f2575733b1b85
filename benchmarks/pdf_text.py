"""PDF pages read per second, and agreement of the text with pdftotext.

    python benchmarks/pdf_text.py [FOLDER]

Reads every PDF of a folder (corpus/sample/pdf by default) without optical recognition: in this
process, through a pool of one child, and through a pool of one child a core. Agreement is the share
of the words of pdftotext found in our text, counted with repeats (word bags). The machine's other
work shows in the figures: run it alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from corpus.errors import ExtractionError
from indexer.extract import Extraction, pool_extract
from indexer.extract.readers import read_file
from indexer.extract.repair import repair
from indexer.extract.values import Options

SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "sample" / "pdf"
WORD = re.compile(r"\w+")

Results = dict[Path, Extraction]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    files = sorted(folder.glob("*.pdf"))
    runs = {
        "in this process": lambda: in_process(files),
        "pool, 1 child": lambda: pooled(files, 1),
        "pool, a child a core": lambda: pooled(files, None),
    }
    print("| way | files read | pages | seconds | pages/s |")
    print("|---|---|---|---|---|")
    for name, run in runs.items():
        results, seconds = timed(run)
        pages = sum(len(result.pages) for result in results.values())
        print(f"| {name} | {len(results)}/{len(files)} | {pages} | {seconds:.2f} "
              f"| {pages / seconds:.0f} |")  # fmt: skip
    print()
    print(agreement(results))


def timed(run: Callable[[], Results]) -> tuple[Results, float]:
    started = time.perf_counter()
    results = run()
    return results, time.perf_counter() - started


def in_process(files: Iterable[Path]) -> Results:
    results: Results = {}
    for path in files:
        try:
            results[path] = read_file(path, None, Options(ocr=False))
        except ExtractionError:
            continue
    return results


def pooled(files: Iterable[Path], workers: int | None) -> Results:
    return {
        path: result
        for path, result in pool_extract(files, workers, ocr=False)
        if isinstance(result, Extraction)
    }


def agreement(results: Results) -> str:
    """The words of pdftotext that our text has too, over all files, as one Markdown table."""
    if shutil.which("pdftotext") is None:
        return "pdftotext is not installed: its text was not compared (Debian: poppler-utils)."
    theirs_total = shared_total = 0
    lines = ["| file | words of pdftotext | found in ours |", "|---|---|---|"]
    for path, result in sorted(results.items()):
        theirs = words(repair(pdftotext(path)))
        shared = (theirs & words(result.text)).total()
        theirs_total += theirs.total()
        shared_total += shared
        if theirs.total() >= 50 and shared < 0.9 * theirs.total():
            lines.append(f"| {path.name} | {theirs.total()} | {shared / theirs.total():.1%} |")
    lines.append(
        f"| all {len(results)} files | {theirs_total} | {shared_total / theirs_total:.1%} |"
    )
    return "\n".join(lines)


def pdftotext(path: Path) -> str:
    command = ["pdftotext", "-q", "-enc", "UTF-8", str(path.resolve()), "-"]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower()))


if __name__ == "__main__":
    main()
