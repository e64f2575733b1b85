"""Records and entries to and from JSON, and JSON Lines.

The shapes are those of `corpus.record`: one key a field, enumerations by their value. Reading
checks types, so that a file made by hand is refused with the place of the fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from corpus.errors import BadImport
from corpus.record import Entry, Record


def _plain(value: Any) -> Any:
    """msgspec knows every type of ours but the read-only mapping of `Record.provenance`."""
    return dict(value)


_encoder = msgspec.json.Encoder(enc_hook=_plain, order="deterministic")
_records = msgspec.json.Decoder(Record)
_entries = msgspec.json.Decoder(Entry)


def record_to_json(record: Record) -> str:
    return _encoder.encode(record).decode()


def record_from_json(data: str | bytes) -> Record:
    """Raises `BadImport` with the field at fault."""
    try:
        return _records.decode(data)
    except msgspec.MsgspecError as error:
        raise BadImport(f"Cette fiche n'est pas lisible : {error}.") from error


def to_lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Each entry as one line of JSON, with its line end."""
    for entry in entries:
        yield _encoder.encode(entry) + b"\n"


def from_lines(lines: Iterable[bytes]) -> Iterator[Entry | BadImport]:
    """Each line as an entry, or as the error that says which line is at fault and why.

    Blank lines are passed over. A line that is a bare record is taken as an entry without tags.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _entry_of(line, number)


def _entry_of(line: bytes, number: int) -> Entry | BadImport:
    try:
        if b'"record"' in line:
            return _entries.decode(line)
        return Entry(_records.decode(line))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return BadImport(
            f"Ligne {number} : ce n'est pas une fiche ({error}). "
            "Corrigez cette ligne et relancez l'import ; les autres lignes ont été lues."
        )
