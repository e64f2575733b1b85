"""Pages are grouped by how they are built, whatever their authors wrote in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.markup import soup_of
from crawler.probe.templates import similarity, steps_of, templates_of
from tests.crawler.described_site import listing, news, sheet


def steps(html: str) -> tuple[str, ...]:
    soup = soup_of(html)
    return steps_of(soup.body or soup)


def test_what_an_author_writes_is_no_part_of_a_signature() -> None:
    plain = "<body><main id='c'><h1>Un</h1><p>Texte</p></main></body>"
    rich = (
        "<body><main id='c'><h1>Deux</h1><ul><li><a href='x'><b>A</b></a></li></ul></main></body>"
    )
    assert steps(plain) == steps(rich) == ("body>main#c", "main#c>h1")


def test_numbers_and_states_in_classes_are_no_part_of_a_signature() -> None:
    one = "<body><div class='post post-2 active'></div></body>"
    other = "<body><div class='post post-31'></div></body>"
    assert steps(one) == steps(other) == ("body>div.post.post-0",)


def test_an_anchor_in_a_text_is_no_part_of_a_signature() -> None:
    assert steps("<body><h2 id='debut'>A</h2><p id='p3'>b</p></body>") == ()


def test_sheets_news_and_lists_are_three_templates() -> None:
    pages = [*map(sheet, range(12)), *map(news, range(6)), *[listing()] * 3]
    templates = templates_of([steps(page) for page in pages])
    assert [len(template.pages) for template in templates] == [12, 6, 3]
    assert templates[0].pages == tuple(range(12))
    assert templates[0].mark == "article.fiche"
    assert templates[1].mark == "div#content"


def test_pages_all_alike_are_one_template_that_nothing_marks() -> None:
    (template,) = templates_of([steps(sheet(n)) for n in range(5)])
    assert len(template.pages) == 5
    assert template.mark == ""
    assert "body>article.fiche" in template.core


def test_no_page_makes_no_template() -> None:
    assert templates_of([]) == ()


SIGNATURES = st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=30)


@given(SIGNATURES)
def test_every_page_is_in_one_template(signatures: list[frozenset[str]]) -> None:
    ranks = [rank for template in templates_of(signatures) for rank in template.pages]
    assert sorted(ranks) == list(range(len(signatures)))


@given(st.frozensets(st.integers()), st.frozensets(st.integers()))
def test_similarity_is_the_same_both_ways_and_whole_with_itself(
    one: frozenset[int], other: frozenset[int]
) -> None:
    a, b = frozenset(map(str, one)), frozenset(map(str, other))
    assert similarity(a, b) == similarity(b, a)
    assert 0 <= similarity(a, b) <= 1
    assert similarity(a, a) == 1
