"""E-mail addresses and telephone numbers, taken out of what is given to others.

They are personal data: the source keeps them, and so do we, but an export leaves them out unless
asked otherwise. Only what people read is looked at; identifiers and addresses of pages stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.record import Block, Credit, Entry, Link, Record
from corpus.values import normalise_url

NO_EMAIL = "(courriel retiré)"
NO_TELEPHONE = "(téléphone retiré)"

# Each begins where a run of its characters begins, so that no text makes the search slow.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+(?:@|\s?[\[(](?:at|arobase|a)[\])]\s?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_FRENCH_NUMBER = r"(?:(?:\+|00)33[\s.-]?(?:\(0\)[\s.-]?)?|0)[1-9](?:[\s.-]?\d\d){4}"
_FOREIGN_NUMBER = r"\+\d{1,3}(?:[\s.-]?\d){7,11}"
_TELEPHONE = re.compile(rf"(?<![\w+/=.-])(?:{_FRENCH_NUMBER}|{_FOREIGN_NUMBER})(?!\w)")


def without_contacts(text: str) -> str:
    """The text with a mark in the place of each address and number."""
    return _TELEPHONE.sub(NO_TELEPHONE, _EMAIL.sub(NO_EMAIL, text))


def entry_without_contacts(entry: Entry) -> Entry:
    """The entry with no e-mail address and no telephone number in anything people read."""
    return replace(
        entry,
        record=_record(entry.record),
        tags=tuple(replace(tag, value=without_contacts(tag.value)) for tag in entry.tags),
        edits=tuple(replace(edit, value=without_contacts(edit.value)) for edit in entry.edits),
    )


def _record(record: Record) -> Record:
    return replace(
        record,
        title=without_contacts(record.title),
        subtitle=without_contacts(record.subtitle),
        summary=without_contacts(record.summary),
        part_label=without_contacts(record.part_label),
        rights=without_contacts(record.rights),
        blocks=tuple(map(_block, record.blocks)),
        credits=tuple(map(_credit, record.credits)),
        organisations=_each(record.organisations),
        partners=_each(record.partners),
        keywords=_each(record.keywords),
        files=tuple(replace(f, name=without_contacts(f.name)) for f in record.files),
        links_out=tuple(map(_link, filter(_leads_to_a_page, record.links_out))),
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(without_contacts, texts))


def _block(block: Block) -> Block:
    return replace(block, text=without_contacts(block.text), items=_each(block.items))


def _credit(credit: Credit) -> Credit:
    organisation = without_contacts(credit.organisation)
    return replace(credit, name=without_contacts(credit.name), organisation=organisation)


def _leads_to_a_page(link: Link) -> bool:
    """False for `mailto:` and `tel:`."""
    return bool(normalise_url(link.url))


def _link(link: Link) -> Link:
    return replace(link, text=without_contacts(link.text))
