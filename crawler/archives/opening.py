"""Which kind of archive a path is, told by its content, and what makes it the same one later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from corpus.errors import ConfigError
from crawler.archives.base import Archive, GoOn, always
from crawler.archives.records import is_archive
from crawler.archives.saved_folder import SavedFolder
from crawler.archives.volumes import Volume, file_volume
from crawler.archives.wacz import volumes_in
from crawler.archives.warc import WarcArchive

_ENDINGS = frozenset({".warc", ".arc", ".gz", ".wacz", ".open"})
_OPENING = 4096
_ENDS = 64 * 1024
_ZIP_MAGIC = b"PK\x03\x04"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class Kind(StrEnum):
    """What a path holds; `NONE` for what cannot be harvested from."""

    WARC = "warc"
    WACZ = "wacz"
    FOLDER = "folder"
    NONE = "none"


def open_archive(path: Path, limit: int = 0, go_on: GoOn = always) -> Archive:
    """The archive at `path`: a WARC, ARC or WACZ file, a folder of those, or one wget saved.

    Reads it through for its index, as long as `go_on` says so. `limit` is the largest body, in
    bytes; 0 for none. Raises `ConfigError` for anything else and when stopped, and `OSError`.
    """
    require_archive(path)
    if path.is_file():
        return WarcArchive(_volumes_of(path), limit, go_on)
    found = [volume for file in _archives_in(path) for volume in _volumes_of(file)]
    return WarcArchive(found, limit, go_on) if found else SavedFolder(path, limit)


def require_archive(path: Path) -> None:
    """Raises `ConfigError` for a path that cannot be harvested from."""
    try:
        kind = _kind_of(path)
        is_empty = kind is Kind.FOLDER and next(path.iterdir(), None) is None
    except OSError as error:
        raise ConfigError(
            f"« {path} » ne se lit pas ({error.strerror}). Donnez le chemin d'une archive Web "
            "(WARC, ARC ou WACZ) ou d'un dossier enregistré par wget."
        ) from error
    if kind is Kind.NONE or is_empty:
        raise ConfigError(
            f"« {path} » n'est pas une archive Web. Donnez un fichier WARC, ARC ou WACZ, un "
            "dossier de ces fichiers, ou un dossier enregistré par wget."
        )


def fingerprint_of(path: Path) -> str:
    """The same for the same archive, even moved: names and sizes, and both ends of its WARCs.

    Raises `ConfigError` for a path that cannot be harvested from.
    """
    require_archive(path)
    digest = hashlib.sha256()
    files = [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.is_file())
    for file in files:
        name = file.name if file == path else file.relative_to(path).as_posix()
        digest.update(f"{name}\0{file.stat().st_size}\0".encode(errors="surrogateescape"))
        if file == path or file.suffix in _ENDINGS:
            digest.update(_ends_of(file))
    return digest.hexdigest()


def _kind_of(path: Path) -> Kind:
    if path.is_dir():
        return Kind.FOLDER
    with path.open("rb") as file:
        opening = file.read(_OPENING)
    if opening.startswith(_ZSTD_MAGIC):
        raise ConfigError(
            f"« {path} » est compressé par zstd, qui n'est pas lu ici. Décompressez-le "
            f"(zstd -d {path.name}) et donnez le fichier obtenu."
        )
    if opening.startswith(_ZIP_MAGIC):
        return Kind.WACZ
    return Kind.WARC if is_archive(opening) else Kind.NONE


def _volumes_of(file: Path) -> list[Volume]:
    return volumes_in(file) if _kind_of(file) is Kind.WACZ else [file_volume(file)]


def _archives_in(folder: Path) -> Iterator[Path]:
    """The archives of a folder, at any depth; the documents a site offers in zip are none."""
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() not in _ENDINGS or not file.is_file():
            continue
        if file.suffix.lower() == ".wacz" or _kind_of(file) is Kind.WARC:
            yield file


def _ends_of(file: Path) -> bytes:
    with file.open("rb") as stream:
        first = stream.read(_ENDS)
        stream.seek(max(0, file.stat().st_size - _ENDS))
        return first + stream.read()
