"""Bars as inline SVG, each with its title, its description, and the same figures as a table. Pure.

A drawing is 360 units wide, about a phone's width, so that its words stay readable on one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from search_app.messages import number_text

WIDTH = 360
_ROW = 38
_BAR = 12
_LEAST = 1.5
"""Units: what is there and is small is still seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: `value` is drawn beside the greatest, `said` is written."""

    label: str
    value: float
    said: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`svg` is safe HTML; `head` and `rows` say the same in a table, whose first cells are headers.

    A chart without anything to draw has no `svg`, and `empty` says why.
    """

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: Markup | None = None
    empty: str = ""


def count_bars(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    """Bars of counts, the greatest first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Bar(label, count, number_text(count, "fr")) for label, count in ordered)


def bar_chart(
    key: str,
    title: str,
    head: tuple[str, str],
    bars: Sequence[Bar],
    full: float = 0.0,
    empty: str = "",
) -> Chart:
    """One bar a line; `full` is the value of a bar of the whole width, by default the greatest."""
    rows = tuple((bar.label, bar.said) for bar in bars)
    if not bars:
        return Chart(key, title, head, (), empty=empty)
    full = full or max(bar.value for bar in bars) or 1.0
    drawn = Markup("").join(_bar(rank, bar, full) for rank, bar in enumerate(bars))
    desc = " ; ".join(f"{bar.label} : {bar.said}" for bar in bars)
    return Chart(key, title, head, rows, _svg(key, title, desc, len(bars) * _ROW, drawn))


def stacked_chart(
    key: str,
    title: str,
    first: str,
    parts: Mapping[str, str],
    lines: Sequence[tuple[str, Mapping[str, int]]],
) -> Chart:
    """One line a run, each cut in `parts` (key → its words); the table has a column a part."""
    used = [part for part in parts if any(counts.get(part) for _, counts in lines)]
    head = (first, *(parts[part] for part in used))
    rows = tuple(
        (label, *(number_text(counts.get(part, 0), "fr") for part in used))
        for label, counts in lines
    )
    if not used:
        return Chart(key, title, head, rows, empty="Aucune moisson n'est encore dans la base.")
    most = max(sum(counts.values()) for _, counts in lines)
    drawn = Markup("").join(_stack(rank, line, used, most) for rank, line in enumerate(lines))
    legend, high = _legend([(part, parts[part]) for part in used], len(lines) * _ROW + 6)
    desc = " ; ".join(
        f"{label} : " + ", ".join(f"{parts[part]} {counts.get(part, 0)}" for part in used)
        for label, counts in lines
    )
    return Chart(key, title, head, rows, _svg(key, title, desc, high, drawn + legend))


def _svg(key: str, title: str, desc: str, height: float, drawn: Markup) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {w} {h}" role="img" aria-labelledby="{k}-t {k}-d">'
        '<title id="{k}-t">{t}</title><desc id="{k}-d">{d}</desc>{drawn}</svg>'
    ).format(w=WIDTH, h=f"{height:g}", k=key, t=title, d=desc, drawn=drawn)


def _bar(rank: int, bar: Bar, full: float) -> Markup:
    top = rank * _ROW
    return _words(bar.label, bar.said, top) + Markup(
        '<rect class="track" x="0" y="{y}" width="{full}" height="{h}"/>'
        '<rect class="fill" x="0" y="{y}" width="{w}" height="{h}"/>'
    ).format(y=top + 19, h=_BAR, full=WIDTH, w=_width(bar.value, full))


def _stack(
    rank: int, line: tuple[str, Mapping[str, int]], used: Sequence[str], most: int
) -> Markup:
    label, counts = line
    top, left, drawn = rank * _ROW, 0.0, Markup("")
    for part in used:
        if count := counts.get(part, 0):
            width = float(_width(count, most))
            drawn += Markup(
                '<rect class="part {p}" x="{x:.1f}" y="{y}" width="{w:.1f}" height="{h}"/>'
            ).format(p=part, x=left, y=top + 19, w=width, h=_BAR)
            left += width
    return _words(label, number_text(sum(counts.values()), "fr"), top) + drawn


def _words(label: str, said: str, top: float) -> Markup:
    return Markup(
        '<text x="0" y="{y}">{label}</text><text x="{w}" y="{y}" class="said">{said}</text>'
    ).format(y=top + 13, w=WIDTH, label=_cut(label), said=said)


def _legend(parts: Sequence[tuple[str, str]], top: float) -> tuple[Markup, float]:
    """Two names a line, each with its colour."""
    drawn = Markup("")
    for rank, (part, words) in enumerate(parts):
        x, y = (rank % 2) * WIDTH / 2, top + (rank // 2) * 20
        drawn += Markup(
            '<rect class="part {p}" x="{x:g}" y="{y:g}" width="11" height="11"/>'
            '<text class="small" x="{tx:g}" y="{ty:g}">{words}</text>'
        ).format(p=part, x=x, y=y, tx=x + 17, ty=y + 10, words=words)
    return drawn, top + (len(parts) + 1) // 2 * 20


def _width(value: float, full: float) -> str:
    return f"{max(_LEAST, WIDTH * min(1.0, value / full)) if value else 0:.1f}"


def _cut(label: str) -> Markup:
    return escape(label if len(label) <= 40 else f"{label[:39]}…")
