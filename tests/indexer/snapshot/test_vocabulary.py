"""The words of an index, by stem, beginning and frequency."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import stem
from indexer.snapshot.segments import Lexicon
from indexer.snapshot.vocabulary import Vocabulary

WORDS = st.sampled_from(("eau", "eaux", "eauze", "foret", "forets", "w-2", "a69", "москва", "x"))
LEXICONS = st.lists(st.dictionaries(WORDS, st.integers(1, 9)), max_size=3)


def lexicon(counts: dict[str, int]) -> Lexicon:
    return Lexicon(list(counts), np.array(list(counts.values()), np.int64))


@given(LEXICONS, st.sampled_from(("", "eau", "f", "z", "м")))
def test_words_are_counted_over_all_segments(counts: list[dict[str, int]], prefix: str) -> None:
    total: dict[str, int] = {}
    for one in counts:
        for word, count in one.items():
            total[word] = total.get(word, 0) + count
    made = Vocabulary.of([lexicon(one) for one in counts])
    assert list(made.words) == sorted(total)
    assert {word: made.frequency(word) for word in total} == total
    assert "inconnu" not in made
    assert made.frequency("inconnu") == 0
    begun = [word for word in sorted(total) if word.startswith(prefix)]
    assert list(made.beginning(prefix)) == begun
    assert list(made.most_frequent(prefix, 2)) == sorted(begun, key=lambda w: (-total[w], w))[:2]
    for word in total:
        assert set(made.by_stem[stem(word)]) == {w for w in total if stem(w) == stem(word)}


@given(LEXICONS, st.dictionaries(WORDS, st.integers(1, 9)))
def test_a_vocabulary_that_grew_has_every_word(
    counts: list[dict[str, int]], new: dict[str, int]
) -> None:
    lexicons = [lexicon(one) for one in counts]
    grown = Vocabulary.of(lexicons).grown([*lexicons, lexicon(new)])
    anew = Vocabulary.of([*lexicons, lexicon(new)])
    assert list(grown.words) == list(anew.words)
    assert {s: set(found) for s, found in grown.by_stem.items()} == {
        s: set(found) for s, found in anew.by_stem.items()
    }
    for word in grown.words:
        assert 0 < grown.frequency(word) <= anew.frequency(word)
