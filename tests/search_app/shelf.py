"""A small shelf of records made by hand, with one real PDF, for tests that need a whole base."""

from __future__ import annotations

import io
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from corpus.catalogue import Catalogue
from corpus.catalogue.file_rows import FileRow
from corpus.files import FileStore
from corpus.record import (
    Block,
    BlockKind,
    Credit,
    ExtractedFrom,
    FileRef,
    FileState,
    Link,
    LinkPlace,
    PartialDate,
    PlaceRef,
    Record,
    Role,
    record_id,
)

HOME = "https://www.comedie.org"
PDF_URL = f"{HOME}/wp-content/uploads/2019/05/bilan-riviere.pdf"
PAGE_URL = f"{HOME}/wp-content/uploads/2019/05/page.html"
PDF_PAGES = (
    ("Bilan de la concertation", "Ce bilan raconte deux ans de rencontres."),
    ("La nappe phréatique", "Les habitants ont mesuré la nappe avec les pêcheurs."),
    ("Suites", "La charte sera relue chaque printemps."),
)


def pdf(pages: tuple[tuple[str, str], ...] = PDF_PAGES) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for title, text in pages:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 760, title)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 730, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def record(slug: str, title: str, kind: str = "experience", **values: object) -> Record:
    path = f"/fiche/{slug}/"
    url = HOME + path
    made = Record(
        id=record_id("comedie", path),
        source="comedie",
        kind=kind,
        url=url,
        urls=(url,),
        title=title,
        language="fr",
        http_status=200,
        content_sha256="c0ffee" * 10 + "c0ff",
        text_sha256=slug,
        provenance={"title": "h1", "date": "credit line"},
    )
    return replace(made, **values)  # type: ignore[arg-type]  # keywords of the dataclass


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


def river() -> Record:
    """The record with everything: all block types, a file, links of each place."""
    return record(
        "riviere",
        "Une rivière, des usages : l'eau partagée à Nantes",
        subtitle="Un contrat de rivière discuté avec les pêcheurs",
        summary="Pendant deux ans, habitants, agriculteurs et pêcheurs ont écrit une charte.",
        type_term="Expérience",
        blocks=(
            Block(BlockKind.HEADING, "Le contexte", level=2),
            *paragraphs(
                "La rivière traverse la ville et les prés. L'eau manquait chaque été, et chacun "
                "accusait l'autre.",
            ),
            Block(BlockKind.LIST, items=("des pêcheurs", "des agriculteurs", "des riverains")),
            Block(BlockKind.HEADING, "Un détail", level=5),
            Block(BlockKind.ORDERED_LIST, items=("Écouter", "Écrire", "Relire")),
            Block(BlockKind.QUOTE, "« On ne se parlait plus depuis la crue. »"),
            Block(BlockKind.QUESTION, "Qui a commencé ?"),
            Block(BlockKind.ANSWER, "Une association de riverains."),
            Block(BlockKind.TABLE, items=("Année\tRéunions", "2017\t12", "2018\t9")),
            *paragraphs("Texte de démonstration."),
        ),
        credits=(
            Credit("Camille Démonstration", Role.AUTHOR),
            Credit("Dominique Exemple", Role.INTERVIEWER),
        ),
        organisations=("Atelier des rives",),
        date=PartialDate("2018-06", "credit"),
        places=(PlaceRef("Nantes", "com-44109"),),
        themes=("eau", "agriculture"),
        methods=("médiation",),
        keywords=("pêche", "charte"),
        rights="Texte de démonstration, libre.",
        files=(
            FileRef(PDF_URL, "Bilan de la rivière", "application/pdf", state=FileState.EXPECTED),
            FileRef("https://www.example.org/livre.pdf", "Un livre", "application/pdf"),
        ),
        links_out=(
            Link(f"{HOME}/fiche/memo-ecoute/", "Mémo : écouter"),
            Link("javascript:alert(1)", "Un lien piégé"),
            Link("https://www.example.org/", "Ailleurs", LinkPlace.ASIDE),
        ),
        extracted_from=ExtractedFrom(f"{HOME}/fiches/", "riviere", 2),
    )


def shelf() -> tuple[Record, ...]:
    written = (
        river(),
        record(
            "memo-ecoute",
            "Mémo : écouter avant de proposer",
            "memo",
            blocks=paragraphs("Écouter prend du temps. La participation commence là."),
            date=PartialDate("2016", "list"),
            themes=("concertation",),
            methods=("écoute active",),
        ),
        record(
            "budget",
            "Le budget participatif d'un quartier <b>vivant</b>",
            "method",
            blocks=paragraphs("Un budget participatif confie une somme aux habitants."),
            credits=(Credit("Sacha Modèle"),),
            date=PartialDate("2019-03-12", "credit"),
            places=(PlaceRef("Saint-Aubin", "com-39476"),),
            themes=("urbanisme", "Son, bruit"),
        ),
        record(
            "entretien",
            "« On a appris à se parler » – Entretien",
            "interview",
            blocks=paragraphs("Un entretien sur la participation et le conflit."),
            date=PartialDate("2018", "credit"),
            themes=("concertation",),
        ),
    )
    many = tuple(
        record(
            f"document-{rank:02}",
            f"Document {rank:02} sur la participation",
            "document",
            blocks=paragraphs(f"La participation du public, cahier numéro {rank}."),
            date=PartialDate(str(2000 + rank), "list"),
            themes=(f"thème {rank % 9}", "participation"),
            source="icpc",
        )
        for rank in range(1, 25)
    )
    return written + many


def fill(catalogue: Catalogue, files: FileStore) -> None:
    """Puts the shelf in the catalogue, and the PDF and a trap of a page among its files."""
    catalogue.put(shelf())
    body = pdf()
    name = "bilan-riviere.pdf"
    catalogue.keep_file(FileRow(PDF_URL, files.put(body), "application/pdf", name, len(body)))
    trap = b"<script>alert(document.domain)</script>"
    catalogue.keep_file(FileRow(PAGE_URL, files.put(trap), "text/html", "page.html", len(trap)))
