"""Read the names of people and organisations, and the lines that credit them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.record import Credit, PartialDate, Role
from corpus.values.dates import read_dates
from corpus.values.text import clean_text, fold, fold_in_place

_PARTICLE = r"(?:de|du|des|d'|d’|la|le|les|von|van|der|den|di|da|dos|del|della|el|ben|bin|al|y)"
_CAPITALISED = r"(?:[^\W\d_a-zà-öø-ÿœ][\w'’.-]*)"
_PERSON = re.compile(rf"{_CAPITALISED}(?:\s+(?:{_PARTICLE}\s*)*{_CAPITALISED}){{1,4}}")
_ACRONYM_OF = re.compile(rf"[A-ZÀ-Ý]{{2,}}\s+(?:{_PARTICLE}\s+)")
_CIVILITY = re.compile(r"^(?:m\.|mme|mlle|mr|dr|pr|monsieur|madame)\s+", re.IGNORECASE)
_NOT_OF_PEOPLE = re.compile(
    r"\b(?:association|agence|institut|universite|ministere|commission|mairie|ville|syndicat|region|"
    r"departement|communaute|metropole|conseil|comite|centre|fondation|reseau|collectif|chambre|"
    r"direction|office|parc|ecole|laboratoire|groupe|societe|federation|union|bureau|cabinet|france)\b"
)
_ROLE_NOTE = re.compile(r"\((?:personnage|nom)\b[^)]*\)", re.IGNORECASE)


def clean_name(text: str) -> str:
    """A name as the source writes it, less civility and stray punctuation; case is untouched."""
    bare = clean_text(text).strip(" ,;:–—-.\u00a0").removeprefix("et ")
    unabbreviated = _CIVILITY.sub("", bare)
    ends_abbreviated = re.search(r"(?:\b[A-Z]|\b(?:Jr|etc|al))$", unabbreviated)
    ended = clean_text(text).rstrip().endswith(".") and ends_abbreviated
    return unabbreviated + "." if ended else unabbreviated


def looks_like_a_person(name: str) -> bool:
    """Whether a name reads « Prénom Nom »: two to five capitalised words, no word of bodies."""
    bare = _ROLE_NOTE.sub("", name).strip()
    if _ACRONYM_OF.match(bare) or _NOT_OF_PEOPLE.search(fold(bare)):
        return False
    return _PERSON.fullmatch(bare) is not None


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list of names, each once, in order.

    A semicolon always separates. « et », « & » and the comma separate only where every piece
    looks like a person: « Ministère de l'écologie et du climat » is one name.
    """
    pieces = [piece for piece in re.split(r"\s*[;|]\s*|\n", text) if piece]
    names = [name for piece in pieces for name in _people_or_whole(piece)]
    return tuple(dict.fromkeys(name for name in names if name))


def _people_or_whole(text: str) -> list[str]:
    pieces = [clean_name(p) for p in re.split(r"\s*,\s*|\s+(?:et|and|&)\s+", clean_text(text))]
    people = [piece for piece in pieces if piece]
    if len(people) > 1 and all(looks_like_a_person(piece) for piece in people):
        return people
    return [clean_name(text)]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation and its acronym, when the source gives both."""

    name: str
    acronym: str = ""


_ACRONYM = r"[A-ZÀ-Ý][A-ZÀ-Ýa-z0-9&.'’]{0,9}[A-ZÀ-Ý0-9]"
_ACRONYM_FIRST = re.compile(rf"(?P<acronym>{_ACRONYM})\s*[-–—:]\s+(?P<name>\S.*)")
_ACRONYM_LAST = re.compile(rf"(?P<name>.*\S)\s*\(\s*(?P<acronym>{_ACRONYM})\s*\)")


def parse_organisation(text: str) -> Organisation:
    """« CNDP - Commission nationale du débat public » or « Commission … (CNDP) » in two parts."""
    cleaned = clean_name(text)
    found = _ACRONYM_FIRST.fullmatch(cleaned) or _ACRONYM_LAST.fullmatch(cleaned)
    if found is None:
        return Organisation(cleaned)
    return Organisation(clean_name(found["name"]), found["acronym"])


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What a line of credit says: who did what, in what frame (`context`), and when."""

    credits: tuple[Credit, ...]
    date: PartialDate | None = None
    context: str = ""


