"""Runs a probe: a harvest with the probing spider, in a folder that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.config import Config
from corpus.harvests.runs import RunState
from crawler.child import Progress
from crawler.probe.seen import BODIES, SEEN, Seen, read_file
from crawler.run import harvest


@dataclass(frozen=True, slots=True)
class Probed:
    """What a probe saw. `left` counts the addresses met and not asked for, by reason.

    `folder` holds the bytes of the pages; it is gone when the probe is let go of.
    """

    start: str
    state: RunState
    seen: Sequence[Seen]
    left: dict[str, int]
    folder: Path

    def body_of(self, seen: Seen) -> bytes:
        return (self.folder / BODIES / seen.sha256).read_bytes()


@contextmanager
def probing(
    config: Config,
    starts: Sequence[str],
    limit: int,
    *,
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
) -> Iterator[Probed]:
    """Look at the site of the first address, asking for `limit` addresses at most.

    Nothing is written in the holdings. Raises what `crawler.run.harvest` raises: `ConfigError`
    (no contact, no address) and `SourceUnreachable` among them.
    """
    with tempfile.TemporaryDirectory(prefix="souffleur-probe-") as name:
        folder = Path(name)
        report = harvest(
            _apart(config, folder),
            "site",
            start_url=",".join(starts),
            allow_hosts=allow_hosts,
            settings={
                "SPIDER_MODULES": ["crawler.probe.spider"],
                "SOUFFLEUR_PROBE_FOLDER": str(folder),
                "SOUFFLEUR_PAGE_BUDGET": limit,
                "SOUFFLEUR_PATTERN_BUDGET": limit,
            },
            progress=progress,
        )
        left = dict(report.figures.get("links_refused", {})) | dict(
            report.figures.get("refused", {})
        )
        yield Probed(starts[0], report.state, read_file(folder / SEEN), left, folder)


def _apart(config: Config, folder: Path) -> Config:
    """The same configuration, and contact, with other holdings."""
    return replace(
        config,
        home=folder,
        catalogue_url=f"sqlite:///{folder / 'catalogue.sqlite'}",
        files_dir=folder / "files",
        index_url="memory:",
    )
