"""Fill a record from the body of a work, by its kind: the same for a page, an item, or REST.

A work is met on its own page, as an item of a long page that re-issues it, or in a REST answer;
what its body says is read here in one way, so that every way in gives the same record.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.markup import questions_and_answers
from corpus.record import Block
from corpus.values import impossible_dates, shorten
from crawler.pages.details import (
    first_paragraph,
    put_bearers,
    put_credit_lines,
    put_interviewee,
    put_links,
    put_places,
    put_rights,
    put_text,
    put_year_of_prose,
    take_subtitle,
    without_buttons,
)
from crawler.pages.draft import Draft
from crawler.pages.labels import put_labels, take_labels
from crawler.pages.sheet import Sheet, first_words

_WITH_SUBTITLE = frozenset({"experience", "method"})
_TELLING_PLACES = frozenset({"experience", "case_study"})
_CREDITED = frozenset(
    {"case_study", "reading_note", "interview", "method", "memo", "video", "bibliography"}
    | {"experience", "document", "article"}
)
LONGEST_TITLE = 500
_DATED_BY_PROSE = frozenset({"experience", "case_study"})


def fill(draft: Draft, sheet: Sheet, blocks: Sequence[Block] | None = None) -> None:
    """Fill the fields that the body of a work gives; `blocks` stands for the sheet's when given."""
    blocks = sheet.blocks if blocks is None else blocks
    put_rights(draft, blocks)
    labelled = take_labels(blocks)
    put_labels(draft, labelled.values, "labelled line")
    body = without_buttons(labelled.blocks)
    put_title(draft, sheet, body)
    if draft.kind in _WITH_SUBTITLE and sheet.title:
        body = take_subtitle(draft, body)
    _put_by_kind(draft, body)
    if draft.kind == "interview":
        body = questions_and_answers(body)
    put_text(draft, body, sheet.language)
    put_links(draft, sheet)
    remark_body(draft)


def _put_by_kind(draft: Draft, body: Sequence[Block]) -> None:
    kind, title, lead = draft.kind, draft.get("title"), first_paragraph(body)
    if kind in _CREDITED:
        put_credit_lines(draft, body)
    if kind == "interview":
        put_interviewee(draft, title)
    if kind in _TELLING_PLACES:
        put_places(draft, title, draft.get("subtitle"), lead)
        put_bearers(draft, lead)
    if kind in _DATED_BY_PROSE:
        put_year_of_prose(draft, body)


def put_title(draft: Draft, sheet: Sheet, body: Sequence[Block]) -> None:
    """The title; for a page without one, its first words, or the file it is about, with a note."""
    draft.put("title", shorten(sheet.title, LONGEST_TITLE), sheet.title_from)
    if len(sheet.title) > LONGEST_TITLE:
        draft.note(
            "long_title",
            f"Le titre de cette page a {len(sheet.title)} caractères ; son début en tient lieu.",
            value=draft.get("title"),
            remedy="Donner un titre à la page dans la source, ou à la fiche.",
        )
    if sheet.title and sheet.title_from != "link text":
        return
    draft.put("title", first_words(body) or draft.url, "first words")
    draft.note(
        "no_title",
        "Cette page n'a pas de titre ; celui de la fiche vient "
        + ("du lien qui y mène." if sheet.title else "de ses premiers mots."),
        value=draft.get("title"),
        remedy="Donner un titre à la page dans la source, ou à la fiche.",
    )


def remark_dates(draft: Draft) -> None:
    """A note for each date of the text that no calendar has."""
    for value in impossible_dates("\n".join(block.plain for block in draft.get("blocks", ()))):
        draft.note(
            "unreadable_date",
            f"« {value} » n'est pas une date du calendrier.",
            value=value,
            remedy="Corriger la date dans la source, ou la saisir dans la fiche.",
        )


def remark_body(draft: Draft) -> None:
    """Notes on impossible dates, and on a work without text or file."""
    remark_dates(draft)
    if not draft.get("blocks") and not draft.get("files"):
        draft.note(
            "nothing_found",
            "Cette page n'a donné ni texte ni fichier.",
            value=draft.get("title"),
            remedy="Ouvrir la page : vide, ou d'une forme nouvelle à apprendre au lecteur.",
        )
