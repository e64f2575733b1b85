"""The hash of the chain follows all that decides of words and stems."""

from __future__ import annotations

import pytest

from indexer.analysis import chain_hash, fingerprint, noise


def test_the_hash_is_always_the_same() -> None:
    assert chain_hash() == chain_hash()


@pytest.mark.parametrize("name", ["STOP_WORDS", "ELIDED", "WHOLE", "INVARIABLE"])
def test_the_hash_follows_the_tables_of_words(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = chain_hash()
    monkeypatch.setattr(fingerprint, name, {*getattr(fingerprint, name), "nouveau"})
    assert chain_hash() != before


def test_the_hash_follows_the_rules_of_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    before = chain_hash()
    monkeypatch.setattr(noise, "_RULES", noise._RULES[1:])
    assert chain_hash() != before
