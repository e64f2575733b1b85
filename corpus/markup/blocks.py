"""A part of a page as a list of typed blocks.

Real lists and the ones people type ("– first", "1 – first") both become lists; lines separated by
one `<br>` stay lines of one paragraph, two of them part paragraphs; tables used for layout are
walked through, tables of data keep their rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bs4.element import NavigableString, Tag

from corpus.markup.soup import attribute, holds
from corpus.markup.text import MAX_WALK, clean, text_of, touches
from corpus.markup.typed_lists import gather_lists, is_item
from corpus.record import Block, BlockKind

Skip = Callable[[Tag], bool]
QuestionRule = Callable[[Block], bool]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FLOW_NAMES = (
    "address article aside body center details dialog div fieldset figcaption figure footer form "
    "header hgroup hr html legend li main nav p section summary tr td th caption tbody thead "
    "tfoot dd dt"
)
_SILENT_NAMES = (
    "head title select option button textarea input svg object iframe canvas audio video map "
    "script style noscript template"
)
_FLOW = frozenset(_FLOW_NAMES.split())
_SILENT = frozenset(_SILENT_NAMES.split())
_LAYOUT = HEADINGS | {"table", "form", "ul", "ol"}
_LINK = frozenset({"a"})
_HEADER_CELL = frozenset({"th"})
_PARAGRAPH = frozenset({"p"})
_BOLD = frozenset({"strong", "b"})

_QUESTION_CLASS = re.compile(r"(?:^|[-_])question$", re.IGNORECASE)
_ANSWER_CLASS = re.compile(r"(?:^|[-_])(?:answer|reponse|réponse)$", re.IGNORECASE)


def blocks_of(node: Tag, skip: Skip | None = None) -> tuple[Block, ...]:
    """The blocks below `node`, in order.

    `skip` tells the elements to leave out. The items of a nested list follow the item they stand under.
    """
    flow = _Flow(skip)
    flow.walk(node)
    return tuple(gather_lists(flow.finish()))


def ends_in_question(block: Block) -> bool:
    """A ready rule for `questions_and_answers`: headings and paragraphs ending in “?”."""
    return block.kind in (
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.QUESTION,
    ) and block.text.endswith("?")


def questions_and_answers(
    blocks: Sequence[Block], is_question: QuestionRule | None = None
) -> tuple[Block, ...]:
    """Tell questions from answers in an interview.

    Blocks that `is_question` accepts (by default those already marked, by class or because the
    whole paragraph is bold and ends in “?”) become questions; the paragraphs that follow, up to
    the next question or heading, become answers. Everything else stays as it is.
    """
    answering = False
    told = []
    for block in blocks:
        if is_question(block) if is_question else block.kind is BlockKind.QUESTION:
            answering = True
            told.append(replace(block, kind=BlockKind.QUESTION, level=0))
            continue
        if block.kind is BlockKind.HEADING:
            answering = False
        if answering and block.kind is BlockKind.PARAGRAPH:
            block = replace(block, kind=BlockKind.ANSWER)
        told.append(block)
    return tuple(told)


_BREAK = "<br>"  # told apart from text by identity


class _Flow:
    """The blocks being made, and the run of inline text not yet closed into one."""

    def __init__(self, skip: Skip | None) -> None:
        self.skip = skip
        self.blocks: list[Block] = []
        self.runs: list[tuple[str, bool]] = []
        self.kind = BlockKind.PARAGRAPH

    def finish(self) -> list[Block]:
        self.flush()
        return self.blocks

    def walk(self, node: Tag, bold: bool = False, depth: int = 0) -> None:
        if depth > MAX_WALK:
            self.runs.append((node.get_text(" "), bold))
            return
        for child in node.contents:
            if isinstance(child, Tag):
                self.element(child, bold, depth + 1)
            elif type(child) is NavigableString:
                self.runs.append((child, bold))

    def element(self, tag: Tag, bold: bool, depth: int) -> None:
        name = tag.name
        if name in _SILENT or (self.skip is not None and self.skip(tag)):
            return
        if name == "br":
            self.runs.append((_BREAK, bold))
        elif name in HEADINGS or tag.attrs.get("role") == "heading":
            self.heading(tag)
        elif name in _FLOW:
            self.flow(tag, bold, depth)
        elif (reader := _READERS.get(name)) is not None:
            self.flush()
            self.blocks.extend(reader(tag, self.skip, depth))
        else:
            if touches(tag, _LINK):  # a menu of links, parted by their look alone
                self.runs.append((" ", bold))
            self.walk(tag, bold or name in _BOLD, depth)

    def flow(self, tag: Tag, bold: bool, depth: int) -> None:
        self.flush()
        outer = self.kind
        self.kind = (_kind_by_class(tag) if "class" in tag.attrs else None) or outer
        self.walk(tag, bold, depth)
        self.flush()
        self.kind = outer

    def heading(self, tag: Tag) -> None:
        self.flush()
        text = text_of(tag) or clean(" ".join(attribute(img, "alt") for img in tag.find_all("img")))
        if text:
            self.blocks.append(Block(BlockKind.HEADING, text, level=_level(tag)))

    def flush(self) -> None:
        """Close the inline run into paragraphs."""
        runs, self.runs = self.runs, []
        if not runs:
            return
        lines: list[str] = []
        for text, bold in _lines(runs):
            alone = text and (is_item(text) or (bold and text.endswith("?")))
            if lines and (not text or alone):
                self._paragraph(lines)
                lines = []
            if alone and bold and text.endswith("?"):
                self.blocks.append(Block(BlockKind.QUESTION, text))
            elif alone:
                self._paragraph([text])
            elif text:
                lines.append(text)
        if lines:
            self._paragraph(lines)

    def _paragraph(self, lines: list[str]) -> None:
        self.blocks.append(Block(self.kind, "\n".join(lines)))


def _lines(runs: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Inline runs cut at line breaks: each line cleaned, and whether all of it is bold."""
    lines: list[tuple[list[str], bool]] = [([], True)]
    for text, bold in runs:
        if text is _BREAK:
            lines.append(([], True))
            continue
        parts, all_bold = lines[-1]
        parts.append(text)
        if not bold and not text.isspace() and text:
            lines[-1] = (parts, False)
        else:
            lines[-1] = (parts, all_bold)
    return [(clean("".join(parts)), bold) for parts, bold in lines]


