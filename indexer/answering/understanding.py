"""From the tree of what was typed to what is searched: words of the index, and what stands for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.analysis import GAP, Token, fold, positions, stem
from indexer.answering.asked import (
    AllOf,
    Alternative,
    AnyOf,
    Ask,
    Labelled,
    NoneOf,
    Pair,
    Part,
    Step,
    Understood,
    Years,
)
from indexer.language import And, In, Node, Not, Or, Parsed, Phrase, Prefix, Range, Word
from indexer.query import Applied, Origin
from indexer.snapshot.spelling import meant
from indexer.snapshot.terms import Terms, Words
from indexer.snapshot.wording import displayed
from indexer.synonyms import Alternative as Written
from indexer.synonyms import Synonyms

MAX_FORMS = 200
"""Words of the index that a beginning (`concert*`) stands for, at most: the most frequent ones."""


def understand(
    parsed: Parsed,
    terms: Terms,
    synonyms: Synonyms,
    *,
    exact: bool = False,
) -> Understood:
    """`exact`: the words as they are typed, and nothing else for them."""
    return _Reader(parsed, terms, synonyms, exact=exact).read()


class _Reader:
    def __init__(
        self,
        parsed: Parsed,
        terms: Terms,
        synonyms: Synonyms,
        *,
        exact: bool,
    ) -> None:
        self._parsed = parsed
        self._terms = terms
        self._vocabulary = terms.snapshot.vocabulary
        self._synonyms = synonyms
        self._zones = {zone: rank for rank, zone in enumerate(terms.snapshot.layout.zones)}
        self._exact = exact
        self._pairs: list[Pair] = []
        self._ignored: list[str] = []
        self._applied: dict[Applied, None] = {}
        self._related: dict[str, None] = {}

    def read(self) -> Understood:
        wanted: list[Part] = []
        required: list[Part] = []
        node = self._parsed.node
        nodes = node.nodes if isinstance(node, And) else (node,) if node else ()
        for part in self._parts(nodes):
            (wanted if _may_lack(part) else required).append(part)
        return Understood(
            wanted=_distinct(wanted),
            required=_distinct(required),
            pairs=tuple(self._pairs),
            ignored=tuple(dict.fromkeys(self._ignored)),
            applied=tuple(self._applied),
            related=tuple(self._related),
        )

    # --- nodes ------------------------------------------------------------------------------------

    def _parts(
        self, nodes: Sequence[Node], field: str = "", *, excluded: bool = False
    ) -> Iterator[Part]:
        """The parts of nodes that stand side by side; words that follow each other read together."""
        for run in self._runs(nodes):
            if isinstance(run[0], Word):
                yield from self._words(run, field, excluded=excluded)
            elif part := self._part(run[0], field, excluded=excluded):
                yield part

    def _runs(self, nodes: Sequence[Node]) -> Iterator[list[Node]]:
        run: list[Node] = []
        for node in nodes:
            joined = run and isinstance(run[-1], Word) and isinstance(node, Word)
            if joined and not self._parsed.text[run[-1].end : node.start].strip():
                run.append(node)
                continue
            if run:
                yield run
            run = [node]
        if run:
            yield run

    def _part(self, node: Node, field: str, *, excluded: bool) -> Part | None:
        match node:
            case Word():
                return self._all(node, (node,), field, excluded=excluded)
            case Phrase():
                return self._phrase(node, field)
            case Prefix():
                return self._prefix(node, field)
            case Range():
                return Years(self._label(node), node.start, node.end, node.low, node.high)
            case In():
                return self._all(node, _nodes_of(node.node), node.field, excluded=excluded)
            case And():
                return self._all(node, node.nodes, field, excluded=excluded)
            case Or():
                parts = [self._part(child, field, excluded=excluded) for child in node.nodes]
                kept = tuple(part for part in parts if part)
                return AnyOf(kept, self._label(node), node.start, node.end) if kept else None
            case Not():
                part = self._part(node.node, field, excluded=True)
                return NoneOf(part, self._label(node), node.start, node.end) if part else None

    def _all(self, node: Node, nodes: Sequence[Node], field: str, *, excluded: bool) -> Part | None:
        parts = tuple(self._parts(nodes, field, excluded=excluded))
        if len(parts) > 1:
            return AllOf(parts, self._label(node), node.start, node.end)
        return parts[0] if parts else None

    def _label(self, node: Node) -> str:
        return self._parsed.text[node.start : node.end]

    # --- words ------------------------------------------------------------------------------------

    def _words(self, run: Sequence[Node], field: str, *, excluded: bool) -> Iterator[Part]:
        """One part for each word typed, read in the light of those beside it."""
        first, last = run[0].start, run[-1].end
        found = positions(self._parsed.text[first:last])
        ends = [node.end - first for node in run]
        if field and field not in self._zones:
            yield from self._labelled(found, run, field)
            return
        groups = _grouped(found, ends)
        plain = self._exact or excluded or bool(field)
        alternatives = [] if plain else self._alternatives(found, first)
        counted: set[int] = set()
        for begin, end in groups:
            tokens = found[begin:end]
            steps = self._steps(tokens)
            if not steps:
                self._ignored += [self._shown(token, first) for token in tokens]
                continue
            here = [
                (rank, made)
                for rank, (at, until, made) in enumerate(alternatives)
                if at < end and until > begin
            ]
            yield self._ask(tokens, first, steps, field, here, counted, excluded=excluded)
        if not field and not excluded:
            self._note_pairs(found)

    def _ask(
        self,
        tokens: Sequence[Token],
        first: int,
        steps: tuple[Step, ...],
        field: str,
        alternatives: Sequence[tuple[int, Alternative]],
        counted: set[int],
        *,
        excluded: bool,
    ) -> Ask:
        start, end = first + tokens[0].start, first + tokens[-1].end
        label = self._parsed.text[start:end]
        ask = Ask(
            label=label,
            start=start,
            end=end,
            steps=steps,
            zone=self._zones.get(field),
            alternatives=tuple(made for _, made in alternatives),
            counted=tuple(made for rank, made in alternatives if rank not in counted),
        )
        counted.update(rank for rank, _ in alternatives)
        return ask if self._exact or excluded else self._spelt(ask)

    def _spelt(self, ask: Ask) -> Ask:
        """With the nearest words of the index for those it holds no form of."""
        if all(step.words for step in ask.steps) or any(a.steps for a in ask.alternatives):
            return ask
        read = [self._meant(step) for step in ask.steps]
        steps = tuple(step for made, _ in read for step in made)
        if steps == ask.steps:
            return ask
        corrected = " ".join(shown for _, shown in read)
        self._applied[Applied(ask.label, (corrected,), Origin.SPELLING)] = None
        return replace(ask, steps=steps, corrected=corrected)

    def _meant(self, step: Step) -> tuple[tuple[Step, ...], str]:
        """What to search for a word, itself when the index holds it, and how that is written."""
        found = () if step.words else meant(step.typed, self._vocabulary)
        forms = [(word, self._vocabulary.by_stem.get(stem(word), ())) for word in found]
        made = tuple(replace(step, words=words, typed=(word,)) for word, words in forms if words)
        if not made or not all(len(self._terms.of(one.words).numbers) for one in made):
            return (step,), step.typed[0]
        return made, " ".join(displayed(word, self._terms) for word in found)

    def _phrase(self, node: Phrase, field: str) -> Part | None:
        found = positions(self._parsed.text[node.start : node.end])
        steps = self._steps(found)
        if not steps:
            self._ignored += [self._shown(token, node.start) for token in found]
            return None
        if field and field not in self._zones:
            return self._labels_of(steps, node, field)
        zone = self._zones.get(field)
        return Ask(self._label(node), node.start, node.end, steps, len(steps) > 1, zone)

    def _prefix(self, node: Prefix, field: str) -> Part:
        if field and field not in self._zones:
            begun = fold(node.text)
            return Labelled(self._label(node), node.start, node.end, field, beginning=begun)
        step = Step(self._vocabulary.most_frequent(fold(node.text), MAX_FORMS), ())
        return Ask(self._label(node), node.start, node.end, (step,), zone=self._zones.get(field))

    def _labelled(self, found: Sequence[Token], run: Sequence[Node], field: str) -> Iterator[Part]:
        start, end = run[0].start, run[-1].end
        kept = [token for token in found if token.words[0] != GAP]
        self._ignored += [self._shown(token, start) for token in found if token not in kept]
        if stems := tuple(stem(token.words[0]) for token in kept):
            yield Labelled(self._parsed.text[start:end], start, end, field, stems)

    def _labels_of(self, steps: Sequence[Step], node: Phrase, field: str) -> Labelled:
        stems = tuple(stem(step.typed[0]) for step in steps)
        return Labelled(self._label(node), node.start, node.end, field, stems)

    # --- what stands for words --------------------------------------------------------------------

    def _steps(self, tokens: Sequence[Token]) -> tuple[Step, ...]:
        kept = [(at, token) for at, token in enumerate(tokens) if token.words[0] != GAP]
        return tuple(
            Step(self._forms(token.words), token.words, at - kept[0][0]) for at, token in kept
        )

    def _forms(self, typed: Words) -> Words:
        """The words of the index that are forms of those."""
        if self._exact:
            return tuple(word for word in typed if word in self._vocabulary)
        forms = (self._vocabulary.by_stem.get(stem(word), ()) for word in typed)
        return tuple(dict.fromkeys(form for found in forms for form in found))

    def _alternatives(
        self, found: Sequence[Token], first: int
    ) -> list[tuple[int, int, Alternative]]:
        """What stands for some of the words, as (rank of the first, of the one after, what)."""
        spoken = [fold(self._shown(t, first)) if t.words[0] == GAP else t.words[0] for t in found]
        self._related.update(dict.fromkeys(self._synonyms.related(spoken)))
        made = []
        for expansion in self._synonyms.expansions(spoken):
            kept = [(w, self._written(w)) for w in expansion.alternatives]
            kept = [(written, steps) for written, steps in kept if steps]
            by_origin: dict[Origin, list[str]] = {}
            for written, steps in kept:
                origin = written.origin
                by_origin.setdefault(origin, []).append(written.label)
                made.append(
                    (expansion.start, expansion.end, Alternative(steps, written.label, origin))
                )
            begin, end = found[expansion.start].start, found[expansion.end - 1].end
            typed = self._parsed.text[first + begin : first + end]
            for origin, labels in by_origin.items():
                self._applied[Applied(typed, tuple(labels), origin)] = None
        return made

    def _written(self, written: Written) -> tuple[Step, ...]:
        """The words of an alternative; none when the index lacks one of them."""
        steps = self._steps(positions(" ".join(written.words)))
        return steps if all(step.words for step in steps) else ()

    def _note_pairs(self, found: Sequence[Token]) -> None:
        kept = [self._forms(token.words) for token in found if token.words[0] != GAP]
        for first, second in pairwise(kept):
            if first and second and first != second:
                self._pairs.append(Pair(first, second))

    def _shown(self, token: Token, first: int) -> str:
        return self._parsed.text[first + token.start : first + token.end]


def _grouped(found: Sequence[Token], ends: Sequence[int]) -> list[tuple[int, int]]:
    """The ranks of the tokens of each word typed; a token over two words makes them one."""
    groups = []
    begin = 0
    for end in ends:
        until = begin
        while until < len(found) and found[until].start < end:
            until += 1
        if until > begin:
            groups.append((begin, until))
            begin = until
    return groups


def _nodes_of(node: Node) -> Sequence[Node]:
    return node.nodes if isinstance(node, And) else (node,)


def _may_lack(part: Part) -> bool:
    """Plain words may be missing from an answer; what was asked for with a sign may not."""
    match part:
        case Ask():
            return not part.phrase and part.zone is None
        case AnyOf() | AllOf():
            return all(map(_may_lack, part.parts))
        case _:
            return False


def _distinct(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts without those that ask the same thing again."""
    first: dict[object, Part] = {}
    for part in parts:
        key: object = part
        if isinstance(part, Ask):
            key = (tuple(step.words or step.typed for step in part.steps), part.phrase, part.zone)
        first.setdefault(key, part)
    return tuple(first.values())
