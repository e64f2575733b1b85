"""Reading PDFium's UTF-16 strings: asked once for their length, once for their content."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_LONGEST = 2_000_000  # bytes; a longer string is not a title or a word


def wide_text(read: Callable[[Any, int], int]) -> str:
    """The string that `read(buffer, length in bytes)` fills in; it returns the length it needs."""
    length = read(None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    read(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "ignore").rstrip("\0")
