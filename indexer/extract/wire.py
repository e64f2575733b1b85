"""Extractions as JSON: for the pipe between parent and child, for the cache, and for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract.values import Attachment, Extraction, OutlineItem, PageText


def dump(result: Extraction | ExtractionError) -> dict[str, Any]:
    """Everything in a result, as JSON values; `load` gives it back equal."""
    if isinstance(result, ExtractionError):
        return {"error": {"code": result.code, "message": result.message}}
    return {
        "media_type": result.media_type,
        "extractor": result.extractor,
        "version": result.version,
        "pages": [asdict(page) for page in result.pages],
        "metadata": dict(result.metadata),
        "outline": [asdict(item) for item in result.outline],
        "attachments": [asdict(attachment) for attachment in result.attachments],
        "notes": list(result.notes),
    }


def load(data: Mapping[str, Any]) -> Extraction | ExtractionError:
    """What `dump` wrote. Raises KeyError, TypeError or ValueError when it is something else."""
    if "error" in data:
        error = data["error"]
        return ExtractionError(ExtractionCode(error["code"]), error["message"])
    return Extraction(
        media_type=data["media_type"],
        extractor=data["extractor"],
        version=data["version"],
        pages=tuple(PageText(**page) for page in data["pages"]),
        metadata=MappingProxyType(dict(data["metadata"])),
        outline=tuple(OutlineItem(**item) for item in data["outline"]),
        attachments=tuple(Attachment(**attachment) for attachment in data["attachments"]),
        notes=tuple(data["notes"]),
    )


def to_json(path: Path | str, result: Extraction | ExtractionError) -> dict[str, Any]:
    """The stable shape that scripts rely on: file, media type, pages, error."""
    if isinstance(result, ExtractionError):
        error = {"code": result.code, "message": result.message}
        return {"file": str(path), "media_type": "", "pages": [], "error": error}
    pages = [
        {"number": page.number, "text": page.text, "quality": page.quality} for page in result.pages
    ]
    return {"file": str(path), "media_type": result.media_type, "pages": pages, "error": None}
