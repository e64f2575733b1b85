from __future__ import annotations

import html
import re
import string

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exports.content import body_html, content_html, escaped, legible
from corpus.record import Block, BlockKind, FileRef, FileState, Link
from tests.corpus.exports.reading import one_space, words_of, words_of_record
from tests.corpus.samples import record

_LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60)
_LIVELY = st.text(st.sampled_from("<>&\"'[]/ aé\n]]>http://x.fr(),.;«»\u00a0"), max_size=60)
_TEXTS = st.one_of(_LINES, _LIVELY)
_LISTS = (BlockKind.LIST, BlockKind.ORDERED_LIST, BlockKind.TABLE)
_BLOCKS = st.one_of(
    st.builds(Block, st.sampled_from([k for k in BlockKind if k not in _LISTS]), _TEXTS, st.integers(0, 6)),
    st.builds(
        lambda kind, items: Block(kind, items=tuple(items)),
        st.sampled_from(_LISTS),
        st.lists(_TEXTS, min_size=1, max_size=4),
    ),
)  # fmt: skip


@given(st.lists(_BLOCKS, max_size=8))
def test_the_words_of_any_blocks_are_read_back_from_the_html(blocks: list[Block]) -> None:
    whole = record(blocks=tuple(blocks), subtitle="")
    assert words_of(content_html(whole)) == one_space(legible(words_of_record(whole)))


@given(_TEXTS)
def test_no_text_becomes_markup_or_a_command(text: str) -> None:
    made = body_html([Block(BlockKind.PARAGRAPH, f"a {text}")])
    bare = re.sub(r'</?p>|<br />|<a href="[^"<>]*">|</a>', "", made)
    assert not set("<>") & set(bare)
    assert not re.search(r"\[[/\w]", made)
    assert "]]>" not in made


@given(st.text())
def test_escaped_text_is_read_back(text: str) -> None:
    assert html.unescape(escaped(text)) == html.unescape(html.escape(legible(text)))


@given(st.text())
def test_legible_text_is_what_xml_allows(text: str) -> None:
    kept = legible(text)
    assert lxml.html.etree.fromstring(f"<a>{html.escape(kept)}</a>".encode()).text in (kept, None)
    assert legible(kept) == kept


def test_each_sort_of_block_has_its_element() -> None:
    made = body_html(
        [
            Block(BlockKind.HEADING, "Titre", 3),
            Block(BlockKind.PARAGRAPH, "un\ndeux"),
            Block(BlockKind.LIST, items=("a", "b")),
            Block(BlockKind.ORDERED_LIST, items=("c",)),
            Block(BlockKind.QUOTE, "dit"),
            Block(BlockKind.QUESTION, "Qui ?"),
            Block(BlockKind.ANSWER, "Nous."),
            Block(BlockKind.TABLE, items=("1\t2", "3\t4")),
            Block(BlockKind.PARAGRAPH, "  "),
        ]
    )
    assert made.split("\n") == [
        "<h2>Titre</h2>",
        "<p>un<br />deux</p>",
        "<ul><li>a</li><li>b</li></ul>",
        "<ol><li>c</li></ol>",
        "<blockquote><p>dit</p></blockquote>",
        '<p class="question"><strong>Qui ?</strong></p>',
        '<p class="reponse">Nous.</p>',
        "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>",
    ]


def test_a_command_of_wordpress_in_a_text_stays_text() -> None:
    assert "&#91;gallery ids=1] et […]" in body_html([Block(BlockKind.PARAGRAPH, "[gallery ids=1] et […]")])  # fmt: skip


def test_a_bare_address_is_a_link_without_the_stop_that_follows() -> None:
    made = body_html([Block(BlockKind.PARAGRAPH, "Voir https://exemple.org/a?b=1&c=2.")])
    assert made == (
        '<p>Voir <a href="https://exemple.org/a?b=1&amp;c=2">https://exemple.org/a?b=1&amp;c=2</a>.</p>'
    )


def test_files_and_links_lead_to_their_new_address_and_nowhere_unsafe() -> None:
    bilan = FileRef("https://a.fr/bilan.pdf", "bilan.pdf", state=FileState.KEPT, sha256="0" * 64)
    whole = record(
        files=(bilan,),
        links_out=(
            Link("https://a.fr/bilan.pdf", "Le bilan"),
            Link("https://b.fr/", "Ailleurs"),
            Link("javascript:alert(1)", "Piège"),
        ),
    )
    made = content_html(whole, {"https://a.fr/bilan.pdf": "https://neuf.org/b.pdf"})
    assert made.count("neuf.org") == 1
    assert '<a href="https://neuf.org/b.pdf">bilan.pdf</a>' in made
    assert '<li><a href="https://b.fr/">Ailleurs</a></li>' in made
    assert "<li>Piège</li>" in made
    assert "javascript" not in made


def test_the_line_of_origin_says_who_when_where_and_which_record() -> None:
    whole = record(rights="Licence Ouverte.")
    line = content_html(whole).splitlines()[-1]
    assert f'id="souffleur-{whole.id}"' in line
    assert "Prénom Nom (Association d'essai). 06/2018. Source : <a href=" in line
    assert line.endswith("Licence Ouverte.</p>")


@pytest.mark.parametrize("char", [*string.punctuation, "é", "\u2028", "\x00", "\ud800"])
def test_every_character_can_stand_in_a_title_of_a_link(char: str) -> None:
    made = content_html(record(links_out=(Link("https://b.fr/", f"a{char}b"),)))
    root = lxml.html.fragment_fromstring(made, create_parent=True)
    assert root.xpath("//a[@href='https://b.fr/']/text()") == [f"a{legible(char)}b"]
