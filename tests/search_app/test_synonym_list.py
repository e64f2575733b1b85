"""Which synonyms the app searches with."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from corpus.config import read_config
from corpus.lists import SYNONYMS, TEST_QUERIES, Lists
from indexer.synonyms import SynonymList
from search_app.holdings import Holdings, holdings
from search_app.lists.synonyms import shipped_synonyms
from search_app.stores import open_stores


def save(lists: Lists, text: str) -> None:
    lists.save(SYNONYMS, text, "camille", lists.version(SYNONYMS))


def test_the_shipped_list_is_in_force_until_one_is_saved(tmp_path: Path) -> None:
    with open_stores(read_config(tmp_path, {})) as stores:
        assert stores.synonyms() == shipped_synonyms() != SynonymList()
        save(stores.lists, "a1 = b2")
        assert stores.synonyms() == SynonymList((("a1", "b2"),))
        save(stores.lists, "")
        assert stores.synonyms() == SynonymList()


def test_a_saved_list_counts_from_the_next_request_on(app: Flask) -> None:
    held: Holdings = app.extensions["souffleur"]
    with app.test_request_context():
        before = holdings().synonyms
        save(held.lists, "a1 = b2")
        assert holdings().synonyms is before
    with app.test_request_context():
        assert holdings().synonyms == SynonymList((("a1", "b2"),))


def test_the_database_is_asked_for_the_list_only_after_something_was_written(app: Flask) -> None:
    held: Holdings = app.extensions["souffleur"]
    first = held.synonyms
    asked: list[str] = []
    with held.database.read() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with app.test_request_context():
        assert holdings().synonyms is holdings().synonyms is first
    assert not asked
    held.lists.save(TEST_QUERIES, "eau -> comedie-1", "camille", 0)
    asked.clear()
    with app.test_request_context():
        assert holdings().synonyms is holdings().synonyms is first
    assert len([sql for sql in asked if "lists" in sql]) == 1
    assert not [sql for sql in asked if "lists.text" in sql]


def test_a_list_that_does_not_read_any_more_gives_way_to_the_shipped_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_stores(read_config(tmp_path, {})) as stores:
        save(stores.lists, "seul")
        with caplog.at_level(logging.WARNING):
            assert stores.synonyms() == shipped_synonyms()
    assert "Version 1 of the synonyms is not read" in caplog.text
