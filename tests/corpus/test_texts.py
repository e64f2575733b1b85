"""Extracted text, kept by file, reader and version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import Database
from corpus.texts import KeptText, TextKey, Texts

KEY = TextKey("a" * 64, "pdf", "1")


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Texts]:
    database = Database.open(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    yield Texts(database)
    database.close()


def test_a_text_is_found_again_under_its_key_only(texts: Texts) -> None:
    kept = KeptText(KEY, "application/pdf", '{"pages": ["é"]}')
    texts.put(kept)
    assert texts.get(KEY) == kept
    assert texts.get(TextKey("a" * 64, "pdf", "2")) is None
    assert texts.get(TextKey("b" * 64, "pdf", "1")) is None


def test_a_failure_is_kept_like_a_text(texts: Texts) -> None:
    failed = KeptText(KEY, error_code="encrypted", error_message="Protégé.")
    texts.put(failed)
    assert texts.get(KEY) == failed


def test_a_text_kept_again_replaces_the_first(texts: Texts) -> None:
    texts.put(KeptText(KEY, error_code="crashed", error_message="?"))
    texts.put(KeptText(KEY, "application/pdf", "{}"))
    assert texts.get(KEY) == KeptText(KEY, "application/pdf", "{}")


def test_what_is_missing_comes_in_order_and_once(texts: Texts) -> None:
    keys = [TextKey(f"{n:064}", "pdf", "1") for n in range(450)]
    for key in keys[::2]:
        texts.put(KeptText(key, data="{}"))
    assert texts.missing([*keys, *keys]) == keys[1::2]
    assert set(texts.get_many(keys)) == set(keys[::2])
    assert texts.missing([]) == []


def test_a_version_of_any_length_is_a_key(texts: Texts) -> None:
    long = TextKey("a" * 64, "pdf", "1" * 200)
    other = TextKey("a" * 64, "pdf", "1" * 199)
    texts.put(KeptText(long, data="{}"))
    assert texts.get(long) == KeptText(long, data="{}")
    assert texts.missing([long, other]) == [other]


def test_the_last_success_of_any_version_stands(texts: Texts) -> None:
    old, newer, now = (TextKey("a" * 64, "pdf", version) for version in "123")
    texts.put(KeptText(old, data='"old"'))
    texts.put(KeptText(newer, data='"newer"'))
    texts.put(KeptText(now, error_code="crashed", error_message="?"))
    never, other = TextKey("b" * 64, "pdf", "3"), TextKey("a" * 64, "html", "3")
    assert texts.latest([now, never, other]) == {now: KeptText(newer, data='"newer"')}
    assert texts.once_read([now, never, other]) == {now}


def test_a_file_that_no_version_could_read_was_never_read(texts: Texts) -> None:
    texts.put(KeptText(KEY, error_code="crashed", error_message="?"))
    assert texts.once_read([KEY]) == set()
    assert texts.latest([KEY]) == {}
