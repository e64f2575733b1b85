"""WACZ: WARC files in a zip, read where they stand."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from corpus.errors import ConfigError
from crawler.archives.volumes import LARGEST_UNPACKED, Volume, part_volume, spooled_volume

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1


def volumes_in(path: Path) -> list[Volume]:
    """The WARC files of a WACZ. One that the zip compresses again is unpacked to a file of ours.

    Raises `ConfigError` for a zip that is damaged, encrypted, unfolds to more than
    `LARGEST_UNPACKED` bytes, or holds no WARC.
    """
    try:
        with ZipFile(path) as package:
            parts = list(_parts(package))
            _refuse_bombs(path, parts)
            volumes = [_volume(path, package, part) for part in parts]
    except (BadZipFile, NotImplementedError, RuntimeError, struct.error, EOFError) as error:
        raise ConfigError(
            f"« {path} » est un zip qui ne se lit pas ({error}). Donnez-en une copie intacte."
        ) from error
    if not volumes:
        raise ConfigError(
            f"« {path} » est un zip sans archive Web (archive/*.warc.gz). Donnez un fichier WACZ, "
            "ou décompressez ce zip et donnez le dossier."
        )
    return volumes


def _parts(package: ZipFile) -> Iterator[ZipInfo]:
    for part in package.infolist():
        name = part.filename.lower()
        if name.startswith("archive/") and name.endswith((".warc", ".warc.gz", ".arc", ".arc.gz")):
            yield part


def _refuse_bombs(path: Path, parts: list[ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts if part.compress_type != ZIP_STORED)
    if unpacked > LARGEST_UNPACKED:
        raise ConfigError(
            f"« {path} » contient {unpacked // 1024**3} Gio une fois décompressé : il n'est pas "
            "lu. Décompressez-le vous-même et donnez le dossier."
        )


def _volume(path: Path, package: ZipFile, part: ZipInfo) -> Volume:
    name = f"{path.name}/{part.filename}"
    if part.compress_type == ZIP_STORED and not part.flag_bits & _ENCRYPTED:
        return part_volume(name, path, _data_start(path, part), part.file_size)
    with package.open(part) as stream:
        return spooled_volume(name, stream)


def _data_start(path: Path, part: ZipInfo) -> int:
    """The header before the bytes has lengths of its own, that the list at the end has not."""
    with path.open("rb") as file:
        file.seek(part.header_offset)
        _, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    return part.header_offset + _LOCAL_HEADER.size + int(name_length) + int(extra_length)
