"""Texts for doubles: a long one, and what becomes of it."""

from __future__ import annotations

from corpus.record import Block, BlockKind, Record
from corpus.values.text import text_hash
from tests.corpus.samples import record

WORDS = [
    "la",
    "concertation",
    "commence",
    "quand",
    "chacun",
    "accepte",
    "d'écouter",
    "les",
    "autres",
    "habitants",
    "du",
    "bassin",
    "et",
    "de",
    "dire",
    "ce",
    "qu'il",
    "attend",
    "de",
    "la",
    "rivière",
    "que",
    "les",
    "pêcheurs",
    "surveillent",
    "depuis",
    "trente",
    "ans",
    "avec",
    "leurs",
    "carnets",
    "leurs",
    "photographies",
    "et",
    "la",
    "mémoire",
    "des",
    "crues",
    "qui",
    "ont",
    "emporté",
    "deux",
    "ponts",
    "un",
    "moulin",
    "et",
    "le",
    "chemin",
    "de",
    "halage",
    "avant",
    "que",
    "la",
    "commune",
    "ne",
    "décide",
    "de",
    "reconstruire",
    "ailleurs",
    "une",
    "passerelle",
    "étroite",
]


def prose(seed: int, length: int = 120) -> str:
    """A text of its own for each seed: no run of four words is in two of them."""
    return " ".join(f"{WORDS[(seed + n) % len(WORDS)]}{seed}x{n}" for n in range(length))


def edited(text: str, *places: int) -> str:
    """The text with other words at those places."""
    words = text.split()
    for place in places:
        words[place] = f"autrement{place}"
    return " ".join(words)


def page(path: str, text: str, title: str = "La rivière", **changes: object) -> Record:
    """A record that says `text`; its hash is that of its words."""
    source = str(changes.pop("source", "comedie"))
    blocks = (Block(BlockKind.PARAGRAPH, text),) if text else ()
    return record(
        path, source, blocks=blocks, title=title, text_sha256=text_hash(text), files=(), **changes
    )
