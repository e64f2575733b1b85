"""The descriptions a library keeps: `home/sources/KEY.toml`, with their saved pages beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.errors import BadDescription
from corpus.source_names import FOLDER
from crawler.described.description import Description
from crawler.described.parsing import read_description


def description_path(home: Path, key: str) -> Path:
    """Where the description of that source is, or would be."""
    return home / FOLDER / f"{key}.toml"


def described_keys(home: Path) -> list[str]:
    """The keys of the sources described there, in order; their files are not read."""
    return sorted(path.stem for path in (home / FOLDER).glob("*.toml"))


def find_description(home: Path, key: str) -> Path | None:
    """The file that describes that source; None when there is none."""
    return description_path(home, key) if key in described_keys(home) else None


def load_description(path: Path) -> Description:
    """The description in a file of the home folder. Raises `BadDescription`."""
    description = read_description(path)
    if description.key != path.stem:
        raise BadDescription(
            f"{path} : key = « {description.key} » n'est pas le nom du fichier. "
            f"Écrivez key = « {path.stem} », ou renommez le fichier."
        )
    return description


def descriptions_in(home: Path) -> Iterator[tuple[Path, Description | BadDescription]]:
    """Each file with what it describes, or with why it cannot be followed."""
    for key in described_keys(home):
        path = description_path(home, key)
        try:
            yield path, load_description(path)
        except BadDescription as error:
            yield path, error
