"""What extraction gives and what it is allowed to spend. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page (the whole document where the format has no pages).

    `number` counts from 1. `quality` goes from 0 (nothing, or glyph codes) to 1 (clean prose): see
    `indexer.extract.quality`. `ocr`: the text was read by optical recognition. `needs_ocr`: the
    page shows more than its text layer says, and recognition could not run or did no better.
    """

    number: int
    text: str
    quality: float
    ocr: bool = False
    needs_ocr: bool = False


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A bookmark or a heading; `page` from 1 (0 when it points nowhere), `level` from 1."""

    title: str
    page: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in another; `size` in bytes; `text` only where it is plain text."""

    name: str
    media_type: str
    size: int
    text: str | None = None


def _no_metadata() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one file.

    `media_type` is what the bytes are, whatever the name says. `metadata` may hold `title`,
    `author`, `subject`, `keywords`, `date`, `modified` (ISO dates as precise as given), `language`.
    `notes` are sentences on what was odd.
    """

    media_type: str
    extractor: str
    version: str
    pages: tuple[PageText, ...]
    metadata: Mapping[str, str] = field(default_factory=_no_metadata)
    outline: tuple[OutlineItem, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages if page.text)

    @property
    def needs_ocr(self) -> bool:
        return any(page.needs_ocr for page in self.pages)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    `cpu_seconds` and `memory_bytes` (address space) are enforced on the child by the kernel,
    `wall_seconds` by the parent, which adds `ocr_seconds` when recognition may run. Beyond
    `file_bytes` a file is refused; beyond `pages` and `characters` it is cut, with a note.
    """

    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    memory_bytes: int = 1_500_000_000
    file_bytes: int = 256 * 1024 * 1024
    unpacked_bytes: int = 512 * 1024 * 1024
    pages: int = 5_000
    characters: int = 20_000_000
    ocr_seconds: float = 120.0
    ocr_page_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class ExtractorId:
    """Names a way of reading: text cached under the same pair would be read the same again."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader of one media type gives, before it is named and sent to the parent."""

    pages: tuple[PageText, ...]
    metadata: Mapping[str, str] = field(default_factory=_no_metadata)
    outline: tuple[OutlineItem, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader is told: the limits, and whether recognition may run."""

    limits: Limits = field(default_factory=Limits)
    ocr: bool = True
