"""Where a crawl's messages go."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import ConfigError


@contextmanager
def logging_to(path: Path, level: str) -> Iterator[None]:
    """Everything into the file, warnings on the standard error output too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        to_file = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"Le journal {path} ne peut pas être écrit ({error.strerror}). "
            "Choisissez un autre dossier avec --home ou SOUFFLEUR_HOME."
        ) from error
    to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    to_file.setLevel(level)
    to_people = logging.StreamHandler()
    to_people.setFormatter(logging.Formatter("%(message)s"))
    to_people.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(to_file)
    root.addHandler(to_people)
    try:
        yield
    finally:
        root.removeHandler(to_file)
        root.removeHandler(to_people)
        to_file.close()