def _level(tag: Tag) -> int:
    if tag.name in HEADINGS:
        return int(tag.name[1])
    stated = attribute(tag, "aria-level")
    return min(6, max(1, int(stated))) if stated.isascii() and stated.isdigit() else 2


def _kind_by_class(tag: Tag) -> BlockKind | None:
    for name in attribute(tag, "class").split():
        if _QUESTION_CLASS.search(name):
            return BlockKind.QUESTION
        if _ANSWER_CLASS.search(name):
            return BlockKind.ANSWER
    return None


def _inner(tag: Tag, skip: Skip | None, depth: int) -> list[Block]:
    flow = _Flow(skip)
    flow.walk(tag, depth=depth)
    return gather_lists(flow.finish())


def _read_list(tag: Tag, skip: Skip | None, depth: int) -> list[Block]:
    """A list; one whose items hold headings is a layout and is walked through."""
    if holds(tag, HEADINGS):
        return _inner(tag, skip, depth)
    items: list[str] = []
    for child in tag.contents:
        if isinstance(child, Tag) and not (skip is not None and skip(child)):
            items.extend(_items(child, skip, depth + 1))
        elif type(child) is NavigableString and (text := clean(child)):
            items.append(text)
    kind = BlockKind.ORDERED_LIST if tag.name == "ol" else BlockKind.LIST
    return [Block(kind, items=tuple(items))] if items else []


