"""What a reader typed, to a tree (pure).

Words side by side are all wanted; `OU` binds its two neighbours tighter than that, because
« médiation OU concertation rivière » is meant as (médiation OU concertation) ET rivière; a minus
or `SAUF` binds tightest. `ET` says no more than a space does. Parentheses decide otherwise.

Whatever is typed is understood one way or another: a sign that cannot mean anything where it
stands is read plainly and noted. Only what is in `limits` is refused, with a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.fields import FIELDS, Field, FieldKind
from indexer.language.cleaning import clean
from indexer.language.limits import MAX_DEPTH, check_length, check_tree
from indexer.language.tokens import Kind, Token, range_of, tokens_of
from indexer.language.tree import (
    And,
    In,
    Node,
    Not,
    Note,
    NoteKind,
    Or,
    Parsed,
    Phrase,
    Prefix,
    Range,
    Word,
)


def parse(typed: str, fields: Sequence[Field] = FIELDS) -> Parsed:
    """The tree of what was typed, in the fields of that table.

    Raises `QueryError`, in both languages, for a query over the caps, one made only of exclusions,
    and years the wrong way round; nothing else, whatever is typed.
    """
    check_length(typed)
    text = clean(typed)
    tokens, notes = tokens_of(text, fields)
    if any(token.kind in (Kind.OPERAND, Kind.FIELD) for token in tokens):
        node = _Parser(text, _balanced(text, tokens, notes), notes).whole()
    else:
        node = _operators_as_words(text, tokens)
        notes = [Note(NoteKind.NOTHING, text, 0, len(text))] if text and not node else []
    if node:
        check_tree(node, text)
    return Parsed(text, node, tuple(sorted(notes, key=lambda note: (note.start, note.end))))


def _operators_as_words(text: str, tokens: list[Token]) -> Node | None:
    """With nothing between them, « OU » and « NOT » are words like others (« or » is a metal)."""
    spans = [(token.start, token.end) for token in tokens if text[token.start].isalpha()]
    words = [_Piece(Word(text[start:end], start, end), start, end) for start, end in spans]
    return _joined(And, words).node if words else None


def _balanced(text: str, tokens: list[Token], notes: list[Note]) -> list[Token]:
    """The tokens with each parenthesis closed, none closed that was not open, none too deep."""
    kept: list[Token] = []
    opened: list[Token] = []
    for token in tokens:
        if token.kind is Kind.OPEN:
            opened.append(token)
            if len(opened) > MAX_DEPTH:
                notes.append(_note(NoteKind.DEPTH, text, token))
                continue
        elif token.kind is Kind.CLOSE:
            if not opened:
                notes.append(_note(NoteKind.PARENTHESIS, text, token))
                continue
            opened.pop()
            if len(opened) >= MAX_DEPTH:
                continue
        kept.append(token)
    notes += [_note(NoteKind.PARENTHESIS, text, token) for token in opened[:MAX_DEPTH]]
    end = len(text)
    return kept + [Token(Kind.CLOSE, end, end)] * min(len(opened), MAX_DEPTH)


def _note(kind: NoteKind, text: str, token: Token) -> Note:
    return Note(kind, text[token.start : token.end], token.start, token.end)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A node and where it was typed, parentheses included."""

    node: Node
    start: int
    end: int


