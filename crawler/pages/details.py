"""Fields read from the body of a work: subtitle, credits, places, bearers, dates, links, files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.places import places_in
from corpus.record import (
    Block,
    BlockKind,
    Credit,
    FileRef,
    FileState,
    Link,
    LinkPlace,
    PlaceRef,
    Role,
)
from corpus.values import (
    CreditLine,
    clean_name,
    clean_text,
    file_name_of,
    find_date_in_prose,
    fold,
    fold_in_place,
    language_of,
    media_type_of,
    names_a_document,
    normalise_url,
    parse_credit_line,
    shorten,
    text_hash,
)
from crawler.addresses import Addresses
from crawler.pages.draft import Draft
from crawler.pages.sheet import Sheet, is_generic

_LONGEST_SUBTITLE = 120
_SUMMARY_LENGTH = 400
_OPENING_LINES = 6
_LONGEST_CREDITS = 160
_DOCUMENT_BUTTON = re.compile(
    r"(?:telecharger|consulter|lire|voir|ouvrir|acceder au)\s+(?:le\s+)?(?:document|fichier|pdf)\b.*"
)
_BEARERS = (
    "association|agence|syndicat|commune|ville|mairie|communaute|metropole|departement|region|"
    "conseil|chambre|parc|cpie|centre|collectif|comite|federation|union|fondation|bailleur|"
    "etablissement|office|institut|societe|cooperative|entente|pays|prefecture|reseau|groupe"
)
_BEARER = re.compile(
    r"\b(?:porte|mene|conduit|anime|pilote|engage|lance|initie|organise|coordonne)e?s?\s+par\s+"
    rf"(?:l'|la |le |les |un |une )?((?:{_BEARERS})\b[^,.;:()–—]{{0,90}}?)"
    r"(?=[,.;:()–—]| pour | afin | avec | qui | dont | depuis | entre | a partir | en \d{4}|$)"
)
_SHARING = re.compile(
    r"/shar(?:e|er|ing|earticle)\b|/intent/(?:tweet|post)|[?&](?:u|url)=https?%3A"
)
_INTERVIEW_TITLE = re.compile(r"(?:entretien|interview|rencontre) avec (.+)$", re.IGNORECASE)


def take_subtitle(draft: Draft, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks less the subtitle: the first short line, which credits nobody."""
    position = _subtitle_at(blocks)
    if position is None:
        return tuple(blocks)
    draft.put("subtitle", clean_text(blocks[position].text), "first short line")
    return (*blocks[:position], *blocks[position + 1 :])


def _subtitle_at(blocks: Sequence[Block]) -> int | None:
    """Where the subtitle is: a short line before the first long one, followed by something."""
    for position, block in enumerate(blocks[:_OPENING_LINES]):
        if block.kind is not BlockKind.PARAGRAPH or "\n" in block.text:
            return None
        if len(block.text) > _LONGEST_SUBTITLE or block.text.endswith((":", "?", "!", ";")):
            return None
        if parse_credit_line(block.text) is None:
            return position if position + 1 < len(blocks) else None
    return None