def _items(child: Tag, skip: Skip | None, depth: int) -> list[str]:
    """One list item, then the items of the lists nested in it."""
    if child.name in _READERS:
        return [item for block in _READERS[child.name](child, skip, depth) for item in _flat(block)]
    items: list[str] = []
    line: list[str] = []
    for block in _inner(child, skip, depth):
        if block.items:
            items += [" ".join(line)] if line else []
            line = []
            items.extend(block.items)
        else:
            line.append(block.text.replace("\n", " "))
    return [*items, " ".join(line)] if line else items


def _flat(block: Block) -> tuple[str, ...]:
    return block.items or (block.text,)


def _read_quote(tag: Tag, skip: Skip | None, depth: int) -> list[Block]:
    text = "\n".join(block.plain for block in _inner(tag, skip, depth))
    return [Block(BlockKind.QUOTE, text)] if text else []


def _read_preformatted(tag: Tag, skip: Skip | None, depth: int) -> list[Block]:
    lines = [clean(line) for line in tag.get_text().splitlines()]
    text = "\n".join(lines).strip("\n")
    return [Block(BlockKind.PARAGRAPH, text)] if text else []


def _read_definitions(tag: Tag, skip: Skip | None, depth: int) -> list[Block]:
    """`<dl>`: one item a definition, `term : definition`."""
    if holds(tag, HEADINGS):
        return _inner(tag, skip, depth)
    items: list[str] = []
    terms: list[str] = []
    for part in (child for child in _parts(tag) if not (skip is not None and skip(child))):
        text = " ".join(block.plain.replace("\n", " ") for block in _inner(part, skip, depth))
        if part.name == "dt":
            terms.append(text)
        else:
            items.append(" : ".join(filter(None, [", ".join(terms), text])))
            terms = []
    items.extend(terms)
    kept = tuple(item for item in items if item)
    return [Block(BlockKind.LIST, items=kept)] if kept else []


def _parts(tag: Tag) -> list[Tag]:
    """The terms and definitions of a `<dl>`, also when wrapped in `<div>`."""
    parts: list[Tag] = []
    for child in tag.children:
        if isinstance(child, Tag):
            parts.extend(_parts(child) if child.name == "div" else [child])
    return parts


def _read_table(tag: Tag, skip: Skip | None, depth: int) -> list[Block]:
    if _is_layout(tag):
        return _inner(tag, skip, depth)
    rows = [
        "\t".join(_cell(cell, skip, depth) for cell in row.find_all(["td", "th"], recursive=False))
        for row in tag.find_all("tr")
    ]
    kept = tuple(row for row in rows if row.strip())
    caption = [Block(BlockKind.PARAGRAPH, text_of(tag.caption))] if tag.caption else []
    return [*caption, Block(BlockKind.TABLE, items=kept)] if kept else caption


def _cell(cell: Tag, skip: Skip | None, depth: int) -> str:
    return " ".join(
        block.plain.replace("\n", " ").replace("\t", " ") for block in _inner(cell, skip, depth)
    )


def _is_layout(table: Tag) -> bool:
    """Whether a table only places things: said so, nested, holding headings, or of one column."""
    if attribute(table, "role") in ("presentation", "none"):
        return True
    if holds(table, _LAYOUT):
        return True
    if holds(table, _HEADER_CELL):
        return False
    rows = table.find_all("tr")
    widest = max((len(row.find_all("td", recursive=False)) for row in rows), default=0)
    return widest <= 1 or (len(rows) == 1 and holds(table, _PARAGRAPH))


_Reader = Callable[[Tag, Skip | None, int], list[Block]]
_READERS: dict[str, _Reader] = {
    "ul": _read_list,
    "ol": _read_list,
    "menu": _read_list,
    "blockquote": _read_quote,
    "pre": _read_preformatted,
    "dl": _read_definitions,
    "table": _read_table,
}
