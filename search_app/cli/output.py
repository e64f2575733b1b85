"""What commands print: progress, JSON, and figures as people read them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from corpus.errors import StorageError
from corpus.files import whole_file

_SECONDS_BETWEEN_LINES = 5.0

Progress = Callable[[int, int], None]
"""Called with (done, total) as work goes on; `total` may grow while it does."""


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def output_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes are at `path` when the block ends well; `-` is the standard output.

    Raises as `corpus.files.whole_file`.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if not path.parent.is_dir():
        raise StorageError(
            f"{path} ne peut pas être écrit : son dossier n'existe pas. "
            "Créez-le, ou choisissez un autre fichier avec --to."
        )
    with whole_file(path) as stream:
        yield stream


@contextmanager
def progress_bar(stage: str) -> Iterator[Progress]:
    """A bar for one stage of long work on a terminal; elsewhere a plain line now and then.

    It goes to the error output, so that what a program reads stays clean.
    """
    shown = _Bar(stage) if sys.stderr.isatty() else _Lines(stage)
    started = time.monotonic()
    try:
        yield shown.show
    except BaseException:
        shown.leave()
        raise
    shown.end(time.monotonic() - started)


class _Lines:
    """One line at the start of the work, one every few seconds, one at the end."""

    def __init__(self, stage: str) -> None:
        self._stage, self._done, self._total = stage, 0, 0
        self._last = time.monotonic()
        click.echo(f"{stage}…", err=True)

    def show(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if time.monotonic() - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            click.echo(f"{self._stage} : {done}/{total}", err=True)

    def leave(self) -> None:
        """The work stopped before its end; whoever stopped it says why."""

    def end(self, seconds: float) -> None:
        click.echo(f"{self._stage} : {self._done}/{self._total} en {seconds:.1f} s", err=True)


class _Bar:
    """Redraws one line of the terminal."""

    _WIDTH = 28

    def __init__(self, stage: str) -> None:
        self._stage, self._done, self._total = stage, 0, 0
        self._draw()

    def show(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self._draw()

    def leave(self) -> None:
        self._draw("\n")

    def end(self, seconds: float) -> None:
        self._draw(f" en {seconds:.1f} s\n")

    def _draw(self, tail: str = "") -> None:
        share = min(1.0, self._done / self._total) if self._total else 0.0
        full = round(share * self._WIDTH)
        bar = "█" * full + "░" * (self._WIDTH - full)
        count = f"{self._done}/{self._total}"
        click.echo(f"\r\033[K{self._stage:<24} {bar} {count}{tail}", err=True, nl=False)


@contextmanager
def stage_bars(labels: Mapping[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage as it begins; called with (stage, done, total)."""
    with ExitStack() as stack:
        bars: dict[str, Progress] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                stack.close()  # the bar of the stage before
                bars[stage] = stack.enter_context(progress_bar(labels.get(stage, stage)))
            bars[stage](done, total)

        yield show


def counted(number: int, one: str, many: str = "") -> str:
    """`3 fiches`, `1 fiche`, `0 fiche`: the French plural begins at two."""
    return f"{number:,} {one if number < 2 else many or one + 's'}".replace(",", " ")
