"""Between what reads files and where the text is kept: the key of a reading, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from corpus.errors import ExtractionCode, ExtractionError
from corpus.texts import KeptText, TextKey, Texts
from indexer.extract import Extraction, dump, extractor_for, load

Result = Extraction | ExtractionError


def key_of(sha256: str, media_type: str) -> TextKey | None:
    """How this file would be read now; None when nothing here reads that type."""
    extractor = extractor_for(media_type)
    return TextKey(sha256, extractor.name, extractor.version) if extractor else None


def stored_text(texts: Texts, sha256: str, media_type: str) -> Result | None:
    """What was read in the file; None when it was not read yet, or cannot be."""
    key = key_of(sha256, media_type)
    return stored_texts(texts, [key]).get(sha256) if key else None


def stored_texts(texts: Texts, keys: Iterable[TextKey]) -> Mapping[str, Result]:
    """SHA-256 → what was read, for those that were.

    Until a new version of the reader has read a file, what the version before it read stands.
    """
    wanted = list(dict.fromkeys(keys))
    found = texts.get_many(wanted)
    found.update(texts.latest(key for key in wanted if key not in found))
    return {key.sha256: result_of(kept) for key, kept in found.items()}


def keep(texts: Texts, key: TextKey, result: Result) -> None:
    if isinstance(result, ExtractionError):
        texts.put(KeptText(key, error_code=result.code, error_message=result.message))
    else:
        data = json.dumps(dump(result), ensure_ascii=False)
        texts.put(KeptText(key, media_type=result.media_type, data=data))


def result_of(kept: KeptText) -> Result:
    if kept.error_code:
        return ExtractionError(ExtractionCode(kept.error_code), kept.error_message)
    return load(json.loads(kept.data))
