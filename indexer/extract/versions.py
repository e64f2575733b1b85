"""Names and versions of the extractors, for callers who keep extracted text.

A version is made of the sources that read (so that no change of rule is forgotten), of the
libraries' versions, and of the programs found on the machine: installing tesseract changes it, and
`souffleur reread` then says what recognition would bring.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version as library_version
from importlib.resources import files

from indexer.extract import media_type
from indexer.extract.ocr import ocr_language
from indexer.extract.programs import pdftotext_binary
from indexer.extract.values import ExtractorId

# Media type → name of the extractor, the modules of this room it is made of besides the shared
# ones, and the libraries behind it.
EXTRACTORS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    media_type.PDF: (
        "pdf",
        ("pdf", "pdfium", "actual_text", "second_readers", "wide_text", "dates", "ocr"),
        ("pypdfium2", "pypdf"),
    ),
    media_type.HTML: ("html", ("html", "one_page"), ("beautifulsoup4", "lxml")),
    media_type.DOCX: ("docx", ("docx", "one_page", "dates"), ("python-docx",)),
    media_type.ODT: ("odt", ("odt", "one_page", "dates"), ("odfdo",)),
    media_type.PPTX: ("pptx", ("pptx", "one_page", "dates"), ("python-pptx",)),
    media_type.PLAIN: ("plain", ("plain",), ("charset-normalizer",)),
}
_SHARED = ("quality", "frequent_words", "repair")
_MARKUP = (
    *("blocks", "charset", "content", "links", "metadata", "page", "soup", "text"),
    "typed_lists",
)


@cache
def extractor_for(wanted: str, ocr: bool = True) -> ExtractorId | None:
    """The extractor of a media type, or None when there is none.

    `ocr` is false for a caller who never lets recognition run.
    """
    if wanted not in EXTRACTORS:
        return None
    name, modules, libraries = EXTRACTORS[wanted]
    parts = [f"{library}-{library_version(library)}" for library in libraries]
    if name == "pdf":
        parts.append("pdftotext" if pdftotext_binary() else "")
        parts.append(f"ocr-{ocr_language()}" if ocr and ocr_language() else "")
    rules = _digest(name in ("html", "plain"), *modules)
    return ExtractorId(name, "+".join(filter(None, (rules, *parts))))


def _digest(with_markup: bool, *modules: str) -> str:
    digest = hashlib.sha256()
    for package, names in (
        ("indexer.extract", (*modules, *_SHARED)),
        ("corpus.markup", _MARKUP if with_markup else ()),
    ):
        for name in names:
            digest.update((files(package) / f"{name}.py").read_bytes())
    return digest.hexdigest()[:10]
