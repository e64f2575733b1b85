"""The catalogue: what is kept of every work, and the list of everything written to it."""

from corpus.catalogue.catalogue import Catalogue, Figures
from corpus.catalogue.changes import Change
from corpus.catalogue.file_rows import FileRow
from corpus.catalogue.record_rows import PutCounts

__all__ = ["Catalogue", "Change", "Figures", "FileRow", "PutCounts"]
