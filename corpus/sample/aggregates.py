"""The four long pages on which icpc re-issues works of comedie, and the items they hold."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.sample.library import COMEDIE, PARTS, Library, Work
from corpus.sample.prose import typeset

CASES = "/comedie-etudes-de-cas"
COURSES = "/comedie-les-parcours"
METHODS = "/comedie-methodes-et-outils"
INTERVIEWS = "/comedie-entretiens"
PATHS = (CASES, COURSES, METHODS, INTERVIEWS)
_TITLES = {
    CASES: "Les études de cas",
    COURSES: "Les parcours",
    METHODS: "Comédie – méthodes et outils",
    INTERVIEWS: "Comédie – entretiens",
}
_SUMMARY = '<p><a href="/comedie-sommaire">retour au sommaire</a></p>'
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A work of comedie as an item of a long page: where, and under which anchor ("" for none)."""

    page: str
    anchor: str
    work: Work


def items(holdings: Library) -> tuple[Item, ...]:
    """Every item of the four pages, in reading order."""
    return tuple(item for path in PATHS for item in _items_of(holdings, path))


def _items_of(holdings: Library, path: str) -> Iterator[Item]:
    if path == COURSES:
        for step in holdings.of(COMEDIE, "step"):
            for work in (step, *_popups(holdings, step)):
                yield Item(path, work.slug, work)
        return
    kind = {CASES: "case_study", METHODS: "method", INTERVIEWS: "interview"}[path]
    for work in holdings.of(COMEDIE, kind):
        yield Item(path, "" if work.get("no_anchor") else work.slug, work)


def _popups(holdings: Library, step: Work) -> list[Work]:
    slugs = step.all("popup")
    return [work for work in holdings.of(COMEDIE, "popup") if work.slug in slugs]


def content_of(holdings: Library, path: str) -> tuple[str, str]:
    """The title and the content (HTML) of one of the long pages."""
    listed = tuple(_items_of(holdings, path))
    makers = {CASES: _cases, COURSES: _courses, METHODS: _methods, INTERVIEWS: _interviews}
    return _TITLES[path], f"{_SUMMARY}\n{makers[path](listed)}"


def _text(work: Work, shift: int) -> str:
    return work.body(lambda target: target if target.startswith("http") else None, shift)


def _heading(item: Item, level: int) -> str:
    anchor = f' id="{item.anchor}"' if item.anchor else ""
    return f"<h{level}{anchor}>{item.work.title.replace('||', '<br>')}</h{level}>"


def _line(text: str) -> str:
    return f"<p>{html.escape(text, quote=False)}</p>" if text else ""


def _cases(listed: Sequence[Item]) -> str:
    cards = [
        '<div class="wp-block-column">'
        f"{_heading(item, 3)}{_line(typeset(item.work.get('credit')))}{_text(item.work, 2)}</div>"
        for item in listed
    ]
    rows = [cards[start : start + _COLUMNS] for start in range(0, len(cards), _COLUMNS)]
    return "\n".join(f'<div class="wp-block-columns">{"".join(row)}</div>' for row in rows)


def _courses(listed: Sequence[Item]) -> str:
    notice = "<p>Cette page est extraite du site Comédie.</p>"
    out = [notice, f"<ul>{''.join(f'<li>{label}</li>' for label in PARTS.values())}</ul>"]
    part = ""
    for item in listed:
        if item.work.kind == "step" and item.work.get("part") != part:
            part = item.work.get("part")
            out.append(f"<h2>{PARTS[part]}</h2>")
        level = 3 if item.work.kind == "step" else 4
        out.append(f"{_heading(item, level)}\n{_text(item.work, 3)}")
    return "\n".join(out)


def _methods(listed: Sequence[Item]) -> str:
    out, group = [], ""
    for item in listed:
        if item.work.get("groupe") != group:
            group = item.work.get("groupe")
            out.append(f"<h2>{group}</h2>")
        lines = (item.work.get("subtitle"), typeset(item.work.get("credit")), "Méthode/outil")
        head = "".join(_line(line) for line in lines)
        out.append(f"{_heading(item, 3)}\n{head}\n{_text(item.work, 2)}")
    return "\n".join(out)


def _interviews(listed: Sequence[Item]) -> str:
    return "\n".join(f"{_heading(item, 2)}\n{_text(item.work, 2)}" for item in listed)
