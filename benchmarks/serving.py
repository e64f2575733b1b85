"""Pages served a second: our results page beside Datasette's, over the same documents.

    python -m benchmarks.serving [--seconds 8] [--rounds 2] [--clients 16] [--workers 2]
                                 [--addresses 300]

The made set is put in a catalogue and indexed, and in a table of Datasette; each is served by as many
processes and asked the same 300 queries in turn (a third of them with a facet chosen) by `wrk`, in a
process of its own. With more addresses than can be asked in the time (20000), each is asked once, and
nothing that remembers a query helps. Both pages have the full text searched, four facets counted and twenty answers;
ours also has marked passages and every other facet. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode

from benchmarks.answers.asked import Asked
from benchmarks.answers.drawn import queries
from benchmarks.documents import COUNT, made
from benchmarks.pages import datasette, holdings
from benchmarks.peers import ROOT

WARM_UP = 12
CHOICES: tuple[dict[str, object], ...] = (
    {"kind": "case_study"},
    {"year": "2012"},
    {"year": "2005"},
)
OURS: Mapping[str, object] = {}
DATASETTE: Mapping[str, object] = {
    "_size": "20",
    "_facet": ("kind", "year", "place", "theme"),
}
_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local n = os.time() * 997 %% #paths
request = function() n = n %% #paths + 1; return wrk.format("GET", paths[n]) end
done = function(summary, latency)
  local e = summary.errors
  print("FIGURES", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), e.status + e.read + e.write + e.timeout + e.connect)
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of the clients saw, and what a page cost the server's processes; in ms."""

    rate: float
    p50: float
    p99: float
    processor: float
    errors: int


def main() -> None:
    options = _options()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed: nothing to load the server with (Debian: wrk).")
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as servers:
        folder = Path(temporary)
        drawn = [each for each in queries(made(COUNT)) if not each.prefix]
        asked = _texts(drawn, options.addresses)
        records = holdings.fill(folder / "home", made(COUNT))
        command = _souffleur(folder / "home", options.workers)
        ours = servers.enter_context(_serving(command, "/healthz"))
        sites = {"Souffleur": _Site(ours, _script(folder / "ours", _paths("/recherche?", asked)))}
        if find_spec("datasette"):
            datasette.fill(folder / "d.db", records, made(COUNT))
            command = _datasette(folder / "d.db", options.workers)
            other = servers.enter_context(_serving(command, "/d"))
            theirs = _paths("/d/d?", asked, DATASETTE)
            sites["Datasette"] = _Site(other, _script(folder / "theirs", theirs))
        else:
            print("Datasette is not installed: our page alone is measured.\n")
        _print_table(_measured(sites, options.clients, options), options.clients)
        _print_table(_measured(sites, 1, options), 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pages served a second.")
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--addresses", type=int, default=300)
    return parser.parse_args()


Command = Callable[[int], tuple[list[str], dict[str, str]]]
"""The order and the environment that serve at a port."""


@dataclass(frozen=True, slots=True)
class _Server:
    base: str
    process: int


@dataclass(frozen=True, slots=True)
class _Site:
    server: _Server
    script: Path


def _souffleur(home: Path, workers: int) -> Command:
    def command(port: int) -> tuple[list[str], dict[str, str]]:
        order = ["--home", str(home), "serve", "--port", str(port), "--workers", str(workers)]
        return ["-m", "search_app.cli", *order], {}

    return command


def _datasette(base: Path, workers: int) -> Command:
    def command(port: int) -> tuple[list[str], dict[str, str]]:
        order = ["benchmarks.pages.datasette:app", "--factory", "--log-level", "warning"]
        order += ["--no-access-log", "--port", str(port), "--workers", str(workers)]
        return ["-m", "uvicorn", *order], {datasette.VARIABLE: str(base)}

    return command


@contextmanager
def _serving(command: Command, page: str) -> Iterator[_Server]:
    """A server, once it answers at `page`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    order, environment = command(port)
    base = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, *order],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(base + page)
            yield _Server(base, server.pid)
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} does not answer.")


def _texts(drawn: Sequence[Asked], count: int) -> list[str]:
    """The queries drawn; then others made of their words, as many as they have, no two the same."""
    chance = random.Random(90)
    found = dict.fromkeys(each.text for each in drawn)
    words = sorted({word for each in drawn if not each.phrase for word in each.text.split()})
    lengths = cycle([len(text.split()) for text in found])
    while len(found) < count:
        found[" ".join(chance.sample(words, next(lengths)))] = None
    return list(found)[:count]


def _paths(page: str, asked: Sequence[str], fixed: Mapping[str, object] = OURS) -> list[str]:
    """The same addresses each time; one in three chooses a kind or a year."""
    chance = random.Random(300)
    words = "_search" if fixed else "q"
    found = []
    for number, text in enumerate(asked):
        pairs: dict[str, object] = {words: text, **fixed}
        if number % 3 == 0:
            pairs |= chance.choice(CHOICES)
        found.append(page + urlencode(pairs, doseq=True))
    chance.shuffle(found)
    return found


def _script(path: Path, paths: Sequence[str]) -> Path:
    path.write_text("".join(f"{each}\n" for each in paths))
    script = path.with_suffix(".lua")
    script.write_text(_SCRIPT % path)
    return script


def _measured(
    sites: Mapping[str, _Site], clients: int, options: argparse.Namespace
) -> dict[str, list[Load]]:
    """Each site in turn, after a warm-up; one loaded, the other at rest."""
    found: dict[str, list[Load]] = {name: [] for name in sites}
    for number in range(options.rounds + 1):
        for name, site in sites.items():
            load = _load(site, clients, options.seconds if number else WARM_UP)
            if number:
                found[name].append(load)
    return found


def _load(site: _Site, clients: int, seconds: int) -> Load:
    before = _processor_seconds(site.server.process)
    order = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s"]
    done = subprocess.run(
        [*order, "-s", str(site.script), site.server.base],
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("FIGURES"))
    requests, duration, p50, p99, errors = map(float, line.split()[1:])
    spent = _processor_seconds(site.server.process) - before
    return Load(
        rate=requests / duration * 1e6,
        p50=p50 / 1000,
        p99=p99 / 1000,
        processor=spent * 1000 / max(requests, 1),
        errors=int(errors),
    )


def _processor_seconds(process: int) -> float:
    """Of a process and all below it, so far (Linux)."""
    parents, ticks = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = path.read_text().rpartition(")")[2].split()
            number = int(path.parent.name)
            parents[number], ticks[number] = int(fields[1]), int(fields[11]) + int(fields[12])
    family = {process}
    while more := {n for n, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(ticks.get(n, 0) for n in family) / os.sysconf("SC_CLK_TCK")


def _print_table(loads: Mapping[str, Sequence[Load]], clients: int) -> None:
    who = f"{clients} client{'s' if clients > 1 else ''}"
    print(f"| page, {who} | requests/s | p50, ms | p99, ms | processor, ms a page |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, runs in loads.items():
        rate, p50, p99, processor = (
            statistics.median(getattr(run, figure) for run in runs)
            for figure in ("rate", "p50", "p99", "processor")
        )
        print(f"| {name} | {rate:.0f} | {p50:.1f} | {p99:.1f} | {processor:.1f} |")
    print()
    for name, runs in loads.items():
        if errors := sum(run.errors for run in runs):
            print(f"{name}: {errors} requests failed.\n")


if __name__ == "__main__":
    main()
