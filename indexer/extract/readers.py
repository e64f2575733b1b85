"""The one table from media type to the function that reads it.

It imports every library: only the child process does so, never the application.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract import docx, html, media_type, odt, pdf, plain, pptx
from indexer.extract.values import Extraction, Options, Reading
from indexer.extract.versions import extractor_for

READERS: dict[str, Callable[[Path, Options], Reading]] = {
    media_type.PDF: pdf.read,
    media_type.HTML: html.read,
    media_type.DOCX: docx.read,
    media_type.ODT: odt.read,
    media_type.PPTX: pptx.read,
    media_type.PLAIN: plain.read,
}
_REMEDIES = {
    "application/x-ole-storage": "C'est un ancien fichier Office : enregistrez-le en .docx, .pptx ou PDF.",
    "application/rtf": "C'est un fichier RTF : enregistrez-le en .docx ou PDF.",
}


def read_file(path: Path, declared: str | None, options: Options) -> Extraction:
    """Read a file in this very process. Raises ExtractionError, whatever the libraries raise."""
    try:
        _check_size(path, options)
        found = _media_type(path, declared)
        _refuse_cut_zip(path, found)
        reading = _reader(found)(path, options)
    except ExtractionError:
        raise
    except MemoryError as error:
        raise _too_much_memory(options) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExtractionError(
            ExtractionCode.UNREADABLE, f"Le fichier ne peut pas être lu sur le disque : {reason}."
        ) from error
    except Exception as error:
        raise _damaged(error, options) from error
    return _named(found, declared, reading, options)


def _check_size(path: Path, options: Options) -> None:
    size = path.stat().st_size
    if size == 0:
        raise ExtractionError(
            ExtractionCode.EMPTY,
            "Le fichier est vide (0 octet) : récupérez-le de nouveau à sa source.",
        )
    if size > options.limits.file_bytes:
        raise ExtractionError(
            ExtractionCode.TOO_LARGE,
            f"Le fichier fait {size} octets ; la limite est de {options.limits.file_bytes}.",
        )


def _refuse_cut_zip(path: Path, found: str) -> None:
    """Office documents are zip files: one that was cut short no longer says which it is."""
    if found == media_type.ZIP and not zipfile.is_zipfile(path):
        raise ExtractionError(
            ExtractionCode.DAMAGED,
            "Le fichier est abîmé (archive zip sans fin, comme un téléchargement interrompu) : "
            "récupérez-le de nouveau ou demandez-en une copie.",
        )


def _media_type(path: Path, declared: str | None) -> str:
    """What the bytes are; what was declared only settles between HTML and plain text."""
    found = media_type.sniff_file(path)
    named = (declared or "").split(";")[0].strip().lower()
    if found == media_type.PLAIN and named in (media_type.HTML, "application/xhtml+xml"):
        return media_type.HTML
    return found


def _reader(found: str) -> Callable[[Path, Options], Reading]:
    if found in READERS:
        return READERS[found]
    remedy = _REMEDIES.get(found, "Donnez-le en PDF, HTML, .docx, .odt, .pptx ou texte brut.")
    raise ExtractionError(
        ExtractionCode.UNSUPPORTED, f"Rien ici ne lit les fichiers {found}. {remedy}"
    )


def _named(found: str, declared: str | None, reading: Reading, options: Options) -> Extraction:
    extractor = extractor_for(found, options.ocr)
    if extractor is None:
        raise LookupError(found)
    named = (declared or found).split(";")[0].strip().lower()
    note = () if named == found else (f"Annoncé comme {named}, mais le contenu est {found}.",)
    return Extraction(
        media_type=found,
        extractor=extractor.name,
        version=extractor.version,
        pages=reading.pages,
        metadata=MappingProxyType(dict(reading.metadata)),
        outline=reading.outline,
        attachments=reading.attachments,
        notes=(*note, *reading.notes),
    )


def _too_much_memory(options: Options) -> ExtractionError:
    return ExtractionError(
        ExtractionCode.TOO_MUCH_MEMORY,
        f"Lire ce fichier demande plus de {options.limits.memory_bytes // 1_000_000} Mo de "
        "mémoire ; il est peut-être malveillant.",
    )


def _damaged(error: Exception, options: Options) -> ExtractionError:
    """Parsers raise anything on damaged files; some wrap the lack of memory."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError):
            return _too_much_memory(options)
        cause = cause.__cause__ or cause.__context__
    reason = f"{type(error).__name__}: {error}"[:200].rstrip(".")
    return ExtractionError(
        ExtractionCode.DAMAGED,
        f"Le fichier est abîmé ({reason}) : récupérez-le de nouveau ou demandez-en une copie.",
    )
