"""Texts in bytes, read by pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import MAX_WORD, clean, stem, word_at, words
from indexer.packed import PackedText, pack_text

FOREIGN = st.text("aé €→⇒Ωж東 \n.-", max_size=60)
TEXTS = st.one_of(st.text(), FOREIGN).map(clean)


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_any_piece_of_a_packed_text_is_read_without_the_rest(
    text: str, start: int, size: int
) -> None:
    packed = PackedText(pack_text(text))
    assert len(packed) == len(text)
    start = min(start, len(text))
    end = min(start + size, len(text))
    assert packed.piece(start, end) == text[start:end]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("œuvre à 5 €", 1 + 11),
        ("déjà ⇒ vu ⇒ Ω", 2 + 2 * 4 + 13),
        ("".join(map(chr, range(0x4E00, 0x4E40))), 1 + 4 * 64),
        ("", 1),
    ],
)
def test_a_text_with_few_signs_that_are_not_western_takes_a_byte_a_character(
    text: str, size: int
) -> None:
    assert len(pack_text(text)) == size


@pytest.mark.parametrize("text", ["\x01 ⇒", "\x01", "⇒\x1f⇒"])
def test_a_text_with_controls_is_read_back_too(text: str) -> None:
    assert PackedText(pack_text(text)).piece(0, len(text)) == text


WRITTEN = st.lists(
    st.sampled_from(
        ("eau", "L'eau", "EAUX", "œuvre", "acteur·rice", "L. 121-15", "W-2", "a", "naïf", "ß", "été"
         "Москва", "x⇒y", "²", "fin.", "(fin)", "mots" * 40)
    ),
    max_size=8,
)  # fmt: skip


@given(WRITTEN, st.sampled_from((" ", ", ", "\n", "-", "'")), st.integers(0, 8))
def test_a_plain_word_is_the_one_the_analysis_finds(
    pieces: list[str], glue: str, rank: int
) -> None:
    text = clean(glue.join(pieces))
    at = sum(len(piece) + len(glue) for piece in pieces[:rank])
    plain = PackedText(pack_text(text)).plain_word(at) if at < len(text) else None
    if plain:
        word, end = plain
        assert words(text[at:end]) in ([word[:MAX_WORD]], ["_"], [])
        if words(text[at:end]) == [word]:
            assert word_at(text, at, stem(word)) == (at, end)
