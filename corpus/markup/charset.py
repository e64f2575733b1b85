"""Bytes to text: the declared charset against the real one, with the damage counted.

Valid UTF-8 wins over any other declaration (a page declared ISO-8859-1 whose bytes are valid UTF-8
with accents has no other sensible reading). Only charsets browsers accept are honoured, so that a
page cannot choose UTF-7, rot13 or another codec Python happens to know.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    resolve_encoding,
)

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ACCEPTED = re.compile(
    r"utf-8|utf-16(-[lb]e)?|cp125\d|iso8859-\d+|koi8-[ru]|mac-roman|cp(866|874|932|949)|gb18030"
    r"|big5hkscs|big5|euc_jp|euc_kr|shift_jis"
)
_DETECTED = ["cp1250", "cp1252", "cp1254", "mac_roman", "cp850", "iso8859_15", "cp1251"]
_DETECTION_SAMPLE = 65_536
# What high bytes usually are in French read as cp1252: accented letters, quotes, dashes, NBSP.
_FRENCH_HIGH = re.compile("[àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ«»’‘“”–—…°€\xa0·•²³§©®]")
_HIGH = re.compile(r"[^\x00-\x7f]")
_MULTIBYTE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text read from bytes.

    `charset` is the one used, `declared` the one announced (header first, then `<meta>`), both by
    Python's name and empty when there is none; a label nobody knows stays as it was written.
    `damaged` counts U+FFFD in the text (characters lost), `repaired` the characters recovered
    (stray cp1252 bytes in UTF-8, UTF-8 encoded twice). `note` says in a sentence what was odd.
    """

    text: str
    charset: str
    declared: str
    damaged: int = 0
    note: str = ""
    repaired: int = 0


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Read `body`; `declared` is a Content-Type header or a bare charset label. Never raises."""
    announced, known = _announced(body, declared)
    raw = _read(body, known)
    text, doubled = undouble(raw.text)
    notes = [raw.note or _disagreement(announced, known, raw)]
    if doubled:
        notes.append(f"{doubled} characters encoded twice in UTF-8 were repaired.")
    return Decoded(
        text=text,
        charset=raw.charset,
        declared=known or announced,
        damaged=text.count(REPLACEMENT),
        note=" ".join(note for note in notes if note),
        repaired=raw.repaired + doubled,
    )


def accepted_charset(label: str) -> str | None:
    """Python's name for a charset label that a browser would accept, otherwise None."""
    name = resolve_encoding(label.strip().strip("\"'"))
    return name if name and _ACCEPTED.fullmatch(name) else None


def _announced(body: bytes, declared: str | None) -> tuple[str, str | None]:
    """The label as written, and the accepted charset it names if it names one."""
    label = _label_in(declared or "")
    if label and (known := accepted_charset(label)):
        return label, known
    inner = html_body_declared_encoding(body)
    return label or inner or "", accepted_charset(inner) if inner else None


def _label_in(declared: str) -> str:
    if "charset" in declared.lower():
        if found := http_content_type_encoding(declared):
            return found
        return re.split(r"charset\s*=", declared, maxsplit=1, flags=re.IGNORECASE)[-1].strip()
    return "" if "/" in declared else declared.strip()


def _read(body: bytes, known: str | None) -> Decoded:
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(charset, "replace"), charset, "")
    if known and known.startswith("utf-16") and b"\0" in body:
        return Decoded(body.decode(known, "replace"), known, "")
    try:
        return Decoded(body.decode("utf-8"), "utf-8", "")
    except UnicodeDecodeError as error:
        return _read_not_utf8(body, known, error.start)


def _read_not_utf8(body: bytes, known: str | None, start: int) -> Decoded:
    if _mostly_utf8(body):
        return _read_mixed(body)
    if known and known != "utf-8" and (text := _strictly(body, known)) is not None:
        return Decoded(text, known, "")
    text = body.decode("cp1252", _C1_HANDLER)
    if not _looks_french(text):
        return _detected(body) or Decoded(text, "cp1252", "")
    note = f"L'octet {start} n'est pas de l'UTF-8 ; lu en cp1252." if known == "utf-8" else ""
    return Decoded(text, "cp1252", "", note=note)


