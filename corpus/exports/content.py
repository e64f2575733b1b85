"""The body of a record as the HTML of a WordPress article: plain, semantic, escaped.

WordPress reads more than HTML in a text: a word in square brackets may be a command of a plugin
(`[gallery]`), and a bare address alone on its line is replaced by whatever that site wants shown.
So an opening bracket before a word is written `&#91;`, and addresses are links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from corpus.record import Block, BlockKind, FileRef, Record
from corpus.sources import source_label
from corpus.values import normalise_url
from corpus.values.outline import heading_levels

FIRST_LEVEL = 2
"""The title of the article is the heading of level 1."""

_SHORTCODE = re.compile(r"\[(?=[/\w])")
_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?)\]'’…]")
_UNFIT = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold; databases and browsers have no use for it either."""

NO_ADDRESSES: Mapping[str, str] = MappingProxyType({})


def legible(text: str) -> str:
    """The text less the characters that XML does not allow, with one sort of line end."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """Text as HTML, fit for a double-quoted attribute too, that WordPress takes for nothing else."""
    return _SHORTCODE.sub("&#91;", html.escape(legible(text)).replace("&#x27;", "'"))


def identity_of(record_id: str) -> str:
    """The `id` of the line of origin: by it an article is known for ours, whatever became of it."""
    return f"souffleur-{record_id}"


def content_html(record: Record, addresses: Mapping[str, str] = NO_ADDRESSES) -> str:
    """Subtitle, blocks, files, links, and the line that says where it comes from.

    `addresses` gives the new address of a file or page by its old one. What is not the text of the
    record itself stands in elements whose class begins with `souffleur-`.
    """
    parts = (
        _paragraph(escaped(record.subtitle), "souffleur-sous-titre") if record.subtitle else "",
        body_html(record.blocks),
        _files(record.files, addresses),
        _links(record, addresses),
        _origin(record),
    )
    return "\n".join(part for part in parts if part)


def body_html(blocks: Sequence[Block]) -> str:
    """The blocks, one a line; an empty one gives nothing."""
    said = [block for block in blocks if block.plain.strip()]
    found = [block.level or 1 for block in said if block.kind is BlockKind.HEADING]
    levels = iter(heading_levels(found, FIRST_LEVEL))
    return "\n".join(
        _heading(block, next(levels)) if block.kind is BlockKind.HEADING else _block(block)
        for block in said
    )


def _heading(block: Block, level: int) -> str:
    return f"<h{level}>{_text(block.plain)}</h{level}>"


def _block(block: Block) -> str:
    match block.kind:
        case BlockKind.LIST:
            return _list("ul", map(_text, _items(block)))
        case BlockKind.ORDERED_LIST:
            return _list("ol", map(_text, _items(block)))
        case BlockKind.QUOTE:
            return f"<blockquote>{_paragraph(_text(block.plain))}</blockquote>"
        case BlockKind.QUESTION:
            return _paragraph(f"<strong>{_text(block.plain)}</strong>", "question")
        case BlockKind.ANSWER:
            return _paragraph(_text(block.plain), "reponse")
        case BlockKind.TABLE:
            rows = "".join(map(_row, _items(block)))
            return f"<table><tbody>{rows}</tbody></table>"
        case _:
            return _paragraph(_text(block.plain))


def _items(block: Block) -> tuple[str, ...]:
    return block.items or (block.text,)


def _row(row: str) -> str:
    cells = "".join(f"<td>{_text(cell)}</td>" for cell in row.split("\t"))
    return f"<tr>{cells}</tr>"


def _list(name: str, items: Iterable[str]) -> str:
    return f"<{name}>{''.join(f'<li>{item}</li>' for item in items)}</{name}>"


def _paragraph(inner: str, class_: str = "") -> str:
    return f'<p class="{class_}">{inner}</p>' if class_ else f"<p>{inner}</p>"


def _text(text: str) -> str:
    """Words as HTML: addresses are links, line ends are kept."""
    parts: list[str] = []
    done = 0
    for found in _ADDRESS.finditer(text):
        parts += (escaped(text[done : found.start()]), _link(found.group(), found.group()))
        done = found.end()
    parts.append(escaped(text[done:]))
    return "".join(parts).replace("\n", "<br />")


def _link(url: str, words: str) -> str:
    """A link, or the words alone where the address is none a browser should follow."""
    if not normalise_url(url):
        return escaped(words)
    return f'<a href="{escaped(url)}">{escaped(words or url)}</a>'


def _files(files: Sequence[FileRef], addresses: Mapping[str, str]) -> str:
    made = [_link(addresses.get(f.url, f.url), f.name or _last_part(f.url)) for f in files]
    return _section("souffleur-documents", "Documents", made)


def _links(record: Record, addresses: Mapping[str, str]) -> str:
    """Where the page led, less its files, which are shown above."""
    files = {file.url for file in record.files}
    leading = {link.url: link.text for link in record.links_out if link.url not in files}
    made = [_link(addresses.get(url, url), text) for url, text in leading.items()]
    return _section("souffleur-liens", "Liens", made)


def _section(class_: str, title: str, items: list[str]) -> str:
    if not items:
        return ""
    return f'<section class="{class_}"><h2>{title}</h2>{_list("ul", items)}</section>'


def _last_part(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1] or url


def _origin(record: Record) -> str:
    """Who made it, when, and where it was first: what its rights ask to be said."""
    people = [_credited(c.name, c.organisation) for c in record.credits]
    said = [
        escaped(", ".join(people)),
        escaped("/".join(reversed(record.date.value.split("-")))) if record.date else "",
        f"Source : {_link(record.url, source_label(record.source))}",
        escaped(record.rights.rstrip(" .")),
    ]
    line = ". ".join(part for part in said if part)
    identity = html.escape(identity_of(record.id))
    return f'<p class="souffleur-source" id="{identity}">{line}.</p>'


def _credited(name: str, organisation: str) -> str:
    return f"{name} ({organisation})" if organisation else name
