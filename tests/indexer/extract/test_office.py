"""Office documents, web pages and plain text: made by the libraries, read back."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from odfdo import Document, Element, Header, List, Paragraph, Table
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part as SlidePart
from pptx.opc.packuri import PackURI as SlideURI
from pptx.oxml import parse_xml as parse_slide_xml
from pptx.util import Inches

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract import media_type
from indexer.extract.readers import read_file
from indexer.extract.values import Extraction, Limits, Options, OutlineItem

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DIAGRAM = (
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def read(path: Path, declared: str | None = None, **limits: Any) -> Extraction:
    return read_file(path, declared, Options(Limits(**limits), ocr=False))


def test_a_word_document_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Compte rendu", level=1)
    document.add_paragraph("Première étape.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Nîmes", "2014"
    document.add_paragraph("Dernière étape.")
    document.core_properties.title = "Le débat"
    document.core_properties.author = "Une équipe"
    document.core_properties.created = datetime(2014, 6, 24, tzinfo=UTC)
    document.save(str(tmp_path / "a.docx"))

    result = read(tmp_path / "a.docx")
    assert result.text == "Compte rendu\nPremière étape.\nNîmes 2014\nDernière étape."
    assert result.outline == (OutlineItem("Compte rendu", 1, 1),)
    assert result.metadata["title"] == "Le débat"
    assert result.metadata["date"] == "2014-06-24"
    assert (result.media_type, result.extractor) == (media_type.DOCX, "docx")


def test_words_outside_plain_paragraphs_of_a_word_document_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Avant.")
    document.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Champ"
            "</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    paragraph = document.add_paragraph("Accord ")._p
    paragraph.append(parse_xml(f"<w:ins {W}><w:r><w:t>conclu</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {W}><w:r><w:delText>refusé</w:delText></w:r></w:del>"))
    box = "<w:txbxContent><w:p><w:r><w:t>Encadré</w:t></w:r></w:p></w:txbxContent>"
    paragraph.append(parse_xml(f"<w:r {W}><w:pict>{box}</w:pict></w:r>"))
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Lieu"
    table.cell(0, 1).text, table.cell(1, 1).text = "Nîmes", "Alès"
    _add_footnote(document, "Selon le préfet.")
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text.splitlines() == [
        "Avant.",
        "Champ",
        "Accord conclu",
        "Encadré",
        "Lieu Nîmes",
        "Alès",
        "Selon le préfet.",
    ]


def _add_footnote(document: Any, words: str) -> None:
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>"
        f"<w:footnote w:id='2'><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    document.part.relate_to(part, relation)


def test_notes_comments_and_boxes_of_a_text_document_do_not_cut_its_sentences(
    tmp_path: Path,
) -> None:
    document = Document("text")
    document.body.clear()
    document.body.append(
        Element.from_tag(
            "<text:p>Le maire<text:note text:note-class='footnote'><text:note-citation>1"
            "</text:note-citation><text:note-body><text:p>Élu en 2014.</text:p></text:note-body>"
            "</text:note> a signé<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box>"
            "</draw:frame><office:annotation><text:p>à vérifier</text:p></office:annotation>.</text:p>"
        )
    )
    document.save(tmp_path / "a.odt")
    assert read(tmp_path / "a.odt").text.splitlines() == [
        "Le maire a signé.",
        "Encadré",
        "Élu en 2014.",
    ]


def test_the_words_of_a_chart_are_read_without_its_numbers(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    data = CategoryChartData()
    data.categories = ["Élus", "Riverains"]
    data.add_series("Participants", (12, 30))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    size = Inches(2)
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, size, size, size, size, data)
    deck.save(str(tmp_path / "a.pptx"))
    assert read(tmp_path / "a.pptx").text == "Participants Élus Riverains"


def test_the_words_of_a_diagram_are_read(tmp_path: Path) -> None:
    points = "".join(f"<dgm:pt><a:t>{words}</a:t></dgm:pt>" for words in ("Informer", "Décider"))
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = SlidePart(
        SlideURI("/ppt/diagrams/data1.xml"),
        kind,
        deck.part.package,
        f"<dgm:dataModel {DIAGRAM}>{points}</dgm:dataModel>".encode(),
    )
    name = slide.part.relate_to(part, "http://schemas.openxmlformats.org/x/diagramData")
    slide.shapes._spTree.append(
        parse_slide_xml(
            f"<p:graphicFrame {DIAGRAM}><p:nvGraphicFramePr><p:cNvPr id='9' name='d'/>"
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x='0' y='0'/>"
            "<a:ext cx='9' cy='9'/></p:xfrm><a:graphic><a:graphicData uri='x'>"
            f"<dgm:relIds r:dm='{name}'/></a:graphicData></a:graphic></p:graphicFrame>"
        )
    )
    deck.save(str(tmp_path / "a.pptx"))
    assert read(tmp_path / "a.pptx").text.splitlines() == ["Informer", "Décider"]


def test_a_document_cut_short_is_damaged(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    whole = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ExtractionError, match="interrompu") as caught:
        read(tmp_path / "a.docx")
    assert caught.value.reason is ExtractionCode.DAMAGED


def test_a_text_document_gives_headings_lists_and_tables(tmp_path: Path) -> None:
    document = Document("text")
    body = document.body
    body.clear()
    table = Table("T", width=2, height=1)
    table.set_value((0, 0), "Nîmes")
    table.set_value((1, 0), "2014")
    for part in (Header(2, "Les enjeux"), Paragraph("Un texte"), List(["un", "deux"]), table):
        body.append(part)
    document.meta.title = "Le débat"
    document.save(tmp_path / "a.odt")

    result = read(tmp_path / "a.odt")
    assert result.text.split() == ["Les", "enjeux", "Un", "texte", "un", "deux", "Nîmes", "2014"]
    assert result.outline == (OutlineItem("Les enjeux", 1, 2),)
    assert result.metadata["title"] == "Le débat"


def test_a_deck_gives_one_page_a_slide_with_its_notes(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for title, words in (("Première", "Informer"), ("Seconde", "Consulter")):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = words
    slide.notes_slide.notes_text_frame.text = "À dire"
    deck.save(str(tmp_path / "a.pptx"))

    result = read(tmp_path / "a.pptx")
    assert [page.text for page in result.pages] == [
        "Première\nInformer",
        "Seconde\nConsulter\nÀ dire",
    ]
    assert result.outline == (OutlineItem("Première", 1), OutlineItem("Seconde", 2))


def test_a_web_page_gives_its_content_and_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(
        '<html lang="fr"><title>T</title><meta name="author" content="Une équipe">'
        "<nav><p>Menu</p></nav><main><h1>Le débat</h1><p>Un texte à lire.</p></main>".encode(
            "cp1252"
        )
    )
    result = read(tmp_path / "a.html")
    assert result.text == "Le débat\nUn texte à lire."
    assert dict(result.metadata) == {"title": "Le débat", "author": "Une équipe", "language": "fr"}
    assert result.outline == (OutlineItem("Le débat", 1, 1),)


def test_a_web_page_named_pdf_is_read_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "guide.pdf").write_text("<!DOCTYPE html><p>Page introuvable</p>")
    result = read(tmp_path / "guide.pdf", "application/pdf")
    assert result.media_type == media_type.HTML
    assert result.notes[0] == "Annoncé comme application/pdf, mais le contenu est text/html."


def test_plain_text_is_parted_by_form_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Un début\fUne suite où aller".encode("cp1252"))
    assert [page.text for page in read(tmp_path / "a.txt").pages] == [
        "Un début",
        "Une suite où aller",
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ExtractionCode.EMPTY),
        (b"  \n\t ", ExtractionCode.EMPTY),
        (b"<!doctype html><title></title>", ExtractionCode.EMPTY),
        (b"\x89PNG\r\n\x1a\n", ExtractionCode.UNSUPPORTED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ExtractionCode.UNSUPPORTED),
        (b"%PDF-1.4\n", ExtractionCode.DAMAGED),
    ],
)
def test_what_gives_no_text_says_why(data: bytes, code: ExtractionCode, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(data)
    with pytest.raises(ExtractionError) as raised:
        read(tmp_path / "a.bin")
    assert raised.value.reason is code
    assert raised.value.message.endswith(".")


def test_a_damaged_word_document_is_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", "<not closed")
    with pytest.raises(ExtractionError) as raised:
        read(tmp_path / "a.docx")
    assert raised.value.reason is ExtractionCode.DAMAGED


def test_a_document_that_would_unpack_without_measure_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2_000_000)
    (tmp_path / "a.docx").write_bytes(buffer.getvalue())
    with pytest.raises(ExtractionError) as raised:
        read(tmp_path / "a.docx", unpacked_bytes=1_000_000)
    assert raised.value.reason is ExtractionCode.TOO_LARGE


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 2_000)
    with pytest.raises(ExtractionError) as raised:
        read(tmp_path / "a.txt", file_bytes=1_000)
    assert raised.value.reason is ExtractionCode.TOO_LARGE


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError) as raised:
        read(tmp_path / "absent.pdf")
    assert raised.value.reason is ExtractionCode.UNREADABLE
