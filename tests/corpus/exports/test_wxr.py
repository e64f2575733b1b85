from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exports.content import legible
from corpus.exports.mapping import Attachment, Post, Term, post_of
from corpus.exports.wxr import write_wxr
from corpus.record import Entry, FileRef, FileState, PartialDate, Record
from tests.corpus.exports.reading import words_of, words_of_record
from tests.corpus.exports.wxr_rules import broken_rules, channel_of, items_of, text_of
from tests.corpus.samples import record

NOW = datetime(2026, 11, 28, tzinfo=UTC)
KEPT = FileRef(
    "https://a.fr/bilan.pdf", "Bilan.pdf", "application/pdf", "a" * 64, 9, FileState.KEPT
)


def written(posts: Sequence[Post], status: str = "draft", all_keys: Sequence[str] = ()) -> bytes:
    stream = io.BytesIO()
    keys = all_keys or [post.key for post in posts]
    write_wxr(stream, io.BytesIO(), posts, keys, status, NOW)
    return stream.getvalue()


def posts_of(*records: Record) -> list[Post]:
    return [post_of(Entry(one)) for one in records]


SHELF = posts_of(
    record(files=(KEPT,)),
    record("/fiche/deux/", files=(KEPT,), keywords=("Eau", "eau")),
    record("/autre/riviere/", title="Partager la rivière", date=PartialDate("2018")),
    record("/doc/", "icpc", kind="document", title="]]> & <b> [x]", places=()),
)


def test_a_file_keeps_every_rule_of_the_format() -> None:
    assert broken_rules(written(SHELF)) == []
    assert broken_rules(written(SHELF, "publish")) == []
    assert broken_rules(written([])) == []


def test_terms_of_other_taxonomies_are_declared_too() -> None:
    data = written([post_of(Entry(record()), {"kind": "nature", "theme": "category"})])
    assert broken_rules(data) == []
    assert channel_of(data).find("{*}term/{*}term_taxonomy").text == "nature"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pattern", "instead", "fault"),
    [
        (r"<wp:wxr_version>1.2", "<wp:wxr_version>x", "version"),
        (r"<wp:tag>.*?</wp:tag>\n", "", "is not declared"),
        (r"<dc:creator>souffleur", "<dc:creator>qui", "author"),
        (r"<wp:status>draft", "<wp:status>brouillon", "status"),
        (r"<wp:post_id>\d+", "<wp:post_id>0", "number"),
        (r"<wp:post_date>[^<]*<", "<wp:post_date>2018<", "post_date"),
        (r"<wp:post_name>.*?</wp:post_name>\n", "", "no wp:post_name"),
        (r"<wp:post_parent>[1-9]\d*", "<wp:post_parent>7", "parent"),
        (r"<wp:attachment_url>.*?</wp:attachment_url>\n", "", "file"),
        (r"(<link>[^\n]*\n)(<pubDate>[^\n]*\n)", r"\2\1", "order"),
        (r"<guid (.*?)>.*?</guid>", r"<guid \1>same</guid>", "two items have the guid"),
        (r"<wp:term_id>\d+", "<wp:term_id>7", "two terms"),
    ],
)  # fmt: skip
def test_the_rules_see_what_is_wrong(pattern: str, instead: str, fault: str) -> None:
    good = written(SHELF).decode()
    bad, times = re.subn(pattern, instead, good, flags=re.DOTALL)
    assert times
    assert any(fault in said for said in broken_rules(bad.encode()))


def test_two_articles_of_one_name_have_two_slugs_and_two_instants() -> None:
    one, other = posts_of(record(), record("/autre/riviere/"))
    assert one.slug == other.slug
    items = items_of(written([one, other]))
    assert len({text_of(item, "wp:post_name") for item in items}) == 2
    assert len({text_of(item, "wp:post_date") for item in items}) == 2


def test_a_file_of_two_articles_is_one_attachment_of_the_first() -> None:
    data = written(SHELF)
    [item] = [i for i in items_of(data) if text_of(i, "wp:post_type") == "attachment"]
    assert text_of(item, "wp:attachment_url") == KEPT.url
    assert text_of(item, "wp:post_parent") == text_of(items_of(data)[0], "wp:post_id")


def test_an_article_keeps_its_number_whatever_part_is_exported() -> None:
    keys = [post.key for post in SHELF]
    whole = {text_of(i, "guid"): text_of(i, "wp:post_id") for i in items_of(written(SHELF, all_keys=keys))}  # fmt: skip
    part = {text_of(i, "guid"): text_of(i, "wp:post_id") for i in items_of(written(SHELF[2:], all_keys=keys))}  # fmt: skip
    assert part
    assert part.items() <= whole.items()


def test_writing_twice_gives_the_same_bytes() -> None:
    assert written(SHELF) == written(SHELF)


_TEXTS = st.one_of(
    st.text(max_size=40), st.text(st.sampled_from("]>[<!CDATA&;é\x0b\r\n"), max_size=20)
)


@given(_TEXTS, _TEXTS, _TEXTS)
def test_any_text_is_read_back_less_what_xml_cannot_hold(a: str, b: str, c: str) -> None:
    post = replace(
        SHELF[0],
        title=a,
        content=b,
        meta=(("souffleur_id", c),),
        terms=(Term("category", "x", f"x{a}"),),
        attachments=(Attachment("https://a.fr/b", f"x{b}", "", "0" * 64),),
    )
    item, attachment = items_of(written([post]))
    assert text_of(item, "title") == legible(a)
    assert text_of(item, "content:encoded") == legible(b)
    assert text_of(item, "wp:postmeta/wp:meta_value") == legible(c)
    assert text_of(item, "category") == legible(f"x{a}")
    assert html.unescape(text_of(attachment, "title")) == legible(f"x{b}")


@given(st.text(max_size=40), st.text(max_size=40))
def test_titles_and_words_of_a_record_survive_the_whole_way(title: str, summary: str) -> None:
    whole = record(title=title, summary=summary)
    [item] = items_of(written(posts_of(whole)))
    assert html.unescape(text_of(item, "title")) == legible(title.strip())
    assert html.unescape(text_of(item, "excerpt:encoded")) == legible(summary)
    assert words_of(text_of(item, "content:encoded")) == words_of_record(whole)
