"""The names of Whoosh that are used, untyped: 2.7.4 has no types and whoosh3 only some.

Nothing else is imported from it anywhere, so that this is the whole of what another version must
still offer.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats, index, reading, writing
from whoosh.codec import whoosh3
from whoosh.filedb import compound, filestore, structfile
from whoosh.matching import mcore

W3Codec: Any = whoosh3.W3Codec
W3Segment: Any = whoosh3.W3Segment
FieldWriter: Any = whoosh3.W3FieldWriter
TermInfo: Any = whoosh3.W3TermInfo
TermsReader: Any = whoosh3.W3TermsReader
ListMatcher: Any = mcore.ListMatcher
FileStorage: Any = filestore.FileStorage
StructFile: Any = structfile.StructFile
BufferFile: Any = structfile.BufferFile
CompoundStorage: Any = compound.CompoundStorage

FileIndex: Any = index.FileIndex
FieldType: Any = fields.FieldType
Schema: Any = fields.Schema
ID: Any = fields.ID
COLUMN: Any = fields.COLUMN
Format: Any = formats.Format
VarBytesColumn: Any = columns.VarBytesColumn

TermNotFound: type[Exception] = reading.TermNotFound
ERRORS: tuple[type[Exception], ...] = (index.IndexError, writing.IndexingError)

Reader = Any
"""Open postings and columns: of one segment, or of several."""


def frequencies_of(reader: Reader, field: str) -> Iterator[tuple[bytes, int]]:
    """Every term of a field in one segment, in order, and how many rows it is in.

    Of what is kept of a term only its count is read (`W3TermInfo`: a byte and a float before it):
    less than half the time of asking the reader for the whole, which holds postings too.
    """
    terms = getattr(reader, "_terms", None)
    if not isinstance(terms, TermsReader):
        yield from _frequencies_asked(reader, field)
        return
    begin = terms._keycoder(field, b"")
    for key, value in terms._tindex.items_from(begin):
        if not key.startswith(begin):
            return
        yield key[len(begin) :], _COUNT.unpack_from(value)[2]


_COUNT = struct.Struct("!BfI")


def _frequencies_asked(reader: Reader, field: str) -> Iterator[tuple[bytes, int]]:
    for (name, term), info in reader.iter_from(field, b""):
        if name != field:
            return
        yield term, info.doc_frequency()
