"""The folder of an index: numbered generations, a pointer to the live one, two locks.

    index/current            {"live": "generation-0004", "previous": "generation-0003"}
    index/generation-0004/   Whoosh's files and manifest.json
    index/lock               held while the live generation or the pointer is written
    index/building.lock      held while a replacement is built

The pointer is replaced by a rename. Generations it does not name are what killed builds left; they
are removed when the next one begins, and never by a reader.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexBusy, IndexDamaged, IndexMissing
from corpus.files import sync_folder

POINTER = "current"
_PREFIX = "generation-"
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Pointer:
    live: str
    previous: str = ""


class Generations:
    """The generations under `folder`. Nothing is read or made before a method is called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer_path = folder / POINTER
        self._read: tuple[tuple[int, int, int], Pointer] | None = None
        """The pointer as last read, and what told that file from the one that replaces it."""

    def live(self) -> Path:
        """The folder of the live generation. Raises `IndexMissing`, `IndexDamaged`."""
        pointer = self._pointer()
        if pointer is None:
            raise IndexMissing(
                f"Il n'y a pas d'index dans {self.folder}. "
                "Faites-le avec la commande : souffleur index."
            )
        return self.folder / pointer.live

    def exists(self) -> bool:
        return (self.folder / POINTER).exists()

    def begin(self) -> Path:
        """A new empty generation; removes the leftovers of builds that were killed.

        To be called with the building lock held.
        """
        pointer = self._pointer_or_none()
        kept = {pointer.live, pointer.previous} if pointer else set()
        found = self._all()
        for path in found:
            if path.name not in kept:
                shutil.rmtree(path)
        number = max((int(path.name.removeprefix(_PREFIX)) for path in found), default=0) + 1
        new = self.folder / f"{_PREFIX}{number:04}"
        new.mkdir(mode=0o700)
        return new

    def publish(self, new: Path) -> None:
        """Points to `new`, durably; the generation before the former live one is removed.

        To be called with the writing lock held, once every file of `new` is on the disk.
        """
        before = self._pointer_or_none()
        previous = before.live if before and (self.folder / before.live).is_dir() else ""
        sync_folder(new)
        self._point(Pointer(new.name, previous))
        if before and before.previous not in ("", new.name, previous):
            shutil.rmtree(self.folder / before.previous, ignore_errors=True)

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """Alone to write to the live generation. Raises `IndexBusy` after `wait` seconds."""
        with self._locked("lock", wait):
            yield

    @contextmanager
    def building(self, wait: float) -> Iterator[None]:
        """Alone to build a replacement. Raises `IndexBusy` after `wait` seconds."""
        with self._locked("building.lock", wait):
            yield

    def make(self) -> None:
        """The folder itself, readable by its owner only: index files are trusted as code."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)

    def _all(self) -> list[Path]:
        found = self.folder.glob(f"{_PREFIX}[0-9]*")
        return sorted(p for p in found if p.name.removeprefix(_PREFIX).isdigit())

    def _pointer(self) -> Pointer | None:
        path = self._pointer_path
        try:
            stamp = os.stat(path)  # noqa: PTH116 (twice as quick, before each search)
            which = (stamp.st_ino, stamp.st_mtime_ns, stamp.st_size)
            if self._read and self._read[0] == which:
                return self._read[1]
            found = json.loads(path.read_bytes())
            pointer = Pointer(str(found["live"]), str(found["previous"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"Le fichier {path} ne dit plus quel index est en service ({error}). "
                "Refaites l'index avec : souffleur index --rebuild."
            ) from error
        if not pointer.live.removeprefix(_PREFIX).isdigit():
            raise IndexDamaged(
                f"Le fichier {path} désigne « {pointer.live} », qui n'est pas un index. "
                "Refaites l'index avec : souffleur index --rebuild."
            )
        self._read = (which, pointer)
        return pointer

    def _pointer_or_none(self) -> Pointer | None:
        try:
            return self._pointer()
        except IndexDamaged:
            return None

    def _point(self, pointer: Pointer) -> None:
        content = json.dumps({"live": pointer.live, "previous": pointer.previous}).encode()
        write_synced(self.folder / POINTER, content)

    @contextmanager
    def _locked(self, name: str, wait: float) -> Iterator[None]:
        self.make()
        handle = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._acquire(handle, wait)
            yield
        finally:
            os.close(handle)  # lets go of the lock too

    def _acquire(self, handle: int, wait: float) -> None:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise IndexBusy(
                        f"Une autre commande écrit dans l'index {self.folder} depuis plus de "
                        f"{wait:g} secondes. Attendez qu'elle finisse et relancez."
                    ) from error
                time.sleep(_POLL_SECONDS)
            else:
                return


def write_synced(path: Path, content: bytes) -> None:
    """Replaces a small file, whole or not at all, and durably."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    sync_folder(path.parent)
