"""Who holds a run or another lease, whether that process still lives, and until when.

A holder is written down as `host/pid/start/namespace`. The start time tells a process from a later
one given the same number; the namespace tells apart containers that share a host name and a disk.
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.clock import at

_PROC = Path("/proc")


def this_process() -> str:
    pid = os.getpid()
    return f"{socket.gethostname()[:60]}/{pid}/{_start_time(pid)}/{_namespace()}"


def is_gone(holder: str) -> bool:
    """True when the holder was a process of this machine and runs no more.

    False when it runs, and also when it cannot be told from here: then only the end of its lease
    says that it is dead.
    """
    host, _, rest = holder.partition("/")
    pid, _, rest = rest.partition("/")
    start, _, namespace = rest.partition("/")
    if host != socket.gethostname()[:60] or namespace != _namespace() or not pid.isdigit():
        return False
    if not _PROC.is_dir():
        return not _answers(int(pid))
    return _start_time(int(pid)) != start


def lease_end(seconds: int) -> str:
    """The instant at which a lease taken or renewed now ends."""
    return at(datetime.now(UTC) + timedelta(seconds=seconds))


def _start_time(pid: int) -> str:
    """Clock ticks from boot to the start of the process; empty for one that is gone or a zombie."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()  # the name before it may hold spaces and brackets
    return "" if fields[0] in "ZX" else fields[19]


def _namespace() -> str:
    try:
        link = str((_PROC / "self" / "ns" / "pid").readlink())
    except OSError:
        return ""
    return link.strip("pid:[]")


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
