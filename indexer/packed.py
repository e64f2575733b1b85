"""Texts in bytes, of which any piece is read without the rest."""

from __future__ import annotations

import codecs

from indexer.analysis.folding import one_for_one

_FREE = [*range(9), *range(0x0B, 0x20)]
"""Bytes of controls, which no clean text has: they stand for the few signs that are not western."""

_WESTERN = bytes(range(256)).decode("cp1252", "replace")

_ONE, _WITH_SIGNS, _FOUR = b"1", b"2", b"4"
"""A byte a character; the same, after a table of the signs that are not western; four bytes."""

_JOINING = "·•‧⋅∙・･᛫.(/-*œæŒÆß¼½¾'’ʼ‘`´ʹ′＇"
_UNSURE = 0xFF
_LONGEST_PLAIN = 120


class PackedText:
    """A text in bytes, as many for each character."""

    __slots__ = ("_bytes", "_first", "_signs", "_size")

    _signs: str
    """What each byte stands for."""

    def __init__(self, packed: bytes) -> None:
        self._bytes = packed
        self._size = 4 if packed[:1] == _FOUR else 1
        self._signs = _WESTERN
        self._first = 1
        if packed[:1] == _WITH_SIGNS:
            self._first = 2 + 4 * packed[1]
            signs = packed[2 : self._first].decode("utf-32-le")
            self._signs = _WESTERN.translate(dict(zip(_FREE, signs, strict=False)))

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self._bytes)

    def __len__(self) -> int:
        return (len(self._bytes) - self._first) // self._size

    def piece(self, start: int, end: int) -> str:
        """`text[start:end]`, for bounds inside the text."""
        first = self._first
        found = self._bytes[self._size * start + first : self._size * end + first]
        if self._size == 4:
            return found.decode("utf-32-le")
        return codecs.charmap_decode(found, "strict", self._signs)[0]

    def plain_word(self, start: int) -> tuple[str, int] | None:
        """The folded word that begins there, and where it ends. None when only the analysis can tell:
        a sign beside it may belong to it, or stands for several letters, or is not western; a letter
        alone may begin an article of law (L 121-15)."""
        if self._size == 4:
            return None
        at = start + self._first
        before = self._bytes[at - 1 : at] if start else b" "
        around = (before + self._bytes[at : at + _LONGEST_PLAIN] + b" ").translate(_PLAIN)
        end = around.find(b" ", 1)
        word = around[1:end]
        if around[:1] != b" " or end < 3 or end > _LONGEST_PLAIN or not word.isascii():
            return None
        return word.decode("ascii"), start + end - 1


def pack_text(text: str) -> bytes:
    """What `PackedText` reads: a byte for each character where all but a few signs are western."""
    try:
        return _ONE + text.encode("cp1252")
    except UnicodeEncodeError:
        return _with_signs(text) or _FOUR + text.encode("utf-32-le", "replace")


def _with_signs(text: str) -> bytes:
    """Empty when there are too many signs that are not western."""
    met = set(text)
    signs = "".join(sorted(sign for sign in met if not sign.encode("cp1252", "ignore")))
    if len(signs) > len(_FREE) or not met.isdisjoint(map(chr, _FREE)):
        return b""
    for sign, code in zip(signs, _FREE, strict=False):
        text = text.replace(sign, chr(code))
    table = signs.encode("utf-32-le", "replace")
    return b"".join((_WITH_SIGNS, bytes([len(signs)]), table, text.encode("cp1252")))


def _plain_table() -> bytes:
    """What each byte is folded to; `_UNSURE` for what only the analysis can tell."""
    table = bytearray([_UNSURE]) * 256
    for code in sorted({*range(256)} - {*_FREE}):
        sign = bytes([code]).decode("cp1252", "ignore")
        if sign and sign not in _JOINING:
            folded = one_for_one(sign)
            table[code] = ord(folded) if folded.isascii() else _UNSURE
    return bytes(table)


_PLAIN = _plain_table()
