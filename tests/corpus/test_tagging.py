from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import StaffError
from corpus.folding import fold
from corpus.record import Tag
from corpus.tagging import MAX_TAG_LENGTH, TagEdit, apply, clean_tag, resolve_tag
from corpus.thesaurus import default_thesaurus

AT = "2024-05-06T07:08:09Z"
LATER = "2024-06-07T08:09:10Z"


def edit(add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> TagEdit:
    return TagEdit("comedie-000000000000", 1, add, remove, by="lena")


def values(tags: tuple[Tag, ...]) -> tuple[str, ...]:
    return tuple(tag.value for tag in tags)


words = st.one_of(
    st.sampled_from(["EnR", "enr", "Énergies renouvelables", "à relire", "À  Relire", "a-relire"]),
    st.sampled_from([label for c in default_thesaurus().concepts[:5] for label in c.labels]),
    st.text(
        st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=MAX_TAG_LENGTH // 4
    ),
)
several = st.lists(words, max_size=5).map(tuple)
already = st.lists(st.builds(Tag, words, st.just("max"), st.just(AT)), max_size=5).map(tuple)


def test_a_tag_is_cleaned() -> None:
    assert clean_tag("  à\trelire\u00a0 vite\n") == "à relire vite"
    assert clean_tag("e\u0301tude") == "étude"
    assert clean_tag("no\x00te\u200b \u202eici\ud800") == "note ici"


@pytest.mark.parametrize("text", ["", "   ", "\x00\u200b", "\ud800"])
def test_an_empty_tag_is_refused_with_its_remedy(text: str) -> None:
    with pytest.raises(StaffError, match=r"vide\. Écrivez"):
        clean_tag(text)


def test_a_tag_too_long_is_refused_with_its_length() -> None:
    assert clean_tag("a" * MAX_TAG_LENGTH) == "a" * MAX_TAG_LENGTH
    with pytest.raises(StaffError, match=r"81 caractères\. Raccourcissez-la : 80 au plus"):
        clean_tag("a" * (MAX_TAG_LENGTH + 1))


@given(st.text())
def test_a_cleaned_tag_is_clean(text: str) -> None:
    try:
        cleaned = clean_tag(text)
    except StaffError:
        return
    assert clean_tag(cleaned) == cleaned
    assert 0 < len(cleaned) <= MAX_TAG_LENGTH
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(character).startswith("C") for character in cleaned)


def test_words_that_name_a_concept_become_its_label() -> None:
    assert resolve_tag(" enr ") == "Énergies renouvelables"
    assert resolve_tag("renewable energy") == "Énergies renouvelables"
    assert resolve_tag("À relire") == "À relire"


def test_a_new_tag_says_who_and_when() -> None:
    assert apply((), edit(("à relire",)), AT) == (Tag("à relire", "lena", AT),)


def test_a_tag_already_there_keeps_who_and_when() -> None:
    before = (Tag("À relire", "max", AT),)
    assert apply(before, edit(("a-relire",)), LATER) == before


def test_a_tag_is_taken_off_by_any_of_its_names() -> None:
    before = (Tag("EnR", "max", AT), Tag("Eau", "max", AT))
    assert values(apply(before, edit(remove=("énergies renouvelables",)), LATER)) == ("Eau",)


def test_a_tag_not_there_is_taken_off_without_a_word() -> None:
    assert apply((Tag("Eau"),), edit(remove=("air",)), AT) == (Tag("Eau"),)


def test_of_two_spellings_added_at_once_the_first_is_kept() -> None:
    assert values(apply((), edit(("Relecture", "RELECTURE", "autre")), AT)) == (
        "Relecture",
        "autre",
    )


def test_a_tag_both_added_and_removed_is_kept() -> None:
    before = (Tag("Relecture", "max", AT),)
    assert apply(before, edit(("relecture",), ("RELECTURE",)), LATER) == before
    assert values(apply((), edit(("relecture",), ("relecture",)), LATER)) == ("relecture",)


def test_tags_that_differ_by_a_sign_are_two_tags() -> None:
    assert values(apply((Tag("C"),), edit(("C++",)), AT)) == ("C", "C++")


@given(already, several, several)
def test_the_same_edit_twice_changes_nothing_more(
    tags: tuple[Tag, ...], add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    once = apply(tags, edit(add, remove), AT)
    assert apply(once, edit(add, remove), LATER) == once


@given(already, several, several)
def test_what_is_kept_keeps_its_order_and_new_tags_come_last(
    tags: tuple[Tag, ...], add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    after = apply(tags, edit(add, remove), LATER)
    kept = tuple(tag for tag in after if tag.by == "max")
    assert after[: len(kept)] == kept
    assert kept == tuple(tag for tag in tags if tag in kept)
    new = after[len(kept) :]
    wanted = [resolve_tag(value) for value in add]
    positions = [wanted.index(tag.value) for tag in new]
    assert positions == sorted(positions)


@given(several, several)
def test_added_tags_are_there_once_and_removed_ones_are_not(
    add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    before = apply((), edit(remove), AT)
    after = apply(before, edit(add, remove), LATER)
    folded = [fold(value) for value in values(after)]
    assert len(folded) == len(set(folded))
    assert set(folded) == {fold(resolve_tag(value)) for value in add}


def test_an_empty_edit_changes_nothing() -> None:
    before = (Tag("Eau", "max", AT),)
    assert apply(before, edit(), LATER) == before
