"""The names of Whoosh that are used, untyped: 2.7.4 has no types and whoosh3 only some.

Nothing else is imported from it anywhere, so that this is the whole of what another version must
still offer.
"""

from __future__ import annotations

from typing import Any

from whoosh import columns, fields, formats, index, reading, writing
from whoosh.filedb import filestore, structfile

FileStorage: Any = filestore.FileStorage
StructFile: Any = structfile.StructFile

FileIndex: Any = index.FileIndex
FieldType: Any = fields.FieldType
Schema: Any = fields.Schema
ID: Any = fields.ID
COLUMN: Any = fields.COLUMN
Existence: Any = formats.Existence
VarBytesColumn: Any = columns.VarBytesColumn

TermNotFound: type[Exception] = reading.TermNotFound
ERRORS: tuple[type[Exception], ...] = (index.IndexError, writing.IndexingError)

Reader = Any
"""Open postings and columns: of one segment, or of several."""
