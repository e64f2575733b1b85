"""Postings read at once from a Whoosh segment, beside the slow way, with deletions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.document import Document
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.engines.whoosh_engine.generations import Generations
from indexer.engines.whoosh_engine.schema import WORDS_FIELD, schema
from indexer.engines.whoosh_engine.storage import SyncedStorage
from indexer.engines.whoosh_engine.whoosh_api import FileIndex, Reader, frequencies_of
from indexer.query import Query
from indexer.snapshot.segments import NO_POSTINGS
from tests.indexer.engines.making import document

MANY = 700
WORDS = ("eau", "forêt", "rare", "castor")


def documents() -> list[Document]:
    chance = random.Random(7)
    texts = [" ".join(chance.choices(WORDS[:2], k=chance.randint(1, 9))) for _ in range(MANY)]
    texts[300] += " rare"
    return [document(f"d{n:03}", f"t{n}", f"eau {text}") for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments; a third of the first one deleted."""
    folder = tmp_path_factory.mktemp("segments") / "index"
    engine = WhooshEngine.open(folder, create=True)
    with engine.replacement() as new:
        new.write(documents(), (), 1)
        assert new.publish()
    gone = [f"d{n:03}" for n in range(0, MANY, 3)]
    engine.write([document("new", body="eau neuve")], gone, 2)
    engine.close()
    return folder


@pytest.fixture
def leaves(folder: Path) -> Iterator[list[Reader]]:
    storage = SyncedStorage(str(Generations(folder).live()))
    reader = FileIndex(storage, schema=schema()).reader()
    yield [leaf for leaf, _ in reader.leaf_readers()]
    reader.close()


def slowly(leaf: Reader, word: str) -> list[tuple[int, bytes]]:
    """One posting after the other, as Whoosh gives them."""
    matcher = leaf.postings(WORDS_FIELD, word.encode())
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.value()))
        matcher.next()
    return found


@pytest.mark.parametrize("word", ["eau", "foret", "rare"])
def test_postings_read_at_once_are_those_read_one_by_one_and_those_deleted(
    leaves: list[Reader], word: str
) -> None:
    leaf = max(leaves, key=lambda one: one.doc_count_all())
    matcher = leaf.postings(WORDS_FIELD, word.encode())
    packed = getattr(matcher, "child", matcher).packed
    values = np.split(packed.places.astype(np.uint32), np.cumsum(packed.counts)[:-1])
    pairs = list(zip(packed.rows.tolist(), (value.tobytes() for value in values), strict=True))
    assert [pair for pair in pairs if not leaf.is_deleted(pair[0])] == slowly(leaf, word)
    ids = [id_ for id_, _ in pairs]
    assert ids == sorted(set(ids))
    if word == "eau":
        assert len(pairs) == MANY
        assert len(slowly(leaf, word)) < MANY


def test_frequencies_are_those_whoosh_tells(leaves: list[Reader]) -> None:
    for leaf in leaves:
        told = dict(frequencies_of(leaf, WORDS_FIELD))
        assert list(told) == list(leaf.lexicon(WORDS_FIELD))
        for word, count in told.items():
            assert leaf.doc_frequency(WORDS_FIELD, word) == count
    assert any(len(dict(frequencies_of(leaf, WORDS_FIELD))) > MANY for leaf in leaves)


def test_what_was_deleted_is_in_no_answer(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    kept = [one for n, one in enumerate(documents()) if n % 3]
    for word in ("eau", "forêt"):
        having = sum(word in one.texts["body"][0].split() for one in kept)
        assert engine.search(Query(word)).total == having + (word == "eau")
    assert engine.search(Query("rare")).total == 0
    engine.close()


def test_places_are_those_of_the_texts(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    texts = {one.id: one.texts["body"][0].split() for one in documents()}
    with engine._terms() as terms:
        snapshot = terms.snapshot
        term = terms.of(("foret",))
        assert len(term.numbers) == len(np.unique(term.numbers))
        for number, count in zip(term.numbers.tolist(), term.counts.tolist(), strict=True):
            low, high = np.searchsorted(term.places, snapshot.first_places[number : number + 2])
            start = snapshot.first_places[number] + snapshot.starts[-1, number]
            text = texts[snapshot.ids[number]]
            expected = [at for at, word in enumerate(text) if word == "forêt"]
            assert (term.places[low:high] - start).tolist() == expected
            assert count == len(expected)
    engine.close()


def test_a_word_that_is_nowhere_has_no_postings(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    with engine._terms() as terms:
        for segment in terms.snapshot.segments:
            assert segment.postings("inconnu") is NO_POSTINGS
            assert segment.postings("\udc80") is NO_POSTINGS
    engine.close()
