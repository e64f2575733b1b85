"""Which works each demonstration site holds, under which address, number and date.

Everything the pages, the REST routes and the manifest say is derived from this one list, so that
they cannot disagree.
"""

from __future__ import annotations

import csv
import html
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from corpus.sample.prose import NBSP, Resolve, html_of_markdown, html_of_state_text, typeset
from corpus.sample.sheets import SAMPLE, Sheet, StateSheet, slug_of, state_sheets, written_sheets

COMEDIE = "comedie"
ICPC = "icpc"

PDF_FOLDER = SAMPLE / "pdf"
GUIDE_FOLDER = SAMPLE / "guide"

DILA = "Direction de l’information légale et administrative (DILA)"
LABEL = (
    "Texte de démonstration, écrit pour essayer Souffleur : les lieux existent, "
    "les faits et les personnes sont imaginés."
)
NOTICE = "Texte de démonstration : cette notice a été écrite pour présenter un fichier réel."
COMEDIE_UPLOADS = "/wp-content/uploads/2019/05/"
EMPTY_PDF = "programme-vide.pdf"
"""The name of the file that is served with no byte at all (it has no copy on disk)."""

PARTS = {
    "1": "1. Les bases de la concertation",
    "2": "2. La conception et la préparation du dispositif",
    "3": "3. L'animation du dispositif et des groupes de concertation",
    "4": "4. Le lien à la décision, le suivi et l'évaluation",
    "5": "5. Le dialogue des savoirs",
}

_PREFIX = {
    "step": "etapes",
    "experience": "fiche",
    "method": "fiche",
    "memo": "fiche",
    "bibliography": "fiche",
    "popup": "popup",
    "case_study": "etude",
    "reading_note": "lecture",
    "video": "video",
    "interview": "entretien",
    "document": "document",
    "event": "evenement",
    "training": "formation",
    "job": "emploi",
}
_RUBRIQUE = {
    "method": "Méthode/outil",
    "case_study": "Étude de cas",
    "reading_note": "Note de lecture",
    "video": "Vidéo",
    "bibliography": "Bibliographie",
    "interview": "Entretien",
}
_KIND_OF_TYPE = {"Article": "article", "Note de lecture": "reading_note", "Vidéo": "video"}
_ICPC_KINDS = frozenset({"document", "event", "training", "job", "news", "newsletter", "page"})

_STRIDE = 5
_SHARED = 12
_SMALL_COMEDIE, _SMALL_ICPC, _SMALL_SHARED = 4, 8, 2
_SMALL_GUIDE = ("index.html", "jaws.html", "lecteur-ecran.html")
_EPOCH = datetime(2019, 3, 1, 9, 0, 0)


@dataclass(frozen=True, slots=True)
class Work:
    """One single page of a site.

    `path` is its canonical address without host; `number` its WordPress id; `deposited` the local
    time it was put on line, which says nothing of the work's own date (`year`, free text or "").
    Exactly one of `sheet` and `state` is there.
    """

    site: str
    kind: str
    path: str
    number: int
    title: str
    deposited: datetime
    type_term: str = ""
    themes: tuple[str, ...] = ()
    authors: str = ""
    year: str = ""
    link: str = ""
    files: tuple[str, ...] = ()
    sheet: Sheet | None = None
    state: StateSheet | None = None

    @property
    def slug(self) -> str:
        return self.sheet.slug if self.sheet else self.path.strip("/").rpartition("/")[2]

    def get(self, key: str, default: str = "") -> str:
        """A field of the written sheet; `default` for a State's sheet."""
        return self.sheet.get(key, default) if self.sheet else default

    def all(self, key: str) -> tuple[str, ...]:
        return self.sheet.all(key) if self.sheet else ()

    def upload_path(self, name: str) -> str:
        """Where one of its files is served."""
        return f"/wp-content/uploads/{self.deposited:%Y/%m}/{name}"

    def body(self, resolve: Resolve, shift: int = 0) -> str:
        """Its text as HTML; headings `shift` levels deeper than on its own page."""
        if self.state:
            return f"{html_of_state_text(self.state.text)}\n{_state_source(self.state)}"
        if not self.sheet:
            raise ValueError(f"The work {self.path} has no text: give it a sheet.")
        text = html_of_markdown(self.sheet.body, resolve, shift)
        rights = "".join(f"<p>{_file_rights(name)}</p>\n" for name in self.files)
        return f"{text}\n{rights}<p><em>{typeset(NOTICE if rights else LABEL)}</em></p>"


def _file_rights(name: str) -> str:
    """Where a PDF comes from and under which licence, in a sentence (HTML)."""
    if name == EMPTY_PDF:
        return f"Fichier {name}{NBSP}: aucun octet, aucun droit."
    row = pdf_rows()[name]
    said = f"Fichier {name}. Origine : {row['origin']}. Licence : {row['licence']}."
    return html.escape(typeset(said), quote=False)


_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def french_day(year: int, month: int, day: int) -> str:
    """`1er mars 2019`."""
    return f"{'1er' if day == 1 else day} {_MONTHS[month - 1]} {year}"


def _state_source(state: StateSheet) -> str:
    year, month, day = (int(part) for part in state.day.split("-"))
    return (
        f'<p class="source">Auteur{NBSP}: {DILA}. Fiche {state.number} mise à jour le '
        f"{french_day(year, month, day)}. Licence Ouverte 2.0. "
        f'<a href="{state.url}">Voir la fiche d’origine</a></p>'
    )


