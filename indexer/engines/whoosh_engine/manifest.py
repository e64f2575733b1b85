"""What a generation is made of: Whoosh checks neither what it reads nor who wrote it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexDamaged, IndexOutdated
from indexer.engines.whoosh_engine.generations import write_synced

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The fingerprint of the analysis and fields, and each file's size and SHA-256.

    Segments and tables of contents never change once written, so that a file named here is either
    as said or gone (merged into another); one not named here was written by a process that died
    before it could say so, and is left for Whoosh to judge.
    """

    fingerprint: str
    files: Mapping[str, tuple[int, str]]


def write_manifest(folder: Path, fingerprint: str) -> None:
    """Names and syncs the files there are now; those already named are not read again."""
    known = _known(folder)
    files = {path.name: known.get(path.name) or _sized(path) for path in _files(folder)}
    content = {"fingerprint": fingerprint, "files": files}
    write_synced(folder / NAME, json.dumps(content, indent=1, sort_keys=True).encode())


def check_manifest(folder: Path, fingerprint: str) -> Manifest:
    """Raises `IndexOutdated`, or `IndexDamaged` when a file has not the size it was written with.

    Sizes only: reading everything again is `damaged_files`.
    """
    manifest = read_manifest(folder)
    if manifest.fingerprint != fingerprint:
        raise IndexOutdated(
            f"L'index {folder} a été écrit par une autre version (empreinte "
            f"{manifest.fingerprint}, attendue {fingerprint}). "
            "Refaites-le avec : souffleur index --rebuild."
        )
    for path in _files(folder):
        size = manifest.files.get(path.name, (None,))[0]
        if size is not None and path.stat().st_size != size:
            raise damaged(path, f"{path.stat().st_size} octets au lieu de {size}")
    return manifest


def damaged_files(folder: Path) -> list[str]:
    """The files whose bytes are no longer those written (reads them all)."""
    manifest = read_manifest(folder)
    return [
        path.name
        for path in _files(folder)
        if path.name in manifest.files and _sized(path) != tuple(manifest.files[path.name])
    ]


def damaged(path: Path, cause: object) -> IndexDamaged:
    return IndexDamaged(
        f"L'index {path} ne se lit plus ({cause}). "
        "Refaites-le avec : souffleur index --rebuild ; le catalogue n'est pas touché."
    )


def read_manifest(folder: Path) -> Manifest:
    path = folder / NAME
    try:
        found = json.loads(path.read_bytes())
        files = {str(k): (int(v[0]), str(v[1])) for k, v in found["files"].items()}
        return Manifest(str(found["fingerprint"]), files)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error


def _known(folder: Path) -> Mapping[str, tuple[int, str]]:
    return read_manifest(folder).files if (folder / NAME).exists() else {}


def _files(folder: Path) -> list[Path]:
    """Whoosh's own files: segments and tables of contents, not its locks or its drafts."""
    found = (p for p in folder.iterdir() if p.suffix in (".seg", ".toc") and p.is_file())
    return sorted(found)


def _sized(path: Path) -> tuple[int, str]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
        return (os.fstat(stream.fileno()).st_size, digest)
