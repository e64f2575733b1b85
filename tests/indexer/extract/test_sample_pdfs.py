"""The shipped PDFs: each gives text or a typed error, and the parent lives."""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract import Extraction, extract, pool_extract
from indexer.extract.ocr import ocr_language

SAMPLE = Path(__file__).parents[3] / "corpus" / "sample" / "pdf"
FILES = sorted(SAMPLE.glob("*.pdf"))

# What these give without optical recognition; every other file gives text.
ERRORS = {
    "hostile__invalid.pdf": ExtractionCode.DAMAGED,
    "hostile__libreoffice-writer-password.pdf": ExtractionCode.ENCRYPTED,
    **dict.fromkeys(
        (
            "hostile__acroform.pdf",
            "hostile__ccitt.pdf",
            "hostile__docinfo_latin1_key.pdf",
            "hostile__epson.pdf",
            "hostile__francais.pdf",
            "hostile__jbig2.pdf",
            "hostile__linn.pdf",
            "hostile__livecycle.pdf",
            "hostile__masks.pdf",
            "hostile__no_contents.pdf",
            "hostile__rotated_skew.pdf",
            "hostile__skew.pdf",
            "hostile__type3_font_nomapping.pdf",
            "hostile__vector.pdf",
            "paysage__240209_Document_de_gestion_de_projet.pdf",
        ),
        ExtractionCode.NO_TEXT_LAYER,
    ),
}


@pytest.fixture(scope="module")
def results() -> dict[str, Extraction | ExtractionError]:
    return {path.name: result for path, result in pool_extract(FILES, ocr=False)}


def test_every_file_gives_text_or_its_typed_error(
    results: dict[str, Extraction | ExtractionError],
) -> None:
    assert len(results) == len(FILES) == 58
    errors = {
        name: result.reason
        for name, result in results.items()
        if isinstance(result, ExtractionError)
    }
    assert errors == ERRORS


def test_every_page_is_there_with_its_number(
    results: dict[str, Extraction | ExtractionError],
) -> None:
    with (SAMPLE / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        pages = {row["file"]: int(row["pages"]) for row in csv.DictReader(manifest)}
    for name, result in results.items():
        if isinstance(result, Extraction):
            assert [page.number for page in result.pages] == list(range(1, pages[name] + 1)), name


def test_french_prose_is_read_well(results: dict[str, Extraction | ExtractionError]) -> None:
    for name in ("debian__maint-guide.fr.pdf", "texlive__faq.pdf", "texlive__droit-fr.pdf"):
        result = results[name]
        assert isinstance(result, Extraction)
        scores = sorted(page.quality for page in result.pages)
        assert scores[len(scores) // 2] >= 0.9, name


def test_fonts_without_unicode_are_flagged(
    results: dict[str, Extraction | ExtractionError],
) -> None:
    codes = results["paysage__230126_Liste_invites_COTECH_Atlas.pdf"]
    assert isinstance(codes, Extraction)
    assert codes.pages[0].needs_ocr
    assert codes.pages[0].quality <= 0.3


def test_the_manifest_says_what_each_file_is_and_whose() -> None:
    with (SAMPLE / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        rows = {row["file"]: row for row in csv.DictReader(manifest)}
    assert rows.keys() == {path.name for path in FILES}
    for path in FILES:
        assert rows[path.name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert rows[path.name]["licence"]


@pytest.mark.ocr
def test_a_scanned_page_is_read_by_recognition(needs: Callable[[str, str], str]) -> None:
    needs("tesseract", "apt install tesseract-ocr tesseract-ocr-fra")
    assert ocr_language() == "fra", "install tesseract-ocr-fra"
    page = extract(SAMPLE / "hostile__francais.pdf").pages[0]
    assert page.ocr
    assert not page.needs_ocr
    assert page.quality >= 0.7
