"""Tags: what people add to and take off an entry, as pure values.

A tag is free words or a concept of the thesaurus; free words that name a concept become its
preferred French label, so that « EnR » and « énergies renouvelables » are one tag.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.errors import StaffError
from corpus.folding import fold
from corpus.record import Tag
from corpus.thesaurus import Thesaurus, default_thesaurus

MAX_TAG_LENGTH = 80
"""Characters of the longest tag."""

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TagEdit:
    """What one person asks of one entry; `version` is the one they were shown, `by` their name.

    A tag both added and removed is wanted: adding wins.
    """

    record_id: str
    version: int
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    by: str = ""


def clean_tag(text: str) -> str:
    """The words of a tag: NFC, single spaces, no control or invisible character.

    Raises `StaffError` when nothing is left or more than `MAX_TAG_LENGTH` characters are.
    """
    visible = "".join(character for character in text if not _invisible(character))
    words = _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()
    if not words:
        raise StaffError("Cette étiquette est vide. Écrivez au moins un mot.")
    if len(words) > MAX_TAG_LENGTH:
        raise StaffError(
            f"L'étiquette « {words[:40]}… » a {len(words)} caractères. "
            f"Raccourcissez-la : {MAX_TAG_LENGTH} au plus."
        )
    return words


def _invisible(character: str) -> bool:
    """Control, format, surrogate, private and unassigned characters, white space excepted."""
    return unicodedata.category(character).startswith("C") and not character.isspace()


def resolve_tag(text: str, thesaurus: Thesaurus | None = None) -> str:
    """The cleaned words, or the preferred French label of the concept they name."""
    words = clean_tag(text)
    concept = (thesaurus or default_thesaurus()).find(words)
    return concept.pref_fr if concept else words


def apply(
    tags: tuple[Tag, ...], edit: TagEdit, at: str, thesaurus: Thesaurus | None = None
) -> tuple[Tag, ...]:
    """The tags after `edit`, done at the instant `at` (UTC); the order is kept, new ones last.

    A tag that is there already keeps who put it and when. Applying the same edit again changes
    nothing. Raises `StaffError` for a tag to add that is not one (`clean_tag`).
    """
    known = thesaurus or default_thesaurus()
    wanted: dict[str, str] = {}
    for value in edit.add:
        wanted.setdefault(_identity(value, known), resolve_tag(value, known))
    unwanted = {_identity(value, known) for value in edit.remove} - wanted.keys()
    kept = tuple(tag for tag in tags if _identity(tag.value, known) not in unwanted)
    present = {_identity(tag.value, known) for tag in kept}
    new = (value for identity, value in wanted.items() if identity not in present)
    return kept + tuple(Tag(value, edit.by, at) for value in new)


def _identity(text: str, thesaurus: Thesaurus) -> str:
    """What two spellings of one tag share: the key of their concept, or their folded words."""
    concept = thesaurus.find(text)
    return f"concept {concept.key}" if concept else f"words {fold(text)}"
