"""A tree to the text that gives it, and a query without one of its parts (pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.fields import FIELDS, Field
from indexer.language.names import shown_name
from indexer.language.tree import And, In, Node, Not, Or, Parsed, Phrase, Prefix, Range, Word

_NameOf = Callable[[In | Range], str]


def written(node: Node | None, fields: Sequence[Field] = FIELDS) -> str:
    """The canonical text of a tree: single spaces, `OU`, `-`, straight quotes, French names.

    For every tree that `parse` gave, `parse(written(node)).node` is that tree up to its spans,
    unless the canonical text, which may be longer than what was typed, is over the cap.
    """
    return _text(node, lambda named: shown_name(named.field, fields)) if node else ""


def without(parsed: Parsed, node: Node) -> str:
    """The query without that part of its tree, nor the operator that joined it; fields as typed.

    Empty when nothing is left. What is left may be exclusions only, which `parse` refuses.
    """
    left = _pruned(parsed.node, node) if parsed.node else None
    return _text(left, lambda named: _typed_name(parsed.text, named)) if left else ""


def _typed_name(text: str, node: In | Range) -> str:
    name, colon, _ = text[node.start : node.end].partition(":")
    return name if colon else shown_name(node.field)


def _pruned(node: Node, gone: Node) -> Node | None:
    if node == gone:
        return None
    match node:
        case Not():
            inner = _pruned(node.node, gone)
            return Not(inner, node.start, node.end) if inner else None
        case In():
            inner = _pruned(node.node, gone)
            return In(node.field, inner, node.start, node.end) if inner else None
        case And() | Or():
            left = [kept for child in node.nodes if (kept := _pruned(child, gone))]
            if len(left) > 1:
                return type(node)(tuple(left), node.start, node.end)
            return left[0] if left else None
        case _:
            return node


def _text(node: Node, name_of: _NameOf) -> str:
    match node:
        case Word():
            return node.text
        case Phrase():
            return f'"{node.text}"'
        case Prefix():
            return f"{node.text}*"
        case Range():
            return f"{name_of(node)}:{_years(node)}"
        case In():
            return f"{name_of(node)}:{_grouped(node.node, name_of, (And, Or, Not, In, Range))}"
        case Not():
            return f"-{_grouped(node.node, name_of, (And, Or, Not))}"
        case Or():
            return " OU ".join(_grouped(child, name_of, (And, Or)) for child in node.nodes)
        case And():
            return " ".join(_grouped(child, name_of, (And,)) for child in node.nodes)


def _grouped(node: Node, name_of: _NameOf, in_parentheses: tuple[type[Node], ...]) -> str:
    text = _text(node, name_of)
    return f"({text})" if isinstance(node, in_parentheses) else text


def _years(years: Range) -> str:
    low = "" if years.low is None else f"{years.low:04}"
    high = "" if years.high is None else f"{years.high:04}"
    return low if low == high else f"{low}..{high}"
