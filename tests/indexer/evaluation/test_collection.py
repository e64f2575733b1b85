from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from corpus.errors import BadImport
from indexer.evaluation.collection import load_collection
from tests.indexer.evaluation.collections import QRELS, TOPICS, write_collection, write_lines


def test_a_folder_gives_documents_topics_and_judgements(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path))
    first = collection.documents[0]
    assert (first.id, first.title) == ("d1", "Rivière")
    assert first.texts["body"] == ("Un conflit d'usage sur la rivière.",)
    (topic_set,) = collection.topic_sets
    assert [topic.id for topic in topic_set.topics] == ["q1", "q2", "q3"]
    assert topic_set.judgements["q1"] == {"d2": 1, "d5": 1}
    assert (topic_set.unjudged, topic_set.absent) == (0, 0)


def test_compressed_documents_and_a_line_of_names_are_read_the_same(tmp_path: Path) -> None:
    plain = load_collection(write_collection(tmp_path))
    (tmp_path / "docs.jsonl.gz").write_bytes(gzip.compress((tmp_path / "docs.jsonl").read_bytes()))
    (tmp_path / "docs.jsonl").unlink()
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + QRELS)
    assert load_collection(tmp_path) == plain


def test_each_file_of_topics_goes_with_its_own_judgements(tmp_path: Path) -> None:
    write_collection(tmp_path)
    variants = [{"id": "v1", "text": "riviere", "intent": "water"}]
    write_lines(tmp_path / "queries-variants.jsonl", variants)
    (tmp_path / "qrels_variants.tsv").write_text("v1\td1\t2\n")
    sets = {each.name: each for each in load_collection(tmp_path).topic_sets}
    assert sets["queries-variants.jsonl"].judgements == {"v1": {"d1": 2}}
    assert sets["queries-variants.jsonl"].topics[0].intent == "water"
    assert set(sets["queries.jsonl"].judgements) == {"q1", "q2", "q3"}


def test_one_file_of_judgements_serves_every_file_of_topics(tmp_path: Path) -> None:
    write_collection(tmp_path)
    write_lines(tmp_path / "queries_more.jsonl", [{"id": "q4", "text": "eau"}])
    (tmp_path / "qrels.tsv").write_text(QRELS + "q4\td5\t1\n")
    more = load_collection(tmp_path).topic_sets[1]
    assert more.judgements == {"q4": {"d5": 1}}


def test_what_is_not_judged_or_not_there_is_counted(tmp_path: Path) -> None:
    topics = [*TOPICS, {"id": "q9", "text": "quartier"}]
    write_collection(tmp_path, topics=topics, qrels=QRELS + "q2\td99\t1\nq2\td98\t0\n")
    (topic_set,) = load_collection(tmp_path).topic_sets
    assert (topic_set.unjudged, topic_set.absent) == (1, 1)


def test_only_the_first_topics_and_their_judgements_are_kept(tmp_path: Path) -> None:
    topic_set = load_collection(write_collection(tmp_path)).topic_sets[0].first(1)
    assert [topic.id for topic in topic_set.topics] == list(topic_set.judgements) == ["q1"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("docs.jsonl", '{"id": "d1", "title": "a"}\n{"id": "d1", "title": "b"}\n', "ligne 2 .*d1"),
        ("docs.jsonl", "\n", "docs.jsonl est vide"),
        ("docs.jsonl", '{"id": "d1"\n', "ligne 1 .*JSON"),
        ("docs.jsonl", "[1]\n", "ligne 1 .*objet"),
        ("docs.jsonl", '{"id": "d1", "title": " "}\n', "ligne 1 .*« title » ou « text »"),
        ("queries.jsonl", '{"text": "eau"}\n', "ligne 1 .*« id »"),
        ("queries.jsonl", '{"id": "z", "text": "eau"}\n', "Aucune requête .*jugée"),
        ("qrels.tsv", "q1\td1\n", "ligne 1 .*2 colonnes"),
        ("qrels.tsv", "q1\td1\t1\nq1\td2\toui\n", "ligne 2 .*« oui »"),
        ("qrels.tsv", b"q1\td\xe9\t1\n", "ne se lit pas"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    write_collection(tmp_path)
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadImport, match=said):
        load_collection(tmp_path)


@pytest.mark.parametrize("name", ["docs.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (write_collection(tmp_path) / name).unlink()
    with pytest.raises(BadImport, match=name.split(".")[0]):
        load_collection(tmp_path)


def test_a_cut_compressed_file_is_said(tmp_path: Path) -> None:
    whole = gzip.compress((write_collection(tmp_path) / "docs.jsonl").read_bytes())
    (tmp_path / "docs.jsonl").unlink()
    (tmp_path / "docs.jsonl.gz").write_bytes(whole[:-12])
    with pytest.raises(BadImport, match="ne se lit pas"):
        load_collection(tmp_path)


def test_topics_that_no_judgements_go_with_are_said(tmp_path: Path) -> None:
    write_collection(tmp_path)
    (tmp_path / "qrels.tsv").rename(tmp_path / "qrels_a.tsv")
    (tmp_path / "qrels_b.tsv").write_text(QRELS)
    with pytest.raises(BadImport, match=r"qrels_a.tsv, qrels_b.tsv.*qrels.tsv"):
        load_collection(tmp_path)
