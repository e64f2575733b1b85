"""PDFs read in this very process: each is small and harmless."""

import io
from pathlib import Path

import pypdf
import pytest

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract.pdf import read
from indexer.extract.second_readers import PypdfReader
from indexer.extract.values import Limits, Options, OutlineItem, Reading
from tests.indexer.extract.pdf_builder import document, show, stream, tagged, utf16

SENTENCE = "Une réunion publique s’est tenue à la mairie pour présenter le projet."


def reading(path: Path, data: bytes, limits: Limits | None = None) -> Reading:
    path = path / "essai.pdf"
    path.write_bytes(data)
    return read(path, Options(limits or Limits(), ocr=False))


def text(path: Path, data: bytes) -> str:
    return "\n".join(page.text for page in reading(path, data).pages)


def test_pages_keep_their_numbers(tmp_path: Path) -> None:
    pages = reading(tmp_path, document([show(SENTENCE), b"", show("Fin du document.")])).pages
    assert [(page.number, page.text) for page in pages] == [
        (1, SENTENCE),
        (2, ""),
        (3, "Fin du document."),
    ]
    assert pages[0].quality >= 0.7
    assert pages[1].quality == 0.0
    assert not any(page.needs_ocr for page in pages)


def test_words_kept_only_in_the_structure_tree_are_recovered(tmp_path: Path) -> None:
    deck = tagged(
        [
            ("H1", "7LWUH", "Le débat public en région"),
            ("P", "Texte ordinaire du document", ""),
            ("Figure", "xx", "Une carte des communes"),
        ]
    )
    assert text(tmp_path, deck) == (
        "Le débat public en région\nTexte ordinaire du document\nUne carte des communes"
    )


def test_pypdf_alone_would_lose_those_words(tmp_path: Path) -> None:
    (tmp_path / "deck.pdf").write_bytes(tagged([("P", "7LWUH", "Le débat")]))
    assert "débat" not in PypdfReader(tmp_path / "deck.pdf").page(1)


def test_letters_spelt_one_by_one_make_a_word(tmp_path: Path) -> None:
    letters = [("Span", code, letter) for code, letter in zip("abcde", "débat", strict=True)]
    assert text(tmp_path, tagged(letters)) == "débat"


def test_actual_text_that_is_drawn_too_is_not_said_twice(tmp_path: Path) -> None:
    assert text(tmp_path, tagged([("P", "Le débat public", "Le débat public")])) == (
        "Le débat public"
    )


def test_actual_text_beside_text_outside_the_tree_keeps_both(tmp_path: Path) -> None:
    outside = show("Un texte assez long qui ne fait pas partie de la structure.", 300)
    content = b"/P << /MCID 0 >> BDC\n" + show("xx") + b"EMC\n" + outside
    more: dict[int, str | bytes] = {
        30: "<< /Type /StructTreeRoot /K 31 0 R /ParentTree << /Nums [0 [31 0 R]] >> >>",
        31: f"<< /Type /StructElem /S /P /P 30 0 R /Pg 10 0 R /K 0 "
        f"/ActualText {utf16('Le débat public')} >>",
    }
    both = document(
        [content],
        more=more,
        catalog="/MarkInfo << /Marked true >> /StructTreeRoot 30 0 R",
        page="/StructParents 0",
    )
    assert text(tmp_path, both).endswith("Le débat public")
    assert "ne fait pas partie" in text(tmp_path, both)


def test_actual_text_in_marked_content_replaces_what_is_drawn(tmp_path: Path) -> None:
    span = f"/Span << /ActualText {utf16('préservé')} >> BDC\n".encode()
    content = span + show("qsftfswf") + b"EMC\n" + show("et la suite", 680)
    assert text(tmp_path, document([content])) == "préservé\net la suite"


def test_codes_of_glyphs_are_flagged_for_recognition(tmp_path: Path) -> None:
    codes = "".join(chr(ord(char) - 29) if char.isalpha() else char for char in SENTENCE[:60])
    drawn = show("".join(char if " " <= char <= "~" else "#" for char in codes * 2))
    assert reading(tmp_path, document([drawn, show(SENTENCE)])).pages[0].needs_ocr


def test_a_picture_without_text_is_flagged_and_said(tmp_path: Path) -> None:
    data = _with_picture([b"q 500 0 0 700 50 50 cm /I0 Do Q", show(SENTENCE)])
    found = reading(tmp_path, data)
    assert [page.needs_ocr for page in found.pages] == [True, False]
    assert "tesseract" in found.notes[-1]


