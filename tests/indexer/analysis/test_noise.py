"""French scanned as English, read again."""

from __future__ import annotations

import pytest
from hypothesis import given

from indexer.analysis import search_copy, stem, tokens, word_at, words
from indexer.analysis.noise import repaired
from tests.indexer.analysis.samples import sheets, typed

SCANNED = [
    ("U'ICPC", "icpc"), ("U’ICPC", "icpc"), ("Ulnstitut", "institut"), ("lInstitut", "institut"),
    ("I'Institut", "institut"), ("1'eau", "eau"), ("1’eau", "eau"), ("|'eau", "eau"),
    ("l'lnstitut", "institut"), ("U'lnstitut", "institut"), ("d'lnformation", "information"),
    ("lnternet", "internet"), ("lmpact", "impact"), ("Ulmpact", "impact"), ("Uldée", "idee"),
    ("dEtat", "etat"), ("lÉtat", "etat"), ("UÉtat", "etat"), ("LAssociation", "association"),
    ("lHomme", "homme"), ("dOrléans", "orleans"), ("d'ldée", "idee"),
    ("trés", "tres"), ("derniére", "derniere"), ("ètude", "etude"), ("procés", "proces"),
    ("ceuvre", "oeuvre"), ("manceuvres", "manoeuvres"), ("cceur", "coeur"), ("sceurs", "soeurs"),
    ("ceil", "oeil"), ("vil1e", "ville"), ("c0mmune", "commune"),
]  # fmt: skip
"""What a scan reads → the word it is."""

GOOD = [
    "Ultime", "Ultra", "Ulysse", "UEFA", "UNESCO", "Une", "Union", "Italie", "Ile", "LED", "L'eau",
    "dB", "iPhone", "eau", "loi", "logement", "ceux", "ceci", "sceau", "secteur", "A1", "1er",
    "CO2", "H1N1", "1 000", "D'abord", "l'eau", "l’île", "LA", "DE", "deux", "Ulis", "Uzès",
]  # fmt: skip
"""Words that noise would not explain better."""


@pytest.mark.parametrize(("scanned", "word"), SCANNED)
def test_a_word_read_wrong_is_found_and_marked_whole(scanned: str, word: str) -> None:
    text = f"par {scanned} ici"
    (token,) = [t for t in tokens(text, noisy=True) if t.words == (word,)]
    assert scanned.removeprefix("|'").endswith(text[token.start : token.end].removeprefix("|'"))
    assert [item for item in words(text, noisy=True) if item != "_"] == [word, "ici"]
    at = search_copy(text, noisy=True).find(" " + word[:3], 4)
    assert word_at(text, at, stem(word), noisy=True) == (token.start, token.end)


@pytest.mark.parametrize("scanned", ["U'ICPC", "Ulnstitut", "lInstitut", "1'eau", "dEtat"])
def test_the_article_glued_to_a_word_is_marked_with_it(scanned: str) -> None:
    (token,) = tokens(scanned, noisy=True)
    assert (token.start, token.end) == (0, len(scanned))


@pytest.mark.parametrize("word", GOOD)
def test_a_word_that_is_right_is_left_alone(word: str) -> None:
    assert repaired(f"par {word} ici") == f"par {word} ici"


def test_good_text_is_read_as_it_is_unless_said_noisy() -> None:
    assert words("Ulnstitut lInstitut ceuvre") == ["ulnstitut", "linstitut", "ceuvre"]


def test_repair_hardly_changes_a_text_that_is_right() -> None:
    texts = sheets(20)
    pairs = [(a, b) for text in texts for a, b in zip(text, repaired(text), strict=True)]
    assert sum(a != b for a, b in pairs) < len(pairs) / 20_000


@given(typed)
def test_repair_moves_nothing(text: str) -> None:
    assert len(repaired(text)) == len(text)
