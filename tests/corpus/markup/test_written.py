"""Every address that a page writes, as often as it does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markup import written_links

URL = "http://e.fr/fr/a.html"


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a href="b.html">b</a><a href="b.html#x">b</a>', ["/fr/b.html", "/fr/b.html#x"]),
        ('<a href=" ../c ">c</a>', ["/c"]),
        ('<link rel="stylesheet" href="/s.css"><script src="/s.js"></script>', ["/s.css", "/s.js"]),
        ('<img src="/i.png" alt=""><iframe src="/f"></iframe>', ["/i.png", "/f"]),
        ('<nav style="display:none"><a href="/n">n</a></nav>', ["/n"]),
        ('<noscript><a href="/n">n</a></noscript>', ["/n"]),
        ('<a href="#haut">h</a><a href="">v</a><a name="x">x</a><a href>y</a>', []),
        ('<a href="mailto:a@b.fr">m</a><a href="javascript:void(0)">j</a>', []),
        ('<!-- <a href="/c">c</a> --><p>http://e.fr/texte</p>', []),
        ('<base href="http://e.fr/autre/"><a href="d">d</a>', ["/autre/d"]),
        ('<a href="é?à=1">é</a>', ["/fr/%C3%A9?%C3%A0=1"]),
        ('<?xml version="1.0" encoding="iso-8859-1"?><html><a href="/x">x</a></html>', ["/x"]),
        ("", []),
        ("rien", []),
    ],
)
def test_a_link_is_each_href_and_each_src(html: str, links: list[str]) -> None:
    assert list(written_links(html, URL)) == [f"http://e.fr{link}" for link in links]


def test_a_page_nested_beyond_reason_is_read_to_its_end() -> None:
    html = "<div>" * 5_000 + '<a href="/fond">fond</a>'
    assert list(written_links(html, URL)) == ["http://e.fr/fond"]


@given(st.text())
def test_any_text_is_read(html: str) -> None:
    for link in written_links(f'{html}<a href="{html}">', URL):
        assert link.startswith(("http://", "https://"))
