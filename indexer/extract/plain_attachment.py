"""One embedded file as a value: its type told from its bytes, its text kept when it is text."""

from __future__ import annotations

from corpus.markup import decode
from indexer.extract.media_type import HTML, PLAIN, sniff
from indexer.extract.repair import repair
from indexer.extract.values import Attachment

_MAX_TEXT = 1_000_000


def attachment_of(name: str, data: bytes) -> Attachment:
    media_type = sniff(data)
    text = None
    if media_type in (PLAIN, HTML) and len(data) <= _MAX_TEXT:
        text = repair(decode(data).text)
    return Attachment(name, media_type, len(data), text)
