from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.doubles.finding import NEAR, How, Pair, Text, find_pairs, titles_agree
from corpus.doubles.shingles import Shingler, jaccard, words_of
from tests.corpus.doubles.texts import edited, prose


def found(*texts: Text) -> dict[tuple[str, str], How]:
    return {(pair.one, pair.other): pair.how for pair in find_pairs(texts)}


def test_the_same_words_are_an_exact_pair_whatever_their_spelling_and_title() -> None:
    text = prose(1)
    pairs = find_pairs([Text("b", text.upper(), "B"), Text("a", f"« {text}. »", "A")])
    assert pairs == [Pair("a", "b", How.EXACT, 1.0)]


def test_of_many_with_the_same_words_each_makes_one_pair_with_the_first() -> None:
    assert set(found(*(Text(id_, prose(1)) for id_ in "dbca"))) == {
        ("a", "b"),
        ("a", "c"),
        ("a", "d"),
    }


def test_what_the_harvest_holds_for_the_same_text_is_exact_though_credits_differ() -> None:
    one, other = Text("a", prose(1), same="h"), Text("b", f"Par Camille. {prose(1)}", same="h")
    assert found(one, other) == {("a", "b"): How.EXACT}


@pytest.mark.parametrize(
    ("title", "how"),
    [
        ("La rivière partagée", How.NEAR),
        ("Formulaire 12*03 : la rivière partagée", How.NEAR),
        ("La rivière disputée", How.ALIKE),
    ],
)
def test_nearly_the_same_words_are_one_work_only_under_titles_that_agree(
    title: str, how: How
) -> None:
    one = Text("a", prose(1), "La rivière partagée")
    assert found(one, Text("b", edited(prose(1), 40, 90), title)) == {("a", "b"): how}


def test_the_same_title_over_another_text_is_no_pair() -> None:
    assert found(Text("a", prose(1), "Le manifeste"), Text("b", prose(2), "Le manifeste")) == {}


def test_a_short_text_is_the_same_only_under_the_same_title() -> None:
    pages = [
        Text(id_, "Page en construction.", title) for id_, title in zip("abc", "XYX", strict=True)
    ]
    assert found(*pages) == {("a", "c"): How.EXACT}


def test_texts_without_a_word_are_no_pair() -> None:
    assert found(Text("a", ""), Text("b", " – "), Text("c", "")) == {}


def test_a_page_that_holds_an_item_is_not_the_same_as_it() -> None:
    whole = "\n".join(prose(seed) for seed in range(30))
    assert found(Text("ensemble", whole), Text("item", prose(7))) == {
        ("item", "ensemble"): How.PART
    }


def test_a_page_and_the_file_that_repeats_it() -> None:
    lines = prose(1, 4000).replace(" ", "\n").replace("rivière", "ri-\nvière")
    page = Text("icpc-1", prose(1, 80))
    assert found(page, Text("f" * 64, lines, is_file=True)) == {("icpc-1", "f" * 64): How.FILE}


def test_two_files_or_a_file_shorter_than_the_page_are_no_pair() -> None:
    files = [Text(sha * 64, prose(1), is_file=True) for sha in "ef"]
    assert found(*files) == {}
    assert found(files[0], Text("a", prose(1) + prose(2, 400))) == {}


@settings(max_examples=30)
@given(st.lists(st.sets(st.integers(0, 119), max_size=12), min_size=2, max_size=12))
def test_no_near_pair_is_missed(changes: list[set[int]]) -> None:
    texts = [Text(f"{n:02}", edited(prose(1), *places)) for n, places in enumerate(changes)]
    cut = {text.id: Shingler().of(words_of(text.text)) for text in texts}
    pairs = find_pairs(texts)
    copies = {pair.other for pair in pairs if pair.how is How.EXACT}
    firsts = [text.id for text in texts if text.id not in copies]
    expected = {
        (one, other)
        for one in firsts
        for other in firsts
        if one < other and jaccard(cut[one], cut[other]) >= NEAR
    }
    named = {(pair.one, pair.other) for pair in pairs if pair.how in (How.NEAR, How.ALIKE)}
    assert named == expected


def test_titles_that_agree() -> None:
    assert titles_agree("Permis bateau", "Formulaire 14673*01 : PERMIS BATEAU")
    assert not titles_agree("École maternelle", "École primaire")
    assert not titles_agree("Statuts", "Statuts de la fondation reconnue d'utilité publique")
    assert not titles_agree("", "")
