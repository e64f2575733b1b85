from __future__ import annotations

import math
from pathlib import Path

import pytest

pytest.importorskip("ir_measures", reason="it has no wheel for Linux on ARM")

import ir_measures

from corpus.errors import BadImport, ConfigError
from indexer.document import Document
from indexer.engines import open_engine
from indexer.evaluation.collection import Topic, load_collection
from indexer.evaluation.evaluate import evaluate
from indexer.evaluation.measuring import Figures, figures_by_topic, mean_by_intent
from indexer.evaluation.running import ask
from indexer.evaluation.trec import check_names, write_run
from indexer.synonyms import SynonymList
from tests.indexer.evaluation.collections import QRELS, write_collection, write_lines

SECOND = 1 / math.log2(3)
"""The gain of a relevant document at the second rank; at the first it is 1."""


def test_the_figures_of_a_ranking_are_those_computed_by_hand() -> None:
    found = figures_by_topic({"q": {"b": 1, "z": 1}}, {"q": ("a", "b")})
    assert found["q"].ndcg_at_10 == pytest.approx(SECOND / (1 + SECOND))
    assert found["q"].recall_at_100 == 0.5
    assert found["q"].mrr_at_10 == 0.5


def test_what_comes_after_the_tenth_counts_for_recall_only() -> None:
    ranking = (*(f"x{n}" for n in range(10)), "a")
    assert figures_by_topic({"q": {"a": 1}}, {"q": ranking}) == {"q": Figures(0.0, 1.0, 0.0)}


def test_more_relevant_first_is_better() -> None:
    judged = {"q": {"a": 3, "b": 1}}
    best = figures_by_topic(judged, {"q": ("a", "b")})["q"].ndcg_at_10
    worse = figures_by_topic(judged, {"q": ("b", "a")})["q"].ndcg_at_10
    assert best == pytest.approx(1.0)
    assert worse == pytest.approx((1 + 3 * SECOND) / (3 + SECOND))


def test_a_need_said_many_times_weighs_as_much_as_one_said_once() -> None:
    topics = [Topic("a", "", "x"), Topic("b", "", "x"), Topic("c", "", "y")]
    one, none = Figures(1, 1, 1), Figures(0, 0, 0)
    assert mean_by_intent(topics, {"a": one, "b": none, "c": none}) == Figures(0.25, 0.25, 0.25)
    assert mean_by_intent(topics[1:], {"b": one, "c": none}) is None


@pytest.mark.parametrize("url", ["whoosh:", "memory:"])
def test_a_collection_is_measured_and_a_refused_query_counts_as_nothing(
    tmp_path: Path, url: str
) -> None:
    (measured,) = evaluate(load_collection(write_collection(tmp_path)), url)
    assert measured.run.rankings == {"q1": ("d1", "d2"), "q2": ("d3",)}
    assert [(r.topic.id, "ne faut pas trouver" in r.message) for r in measured.run.refused] == [
        ("q3", True)
    ]
    assert measured.figures.ndcg_at_10 == pytest.approx((SECOND / (1 + SECOND) + 1 + 0) / 3)
    assert measured.figures.recall_at_100 == pytest.approx((0.5 + 1 + 0) / 3)
    assert measured.figures.mrr_at_10 == pytest.approx((0.5 + 1 + 0) / 3)


def test_the_copies_folded_under_an_answer_are_ranked_right_after_it() -> None:
    engine = open_engine("memory:", create=True)
    texts = {"body": ("une rivière et la mer",)}
    copies = [Document(id_, "Fleuve", texts=texts, same="s") for id_ in ("b", "c")]
    best = Document("a", "Rivière", texts={"title": ("Rivière",)})
    engine.write([*copies, best, Document("d", "Mer", texts={"body": ("rivière " * 3,)})], (), 1)
    run = ask(engine, [Topic("q", "rivière", "")], lambda done, total: None)
    ranking = run.rankings["q"]
    assert sorted(ranking) == ["a", "b", "c", "d"]
    assert ranking.index("c") == ranking.index("b") + 1


def test_synonyms_count_when_they_are_given(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path, topics=[{"id": "q1", "text": "zzyzx"}]))
    synonyms = SynonymList((("zzyzx", "rivière"),))
    (without,) = evaluate(collection, "memory:")
    (given,) = evaluate(collection, "memory:", synonyms=synonyms)
    assert (without.run.rankings["q1"], set(given.run.rankings["q1"])) == ((), {"d1", "d2"})


def test_an_index_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    url = f"whoosh:{tmp_path / 'index'}"
    engine = open_engine(url, create=True)
    engine.write([Document("kept", "Gardé", texts={"title": ("Gardé",)})], (), 1)
    collection = load_collection(write_collection(tmp_path))
    with pytest.raises(ConfigError, match="contient déjà 1 document"):
        evaluate(collection, url)
    assert engine.ids() == ["kept"]
    engine.close()


def test_a_run_that_is_written_and_read_gives_the_same_figures(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path))
    (measured,) = evaluate(collection, "memory:")
    write_run(tmp_path / "out.run", [measured.run.rankings])
    read: dict[str, list[str]] = {}
    for answer in ir_measures.read_trec_run(str(tmp_path / "out.run")):
        read.setdefault(answer.query_id, []).append(answer.doc_id)
    rankings = {topic: tuple(documents) for topic, documents in read.items()}
    assert rankings == measured.run.rankings
    assert figures_by_topic(collection.topic_sets[0].judgements, rankings) == measured.by_topic
    assert (tmp_path / "out.run").read_text().splitlines()[1] == "q1 Q0 d2 2 1 souffleur"


def test_an_id_that_a_run_cannot_hold_is_said(tmp_path: Path) -> None:
    write_collection(tmp_path, documents=[{"id": "d 1", "title": "Rivière"}])
    with pytest.raises(BadImport, match="« d 1 » contient un blanc"):
        check_names(load_collection(tmp_path))


def test_two_files_with_the_same_topic_do_not_make_one_run(tmp_path: Path) -> None:
    write_collection(tmp_path)
    write_lines(tmp_path / "queries_b.jsonl", [{"id": "q1", "text": "eau"}])
    (tmp_path / "qrels_b.tsv").write_text(QRELS)
    with pytest.raises(BadImport, match="« q1 » est dans deux fichiers"):
        check_names(load_collection(tmp_path))
