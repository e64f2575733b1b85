import pytest

from corpus.markup import absolute_url, links_of, soup_of
from corpus.markup.links import MOST_LINKS
from corpus.record import Link, LinkPlace

BASE = "https://exemple.org/fiche/debat/"


def links(html: str) -> tuple[Link, ...]:
    return links_of(soup_of(html), BASE)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("../guide.pdf", "https://exemple.org/fiche/guide.pdf"),
        ("docs\\guide final.pdf", "https://exemple.org/fiche/debat/docs/guide%20final.pdf"),
        ("/réunion.html", "https://exemple.org/r%C3%A9union.html"),
        ("/r%E9union.html", "https://exemple.org/r%E9union.html"),
        (" //autre.org/a\n b ", "https://autre.org/ab"),
        ("?p=12", "https://exemple.org/fiche/debat/?p=12"),
        ("mailto:qui@exemple.org", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("http://[mal", ""),
        ("http://", ""),
        ("", ""),
    ],
)
def test_an_address_is_made_absolute_and_clean(raw: str, expected: str) -> None:
    assert absolute_url(raw, BASE) == expected


def test_an_address_is_given_once_with_its_words() -> None:
    html = '<a href="/a"><img src="i.png"></a><a href="/a">Le  guide</a><a href="#haut">haut</a>'
    assert links(html) == (Link("https://exemple.org/a", "Le guide", LinkPlace.BODY),)


def test_a_picture_gives_its_words_to_the_link() -> None:
    assert links('<a href="/a"><img src="i.png" alt="Télécharger"></a>')[0].text == "Télécharger"


def test_an_address_written_as_text_counts() -> None:
    html = "<p>Résumé. Voir (https://hal.science/doc_12(v2)). Ou www.debat.fr.</p>"
    assert [link.url for link in links(html)] == [
        "https://hal.science/doc_12(v2)",
        "http://www.debat.fr",
    ]


def test_an_address_that_is_the_words_of_a_link_is_not_a_second_link() -> None:
    html = '<a href="https://a.org/page">https://a.org/…</a>'
    assert [link.url for link in links(html)] == ["https://a.org/page"]


def test_an_embedded_video_is_a_link() -> None:
    html = '<iframe src="https://video.exemple.org/1" title="Le film"></iframe>'
    assert links(html) == (Link("https://video.exemple.org/1", "Le film"),)


def test_a_page_of_links_without_end_is_read_up_to_a_bound() -> None:
    anchors = "".join(f'<a href="/p{number}">p</a>' for number in range(MOST_LINKS + 50))
    found = links_of(soup_of(f"<main>{anchors}</main>"), "http://h/")
    assert len(found) == MOST_LINKS
