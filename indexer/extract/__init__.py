"""Text out of files, page by page, each file in a child process under limits.

`extract` reads one file, `pool_extract` many; `extractor_for` names what read them, for caches;
`dump`, `load` and `to_json` turn results into JSON. Nothing here imports the PDF and office
libraries: only the child does.
"""

from indexer.extract.media_type import sniff, sniff_file
from indexer.extract.pool import extract, pool_extract
from indexer.extract.values import (
    Attachment,
    Extraction,
    ExtractorId,
    Limits,
    OutlineItem,
    PageText,
)
from indexer.extract.versions import EXTRACTORS, extractor_for
from indexer.extract.wire import dump, load, to_json

__all__ = [
    "EXTRACTORS",
    "Attachment",
    "Extraction",
    "ExtractorId",
    "Limits",
    "OutlineItem",
    "PageText",
    "dump",
    "extract",
    "extractor_for",
    "load",
    "pool_extract",
    "sniff",
    "sniff_file",
    "to_json",
]
