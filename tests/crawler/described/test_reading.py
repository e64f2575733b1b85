"""Pages read by the selectors of a description, with the value readers every source shares."""

from __future__ import annotations

from dataclasses import replace

from corpus.record import Credit, FileState, PartialDate, Role
from crawler.described.addresses import DescribedAddresses
from crawler.described.parsing import parse_description
from crawler.described.reading import DescribedPage, DescribedReader
from tests.crawler.described_site import DESCRIPTION, listing, news, sheet

HOME = "https://atelier.example.org"


def read(html: str, path: str, text: str = DESCRIPTION) -> DescribedPage:
    description = parse_description(text)
    site = DescribedAddresses(description.source, HOME, description)
    return DescribedReader(description).read(html, HOME + path, site)


def test_every_field_of_a_sheet_is_read_by_its_selector() -> None:
    page = read(sheet(3), "/fiches/3.html")
    (record,) = page.reading.records
    assert page.shape == "fiche"
    assert record.kind == "experience"
    assert record.title == "Un atelier sur la rivière numéro 3"
    assert record.subtitle == "Se parler avant de décider"
    assert record.summary == "Comment une commune a réuni ses habitants."
    assert record.credits == (Credit("Jeanne Martin", Role.AUTHOR),)
    assert record.date == PartialDate("2018-06-04")
    assert record.themes == ("eau", "agriculture")
    assert [place.code for place in record.places] == ["com-44109"]
    assert record.text == "Le texte de la fiche 3, avec la suivante."
    assert record.provenance["title"] == "selector article.fiche h1"
    assert record.provenance["blocks"] == "selector article.fiche .texte"
    assert page.sought[1].missed == ()


def test_what_a_selector_of_files_finds_is_a_file_whatever_its_address() -> None:
    (record,) = read(sheet(3), "/fiches/3.html").reading.records
    (file,) = record.files
    assert (file.url, file.state) == (f"{HOME}/get?id=3", FileState.EXPECTED)
    assert file.name == "Le compte rendu 3"


def test_the_first_selector_that_finds_something_is_taken() -> None:
    (record,) = read(news(2), "/actus/2.html").reading.records
    assert record.title == "Une rencontre, la 2e de l'année"
    assert record.provenance["title"] == "selector h2"
    assert record.text == "Venez nombreux à la rencontre 2."


def test_a_page_that_only_lists_gives_links_and_no_record() -> None:
    page = read(listing(), "/liste.html")
    assert page.reading.records == ()
    assert f"{HOME}/fiches/0.html" in [link.url for link in page.reading.links]


def test_a_page_without_a_required_field_is_kept_and_what_is_missing_is_said() -> None:
    page = read(sheet(3, heading="h4"), "/fiches/3.html")
    (record,) = page.reading.records
    assert record.title == "Un atelier sur la rivière numéro 3"  # the title of the window
    assert page.sought[1].missed == ("title",)
    assert [(note.code, note.value) for note in page.reading.notes] == [
        ("selector_missed", "article.fiche h1")
    ]


def test_a_page_of_no_shape_gives_a_remark_and_its_links() -> None:
    text = DESCRIPTION.replace("records = false", "path = '^/liste'\nrecords = false")
    page = read(listing(), "/ailleurs.html", text)
    assert (page.shape, page.reading.records) == ("", ())
    assert page.sought[0].missed == ("shape",)
    assert [note.code for note in page.reading.notes] == ["no_shape"]
    assert page.reading.links


def test_links_are_followed_only_where_the_shape_says() -> None:
    text = DESCRIPTION.replace("records = false", 'links = ["ul.liste"]\nrecords = false')
    links = read(listing(), "/liste.html", text).reading.links
    assert f"{HOME}/" not in [link.url for link in links]
    skipping = DESCRIPTION.replace("records = false", 'skip_links = ["ul.liste"]\nrecords = false')
    links = read(listing(), "/liste.html", skipping).reading.links
    assert [link.url for link in links] == [f"{HOME}/", f"{HOME}/liste.html"]
    nowhere = DESCRIPTION.replace("records = false", "follow = false\nrecords = false")
    assert read(listing(), "/liste.html", nowhere).reading.links == ()


def test_a_page_that_holds_several_works_is_split_at_its_headings() -> None:
    text = DESCRIPTION.replace(
        "records = false",
        'kind = "method"\nsplit = "h2"\nignore = [".pub"]\nfields = { body = "#content" }',
    )
    html = (
        "<html><body><div id='content'><h1>Outils</h1><h2 id='a'>Le cercle</h2><p>On s'assied.</p>"
        "<p class='pub'>Achetez</p><h2>La carte</h2><p>On dessine.</p></div></body></html>"
    )
    records = read(html, "/outils.html", text).reading.records
    assert [(r.title, r.kind, r.text) for r in records] == [
        ("Le cercle", "method", "On s'assied."),
        ("La carte", "method", "On dessine."),
    ]
    assert records[0].extracted_from is not None
    assert records[0].url == f"{HOME}/outils.html#a"


def test_a_date_that_cannot_be_read_is_a_remark() -> None:
    html = sheet(3).replace("datetime='2018-06-04'", "").replace("juin 2018", "bientôt")
    notes = read(html, "/fiches/3.html").reading.notes
    assert [note.code for note in notes] == ["unreadable_date"]


def test_an_index_page_is_its_folder_and_what_is_denied_is_left_out() -> None:
    description = parse_description(DESCRIPTION)
    site = DescribedAddresses(description.source, HOME, description)
    assert site.canonical(f"{HOME}/a/index.html") == f"{HOME}/a/"
    assert site.leaves_out(f"{HOME}/prive/compte.html")
    assert not site.leaves_out(f"{HOME}/fiches/1.html")


def test_a_home_with_a_path_is_the_whole_source() -> None:
    text = DESCRIPTION.replace('example.org"', 'example.org/docs/2.4"')
    description = parse_description(text)
    copy = DescribedAddresses(description.source, "http://127.0.0.1:8000", description)
    assert copy.is_within("https://atelier.example.org/docs/2.4/fr/")
    assert not copy.is_within("https://atelier.example.org/docs/2.5/fr/")
    assert copy.canonical("https://atelier.example.org/docs/2.4/fr/") == "http://127.0.0.1:8000/fr/"
    there = DescribedAddresses(description.source, description.home, description)
    assert there.record_path("https://atelier.example.org/docs/2.4/fr/") == "/fr/"


def test_a_record_has_the_same_name_at_home_and_on_a_copy() -> None:
    description = parse_description(DESCRIPTION)
    at_home = DescribedAddresses(description.source, HOME, description)
    copy = replace(at_home, base_url="http://127.0.0.1:8000")
    assert at_home.record_id(f"{HOME}/fiches/1.html") == copy.record_id(
        "http://127.0.0.1:8000/fiches/1.html"
    )
