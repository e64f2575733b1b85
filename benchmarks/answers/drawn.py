"""The queries asked of every engine: those practitioners type, and others drawn from the texts."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from benchmarks import french
from benchmarks.answers.asked import Asked, whole_text
from indexer.document import Document

TYPED = Path(__file__).parents[1] / "queries.txt"
READ = 1_655
"""Documents the words are drawn from; the frequency of a word is that among them."""

CHARACTERS = 20_000
_WORD = re.compile(r"[^\W\d_]{4,}")
_PHRASE = re.compile(r"(?<![^\W_])[^\W\d_]{4,}(?: [^\W\d_]{4,}){1,2}(?![^\W_])")


def queries(documents: Iterable[Document]) -> list[Asked]:
    """Always the same for the same documents."""
    chance = random.Random(60)
    texts = [whole_text(each)[:CHARACTERS] for each in islice(documents, READ)]
    by_share = _words_by_share(texts)
    found = [Asked(text, "`queries.txt`") for text in _typed()]
    for group, words in by_share.items():
        found += [Asked(w, group) for w in chance.sample(words, min(30, len(words)))]
    frequent = [word for group in list(by_share)[:2] for word in by_share[group]]
    found += [Asked(" ".join(chance.sample(frequent, 2)), "two words") for _ in range(80)]
    found += [Asked(phrase, "phrases") for phrase in _phrases(texts, chance)]
    cut = {word[: chance.choice((4, 5))] for word in frequent if len(word) > 6}
    letters = sorted(filter(french.terms, cut))  # a prefix that is no small word by itself
    found += [Asked(f"{each}*", "prefixes") for each in chance.sample(letters, 40)]
    return found


def _typed() -> list[str]:
    return [q for q in TYPED.read_text().splitlines() if q and not q.startswith("#")]


def _words_by_share(texts: Sequence[str]) -> dict[str, list[str]]:
    """One spelling of each term, so that a word is not asked twice in two inflections."""
    spelling: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        words = set(map(str.lower, _WORD.findall(text)))
        found = {terms[0]: word for word in sorted(words) if len(terms := french.terms(word)) == 1}
        spelling = found | spelling
        counts.update(found.keys())
    groups: dict[str, list[str]] = {
        "one word, in 10 % or more": [],
        "one word, in 1 to 10 %": [],
        "one word, in less than 1 %": [],
    }
    for term, count in sorted(counts.items()):
        share = count / len(texts)
        group = list(groups)[0 if share >= 0.1 else 1 if share >= 0.01 else 2]
        groups[group].append(spelling[term])
    return groups


def _phrases(texts: Sequence[str], chance: random.Random) -> list[str]:
    """Two or three words that follow each other somewhere, none of them a small word."""
    found: list[str] = []
    while len(found) < 50:
        text = chance.choice(texts)
        at = chance.randrange(max(1, len(text) - 300))
        for match in _PHRASE.finditer(text, at, at + 300):
            words = match[0].split()
            if len(french.terms(match[0])) == len(words) and match.start() > at:
                found.append(f'"{match[0]}"')
                break
    return found
