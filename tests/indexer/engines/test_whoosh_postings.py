"""Postings on their way to a segment and in it, and segments read where they lie."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh_engine import writing
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.engines.whoosh_engine.mapping import MappedFile
from indexer.engines.whoosh_engine.pool import PostingsPool
from indexer.engines.whoosh_engine.storage import SyncedStorage
from indexer.query import Query
from indexer.synonyms import NO_SYNONYMS
from tests.indexer.engines.making import document

PLACES = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4)
ROWS = st.lists(st.dictionaries(st.sampled_from(("eau", "été", "air", "z")), PLACES), max_size=8)


def gathered(
    pool: PostingsPool, rows: list[dict[str, list[int]]]
) -> list[tuple[str, bytes, list[int], list[int], bytes]]:
    for row, found in enumerate(rows):
        values = {word: np.array(places, np.uint32).tobytes() for word, places in found.items()}
        pool.add(("id", f"d{row}".encode(), row, 1.0, None))
        pool.add_words("words", row, values)
    made = [
        (one.field_name, one.term, one.rows.tolist(), one.sizes.tolist(), bytes(one.values))
        for one in pool.iter_postings()
    ]
    pool.cleanup()
    return made


@given(ROWS, st.integers(0, 3_000))
@settings(max_examples=40)
def test_what_is_written_aside_comes_back_in_order(
    rows: list[dict[str, list[int]]], most: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage = SyncedStorage(folder)
        found = gathered(PostingsPool(storage, most), rows)
        assert found == gathered(PostingsPool(storage, 10**9), rows)
        assert not list(Path(folder).iterdir())
    assert [one[:2] for one in found] == sorted(one[:2] for one in found)


@pytest.mark.parametrize("most", [2_000, 10**9])
def test_an_index_is_the_same_however_often_postings_are_written_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(writing, "MOST_BYTES", most)
    documents = [
        document(f"d{n:02}", f"Titre {n}", " ".join(["eau"] * n + ["air", f"mot{n}"]))
        for n in range(40)
    ]
    engine = WhooshEngine.open(tmp_path / "index", create=True)
    with engine.replacement() as new:
        new.write(documents, (), 1)
        assert new.publish()
    assert engine.search(Query("air")).total == 40
    assert engine.search(Query("mot7")).hits[0].id == "d07"
    assert engine.search(Query('"eau air"')).total == 39
    assert engine.damaged_files() == []
    assert not list(tmp_path.rglob("*.run"))
    engine.close()


@pytest.mark.parametrize("rows", [1, 300])
@pytest.mark.parametrize("words", [1, 300, 70_000])
def test_rows_and_places_of_any_size_are_read_back(tmp_path: Path, rows: int, words: int) -> None:
    documents = [document(f"d{n:03}", "Titre", "eau") for n in range(rows - 1)]
    documents.append(document("z", "Titre", "eau " * words + "fin"))
    engine = WhooshEngine.open(tmp_path / "index", create=True)
    engine.write(documents, (), 1)
    with engine.searcher(NO_SYNONYMS) as searcher:
        term = searcher.terms.of(("eau",))
        assert term.counts.tolist() == [1] * (rows - 1) + [words]
        last = searcher.snapshot.number_of["z"]
        eau = searcher.terms.places_in(("eau",), last)
        assert np.diff(eau).tolist() == [1] * (words - 1)
        assert searcher.terms.places_in(("fin",), last).tolist() == [eau[-1] + 1]
    engine.close()


def test_a_merge_of_segments_keeps_every_posting(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index", create=True)
    for n in range(12):
        engine.write([document(f"d{n:02}", "Titre", "eau " * (n + 1))], (), n + 1)
    engine.write([document("d05", "Titre", "eau")], ["d06"], 40)
    with engine.searcher(NO_SYNONYMS) as searcher:
        assert len(searcher.snapshot.segments) < 12
        term = searcher.terms.of(("eau",))
        counts = {
            searcher.snapshot.ids[number]: count
            for number, count in zip(term.numbers.tolist(), term.counts.tolist(), strict=True)
        }
    expected = {f"d{n:02}": n + 1 for n in range(12)} | {"d05": 1}
    del expected["d06"]
    assert counts == expected
    engine.close()


@given(
    st.binary(max_size=40),
    st.lists(st.tuples(st.sampled_from((0, 1, 2)), st.integers(0, 50), st.integers(-1, 50))),
)
def test_a_piece_of_memory_reads_as_a_file(data: bytes, steps: list[tuple[int, int, int]]) -> None:
    mapped, file = MappedFile(memoryview(data), "name"), io.BytesIO(data)
    for whence, offset, size in steps:
        at = -min(offset, len(data)) if whence == io.SEEK_END else offset
        mapped.seek(at, whence)
        file.seek(at, whence)
        assert mapped.read(size) == file.read(size)
        assert mapped.tell() == file.tell()
        assert mapped.get(offset, max(size, 0)) == data[offset : offset + max(size, 0)]


def test_what_is_read_of_an_index_is_not_held_in_memory(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index", create=True)
    engine.write([document("d", "Titre", "eau " * 100_000)], (), 1)
    with engine.searcher(NO_SYNONYMS) as searcher:
        tracemalloc.start()
        assert searcher.snapshot.head(searcher.snapshot.number_of["d"]).id == "d"
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 100_000
        assert searcher.snapshot.shown(searcher.snapshot.number_of["d"]).text.size > 400_000
    engine.close()
