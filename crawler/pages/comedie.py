"""The pages of comedie.org: steps, popups, and sheets of every kind.

One prefix does not make one kind: `/fiche/` mixes experiences, methods, mémos, case studies and
more, told apart by the label printed above their title, or by their slug.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from corpus.values import clean_text, fold
from crawler.addresses import Addresses
from crawler.pages.draft import Draft, PageReading, finished
from crawler.pages.sheet import Sheet, read_sheet
from crawler.pages.works import fill

_KIND_OF_PREFIX: Mapping[str, str] = MappingProxyType(
    {
        "etapes": "step",
        "etape": "step",
        "popup": "popup",
        "video": "video",
        "videos": "video",
        "lecture": "reading_note",
        "lectures": "reading_note",
        "entretien": "interview",
        "entretiens": "interview",
        "etude": "case_study",
        "etudes": "case_study",
        "memo": "memo",
        "methode": "method",
        "bibliographie": "bibliography",
    }
)
_KIND_OF_LABEL: Mapping[str, str] = MappingProxyType(
    {
        "methode/outil": "method",
        "methode": "method",
        "outil": "method",
        "etude de cas": "case_study",
        "note de lecture": "reading_note",
        "video": "video",
        "bibliographie": "bibliography",
        "entretien": "interview",
        "memo": "memo",
        "experience": "experience",
        "fiche experience": "experience",
        "definition": "popup",
    }
)
_PART = re.compile(r"(?:Partie\s+)?(\d{1,2})\s*[.–—-]\s*(\S.*)")
_MEMO_SLUG = re.compile(r"/memo-")
_LONGEST_LABEL = 60


def read_comedie(html: str, url: str, site: Addresses, link_text: str = "") -> PageReading:
    """The record of one page of comedie.org."""
    sheet = read_sheet(html, url, site, link_text)
    return comedie_reading(sheet, url, site)


def comedie_reading(sheet: Sheet, url: str, site: Addresses) -> PageReading:
    kind, label, how = _kind(sheet, url, site)
    draft = Draft(site, kind, url)
    draft.put("type_term", label, "label above the title")
    draft.put("urls", _other_addresses(sheet, draft), "canonical link")
    _put_part(draft, sheet)
    fill(draft, sheet)
    draft.told_by("kind", how)
    return finished(draft)


def _kind(sheet: Sheet, url: str, site: Addresses) -> tuple[str, str, str]:
    """The kind, the source's own label for it, and how it was told."""
    path = site.local_path(url)
    prefix, _, rest = path.strip("/").partition("/")
    label = _label(sheet)
    if prefix in _KIND_OF_PREFIX and rest:
        return _KIND_OF_PREFIX[prefix], label, "address"
    if prefix != "fiche" or not rest:
        return "page", label, "address"
    if label:
        return _KIND_OF_LABEL.get(fold(label), "document"), label, "label above the title"
    if _MEMO_SLUG.search(path):
        return "memo", "", "address"
    return "experience", "", "no other mark"


def _label(sheet: Sheet) -> str:
    """The label printed above the title that is no part of the path; empty when there is none."""
    labels = (clean_text(line) for line in sheet.above)
    short = (label for label in labels if label and len(label) <= _LONGEST_LABEL)
    return next((label for label in short if not _PART.fullmatch(label)), "")


def _put_part(draft: Draft, sheet: Sheet) -> None:
    """« 2. La conception … » above the title of a step: its part of the path."""
    for line in sheet.above:
        if found := _PART.fullmatch(clean_text(line)):
            draft.put("part_number", int(found[1]), "label above the title")
            draft.put("part_label", found[2], "label above the title")


def _other_addresses(sheet: Sheet, draft: Draft) -> tuple[str, ...]:
    return (sheet.canonical,) if sheet.canonical and sheet.canonical != draft.page_url else ()