@dataclass(frozen=True, slots=True)
class Library:
    """The works of both sites, each in the order it was deposited, and the ways to find one."""

    small: bool
    works: tuple[Work, ...]
    shared: tuple[tuple[str, str], ...]
    """Pairs of addresses, on comedie and on icpc, that carry the same text."""

    def of(self, site: str, *kinds: str) -> tuple[Work, ...]:
        """The works of a site, of some kinds or of all."""
        return tuple(w for w in self.works if w.site == site and (not kinds or w.kind in kinds))

    def documents(self) -> tuple[Work, ...]:
        """What stands under /document/ on icpc, newest deposit first."""
        found = (w for w in self.of(ICPC) if w.path.startswith("/document/"))
        return tuple(sorted(found, key=lambda work: (work.deposited, work.number), reverse=True))


def guide_pages(small: bool = False) -> tuple[str, ...]:
    """The names of the pages of the State's guide that is served beside icpc's WordPress."""
    return _SMALL_GUIDE if small else tuple(sorted(p.name for p in GUIDE_FOLDER.glob("*.html")))


def pdf_path(name: str) -> Path:
    """Where a served file's bytes are; `name` is without its `family__` prefix."""
    return _pdf_paths()[name]


@cache
def _pdf_paths() -> Mapping[str, Path]:
    return {path.name.partition("__")[2]: path for path in sorted(PDF_FOLDER.glob("*.pdf"))}


@cache
def pdf_rows() -> Mapping[str, Mapping[str, str]]:
    """The rows of the PDF folder's manifest by served name."""
    with (PDF_FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return {row["file"].partition("__")[2]: row for row in csv.DictReader(lines)}


@cache
def library(small: bool = False) -> Library:
    """The two sites' works; `small` keeps about a tenth of them, every page shape still there."""
    written = tuple(_written(small))
    states = state_sheets()
    of_comedie = states[::_STRIDE]
    rest = [state for number, state in enumerate(states) if number % _STRIDE]
    shared = [state for state in of_comedie if state.kind == "Question-réponse"][::9][:_SHARED]
    if small:
        shared, rest = shared[:_SMALL_SHARED], rest[:: len(rest) // _SMALL_ICPC][:_SMALL_ICPC]
        others = [state for state in of_comedie if state not in shared]
        of_comedie = (*shared, *others[:: len(others) // _SMALL_COMEDIE][:_SMALL_COMEDIE])
    comedie = tuple(_state_works(COMEDIE, of_comedie))
    icpc = tuple(_state_works(ICPC, (*rest, *shared)))
    pairs = tuple((_address(comedie, state), _address(icpc, state)) for state in shared)
    return Library(small, _unique((*written, *comedie, *icpc)), pairs)


def _address(works: tuple[Work, ...], state: StateSheet) -> str:
    return next(work.path for work in works if work.state is state)


def _unique(works: tuple[Work, ...]) -> tuple[Work, ...]:
    counts = Counter((work.site, work.path) for work in works)
    if twice := [path for (_, path), count in counts.items() if count > 1]:
        raise ValueError(f"Two works of the demonstration share {twice[0]}: rename one of them.")
    return works


def _written(small: bool) -> Iterator[Work]:
    number = 100
    for sheet in written_sheets():
        number += 1
        if not (small and sheet.get("small") == "no"):
            yield _written_work(sheet, int(sheet.get("id", str(number))))


def _written_work(sheet: Sheet, number: int) -> Work:
    kind = sheet.get("kind")
    site = sheet.get("site") or (ICPC if kind in _ICPC_KINDS else COMEDIE)
    work = Work(
        site=site,
        kind=_KIND_OF_TYPE.get(sheet.get("type"), kind) if site == ICPC else kind,
        path=_written_path(sheet, kind, site, number),
        number=number if site == COMEDIE else number + (0 if sheet.has("id") else 20000),
        title=typeset(sheet.get("title")),
        deposited=_deposit_of(sheet),
        type_term=sheet.get("type") or sheet.get("rubrique") or _RUBRIQUE.get(kind, ""),
        themes=sheet.all("theme"),
        authors=typeset(sheet.get("author")),
        year=sheet.get("year"),
        link=sheet.get("link"),
        files=sheet.all("file"),
        sheet=sheet,
    )
    return replace(work, path=f"/?p={work.number}") if kind == "news" else work


def _written_path(sheet: Sheet, kind: str, site: str, number: int) -> str:
    if sheet.has("path"):
        return sheet.get("path")
    if kind == "newsletter":
        return f"/?na=archive&email_id={number}"
    prefix = sheet.get("prefix") or _PREFIX.get(kind, "")
    return f"/{prefix}/{sheet.slug}" + ("/" if site == COMEDIE else "")


def _deposit_of(sheet: Sheet) -> datetime:
    if sheet.has("date"):
        return datetime.fromisoformat(sheet.get("date")).replace(hour=9)
    return _deposit(sheet.slug)


def _deposit(slug: str) -> datetime:
    """A made-up but fixed time between March 2019 and September 2025."""
    seed = zlib.crc32(slug.encode())
    return _EPOCH + timedelta(days=seed % 2390, minutes=seed % 479)


def _state_works(site: str, states: tuple[StateSheet, ...]) -> Iterator[Work]:
    taken: dict[str, int] = {}
    for rank, state in enumerate(states):
        slug = slug_of(state.title)
        taken[slug] = taken.get(slug, 0) + 1
        slug += f"-{taken[slug]}" if taken[slug] > 1 else ""
        path = f"/fiche/{slug}/" if site == COMEDIE else f"/document/{slug}"
        yield Work(
            site=site,
            kind="document",
            path=path,
            number=2000 + rank,
            title=typeset(state.title),
            deposited=_deposit(f"{site}/{state.id}"),
            type_term=state.kind,
            themes=state.subjects,
            authors=DILA,
            year=state.day[:4],
            state=state,
        )