_OPENINGS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"^(?:entretien|interview) (?:realisee?s?|mene|menee|conduit|conduite) par "), Role.INTERVIEWER),
    (re.compile(r"^propos recueillis par "), Role.INTERVIEWER),
    (re.compile(r"^(?:note|fiche|etude(?: de cas)?|notice|synthese|compte[- ]rendu|texte|article|video|dossier) (?:etablie?|redigee?|realisee?|ecrite?|preparee?|proposee?) par "), Role.AUTHOR),
    (re.compile(r"^(?:auteur|autrice)(?:\W{0,3}(?:rice|trice|e)?\W{0,3}s?)\W{0,2}\s?:\s?"), Role.AUTHOR),
    (re.compile(r"^(?:redaction|redacteur|redactrice|redige par|ecrit par|ecrite par|texte)\s?:?\s?(?=\S)"), Role.AUTHOR),
    (re.compile(r"^proposee? par\s?:?\s?"), Role.PROPOSER),
    (re.compile(r"^(?:traduction|traduit par|traduite par)\s?:?\s?"), Role.TRANSLATOR),
    (re.compile(r"^(?:edite par|edition|editeur|sous la direction de|coordination|coordonne par)\s?:?\s?"), Role.EDITOR),
    (re.compile(r"^realisation\s?:\s?"), Role.AUTHOR),
    (re.compile(r"^par\s?:?\s(?=\S)"), Role.AUTHOR),
)  # fmt: skip
_NEEDS_A_COLON_OR_A_PERSON = re.compile(
    r"^(?:redaction|texte|traduction|edition|coordination|par)\b"
)
_FRAME = re.compile(r",?\s+dans le cadre (?P<context>(?:de |du |des |d['’]).+?)\s*$")
_YEAR_IN_PARENTHESES = re.compile(r"\s*\((?P<date>[^()]*\d{4})\)\s*\.?\s*$")
_DATE_AT_END = re.compile(r"\s*(?:,|[–—-]\s)\s*(?P<date>[^,–—]*\d{4})\s*\.?\s*$")
_SIGNED = re.compile(
    r"^(?P<who>[^–—:;!?]{3,120}?)\s+[–—-]\s+(?P<date>(?:[a-zéûA-Zô.]+\s)?\d{4})\.?$"
)
_LONGEST_CREDIT = 300


@lru_cache(maxsize=1024)
def parse_credit_line(text: str) -> CreditLine | None:
    """Who made a work, read from a line that says so; None for any other line.

    Understood: « Entretien réalisé par X dans le cadre de Y (ANNÉE) », « Note établie par X, ORG,
    mois ANNÉE », « Auteur(s) : A ; B », « Proposé par : A ; B », « X, ORG – ANNÉE », « A – ANNÉE ».
    """
    line = clean_text(text).replace("\u00a0", " ")
    if not line or len(line) > _LONGEST_CREDIT:
        return None
    return _opened_line(line) or _signed_line(line)


def _opened_line(line: str) -> CreditLine | None:
    """A line that opens with words of credit (matched on the folded line, which keeps its length)."""
    folded = fold_in_place(line)
    for opening, role in _OPENINGS:
        found = opening.match(folded)
        if found and (line[: found.end()].rstrip().endswith(":") or _may_open(line, found.end())):
            return _credited(line[found.end() :], role)
    return None


