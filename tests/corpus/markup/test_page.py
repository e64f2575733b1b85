from hypothesis import given
from hypothesis import strategies as st

from corpus.markup import parse, read_page
from corpus.markup.page import HTML_ALMOST_NO_TEXT, HTML_EMPTY, HTML_TOO_DEEP
from corpus.record import LinkPlace, PartialDate

URL = "https://exemple.org/fiche/debat"

PAGE = """<!DOCTYPE html><html lang="fr-FR"><head><title>Débat – Site</title>
<base href="https://exemple.org/"><link rel="canonical" href="/fiche/debat/">
<meta property="og:title" content="Le débat"><meta name="DC.creator" content="A. Martin">
<meta name="citation_author" content="B. Durand"><meta name="citation_author" content="C. Petit">
<meta name="DC.date" content="2014-06">
<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "Débattre",
"author": {"name": "D. Noël"}, "datePublished": "2015-02-30"}]}</script>
</head><body><header><h1>Le site</h1><a href="/accueil">Accueil</a></header>
<nav><a href="/menu">Menu</a></nav>
<main><h1>Le débat public</h1><p>Un texte avec un <a href="lien">lien</a>.</p>
<time datetime="2014-06-24">24 juin</time>
<div style="display: none">casino <a href="http://spam.example">casino</a></div>
<aside><p>Ci-contre</p><a href="doc.pdf">Le document</a></aside>
<h2>Pour aller plus loin</h2><p><a href="https://autre.org/livre">Un livre</a></p></main>
<footer><a href="/mentions">Mentions</a></footer></body></html>"""


def test_the_three_titles_are_kept_apart() -> None:
    titles = read_page(PAGE, URL).titles
    assert (titles.h1, titles.head, titles.og) == ("Le débat public", "Débat – Site", "Le débat")
    assert titles.best == "Le débat public"


def test_a_page_without_heading_takes_the_shared_title_then_the_window_one() -> None:
    shared = '<title>T</title><meta property="og:title" content="Partagé"><p>x</p>'
    assert read_page(shared, URL).title == "Partagé"
    assert read_page("<title>T</title><p>x</p>", URL).title == "T"


def test_the_content_is_what_main_holds_without_asides_and_hidden_blocks() -> None:
    page = read_page(PAGE, URL)
    assert page.text == (
        "Le débat public\nUn texte avec un lien.\n24 juin\nPour aller plus loin\nUn livre"
    )
    assert page.dropped == {"script": 1, "hidden": 1}
    assert [block.plain for block in page.aside_blocks] == ["Ci-contre", "Le document"]


def test_links_are_told_by_their_place() -> None:
    page = read_page(PAGE, URL)
    assert [link.url for link in page.links] == ["https://exemple.org/lien"]
    assert [link.url for link in page.aside_links] == [
        "https://exemple.org/doc.pdf",
        "https://autre.org/livre",
    ]
    assert {link.place for link in page.aside_links} == {LinkPlace.ASIDE}


def test_canonical_and_language_are_read() -> None:
    page = read_page(PAGE, URL)
    assert (page.canonical, page.language) == ("https://exemple.org/fiche/debat/", "fr-FR")


def test_metadata_of_every_vocabulary_are_in_one_mapping() -> None:
    metadata = read_page(PAGE, URL).metadata
    assert metadata["dc.creator"] == ("A. Martin",)
    assert metadata["citation_author"] == ("B. Durand", "C. Petit")
    assert metadata["ld:headline"] == ("Débattre",)
    assert metadata["ld:author.name"] == ("D. Noël",)


def test_microformats_are_read_when_there_are_some() -> None:
    html = '<div class="h-event"><p class="p-name">Atelier</p></div>'
    assert read_page(html, URL).metadata["mf2:event.name"] == ("Atelier",)


def test_dates_keep_their_precision_and_impossible_ones_are_left_out() -> None:
    assert read_page(PAGE, URL).dates == (
        PartialDate("2014-06", "meta"),
        PartialDate("2014-06-24", "body"),
    )


def test_broken_json_ld_says_nothing_and_breaks_nothing() -> None:
    for data in ("{", "[" * 100_000, '{"a": NaN}'):
        html = f'<script type="application/ld+json">{data}</script><p>texte</p>'
        assert read_page(html, URL).text == "texte"


def test_a_table_layout_without_landmarks_gives_its_content_not_its_menu() -> None:
    menu = "".join(f'<a href="/p{n}">Rubrique {n}</a><br>' for n in range(25))
    text = "Un paragraphe assez long pour peser. " * 10
    html = (
        f"<body><table><tr><td>{menu}</td><td><font><h2>Titre</h2><p>{text}</p>"
        f"<p>{text}</p></font></td></tr></table></body>"
    )
    page = read_page(html, URL)
    assert page.blocks[0].plain == "Titre"
    assert "Rubrique" not in page.text
    assert page.text.count("paragraphe") == 20


def test_a_page_that_only_lists_links_keeps_them_and_their_words() -> None:
    page = read_page("<ul>" + "".join(f'<li><a href="/{n}">Fiche {n}</a>' for n in range(9)), URL)
    assert page.blocks[0].items[0] == "Fiche 0"
    assert len(page.links) == 9


def test_boxes_named_as_asides_are_asides() -> None:
    html = (
        '<main><p>Texte</p><div class="bloc ci-contre"><a href="/guide.pdf">Guide</a></div></main>'
    )
    page = read_page(html, URL)
    assert page.text == "Texte"
    assert [link.url for link in page.aside_links] == ["https://exemple.org/guide.pdf"]


def test_hidden_blocks_of_every_sort_are_dropped() -> None:
    for hiding in (
        'style="display:none"',
        'style="visibility: hidden"',
        'style="position:absolute; left:-9999px"',
        "hidden",
        'aria-hidden="true"',
    ):
        assert read_page(f"<p>vu</p><div {hiding}><p>caché</p></div>", URL).text == "vu"


def test_the_page_itself_is_never_hidden() -> None:
    assert read_page('<body style="display:none"><p>vu</p></body>', URL).text == "vu"


def test_a_page_nested_beyond_reason_is_cut_and_reported() -> None:
    html = "<p>avant</p>" + "<div>" * 200_000 + "fond"
    page = read_page(html, URL)
    assert page.text == "avant"
    assert HTML_TOO_DEEP in page.faults
    assert parse(html).too_deep


def test_much_html_with_almost_no_text_is_reported() -> None:
    page = read_page("<p>x</p>" + "<hr>" * 60_000, URL)
    assert page.faults == (HTML_ALMOST_NO_TEXT,)


def test_an_empty_page_is_reported() -> None:
    assert read_page("", URL).faults == (HTML_EMPTY,)


def test_lost_characters_are_counted() -> None:
    assert read_page("<p>r�union</p>", URL).damage == 1


@given(st.text(alphabet='<>/="abdivp !-[]&;é', max_size=200))
def test_any_text_is_read_as_a_page(html: str) -> None:
    read_page(html, URL)
