"""A full answer of each engine: ten best, four facets counted, ten passages marked.

    python -m benchmarks.full_answer [--sizes 1655,20000,100000] [--rounds 3] [--data FOLDER]
                                     [--folder FOLDER] [--engines souffleur,tantivy,fts5,xapian]
                                     [--clock wall|processor] [--reuse] [--by-round]

Each index is built and opened in a process of its own, for its time and its memory. Then all are open
in one process and answer each query in turn, in another order each time: first asked once (« first »),
then in rounds. So each finds the processor's caches full of the others'; with `--by-round` an engine
answers the queries of a whole round before the next one does, as an engine that serves does. Ratios are of the medians of one query, then the median over the queries. With
`--folder`, sets and the peers' indexes stay there for the next run; Souffleur's is built again each
time, but with `--reuse`.
Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.answers.asked import Answer, Answering, Asked
from benchmarks.answers.drawn import queries
from benchmarks.made_sets import SIZES, keep_set, kept_set
from benchmarks.peers import ROOT, SHARED_VARIABLE

ENGINES = {
    "souffleur": ("Souffleur", "benchmarks.answers.souffleur", "Souffleur", "numpy"),
    "tantivy": ("tantivy", "benchmarks.answers.tantivy", "Tantivy", "tantivy"),
    "fts5": ("SQLite FTS5", "benchmarks.answers.fts5", "Fts5", "sqlite3"),
    "xapian": ("Xapian", "benchmarks.answers.xapian", "Xapian", "xapian"),
}
"""Key → name, module, class, and what must be there for it."""

PREFIXES = "prefixes"
CLOCKS = {"wall": time.perf_counter, "processor": time.thread_time}


@dataclass(slots=True)
class Timings:
    """Seconds. `first` and `later` are by query; `answers` are those of the first time."""

    first: dict[Asked, float] = field(default_factory=dict)
    later: dict[Asked, list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[Asked, Answer] = field(default_factory=dict)


def main() -> None:
    options = _options()
    if options.step:
        _in_child(options)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for size in map(int, options.sizes.split(",")):
            _measure(size, folder, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Full answers, beside other engines.")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--by-round", action="store_true", help="an engine answers a whole round, then the next"
    )
    parser.add_argument("--data", type=Path, help=f"real texts; or {SHARED_VARIABLE}")
    parser.add_argument("--folder", type=Path, help="keeps sets and the peers' indexes")
    parser.add_argument("--reuse", action="store_true", help="use Souffleur's kept index too")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument(
        "--clock",
        choices=CLOCKS,
        default="wall",
        help="processor: for a machine with other work to do",
    )
    parser.add_argument("--step", choices=("build", "open"), help=argparse.SUPPRESS)
    parser.add_argument("--input", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.data is None and os.environ.get(SHARED_VARIABLE):
        options.data = Path(os.environ[SHARED_VARIABLE])
    return options


def _measure(size: int, folder: Path, options: argparse.Namespace) -> None:
    documents = keep_set(size, options.data, folder / f"{size}.jsonl")
    present = [key for key in options.engines.split(",") if find_spec(ENGINES[key][3])]
    drawn = folder / f"{size}-queries.json"
    drawn.write_bytes(msgspec.json.encode(queries(kept_set(documents))))
    reused = [key for key in present if options.reuse or key != "souffleur"]
    figures = {
        key: _built(key, documents, drawn, folder / f"{size}-{key}", reuse=key in reused)
        for key in present
    }
    engines = {key: _engine(key)(folder / f"{size}-{key}") for key in present}
    asked = _supported(engines, _read_queries(drawn))
    timings = _timed(engines, asked, options.rounds, options.by_round, CLOCKS[options.clock])
    count = sum(1 for _ in documents.open("rb"))
    print(
        f"### {count:,} documents, {documents.stat().st_size / 1e6:.0f} MB of JSON, {options.clock} clock\n"
    )
    if missing := [ENGINES[key][0] for key in options.engines.split(",") if key not in present]:
        print(f"Not installed, hence not measured: {', '.join(missing)}.\n")
    _print_indexes(figures)
    _print_latencies(timings)
    _print_ratios(timings)
    _print_work(timings)


def _read_queries(path: Path) -> list[Asked]:
    return msgspec.json.decode(path.read_bytes(), type=list[Asked])


def _built(
    key: str, documents: Path, drawn: Path, folder: Path, *, reuse: bool
) -> dict[str, float]:
    """Figures of an index, built unless it is there already and may be used again."""
    kept = folder / "figures.json"
    if not reuse or not kept.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        built = _child("build", key, documents, folder)
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        kept.write_text(json.dumps({**built, "disk": disk}))
    found: dict[str, float] = json.loads(kept.read_text())
    return found | _child("open", key, drawn, folder)


def _child(step: str, key: str, given: Path, folder: Path) -> dict[str, float]:
    print(f"{ENGINES[key][0]}: {step}", file=sys.stderr)
    order = ["-m", "benchmarks.full_answer", "--step", step, "--engines", key]
    done = subprocess.run(
        [sys.executable, *order, "--input", str(given), "--folder", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _in_child(options: argparse.Namespace) -> None:
    engine = _engine(options.engines)
    if options.step == "build":
        started, cpu = time.perf_counter(), time.process_time()
        engine.build(kept_set(options.input), options.folder)
        figures = {
            "build": time.perf_counter() - started,
            "build_cpu": time.process_time() - cpu,
            "build_memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    else:
        asked = _read_queries(options.input)
        before = _private_memory()
        started = time.perf_counter()
        opened = engine(options.folder)
        opened.answer(asked[0])
        seconds = time.perf_counter() - started
        for each in asked:
            opened.answer(each)
        figures = {"open": seconds, "memory": _private_memory() - before}
    print(json.dumps(figures))


def _private_memory() -> float:
    """In MB, of this process, without the pages of files."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