class _Parser:
    """One descent into balanced tokens: as deep as the parentheses, which are capped."""

    def __init__(self, text: str, tokens: list[Token], notes: list[Note]) -> None:
        self._text = text
        self._tokens = tokens
        self._notes = notes
        self._at = 0

    def whole(self) -> Node | None:
        piece = self._group()
        return piece.node if piece else None

    def _group(self) -> _Piece | None:
        """What stands before the next parenthesis that closes; nothing when no word does."""
        wanted: list[_Piece] = []
        alternatives: list[_Piece] = []
        operator: Token | None = None
        while (kind := self._kind()) not in (None, Kind.CLOSE):
            if kind in (Kind.OR, Kind.AND):
                operator = self._operator(operator, after_a_word=bool(alternatives))
            elif piece := self._operand():
                if alternatives and not (operator and operator.kind is Kind.OR):
                    wanted.append(_joined(Or, alternatives))
                    alternatives = []
                alternatives.append(piece)
                operator = None
        if operator:
            self._dangles(operator)
        if not alternatives:
            return None
        return _joined(And, [*wanted, _joined(Or, alternatives)])

    def _operator(self, waiting: Token | None, *, after_a_word: bool) -> Token | None:
        """The operator that waits for its right side: the first of those that follow each other."""
        token = self._next()
        if after_a_word and waiting is None:
            return token
        self._dangles(token)
        return waiting

    def _operand(self) -> _Piece | None:
        first = self._tokens[self._at]
        if first.kind is not Kind.NOT:
            return self._atom()
        while self._kind() is Kind.NOT:
            self._at += 1
        if self._kind() in (None, Kind.CLOSE, Kind.OR, Kind.AND):
            self._dangles(first)
            return None
        piece = self._atom()
        return _without(piece, first.start) if piece else None

    def _atom(self) -> _Piece | None:
        token = self._next()
        if token.kind is Kind.OPEN:
            return self._inside(token)
        if token.field:
            return self._field(token, token.field)
        return _Piece(token.node, token.start, token.end) if token.node else None

    def _inside(self, opening: Token) -> _Piece | None:
        piece = self._group()
        closing = self._next()
        return _Piece(piece.node, opening.start, closing.end) if piece else None

    def _field(self, token: Token, field: Field) -> _Piece:
        group = self._inside(self._next()) if self._kind() is Kind.OPEN else None
        if group is None:
            self._notes.append(_note(NoteKind.FIELD_ALONE, self._text, token))
            name = Word(self._text[token.start : token.end - 1], token.start, token.end - 1)
            return _Piece(name, token.start, token.end)
        node: Node | None
        if field.kind is FieldKind.YEAR:
            node = self._years(field, group.node)
        else:
            node = _in_field(field, _Piece(group.node, token.start, group.end))
        if node is None:
            self._notes.append(_note(NoteKind.NOT_A_YEAR, self._text, token))
        return _Piece(node or group.node, token.start, group.end)

    def _years(self, field: Field, node: Node) -> Node | None:
        """A group of years, each a range; nothing when one of them is no year."""
        match node:
            case Word() | Phrase() | Prefix():
                return range_of(field, node, self._text, node.start)
            case Range() | In():
                return node
            case Not():
                inner = self._years(field, node.node)
                return Not(inner, node.start, node.end) if inner else None
            case And() | Or():
                nodes = [self._years(field, child) for child in node.nodes]
                known = tuple(child for child in nodes if child)
                whole = type(node)(known, node.start, node.end)
                return whole if len(known) == len(nodes) else None

    def _kind(self) -> Kind | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _dangles(self, token: Token) -> None:
        self._notes.append(_note(NoteKind.OPERATOR, self._text, token))


def _joined(kind: type[And | Or], pieces: list[_Piece]) -> _Piece:
    """One node of that kind, without another of the same kind right under it."""
    if len(pieces) == 1:
        return pieces[0]
    nodes: list[Node] = []
    for piece in pieces:
        nodes += piece.node.nodes if isinstance(piece.node, kind) else (piece.node,)
    start, end = pieces[0].start, pieces[-1].end
    return _Piece(kind(tuple(nodes), start, end), start, end)


def _without(piece: _Piece, start: int) -> _Piece:
    """What excludes a piece; to exclude an exclusion is to want what it excluded."""
    if isinstance(piece.node, Not):
        return _Piece(piece.node.node, start, piece.end)
    return _Piece(Not(piece.node, start, piece.end), start, piece.end)


def _in_field(field: Field, piece: _Piece) -> Node:
    match piece.node:
        case In() | Range():
            return piece.node
        case Not():
            inner = _in_field(field, _Piece(piece.node.node, piece.start, piece.end))
            return Not(inner, piece.start, piece.end)
        case _:
            return In(field.name, piece.node, piece.start, piece.end)
