"""The description a probe proposes: a TOML file for a person to read over and correct."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.sources import source_of_host
from crawler.addresses import origin_of
from crawler.pages.aggregates import slug
from crawler.probe.guessing import Guess
from crawler.probe.survey import Group, Survey, guesses_of

_LONGEST_COMMENT = 60
_FEW = 3
_SMALL_SHARE = 0.02
_REQUIRED = ("title", "body")
_TITLE_PARTS = re.compile(r"\s+(?:[-–—|·»:]|--)\s+")
_OTHERS = "autres"
_LISTING_SHAPE = (
    "[[shape]]",
    'name = "dossier"  # la liste des fichiers que fait le serveur : elle mène à des pages',
    """when = "title:-soup-contains('Directory listing for', 'Index of /')\"""",
    """links = ["a[href$='.html']", "a[href$='.htm']", "a[href$='/']"]""",
    "records = false",
)
_COUNTER = (
    "# Un nombre que le site affiche de ses propres fiches, comparé par souffleur coverage :",
    "# [[counter]]",
    "# page = '^/recherche'      # les pages qui le portent",
    "# text = \".resultats\"       # où il est écrit ; pattern = '(\\d+) fiches' au besoin",
    "# kind = \"experience\"       # ce qu'il compte : un genre, et path = '^/fiches/' au besoin",
)


@dataclass(frozen=True, slots=True)
class ProposedShape:
    """A shape of the proposal: `pages` are ranks among those of the survey."""

    name: str
    path: str
    when: str
    pages: tuple[int, ...]
    guesses: tuple[Guess, ...]


def key_of(url: str) -> str:
    """A key for the source at that address."""
    key = source_of_host(urlsplit(url).netloc).key.removeprefix("site-")
    return key if key[:1].isalpha() and not key.startswith("site-") else f"source-{key}"


def shapes_of(survey: Survey) -> tuple[ProposedShape, ...]:
    """A shape for each template that something sets apart, then one for all other pages."""
    few = max(_FEW, _SMALL_SHARE * len(survey.pages))
    shapes, taken = [], set[int]()
    for group in survey.groups:
        path = _own_path(group, survey)
        if len(group.pages) < few or len(group.pages) == len(survey.pages):
            continue
        if not (group.template.mark or path):
            continue
        name = slug(group.template.mark or path.strip("^\\/")) or "forme"
        shapes.append(ProposedShape(name, path, group.template.mark, group.pages, group.guesses))
        taken.update(group.pages)
    others = tuple(rank for rank in range(len(survey.pages)) if rank not in taken)
    return (*_named_apart(shapes), *_rest(survey, others))


def _rest(survey: Survey, ranks: tuple[int, ...]) -> Iterator[ProposedShape]:
    found = [page for rank in ranks if (page := survey.pages[rank].page)]
    yield ProposedShape(_OTHERS, "", "", ranks, guesses_of(found))


def _named_apart(shapes: Sequence[ProposedShape]) -> Iterator[ProposedShape]:
    seen: Counter[str] = Counter()
    for shape in shapes:
        seen[shape.name] += 1
        number = f"-{seen[shape.name]}" if seen[shape.name] > 1 else ""
        yield ProposedShape(
            f"{shape.name[:50]}{number}", shape.path, shape.when, shape.pages, shape.guesses
        )


def _own_path(group: Group, survey: Survey) -> str:
    """A pattern of the folder that holds all pages of a group and hardly any other; else nothing."""
    paths = [survey.pages[rank].path for rank in group.pages]
    folder = (
        posixpath.commonpath([path.rpartition("/")[0] or "/" for path in paths]).rstrip("/") + "/"
    )
    inside = sum(1 for page in survey.pages if page.path.startswith(folder))
    return f"^{re.escape(folder)}" if folder != "/" and inside <= 1.1 * len(paths) else ""


def proposed(survey: Survey, key: str, starts: Sequence[str]) -> str:
    """The text of the description, with what was found on how many pages beside each selector."""
    home = origin_of(starts[0])
    name = _site_name(survey) or urlsplit(home).hostname or key
    lines = [
        f"# {_on_a_line(name)} : description proposée d'après {len(survey.pages)} pages ; à relire.",
        "# Essayer : souffleur source test CLÉ, puis souffleur harvest CLÉ.".replace("CLÉ", key),
        "",
        f"key = {_quoted(key)}",
        f"name = {_quoted(name)}",
        f"home = {_quoted(home)}",
        f"starts = {_listed([url.removeprefix(home) or '/' for url in starts])}",
        f"sitemap = {'true' if survey.sitemaps else 'false'}",
        'rights = ""  # à compléter : qui a écrit ces textes, sous quelle licence',
    ]
    if survey.index:
        lines.append(f"index = {_quoted(survey.index)}  # /a/{survey.index} et /a/ sont une page")
    lines.append("deny = []  # adresses jamais demandées, par exemple ['^/agenda/']")
    if survey.listings:
        lines += ["", *_LISTING_SHAPE]
    for shape in shapes_of(survey):
        lines += ["", *_shape_lines(shape, survey)]
    lines += ["", *_COUNTER]
    return "\n".join(lines) + "\n"


def _shape_lines(shape: ProposedShape, survey: Survey) -> Iterator[str]:
    share = round(100 * len(shape.pages) / len(survey.pages)) if survey.pages else 0
    examples = ", ".join(survey.pages[rank].path for rank in shape.pages[:2])
    yield "[[shape]]"
    yield f"name = {_quoted(shape.name)}  # {len(shape.pages)} pages ({share} %) : {examples or 'aucune'}"
    if shape.path:
        yield f"path = {_pattern(shape.path)}"
    if shape.when:
        yield f"when = {_quoted(shape.when)}"
    yield 'kind = "page"  # à choisir : experience, method, document, event, news, article…'
    sure = [g.field for g in shape.guesses if g.is_sure and g.field in _REQUIRED]
    yield f"required = {_listed(sure)}"
    yield "[shape.fields]"
    for guess in shape.guesses:
        yield (
            f"{guess.field} = {_selector(guess)}  "
            f"# {guess.found}/{guess.pages} pages ; « {_on_a_line(guess.example)} »"
        )


def _selector(guess: Guess) -> str:
    one = len(guess.selectors) == 1
    return _quoted(guess.selectors[0]) if one else _listed(guess.selectors)


def _site_name(survey: Survey) -> str:
    """What most titles of windows end with, or begin with."""
    parted = [_TITLE_PARTS.split(p.page.title) for p in survey.pages if p.page]
    parts = [parts for parts in parted if len(parts) > 1]
    for side in (-1, 0):
        counts = Counter(part[side].strip() for part in parts)
        for name, count in counts.most_common(1):
            if 2 * count > len(survey.pages):
                return name
    return ""


def _on_a_line(text: str) -> str:
    """A text as a comment may hold it."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:_LONGEST_COMMENT]


def _quoted(text: str) -> str:
    """A TOML basic string: what JSON escapes, TOML does too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _pattern(text: str) -> str:
    """A regular expression as people write it, without doubled backslashes where that can be."""
    return _quoted(text) if "'" in text else f"'{text}'"


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
