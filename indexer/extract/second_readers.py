"""Second opinions on a page that PDFium read badly: pdftotext where it is installed, and pypdf."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdf

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract.dates import pdf_date
from indexer.extract.pdfium import encrypted
from indexer.extract.programs import output_of, pdftotext_binary
from indexer.extract.repair import repair_line

_SECONDS = 10
_MAX_BYTES = 5_000_000

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of each defect it steps over


def pdftotext(path: Path, number: int) -> str:
    """The text of page `number` (from 1) by pdftotext; empty when it is absent or fails."""
    binary = pdftotext_binary()
    if binary is None:
        return ""
    page = str(number)
    command = [binary, "-q", "-enc", "UTF-8", "-f", page, "-l", page, str(path.resolve()), "-"]
    return (output_of(command, _SECONDS) or b"")[:_MAX_BYTES].decode("utf-8", "replace")


class PypdfReader:
    """A PDF opened by pypdf.

    Raises ExtractionError ENCRYPTED or DAMAGED; foreign exceptions of every type are mapped, for
    pypdf lets AttributeError and RecursionError out on damaged files.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._reader = pypdf.PdfReader(path)
            self.page_count = len(self._reader.pages)
        except pypdf.errors.FileNotDecryptedError as error:
            raise encrypted() from error
        except MemoryError:
            raise
        except Exception as error:
            raise _damaged(error) from error

    def page(self, number: int) -> str:
        """The text of page `number` (from 1), unrepaired."""
        try:
            return str(self._reader.pages[number - 1].extract_text())
        except MemoryError:
            raise
        except Exception as error:
            raise _damaged(error) from error

    def pages(self, most: int) -> Iterator[str]:
        """The text of the first pages; one that cannot be read is empty."""
        for number in range(1, min(self.page_count, most) + 1):
            try:
                yield self.page(number)
            except ExtractionError:
                yield ""

    def metadata(self) -> dict[str, str]:
        try:
            info: Mapping[str, object] = self._reader.metadata or {}
            read = {
                "title": repair_line(str(info.get("/Title") or "")),
                "author": repair_line(str(info.get("/Author") or "")),
                "date": pdf_date(str(info.get("/CreationDate") or "")),
            }
        except MemoryError:
            raise
        except Exception as error:
            raise _damaged(error) from error
        return {name: value for name, value in read.items() if value}


def _damaged(error: Exception) -> ExtractionError:
    reason = f"{type(error).__name__}: {error}"[:200].rstrip(".")
    return ExtractionError(
        ExtractionCode.DAMAGED,
        f"Le PDF est abîmé ou a été coupé en route ({reason}) : récupérez-le de nouveau.",
    )
