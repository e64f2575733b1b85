"""The parent's side of one child process: asks, waits, and says what became of it."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract.values import Extraction, Limits
from indexer.extract.wire import load

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0
_GRACE_SECONDS = 10.0  # an answer that has begun to come may take this much longer
_RECYCLE_AFTER = 2_000
_CHUNK = 1 << 16
# How native libraries end when an allocation fails: abort, or a deliberate trap.
_ABORTS = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL})


class Worker:
    """One child process, kept from file to file until it dies or is worn.

    It leads its own session, so that the programs it runs end with it.
    """

    def __init__(self, limits: Limits, ocr: bool) -> None:
        self.limits = limits
        self.ocr = ocr
        self.path: Path | None = None
        self.deadline = 0.0
        self._buffer = bytearray()
        self._served = 0
        self._process = self._started()

    def fileno(self) -> int:
        """Where its answers come from, for selectors."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    @property
    def worn(self) -> bool:
        """Whether the next file should get another child: dead, old, or heavy with the last one."""
        if self._process.poll() is not None or self._served >= _RECYCLE_AFTER:
            return True
        return self._held_memory() > self.limits.memory_bytes // 2

    def ask(self, path: Path, media_type: str | None) -> None:
        """Send a file to read; the answer comes through `receive`."""
        self.path = path
        self._served += 1
        request = {
            "path": str(path.absolute()),
            "media_type": media_type,
            "ocr": self.ocr,
            "limits": asdict(self.limits),
        }
        extra = self.limits.ocr_seconds if self.ocr else 0.0
        self.deadline = time.monotonic() + self.limits.wall_seconds + extra
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # a child that died is seen in `receive`
            self._process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self._process.stdin.flush()

    def receive(self) -> Extraction | ExtractionError | None:
        """Read what has come; the result once it is whole, or once the child is dead."""
        chunk = os.read(self.fileno(), _CHUNK)
        if not chunk:
            return self._epitaph()
        self._buffer += chunk
        self.deadline = max(self.deadline, time.monotonic() + _GRACE_SECONDS)
        if not chunk.endswith(b"\n"):
            return None
        answer = json.loads(self._buffer)
        self._buffer.clear()
        return load(answer)

    def stop_for_time(self) -> ExtractionError:
        """Kill the child, for its file has had all the time it may have."""
        self.kill()
        return _too_slow(f"plus de {self.limits.wall_seconds:.0f} s")

    def kill(self) -> None:
        """End the child and what it runs; waits until it is gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        search = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.Popen(
            [sys.executable, "-m", "indexer.extract.child", str(self.limits.memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        )

    def wait_ready(self) -> None:
        """Wait for the child's first line. Raises ExtractionError CRASHED if it does not start."""
        assert self._process.stdout is not None
        if self._process.stdout.readline() != b"{}\n":
            self.kill()
            raise ExtractionError(
                ExtractionCode.CRASHED,
                "Le processus de lecture ne démarre pas : lancez souffleur doctor, et vérifiez que "
                f"{self.limits.memory_bytes // 1_000_000} Mo de mémoire lui suffisent.",
            )

    def _held_memory(self) -> int:
        """The address space of the child in bytes; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[0]
        except (OSError, IndexError):
            return 0
        return int(pages) * resource.getpagesize()

    def _epitaph(self) -> ExtractionError:
        """Why the child ended while it was reading."""
        _, status, usage = os.wait4(self._process.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        self._process.returncode = code
        self.kill()
        if code == -signal.SIGXCPU:
            return _too_slow(f"plus de {self.limits.cpu_seconds} s de calcul")
        # SIGKILL was not ours (we do not wait for an answer after it): the kernel lacked memory.
        heavy = usage.ru_maxrss * 1024 > self.limits.memory_bytes // 3
        if code == -signal.SIGKILL or (-code in _ABORTS and heavy):
            return ExtractionError(
                ExtractionCode.TOO_MUCH_MEMORY,
                f"Lire ce fichier demande plus de {self.limits.memory_bytes // 1_000_000} Mo de "
                "mémoire ; il est peut-être malveillant.",
            )
        how = signal.Signals(-code).name if code < 0 else f"code {code}"
        return ExtractionError(
            ExtractionCode.CRASHED,
            f"Le processus qui lisait ce fichier a fini par {how} : le fichier est abîmé ou malveillant.",
        )


def _too_slow(spent: str) -> ExtractionError:
    return ExtractionError(
        ExtractionCode.TOO_SLOW,
        f"Lire ce fichier demande {spent} ; il est peut-être malveillant. Sinon, relevez les limites.",
    )