def _mostly_utf8(body: bytes) -> bool:
    """Whether at least two thirds of the bytes above 127 belong to well-formed UTF-8 sequences."""
    sequences = sum(len(found) for found in _MULTIBYTE.findall(body))
    return sequences * 3 >= 2 * len(_HIGH_BYTE.findall(body))


def _read_mixed(body: bytes) -> Decoded:
    """UTF-8 with stray bytes: those that mean something in cp1252 are recovered and counted."""
    lost = body.decode("utf-8", "replace").count(REPLACEMENT) - body.count(b"\xef\xbf\xbd")
    text = body.decode("utf-8", _CP1252_HANDLER)
    note = f"{lost} octets isolés d'une page UTF-8 ont été lus en cp1252."
    return Decoded(text, "utf-8", "", note=note, repaired=lost)


def _strictly(body: bytes, charset: str) -> str | None:
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        return body.decode("cp1252", _C1_HANDLER) if charset == "cp1252" else None
    return text


def _looks_french(text: str) -> bool:
    high = len(_HIGH.findall(text))
    return len(_FRENCH_HIGH.findall(text)) * 10 >= high * 6


def _detected(body: bytes) -> Decoded | None:
    best = from_bytes(body[:_DETECTION_SAMPLE], cp_isolation=_DETECTED).best()
    if best is None:
        return None
    text = body.decode(best.encoding, "replace")
    return Decoded(
        text, best.encoding, "", note=f"Le jeu de caractères a été deviné : {best.encoding}."
    )


def _disagreement(announced: str, known: str | None, raw: Decoded) -> str:
    if announced and known is None:
        return f"Le jeu de caractères annoncé « {announced} » n'est pas admis par les navigateurs ; il a été ignoré."
    if known is None or known == raw.charset or raw.text.isascii():
        return ""
    return f"Annoncé comme {known}, mais le contenu est {raw.charset}."


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the bytes that failed, as cp1252 (its five holes give U+FFFD)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


def _as_lost(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: one U+FFFD for each byte that cp1252 does not define."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return REPLACEMENT * (error.end - error.start), error.end


_CP1252_HANDLER = "souffleur-cp1252"
_C1_HANDLER = "souffleur-lost"
codecs.register_error(_CP1252_HANDLER, _as_cp1252)
codecs.register_error(_C1_HANDLER, _as_lost)


def _shown(start: int, stop: int) -> str:
    """What bytes start to stop (excluded) show as when read as cp1252 or as ISO-8859-1."""
    both = range(start, stop)
    shown = {bytes([byte]).decode("cp1252", "ignore") for byte in both} | {chr(b) for b in both}
    return "".join(re.escape(char) for char in sorted(shown))


_TAIL = f"[{_shown(0x80, 0xC0)}]"
_DOUBLED = re.compile(
    f"[{_shown(0xC2, 0xE0)}]{_TAIL}|[{_shown(0xE0, 0xF0)}]{_TAIL}{{2}}"
    f"|[{_shown(0xF0, 0xF5)}]{_TAIL}{{3}}"
)
_SURE_COUNT = 3


def undouble(text: str) -> tuple[str, int]:
    """Repair UTF-8 that was encoded twice (`Ã©` for `é`), and say how many characters were.

    Done when it is sure: three such characters at least, or as many as accented letters rightly
    written. A text that merely quotes one is left as it is.
    """
    if not any(lead in text for lead in "ÃÂâ"):
        return text, 0
    found = _DOUBLED.findall(text)
    accents = len(re.findall("[àâçéèêëîïôùûœ]", _DOUBLED.sub("", text)))
    if not found or (len(found) < _SURE_COUNT and len(found) < accents):
        return text, 0
    count = 0

    def repaired(match: re.Match[str]) -> str:
        nonlocal count
        try:
            real = _bytes_of(match.group()).decode("utf-8")
        except UnicodeDecodeError:
            return match.group()
        count += 1
        return real

    return _DOUBLED.sub(repaired, text), count


def _bytes_of(shown: str) -> bytes:
    return b"".join(
        char.encode("latin-1") if ord(char) < 256 else char.encode("cp1252") for char in shown
    )
