"""A cleaned query to tokens: operators, parentheses, and the things looked for (pure).

One pass, left to right; nothing is refused here but years the wrong way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from corpus.fields import Field, FieldKind
from corpus.folding import fold
from indexer.language.limits import impossible_range, is_long_enough
from indexer.language.names import names_of, years
from indexer.language.tree import In, Node, Note, NoteKind, Phrase, Prefix, Range, Word


class Kind(Enum):
    """What a token does; `FIELD` stands before a parenthesis and holds for the group."""

    OPERAND = 0
    FIELD = 1
    OPEN = 2
    CLOSE = 3
    OR = 4
    AND = 5
    NOT = 6


OPERATORS = {
    "OU": Kind.OR,
    "OR": Kind.OR,
    "ET": Kind.AND,
    "AND": Kind.AND,
    "SAUF": Kind.NOT,
    "NOT": Kind.NOT,
}
"""In capitals only: « ou » and « et » are words like others."""

_SIGNS = {"(": Kind.OPEN, ")": Kind.CLOSE, "|": Kind.OR}
_CLOSING = {'"': '"', "«": "»", "“": "”", "”": "”", "„": "“”", "‟": "”"}
_QUOTES = '"«»“”„‟'
_ANY_QUOTE = re.compile(f"[{_QUOTES}]")
_PIECE = re.compile(rf"[^ |(){_QUOTES}]+")
_ENDING_IN_PARENTHESES = re.compile(r"\([^\W\d_]{1,8}\)")
_BEFORE = "-*"
_AFTER = "*,;:!?…"
_NAME = re.compile(r"[^\W\d_]{2,}(?:['’_-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Token:
    """`node` is what an operand looks for; `field` the one that a `FIELD` token names."""

    kind: Kind
    start: int
    end: int
    node: Node | None = None
    field: Field | None = None


def tokens_of(text: str, fields: Sequence[Field]) -> tuple[list[Token], list[Note]]:
    """The tokens of a cleaned text, and what was read plainly.

    Raises `QueryError` for years the wrong way round.
    """
    reader = _Reader(text, fields)
    while reader.at < len(text):
        reader.step()
    return reader.tokens, reader.notes


class _Reader:
    """Where we are in the text, and what was read so far."""

    def __init__(self, text: str, fields: Sequence[Field]) -> None:
        self.text = text
        self.at = 0
        self.tokens: list[Token] = []
        self.notes: list[Note] = []
        self._names = names_of(fields)

    def step(self) -> None:
        sign = self.text[self.at]
        if sign in _SIGNS:
            self._put(_SIGNS[sign], self.at, self.at + 1)
            self.at += 1
        elif sign in _CLOSING:
            self._operand(self._phrase())
        elif sign in " »":
            self.at += 1
        elif sign == "-" and (self.at == 0 or self.text[self.at - 1] in " (|"):
            self._minus()
        else:
            self._piece()

    def _minus(self) -> None:
        """A minus holds for what is glued to it; alone, it is a dash."""
        start = self.at
        while self._next() == "-":
            self.at += 1
        if self._next() in ("", " ", "|", ")", "»"):
            return
        before = len(self.tokens)
        self._put(Kind.NOT, start, self.at)
        self.step()
        if len(self.tokens) == before + 1:  # only signs came after it
            self.tokens.pop()

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _phrase(self) -> Phrase | None:
        """The phrase whose opening quote is here; without a closing one it goes to the end."""
        start = self.at
        inside, self.at = self._until_closed(start)
        words = " ".join(_ANY_QUOTE.sub(" ", inside).split())
        return Phrase(words, start, self.at) if _says_something(words) else None

    def _until_closed(self, start: int) -> tuple[str, int]:
        closing = _CLOSING[self.text[start]]
        places = [found for sign in closing if (found := self.text.find(sign, start + 1)) >= 0]
        if not places and (other := _ANY_QUOTE.search(self.text, start + 1)):
            places = [other.start()]
        end = min(places, default=len(self.text))
        return self.text[start + 1 : end], min(end + 1, len(self.text))

    def _piece(self) -> None:
        end = self._end_of_piece(self.at)
        raw = self.text[self.at : end].lstrip(_BEFORE)
        start = end - len(raw)
        if ":" in raw and self._named(raw, start, end):
            return
        word = raw.rstrip(_AFTER)
        if word in OPERATORS:
            self._put(OPERATORS[word], start, start + len(word))
        else:
            self._operand(self._plain(self.at, end))
        self.at = end

    def _named(self, raw: str, start: int, end: int) -> bool:
        """Read a piece with a colon as a filter if it is one; else say what it looks like."""
        name = raw.partition(":")[0]
        field = self._names.get(fold(name)) if name else None
        if field:
            self._field(field, start, start + len(name) + 1, end)
            return True
        self._note_other_name(name, start)
        self._note_name_before_a_space(start, end)
        return False

    def _end_of_piece(self, start: int) -> int:
        """Where the piece that begins at `start` ends; `praticien(ne)s` is one piece."""
        end = start
        while match := _PIECE.match(self.text, end):
            end = match.end()
            ending = _ENDING_IN_PARENTHESES.match(self.text, end)
            before = self.text[start:end].lstrip(_BEFORE)
            if not ending or not before[-1:].isalnum() or before in OPERATORS:
                break
            end = ending.end()
        return end

    def _field(self, field: Field, start: int, value: int, end: int) -> None:
        sign = self.text[value : value + 1]
        if sign == "(":
            self._put(Kind.FIELD, start, value, field=field)
            self.at = value
        elif sign in _CLOSING and sign:
            self.at = value
            self._in_field(field, self._phrase(), start, value)
        elif value < end and sign != "-":
            self.at = end
            self._in_field(field, self._value(field, value, end), start, value)
        else:
            self.at = value
            self._in_field(field, None, start, value)

    def _value(self, field: Field, start: int, end: int) -> Phrase | Word | Prefix | None:
        if field.kind is FieldKind.YEAR:
            value = self.text[start:end].rstrip(",;:!?")
            return Word(value, start, start + len(value)) if _says_something(value) else None
        return self._plain(start, end)

    def _in_field(
        self, field: Field, leaf: Phrase | Word | Prefix | None, start: int, value: int
    ) -> None:
        if leaf is None:
            self._operand(self.field_alone(start, value))
        elif field.kind is FieldKind.YEAR:
            self._year(field, leaf, start, value)
        else:
            self._operand(In(field.name, leaf, start, leaf.end))

    def _year(self, field: Field, leaf: Phrase | Word | Prefix, start: int, value: int) -> None:
        found = range_of(field, leaf, self.text, start)
        if found:
            self._operand(found)
            return
        self.note(NoteKind.NOT_A_YEAR, start, leaf.end)
        if isinstance(leaf, Phrase):
            self._operand(Word(self.text[start : value - 1], start, value - 1))
            self._operand(leaf)
        else:
            self._operand(self._plain(start, leaf.end))

    def field_alone(self, start: int, value: int) -> Word:
        self.note(NoteKind.FIELD_ALONE, start, value)
        return Word(self.text[start : value - 1], start, value - 1)

    def _plain(self, start: int, end: int) -> Word | Prefix | None:
        """What is looked for by a piece that is neither operator nor field."""
        raw = self.text[start:end]
        headless = raw.lstrip(_BEFORE)
        core = headless.rstrip(_AFTER)
        if not _says_something(core):
            return None
        head, tail = raw[: len(raw) - len(headless)], headless[len(core) :]
        word = Word(core, start + len(head), start + len(head) + len(core))
        if "*" in head or "*" in core or ("*" in tail and ":" in core):
            self.note(NoteKind.STAR, start, end)
        elif "*" in tail and not is_long_enough(core):
            self.note(NoteKind.SHORT_PREFIX, start, end)
        elif "*" in tail:
            return Prefix(core, word.start, word.end + tail.rindex("*") + 1)
        return word

    def _note_other_name(self, name: str, start: int) -> None:
        """Say that a name is no field's, where it looks like one: not in `10:30` or `http://`."""
        after = start + len(name) + 1
        value = self.text[after : after + 1]
        wanted = value.isalnum() or ((value in _CLOSING or value == "(") and bool(value))
        if wanted and _NAME.fullmatch(name):
            self.note(NoteKind.UNKNOWN_FIELD, start, after)

    def _note_name_before_a_space(self, start: int, end: int) -> None:
        """Say that `auteur : Dupont`, spaced as French is, is three words and no filter."""
        if self.text[start:end] != ":" or not self.tokens:
            return
        node = self.tokens[-1].node
        if isinstance(node, Word) and node.end == start - 1 and fold(node.text) in self._names:
            self.note(NoteKind.FIELD_ALONE, node.start, end)

    def note(self, kind: NoteKind, start: int, end: int) -> None:
        self.notes.append(Note(kind, self.text[start:end], start, end))

    def _operand(self, node: Node | None) -> None:
        if node is not None:
            self.tokens.append(Token(Kind.OPERAND, node.start, node.end, node))

    def _put(self, kind: Kind, start: int, end: int, field: Field | None = None) -> None:
        self.tokens.append(Token(kind, start, end, field=field))


def range_of(field: Field, leaf: Word | Phrase | Prefix, text: str, start: int) -> Range | None:
    """The years that a word or phrase says, from `start` on.

    Raises `QueryError` when the first comes after the last.
    """
    found = years(leaf.text) if not isinstance(leaf, Prefix) else None
    if found is None:
        return None
    low, high = found
    if low is not None and high is not None and low > high:
        raise impossible_range(text[start : leaf.end], low, high)
    return Range(field.name, low, high, start, leaf.end)


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))
