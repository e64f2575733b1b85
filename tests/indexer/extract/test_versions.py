from importlib.resources import files

from indexer.extract import EXTRACTORS, extractor_for
from indexer.extract.ocr import ocr_language
from indexer.extract.readers import READERS
from indexer.extract.versions import _MARKUP, _SHARED

# Modules of the room that carry text about without changing it.
CARRIERS = {
    "__init__", "child", "media_type", "plain_attachment", "pool", "programs", "readers", "values",
    "versions", "wire", "worker",
}  # fmt: skip


def test_every_reader_has_a_version_and_the_reverse() -> None:
    assert EXTRACTORS.keys() == READERS.keys()
    names = [extractor_for(media_type) for media_type in EXTRACTORS]
    assert len({found.name for found in names if found}) == len(EXTRACTORS)


def test_an_unknown_media_type_has_no_extractor() -> None:
    assert extractor_for("image/png") is None


OF_PAGES_ONLY = {"selecting", "written"}
"""What the crawler reads pages with, and no extractor files."""


def test_every_module_that_reads_counts_in_a_version() -> None:
    counted = {name for _, names, _ in EXTRACTORS.values() for name in names} | set(_SHARED)
    modules = {path.name.removesuffix(".py") for path in files("indexer.extract").iterdir()}
    assert modules - CARRIERS - {"__pycache__"} == counted
    markup = {path.name.removesuffix(".py") for path in files("corpus.markup").iterdir()}
    assert markup - {"__init__", "__pycache__"} - OF_PAGES_ONLY == set(_MARKUP)


def test_recognition_counts_in_the_version_of_pdf_only() -> None:
    with_ocr, without = extractor_for("application/pdf"), extractor_for("application/pdf", False)
    assert (with_ocr != without) == bool(ocr_language())
    assert extractor_for("text/html") == extractor_for("text/html", False)
