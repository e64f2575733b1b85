"""The text that was read in a file, as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue.kept_files import KeptFile
from corpus.errors import ExtractionError
from corpus.texts import Texts
from indexer.extract import Extraction
from indexer.stored_texts import stored_text
from search_app.messages import say

POOR = 0.5
"""Under this quality (0 to 1) of a page's text, readers are sent to the file itself."""


@dataclass(frozen=True, slots=True)
class PageView:
    number: int
    text: str
    poor: bool


@dataclass(frozen=True, slots=True)
class FileText:
    """The pages of a file; `problem` says why there are none, in `problem_language`."""

    pages: tuple[PageView, ...] = ()
    problem: str = ""
    problem_language: str = ""
    language: str = "fr"


def file_text(texts: Texts, file: KeptFile, language: str) -> FileText:
    found = stored_text(texts, file.sha256, file.media_type)
    if found is None:
        return FileText(problem=say("file_not_read", language), problem_language=language)
    if isinstance(found, ExtractionError):
        return FileText(problem=found.message, problem_language="fr")
    return FileText(
        pages=tuple(
            PageView(page.number, page.text.strip(), page.quality < POOR) for page in found.pages
        ),
        language=found.metadata.get("language", "")[:2] or "fr",
    )


def page_count(texts: Texts, sha256: str, media_type: str) -> int:
    """How many pages were read in the file; 0 when it has none to count."""
    if media_type != "application/pdf":
        return 0
    found = stored_text(texts, sha256, media_type)
    return len(found.pages) if isinstance(found, Extraction) else 0
