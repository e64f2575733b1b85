"""Lists that people typed: paragraphs that begin with a dash, a bullet or the next number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.record import Block, BlockKind

_BULLET = re.compile(r"^(?:[–—•·▪◦‣►➢→*-]\s+|[–—•▪◦‣►➢→-](?=[^\W\d]))")
_NUMBER = re.compile(r"^(\d{1,2})\s*[–—.)°-]\s+(?=\S)")


def is_item(text: str) -> bool:
    """Whether it begins as an item of a list does."""
    return _BULLET.match(text) is not None or _NUMBER.match(text) is not None


def gather_lists(blocks: list[Block]) -> list[Block]:
    """Turn two or more consecutive typed items into a list; one alone stays a paragraph."""
    gathered: list[Block] = []
    position = 0
    while position < len(blocks):
        for kind, length in (
            (BlockKind.LIST, _bulleted(blocks, position)),
            (BlockKind.ORDERED_LIST, _numbered(blocks, position)),
        ):
            if length > 1:
                gathered.append(_as_list(kind, blocks[position : position + length]))
                position += length
                break
        else:
            gathered.append(blocks[position])
            position += 1
    return gathered


def _as_list(kind: BlockKind, blocks: Sequence[Block]) -> Block:
    pattern = _BULLET if kind is BlockKind.LIST else _NUMBER
    items = (pattern.sub("", block.text, count=1) for block in blocks)
    return Block(kind, items=tuple(item.replace("\n", " ") for item in items))


def _bulleted(blocks: Sequence[Block], start: int) -> int:
    """How many consecutive paragraphs from `start` open with a dash or a bullet."""
    end = start
    while end < len(blocks) and _is_typed(blocks[end]) and _BULLET.match(blocks[end].text):
        end += 1
    return end - start


def _numbered(blocks: Sequence[Block], start: int) -> int:
    """How many consecutive paragraphs from `start` are numbered one after the other."""
    end = start
    expected: int | None = None
    while end < len(blocks) and _is_typed(blocks[end]):
        found = _NUMBER.match(blocks[end].text)
        if found is None or (expected is not None and int(found[1]) != expected):
            break
        expected = int(found[1]) + 1
        end += 1
    return end - start


def _is_typed(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.ANSWER)
