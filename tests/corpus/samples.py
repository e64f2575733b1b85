"""Small records and entries for tests."""

from __future__ import annotations

from typing import Any

from corpus.record import (
    Block,
    BlockKind,
    Credit,
    FileRef,
    FileState,
    Link,
    LinkPlace,
    PartialDate,
    PlaceRef,
    Record,
    record_id,
)


def record(path: str = "/fiche/riviere/", source: str = "comedie", **changes: Any) -> Record:
    """A record at `path`, with every kind of value in it; `changes` replace its fields."""
    url = f"https://www.comedie.org{path}"
    values: dict[str, Any] = {
        "id": record_id(source, path),
        "source": source,
        "kind": "experience",
        "url": url,
        "title": "Partager la rivière",
        "urls": (url,),
        "summary": "Kayakistes et pêcheurs trouvent un accord.",
        "blocks": (
            Block(BlockKind.HEADING, "Les enjeux", 2),
            Block(BlockKind.PARAGRAPH, "La rivière est partagée."),
            Block(BlockKind.LIST, items=("écouter", "proposer")),
        ),
        "credits": (Credit("Prénom Nom", organisation="Association d'essai"),),
        "date": PartialDate("2018-06", "credit"),
        "language": "fr",
        "places": (PlaceRef("Nantes", "com-44109"),),
        "themes": ("Eau et rivières",),
        "files": (FileRef(f"{url}bilan.pdf", "bilan.pdf", state=FileState.EXPECTED),),
        "links_out": (
            Link("https://www.comedie.org/etapes/mobiliser/", "Mobiliser", LinkPlace.ASIDE),
        ),
        "provenance": {"title": "h1"},
        "http_status": 200,
    }
    return Record(**{**values, **changes})
