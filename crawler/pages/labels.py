"""Lines such as « Thèmes : eau, agriculture »: which field they fill, and with what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from corpus.places import find_place
from corpus.record import Block, BlockKind, Credit, PlaceRef, Role
from corpus.values import (
    clean_name,
    clean_text,
    find_time,
    fold,
    parse_credit_line,
    read_dates,
    split_names,
)
from crawler.pages.draft import Draft

KEPT = "kept"
"""A label we know, whose line stays in the text because no field holds it."""

_LABELS: tuple[tuple[str, str], ...] = (
    (r"themes?|thematiques?|theme principal", "themes"),
    (r"acteurs?|publics? concernes?", "actors"),
    (r"methodes?|outils?|demarches?", "methods"),
    (r"mots?[- ]cles?|mots?[- ]clefs?", "keywords"),
    (r"territoires?|lieux?|localisation|communes?|departements?|regions?|ou", "places"),
    (r"organismes?|organisations?|organisateurs?|porteurs?(?: du projet)?|structures? porteuses?|employeurs?", "organisations"),
    (r"partenaires?", "partners"),
    (r"auteur\W{0,4}(?:rice|trice|e)?\W{0,3}s?\W{0,2}|autrices?", "authors"),
    (r"proposee? par", "proposers"),
    (r"dates?|annee|quand|annee de publication", "dates"),
    (r"horaires?|heures?", "time"),
    (r"type(?: de document)?|nature", "type"),
    (r"duree|publics?|tarifs?|couts?|niveau|programme|prerequis|inscription|contact|format", KEPT),
)  # fmt: skip
_PATTERNS = tuple((re.compile(names), field_) for names, field_ in _LABELS)
_LABELLED = re.compile(r"([^:\n]{2,40}?)\s*:\s*(\S.*)", re.DOTALL)
_LONGEST_VALUE = 400
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.)]\.?\s+[A-ZÀ-Ý]")


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labelled lines of a page by field, and the blocks that are left without them."""

    values: Mapping[str, str] = field(default_factory=_nothing)
    blocks: tuple[Block, ...] = ()


def label_of(line: str) -> tuple[str, str] | None:
    """The field and the value of a labelled line; None for another line."""
    found = _LABELLED.fullmatch(clean_text(line))
    if found is None or len(found[2]) > _LONGEST_VALUE:
        return None
    label = clean_text(fold(found[1]))
    fields = (name for pattern, name in _PATTERNS if pattern.fullmatch(label))
    name = next(fields, "")
    return (name, clean_text(found[2])) if name else None


def take_labels(blocks: Iterable[Block]) -> Labelled:
    """Part the labelled lines of a text from its blocks.

    A list is read so only when all its items are labelled lines, as in the head of a training:
    an item of an ordinary list may well begin with « Acteurs : ». A credit line of several
    sentences stays where it is.
    """
    values: dict[str, str] = {}
    kept: list[Block] = []
    for block in blocks:
        rest = _taken(block, values)
        if rest is not None:
            kept.append(rest)
    return Labelled(MappingProxyType(values), tuple(kept))


def _taken(block: Block, values: dict[str, str]) -> Block | None:
    if block.kind is BlockKind.PARAGRAPH:
        left = [line for line in block.text.split("\n") if not _take_line(line, values)]
        return replace(block, text="\n".join(left)) if left else None
    if block.kind is BlockKind.LIST and all(label_of(item) for item in block.items):
        items = tuple(item for item in block.items if not _take_line(item, values))
        return replace(block, items=items) if items else None
    return block


def _take_line(line: str, values: dict[str, str]) -> bool:
    found = label_of(line)
    if found is None or found[0] == KEPT or _SENTENCE_END.search(found[1]):
        return False
    name, value = found
    values[name] = f"{values[name]} ; {value}" if name in values else value
    return True


def split_values(text: str) -> tuple[str, ...]:
    """The values of a list such as « eau, agriculture ; élevage », each once."""
    pieces = (clean_text(piece).strip(" .") for piece in re.split(r"[,;•|]", text))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


_NOT_A_PLACE = re.compile(
    r"(?:a distance|en ligne|distanciel|visioconference|en visio.*|webinaire)"
)


def place_refs(text: str) -> tuple[PlaceRef, ...]:
    """The places a field names, with the official code where one can be told."""
    return tuple(
        PlaceRef(name, place.code if (place := find_place(name)) else "")
        for piece in text.split(";")
        for name in _place_names(clean_name(piece))
    )


def _place_names(text: str) -> list[str]:
    """« Nantes, Loire-Atlantique » is one place; « Nantes, Rennes » are two."""
    if not text or _NOT_A_PLACE.fullmatch(fold(text)):
        return []
    pieces = [clean_name(piece) for piece in text.split(",")]
    several = len(pieces) > 1 and find_place(text) is None
    if several and all(find_place(piece) for piece in pieces):
        return pieces
    return [text]


_FREE_LISTS = ("themes", "actors", "methods", "keywords")


def put_labels(draft: Draft, values: Mapping[str, str], how: str) -> None:
    """Fill the fields that labelled lines name; a date that cannot be read gives a note."""
    for name in _FREE_LISTS:
        draft.put(name, split_values(values.get(name, "")), how)
    draft.put("places", place_refs(values.get("places", "")), how)
    for name in ("organisations", "partners"):
        draft.put(name, split_names(values.get(name, "")), how)
    draft.put("type_term", values.get("type", ""), how)
    draft.put("time", find_time(values.get("time", "")), how)
    put_credits(draft, values.get("authors", ""), values.get("proposers", ""), how)
    put_dates(draft, values.get("dates", ""), how)


def put_credits(draft: Draft, authors: str, proposers: str, how: str) -> None:
    """Credits from the lists of names that forms keep."""
    if authors and (line := parse_credit_line(f"Auteur(s) : {authors}")):
        draft.add("credits", line.credits, how)
    names = split_names(proposers)
    draft.add("credits", [Credit(name, Role.PROPOSER) for name in names], how)


def put_dates(draft: Draft, text: str, how: str, found_in: str = "body") -> None:
    """The date and the end that a text says, or a note saying why it says none."""
    if not text:
        return
    reading = read_dates(text, found_in)
    draft.put_date(reading.start, how)
    draft.put("end_date", reading.end, how)
    if reading.start is None:
        draft.note(
            "unreadable_date",
            reading.problem or f"« {text} » ne contient pas de date.",
            value=text,
            remedy="Corriger la date dans la source, ou la saisir dans la fiche.",
        )