def without_buttons(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks less the buttons that open a document: their link says it all."""
    return tuple(block for block in blocks if not _is_button(block))


def _is_button(block: Block) -> bool:
    short = block.kind is BlockKind.PARAGRAPH and len(block.text) < 80
    return short and _DOCUMENT_BUTTON.fullmatch(fold(block.text)) is not None


def put_credit_lines(draft: Draft, blocks: Sequence[Block]) -> None:
    """Credits, their organisations and the date, from the lines of the body that credit."""
    for _, line in credit_lines(blocks):
        draft.add("credits", line.credits, "credit line")
        draft.put_date(line.date, "credit line")


_LICENCE = re.compile(
    r"\b(?:Licence Ouverte(?: / Open Licence)?(?: v?\d(?:\.\d)?)?"
    r"|CC[ -](?:BY(?:[ -](?:SA|NC|ND))*|0)(?:[ -]\d\.\d)?)"
)


def put_rights(draft: Draft, blocks: Sequence[Block]) -> None:
    """The licence that a credit at the end of the text names, before that of the whole source."""
    for block in blocks[-3:]:
        if found := _LICENCE.search(block.plain.replace("\u00a0", " ")):
            draft.put("rights", found.group(), "credit line")


def credit_lines(blocks: Sequence[Block]) -> list[tuple[Block, CreditLine]]:
    """The blocks that credit, with what they say: whole lines, or a sentence of a short one."""
    paragraphs = (block for block in blocks if block.kind is BlockKind.PARAGRAPH)
    return [(block, line) for block in paragraphs for line in _credits_of(block.text)]


def _credits_of(text: str) -> list[CreditLine]:
    if line := parse_credit_line(text):
        return [line]
    if len(text) > _LONGEST_CREDITS:
        return []
    sentences = (parse_credit_line(sentence) for sentence in re.split(r"(?<=\.)\s+", text))
    return [line for line in sentences if line]


def put_places(draft: Draft, *texts: str) -> None:
    """The places that a title, a subtitle or a lead names beyond doubt."""
    places = places_in("\n".join(text for text in texts if text))
    draft.put("places", tuple(PlaceRef(p.name, p.code) for p in places), "named in the lead")


def put_bearers(draft: Draft, lead: str) -> None:
    """The organisations that a lead says a process is borne by."""
    words = clean_text(lead).replace("\u00a0", " ")
    spans = (found.span(1) for found in _BEARER.finditer(fold_in_place(words)))
    names = (clean_name(words[start:end]) for start, end in spans)
    proper = (name for name in names if name != name.lower())  # « par la commune » names nobody
    draft.put("organisations", tuple(dict.fromkeys(proper)), "named in the lead")


def put_interviewee(draft: Draft, title: str) -> None:
    """The person a title such as « … – Entretien avec NOM » names."""
    if found := _INTERVIEW_TITLE.search(title):
        name = clean_name(found[1])
        draft.add("credits", [Credit(name, Role.INTERVIEWEE)], "title")


def put_year_of_prose(draft: Draft, blocks: Sequence[Block]) -> None:
    """The first date of the running text, for a work that says it nowhere else."""
    if draft.get("date", None) is None:
        text = "\n".join(block.plain for block in blocks if block.kind is not BlockKind.HEADING)
        draft.put("date", find_date_in_prose(text), "prose")


def put_text(draft: Draft, blocks: Sequence[Block], language: str = "") -> None:
    """The body with what is derived from it: summary, language, hash of the text."""
    draft.put("blocks", tuple(blocks), "content")
    lead = first_paragraph(blocks)
    draft.put("summary", shorten(lead, _SUMMARY_LENGTH), "first paragraph")
    text = "\n".join(block.plain for block in blocks)
    draft.put("language", language_of(text), "words")
    draft.put("language", language[:2].lower(), "html lang")
    draft.put("text_sha256", core_hash(blocks), "content")


def first_paragraph(blocks: Sequence[Block]) -> str:
    """The first paragraph that is not a credit; the first line of anything failing that."""
    paragraphs = (b.text for b in blocks if b.kind is BlockKind.PARAGRAPH)
    lead = next((text for text in paragraphs if parse_credit_line(text) is None), "")
    return lead.replace("\n", " ") or next((b.plain for b in blocks), "")


def core_hash(blocks: Sequence[Block]) -> str:
    """The hash by which a work and its re-issue elsewhere are told to be the same.

    Credits and the « Suite » links differ in their place from one issue to the other: left out.
    """
    credit = {id(block) for block, _ in credit_lines(blocks)}
    core = (b.plain for b in blocks if id(b) not in credit and not is_generic(b.plain))
    return text_hash("\n".join(core))


def put_links(draft: Draft, sheet: Sheet) -> None:
    """Links out, typed and in one spelling, and the files among them."""
    written = [*sheet.aside_links, *sheet.links]
    links = dict.fromkeys(link for raw in written if (link := typed_link(raw, draft.site)))
    unique = {link.url: link for link in reversed(links) if link.url != draft.page_url}
    ordered = tuple(reversed(unique.values()))
    draft.put("links_out", ordered, "content and boxes")
    files = [ref for link in ordered if (ref := file_of(link, draft.site))]
    draft.add("files", files, "links")


def typed_link(link: Link, site: Addresses) -> Link | None:
    """A link in the one spelling of its address; None for one that leads nowhere we go."""
    url = site.canonical(link.url)
    within = site.is_within(link.url)
    if not url or _SHARING.search(url):
        return None
    if within and (site.is_listing(url) or site.refuses(normalise_url(link.url))):
        return None
    is_offsite_document = not within and (names_a_document(url) or says_document(link.text))
    place = LinkPlace.OFFSITE_DOCUMENT if is_offsite_document else link.place
    return replace(link, url=url, text=clean_text(link.text), place=place)


def says_document(words: str) -> bool:
    """Whether the words of a link announce the document itself, as a button does."""
    return _DOCUMENT_BUTTON.fullmatch(fold(words)) is not None


def file_of(link: Link, site: Addresses) -> FileRef | None:
    """The file a link opens: expected on the source's own host, only recorded elsewhere."""
    if link.place is LinkPlace.OFFSITE_DOCUMENT:
        return file_ref(link, FileState.OFFSITE)
    if site.is_within(link.url) and names_a_document(link.url):
        return file_ref(link, FileState.EXPECTED)
    return None


def file_ref(link: Link, state: FileState) -> FileRef:
    """The file at the end of a link, named after its address, or by the words on the link."""
    media_type = media_type_of(link.url)
    own_name = file_name_of(link.url)
    name = own_name if media_type else clean_text(link.text) or own_name
    return FileRef(link.url, name, media_type, state=state)