def test_a_file_of_pictures_only_has_no_text_layer(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError) as raised:
        reading(tmp_path, _with_picture([b"q 500 0 0 700 50 50 cm /I0 Do Q"]))
    assert raised.value.reason is ExtractionCode.NO_TEXT_LAYER
    assert "tesseract-ocr-fra" in raised.value.message


def _with_picture(contents: list[bytes]) -> bytes:
    picture = stream(
        b"\xff" * 64,
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 "
        "/ColorSpace /DeviceGray",
    )
    resources = "/Font << /F1 3 0 R >> /XObject << /I0 20 0 R >>"
    return document(contents, resources, more={20: picture})


def test_metadata_are_cleaned_and_impossible_dates_dropped(tmp_path: Path) -> None:
    info = (
        f"<< /Title {utf16('Microsoft Word - Le' + chr(0x202E) + ' projet')} "
        f"/Author {utf16('=cmd|calc')} /CreationDate (D:99991231) /ModDate (D:20140624120000Z) >>"
    )
    data = document([show(SENTENCE)], more={9: info}, trailer="/Info 9 0 R", catalog="/Lang (fr)")
    assert dict(reading(tmp_path, data).metadata) == {
        "title": "Le projet",
        "author": "=cmd|calc",
        "modified": "2014-06-24",
        "language": "fr",
    }


def test_bookmarks_are_the_outline_and_a_circle_of_them_ends(tmp_path: Path) -> None:
    more: dict[int, str | bytes] = {
        5: "<< /First 6 0 R /Last 7 0 R /Count 2 >>",
        6: f"<< /Title {utf16('Les enjeux')} /Parent 5 0 R /Next 7 0 R /Dest [12 0 R /Fit] "
        "/First 8 0 R /Last 8 0 R >>",
        7: f"<< /Title {utf16('Nulle part')} /Parent 5 0 R /Next 6 0 R >>",
        8: f"<< /Title {utf16('Détail')} /Parent 6 0 R /Dest [10 0 R /Fit] >>",
    }
    data = document([show(SENTENCE), show("Suite")], more=more, catalog="/Outlines 5 0 R")
    assert reading(tmp_path, data).outline == (
        OutlineItem("Les enjeux", 2, 1),
        OutlineItem("Détail", 1, 2),
        OutlineItem("Nulle part", 0, 1),
    )


def test_attachments_are_listed_with_the_text_of_plain_ones(tmp_path: Path) -> None:
    more: dict[int, str | bytes] = {
        20: "<< /EmbeddedFiles << /Names [(a) 21 0 R] >> >>",
        21: f"<< /Type /Filespec /F (a) /UF {utf16('données é.csv')} /EF << /F 22 0 R >> >>",
        22: stream("Commune;Année\nNîmes;2014".encode(), "/Type /EmbeddedFile"),
    }
    data = document([show(SENTENCE)], more=more, catalog="/Names 20 0 R")
    (attachment,) = reading(tmp_path, data).attachments
    assert (attachment.name, attachment.media_type) == ("données é.csv", "text/plain")
    assert attachment.text == "Commune;Année\nNîmes;2014"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_only_a_password_to_open_keeps_the_text_away(tmp_path: Path, algorithm: str) -> None:
    for opening in ("", "secret"):
        writer = pypdf.PdfWriter(io.BytesIO(document([show(SENTENCE)])))
        writer.encrypt(opening, "owner", algorithm=algorithm)
        buffer = io.BytesIO()
        writer.write(buffer)
        if not opening:
            assert text(tmp_path, buffer.getvalue()) == SENTENCE
            continue
        with pytest.raises(ExtractionError) as raised:
            reading(tmp_path, buffer.getvalue())
        assert raised.value.reason is ExtractionCode.ENCRYPTED


def test_pages_beyond_the_limit_are_left_with_a_note(tmp_path: Path) -> None:
    data = document([show(SENTENCE)] * 4)
    found = reading(tmp_path, data, Limits(pages=2))
    assert len(found.pages) == 2
    assert "2 premières pages sur 4" in found.notes[0]


def test_the_best_reader_of_a_page_wins(tmp_path: Path) -> None:
    sample = Path(__file__).parents[3] / "corpus" / "sample" / "pdf"
    page = read(sample / "texlive__docmafr.pdf", Options(ocr=False)).pages[0]
    assert page.quality >= 0.7
    assert "é" in page.text
    assert "´" not in page.text