def _engine(key: str) -> Any:
    _, module, name, _ = ENGINES[key]
    return getattr(import_module(module), name)


def _supported(engines: Mapping[str, Answering], asked: Sequence[Asked]) -> list[Asked]:
    """Without the prefixes, where Souffleur finds fewer documents by them than a peer does."""
    ours = engines.get("souffleur")
    others = [engine for key, engine in engines.items() if key != "souffleur"]
    prefixes = [each for each in asked if each.group == PREFIXES]
    if ours is None or not others:
        return list(asked)
    found = sum(ours.answer(each).total for each in prefixes)
    if found * 2 >= sum(others[0].answer(each).total for each in prefixes):
        return list(asked)
    print("Prefixes are left out: this version of Souffleur does not search by them.\n")
    return [each for each in asked if each.group != PREFIXES]


def _timed(
    engines: Mapping[str, Answering],
    asked: Sequence[Asked],
    rounds: int,
    by_round: bool,
    clock: Callable[[], float],
) -> dict[str, Timings]:
    chance = random.Random(7)
    found = {key: Timings() for key in engines}
    order, turn = list(asked), list(engines)
    for number in range(rounds + 1):
        chance.shuffle(order)
        for key, each in _turns(order, turn, chance, by_round=by_round):
            started = clock()
            answer = engines[key].answer(each)
            seconds = clock() - started
            if number:
                found[key].later[each].append(seconds)
            else:
                found[key].first[each] = seconds
                found[key].answers[each] = answer
    return found


def _turns(
    order: Sequence[Asked], turn: list[str], chance: random.Random, *, by_round: bool
) -> Iterator[tuple[str, Asked]]:
    """Each query of each engine: all of one engine and then all of the next, or one query of each."""
    if by_round:
        chance.shuffle(turn)
        yield from ((key, each) for key in turn for each in order)
        return
    for each in order:
        chance.shuffle(turn)
        yield from ((key, each) for key in turn)


def _print_indexes(figures: Mapping[str, Mapping[str, float]]) -> None:
    print("| engine | index, s | of processor | peak MB | on disk, MB | open, ms | private MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for key, f in figures.items():
        print(
            f"| {ENGINES[key][0]} | {f['build']:.1f} | {f['build_cpu']:.1f} "
            f"| {f['build_memory']:.0f} | {f['disk'] / 1e6:.0f} | {f['open'] * 1000:.0f} "
            f"| {f['memory']:.0f} |"
        )
    print(
        "\nOpen: with the first answer. Private: memory that opening and answering each query once"
    )
    print("added, pages of files left out.\n")


def _print_latencies(timings: Mapping[str, Timings]) -> None:
    print(f"| queries | {' | '.join(ENGINES[key][0] for key in timings)} |")
    print(f"| --- | {' | '.join('---:' for _ in timings)} |")
    groups = _groups(timings)
    for name, asked in {**groups, "all": [a for each in groups.values() for a in each]}.items():
        cells = [_three([s for a in asked for s in t.later[a]]) for t in timings.values()]
        print(f"| {name} ({len(asked)}) | {' | '.join(cells)} |")
    cells = [_three(list(t.first.values())) for t in timings.values()]
    print(f"| all, first time asked | {' | '.join(cells)} |")
    print("\np50 / p95 / p99, ms.\n")


def _print_ratios(timings: Mapping[str, Timings]) -> None:
    ours = timings.get("souffleur")
    peers = {key: t for key, t in timings.items() if key != "souffleur"}
    if ours is None or not peers:
        return
    print("| Souffleur's time over that of | median of ratios | at p50 | at p95 | at p99 |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for key, theirs in peers.items():
        ratio = statistics.median(
            statistics.median(ours.later[a]) / statistics.median(theirs.later[a])
            for a in ours.later
        )
        pairs = zip(_shares(_all(ours)), _shares(_all(theirs)), strict=True)
        at = " | ".join(f"{mine / other:.2f}" for mine, other in pairs)
        print(f"| {ENGINES[key][0]} | {ratio:.2f} | {at} |")
    print()


def _print_work(timings: Mapping[str, Timings]) -> None:
    """The same work: as many documents found, counted and marked, give or take the analysis."""
    print("| engine | found, sum | counted by kind, sum | answers shown | of them with marks |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for key, t in timings.items():
        answers = t.answers.values()
        sums = (
            sum(a.total for a in answers),
            sum(a.counted for a in answers),
            sum(len(a.ids) for a in answers),
            sum(a.marked for a in answers),
        )
        print(f"| {ENGINES[key][0]} | {' | '.join(f'{each:,}' for each in sums)} |")
    print()


def _groups(timings: Mapping[str, Timings]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = defaultdict(list)
    for each in sorted(next(iter(timings.values())).first, key=lambda a: (a.group, a.text)):
        found[each.group].append(each)
    return found


def _all(timings: Timings) -> list[float]:
    return [seconds for each in timings.later.values() for seconds in each]


def _three(seconds: Sequence[float]) -> str:
    return " / ".join(f"{each * 1000:.2f}" for each in _shares(seconds))


def _shares(seconds: Sequence[float]) -> tuple[float, ...]:
    ordered = sorted(seconds)
    return tuple(
        ordered[min(int(len(ordered) * part), len(ordered) - 1)] for part in (0.5, 0.95, 0.99)
    )


if __name__ == "__main__":
    main()
