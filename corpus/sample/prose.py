"""Turns the texts of the demonstration into the HTML an editor of the site would have typed.

Two kinds of text come in: the sheets written for the demonstration, in a small Markdown of our
own, and the State's sheets, which are bare lines whose headings and lists must be guessed.

The small Markdown, block by block (blocks are parted by an empty line):

    ## Heading, ### Sub-heading          - item            1. item           > quotation
    – item of a pseudo-list: each line becomes a paragraph that keeps its dash
    ::: Title of a box, followed by "- item" lines
    <div> … </div>  a block that starts with "<" is HTML and is left alone
    ::: and every other block is a paragraph

and, within a line, `**bold**`, `*italic*` and `[words](target)`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable

Resolve = Callable[[str], str | None]
"""Maps a link's target as written to an `href`, or to None when it leads nowhere here."""

NBSP = "\u00a0"

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"\*(.+?)\*")
_ORDERED = re.compile(r"\d+\. ")
_BEFORE_SIGN = re.compile(r" (?=[?!:;»])")


def typeset(text: str) -> str:
    """French typography as the real pages have it: ’ for ', no-break spaces before ? ! : ; »."""
    spaced = _BEFORE_SIGN.sub(NBSP, text).replace("« ", "«" + NBSP)
    return spaced.replace("'", "’")


def inline(text: str, resolve: Resolve) -> str:
    """One line of the small Markdown as HTML; a link that leads nowhere keeps only its words."""
    pieces: list[str] = []
    position = 0
    for match in _LINK.finditer(text):
        pieces.append(_emphasis(text[position : match.start()]))
        words, href = _emphasis(match[1]), resolve(match[2])
        pieces.append(f'<a href="{html.escape(href)}">{words}</a>' if href else words)
        position = match.end()
    pieces.append(_emphasis(text[position:]))
    return "".join(pieces)


def _emphasis(text: str) -> str:
    marked = html.escape(typeset(text), quote=False)
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", marked))


def html_of_markdown(text: str, resolve: Resolve, shift: int = 0) -> str:
    """A whole text as HTML, one block a line; headings go `shift` levels deeper."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n".join(_block(block.strip("\n"), resolve, shift) for block in blocks if block.strip())


def _block(block: str, resolve: Resolve, shift: int) -> str:
    lines = block.split("\n")
    if block.startswith("<"):
        return block
    if heading := re.match(r"(#{2,4}) (.+)", block):
        level = min(6, len(heading[1]) + shift)
        return f"<h{level}>{inline(heading[2], resolve)}</h{level}>"
    if block.startswith("::: "):
        return _box(lines, resolve)
    if all(line.startswith("- ") for line in lines):
        return _listing("ul", (line[2:] for line in lines), resolve)
    if all(_ORDERED.match(line) for line in lines):
        return _listing("ol", (_ORDERED.sub("", line, count=1) for line in lines), resolve)
    if all(line.startswith("– ") for line in lines):
        return "\n".join(f"<p>{inline(line, resolve)}</p>" for line in lines)
    if all(line.startswith("> ") for line in lines):
        words = " ".join(line[2:] for line in lines)
        return f"<blockquote><p>{inline(words, resolve)}</p></blockquote>"
    return f"<p>{inline(block, resolve)}</p>"


def _box(lines: list[str], resolve: Resolve) -> str:
    items = _listing("ul", (line[2:] for line in lines[1:]), resolve)
    title = inline(lines[0].removeprefix("::: "), resolve)
    return f'<div class="encadre"><p><strong>{title}</strong></p>{items}</div>'


def _listing(tag: str, items: Iterable[str], resolve: Resolve) -> str:
    inner = "".join(f"<li>{inline(item, resolve)}</li>" for item in items)
    return f"<{tag}>{inner}</{tag}>"


def html_of_state_text(text: str) -> str:
    """A State's sheet (bare lines) as HTML, guessing its headings and its lists from their shape."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    out: list[str] = []
    items: list[str] = []
    for number, line in enumerate(lines):
        opened = bool(items) or (number > 0 and lines[number - 1].endswith(":"))
        if opened and _is_item(lines, number, listing=bool(items)):
            items.append(f"<li>{html.escape(line, quote=False)}</li>")
            continue
        out += _closed(items)
        items = []
        tag = "h2" if _is_heading(lines, number) else "p"
        out.append(f"<{tag}>{html.escape(line, quote=False)}</{tag}>")
    return "\n".join(out + _closed(items))


def _closed(items: list[str]) -> list[str]:
    return [f"<ul>{''.join(items)}</ul>"] if items else []


def _is_short(line: str) -> bool:
    return len(line) < 90 and line[-1] not in ".:;,!?)" and not line[0].islower()


def _is_item(lines: list[str], number: int, listing: bool) -> bool:
    line = lines[number]
    if line[0].islower() or line[-1] in ",;":
        return True
    return _is_short(line) and not (listing and _is_heading(lines, number))


def _is_heading(lines: list[str], number: int) -> bool:
    """A short line above a sentence, or above such a heading."""
    if not _is_short(lines[number]) or number + 1 == len(lines):
        return False
    if lines[number + 1][-1] in ".:?":
        return True
    below = lines[number + 1 : number + 3]
    return len(below) == 2 and _is_short(below[0]) and below[1][-1] in ".:?"


_TAG = re.compile(r"<[^>]+>")


def plain(markup: str) -> str:
    """The words of a piece of HTML on one line, for excerpts."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def excerpt(markup: str, words: int = 55) -> str:
    """The first words of a piece of HTML, as WordPress cuts them (HTML escaped)."""
    listed = plain(markup).split(" ")
    end = " […]" if len(listed) > words else ""
    return html.escape(" ".join(listed[:words]) + end, quote=False)