def _may_open(line: str, end: int) -> bool:
    """« Texte Jean Dupont » credits nobody, « Par Jean Dupont » does, « Par exemple » does not."""
    if not _NEEDS_A_COLON_OR_A_PERSON.match(fold_in_place(line)):
        return True
    first = re.split(r"[,(–—]|\s-\s|\set\s", line[end:])[0]
    return looks_like_a_person(clean_name(first))


_SENTENCE_END = re.compile(r"(?<=[^\W\d_A-Z]{2}|\w\)|[A-Z]\))\.\s+(?=[A-ZÀ-Ý])")
_DATED_SENTENCE = re.compile(r"\b(?:mis|publi|etabli|redig|actualis|verifi)\w*")


def _credited(rest: str, role: Role) -> CreditLine | None:
    """Names stand in the first sentence; a later one may say when the work was last revised."""
    first, *later = _SENTENCE_END.split(rest, maxsplit=1)
    who, date, context = _without_date_and_frame(first)
    credits_ = _credits(who, role)
    if date is None and later and _DATED_SENTENCE.search(fold(later[0])):
        date = read_dates(later[0], "credit").start
    return CreditLine(credits_, date, context) if credits_ else None


def _without_date_and_frame(rest: str) -> tuple[str, PartialDate | None, str]:
    dated = _YEAR_IN_PARENTHESES.search(rest) or _DATE_AT_END.search(rest)
    date = read_dates(dated["date"], "credit").start if dated else None
    undated = rest[: dated.start()] if dated and date else rest
    frame = _FRAME.search(undated)
    who = undated[: frame.start()] if frame else undated
    return who, date, clean_name(frame["context"]) if frame else ""


def _signed_line(line: str) -> CreditLine | None:
    """« X, ORG – 2017 »: a short line of capitalised names, a dash and a date, nothing else."""
    found = _SIGNED.match(line)
    if found is None or not _reads_as_names(found["who"]):
        return None
    date = read_dates(found["date"], "credit").start
    credits_ = _credits(found["who"], Role.AUTHOR)
    return CreditLine(credits_, date) if date and credits_ else None


def _reads_as_names(who: str) -> bool:
    """Whether people sign the line: its first piece is a person, or an organisation by acronym."""
    first = re.split(r"\s*[,(]|\s+(?:et|&)\s+", who)[0]
    return looks_like_a_person(first) or bool(re.fullmatch(_ACRONYM, first))


def _credits(who: str, role: Role) -> tuple[Credit, ...]:
    """One credit a name; « X, ORG » and « X (ORG) » give the person an organisation."""
    found = [credit for piece in re.split(r"\s*;\s*", who) for credit in read_credit(piece, role)]
    return tuple(dict.fromkeys(credit for credit in found if credit.name))


_WITH_PARENTHESES = re.compile(r"(?P<person>[^(),]+)\s*\((?P<organisation>[^()]+)\)")


def read_credit(piece: str, role: Role) -> list[Credit]:
    """Who a line without semicolon credits: « X, ORG », « X (ORG) », « X et Y », or one name."""
    names = split_names(piece)
    if len(names) > 1:
        return [Credit(name, role) for name in names]
    in_parentheses = _WITH_PARENTHESES.fullmatch(clean_text(piece))
    if in_parentheses and not _ROLE_NOTE.search(piece):
        return _person_of(in_parentheses["person"], in_parentheses["organisation"], role)
    person, comma, organisation = piece.partition(",")
    if comma and _all_people(person) and not _ROLE_NOTE.search(organisation):
        return _person_of(person, organisation, role)
    return [Credit(clean_name(piece), role)]


def _all_people(text: str) -> bool:
    return all(looks_like_a_person(name) for name in split_names(text))


def _person_of(people: str, organisation: str, role: Role) -> list[Credit]:
    if not _all_people(people):
        return [Credit(clean_name(f"{people} ({organisation})"), role)]
    return [Credit(name, role, clean_name(organisation)) for name in split_names(people)]
