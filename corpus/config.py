"""Where the holdings are and how the outside is addressed: read once, at each way in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOME = Path(__file__).parent / "holdings"


@dataclass(frozen=True, slots=True)
class Config:
    """What every command needs to know.

    `home` holds the catalogue, the files and the index. The three addresses may point elsewhere:
    `catalogue_url` is an SQLAlchemy URL, `index_url` is `whoosh:PATH` or `memory:`. `contact` is
    the e-mail address or page put into the crawler's user agent; a host that is not loopback is
    refused while it is empty.
    """

    home: Path
    catalogue_url: str
    files_dir: Path
    index_url: str
    contact: str = ""

    @property
    def log_dir(self) -> Path:
        return self.home / "log"


def read_config(home: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration from an explicit home, else from the environment, else the default.

    Variables: SOUFFLEUR_HOME, SOUFFLEUR_CATALOGUE_URL, SOUFFLEUR_FILES, SOUFFLEUR_INDEX_URL,
    SOUFFLEUR_CONTACT.
    """
    env = os.environ if environ is None else environ
    where = (home or Path(env.get("SOUFFLEUR_HOME") or DEFAULT_HOME)).expanduser().resolve()
    return Config(
        home=where,
        catalogue_url=env.get("SOUFFLEUR_CATALOGUE_URL")
        or f"sqlite:///{where / 'catalogue.sqlite'}",
        files_dir=Path(env.get("SOUFFLEUR_FILES") or where / "files"),
        index_url=env.get("SOUFFLEUR_INDEX_URL") or f"whoosh:{where / 'index'}",
        contact=env.get("SOUFFLEUR_CONTACT", "").strip(),
    )
