"""What readers do with pages that are not as expected."""

from __future__ import annotations

import pytest

from corpus.record import Block, BlockKind, LinkPlace, Record, Role
from corpus.sources import COMEDIE, ICPC
from crawler.addresses import ComedieAddresses, IcpcAddresses
from crawler.items import Note
from crawler.pages.comedie import read_comedie
from crawler.pages.icpc import Listed, Shape, read_icpc, shape_at
from crawler.pages.icpc_rest import Known, read_item
from crawler.pages.labels import label_of, place_refs, take_labels
from crawler.pages.lists import counter_in, next_page, read_list
from crawler.pages.sheet import read_sheet

comedie = ComedieAddresses(COMEDIE, COMEDIE.home)
icpc = IcpcAddresses(ICPC, ICPC.home)


def fiche(body: str, url: str = "https://www.comedie.org/fiche/essai/") -> Record:
    html = (
        f"<html><head><title>Essai – Comédie</title></head><body><main>{body}</main></body></html>"
    )
    (record,) = read_comedie(html, url, comedie).records
    return record


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


def test_the_first_short_line_of_an_experience_is_its_subtitle() -> None:
    record = fiche("<h1>Titre</h1><p>Un panel citoyen</p><p>Le récit, long.</p>")
    assert record.subtitle == "Un panel citoyen"
    assert [block.text for block in record.blocks] == ["Le récit, long."]


@pytest.mark.parametrize("first", ["Pourquoi ?", "Trois étapes :", "x" * 121])
def test_a_question_an_opening_and_a_long_line_are_no_subtitle(first: str) -> None:
    assert fiche(f"<h1>Titre</h1><p>{first}</p><p>Suite du récit.</p>").subtitle == ""


def test_a_bearer_with_a_name_of_its_own_is_an_organisation() -> None:
    record = fiche(
        "<h1>T</h1><p>Sous-titre</p><p>Une démarche portée par le syndicat Eau Vive, "
        "et animée par la commune, commence.</p>"
    )
    assert record.organisations == ("syndicat Eau Vive",)


def test_the_year_of_an_experience_comes_from_its_prose_and_says_so() -> None:
    record = fiche("<h1>T</h1><p>Sous-titre</p><p>Tout commence en 2017, sur l’Agenda 2030.</p>")
    assert record.date is not None
    assert (record.date.value, record.date.found_in) == ("2017", "body")
    assert record.provenance["date"] == "prose"


def test_a_licence_named_in_a_credit_goes_before_that_of_the_source() -> None:
    record = fiche("<h1>T</h1><p>Texte.</p><p>Auteur : Bureau (B). Licence Ouverte 2.0.</p>")
    assert record.rights == "Licence Ouverte 2.0"
    assert fiche("<h1>T</h1><p>Texte seul.</p>").rights == COMEDIE.rights


def test_links_are_typed_and_leave_out_menus_traps_and_sharing() -> None:
    record = fiche(
        "<h1>T</h1><p>Texte <a href='http://comedie.org/fiche/autre'>autre</a>"
        "<a href='/fiche/'>toutes</a><a href='/?s=eau'>chercher</a>"
        "<a href='https://reseau.example.org/share?url=x'>partager</a>"
        "<a href='https://www.example.org/a.pdf'>PDF</a></p>"
        "<aside><a href='/wp-content/uploads/2019/05/b.pdf'>le guide</a></aside>"
    )
    assert {(link.url, link.place) for link in record.links_out} == {
        ("https://www.comedie.org/fiche/autre/", LinkPlace.BODY),
        ("https://www.example.org/a.pdf", LinkPlace.OFFSITE_DOCUMENT),
        ("https://www.comedie.org/wp-content/uploads/2019/05/b.pdf", LinkPlace.ASIDE),
    }
    assert {(file.name, file.state.value) for file in record.files} == {
        ("a.pdf", "offsite"),
        ("b.pdf", "expected"),
    }


def test_an_empty_page_is_reported_and_still_named() -> None:
    reading = read_comedie("<html><body></body></html>", f"{comedie.base_url}/fiche/vide/", comedie)
    assert [note.code for note in reading.notes] == ["no_title", "nothing_found"]
    assert reading.records[0].title == f"{comedie.base_url}/fiche/vide/"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Thèmes : eau, agriculture", ("themes", "eau, agriculture")),
        ("Mots-clés : SAGE", ("keywords", "SAGE")),
        ("Auteur(s) : A ; B", ("authors", "A ; B")),
        ("Lieu : Nantes", ("places", "Nantes")),
        ("Attention : sol glissant", None),
        ("Sans étiquette", None),
    ],
)
def test_a_labelled_line_names_a_field(line: str, expected: tuple[str, str] | None) -> None:
    assert label_of(line) == expected


def test_an_item_of_an_ordinary_list_is_not_taken_for_a_field() -> None:
    listed = Block(BlockKind.LIST, items=("Acteurs : les élus", "puis les autres"))
    assert take_labels([listed]).blocks == (listed,)
    assert take_labels([listed]).values == {}


def test_a_label_without_a_field_stays_in_the_text() -> None:
    head = Block(BlockKind.LIST, items=("Lieu : Nantes", "Tarif : 100 €"))
    taken = take_labels([head])
    assert taken.values == {"places": "Nantes"}
    assert taken.blocks[0].items == ("Tarif : 100 €",)


def test_a_homonym_is_told_by_its_departement_and_left_open_without() -> None:
    (told,) = place_refs("Saint-Aubin (Jura)")
    (open_,) = place_refs("Saint-Aubin")
    assert told.code == "com-39476"
    assert (open_.name, open_.code) == ("Saint-Aubin", "")


def test_what_is_no_place_is_none() -> None:
    assert place_refs("À distance") == ()


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/", Shape.HOME),
        ("/document/x", Shape.DOCUMENT),
        ("/evenements/x", Shape.EVENT),
        ("/?p=3", Shape.NEWS),
        ("/?email_id=64&na=archive", Shape.NEWSLETTER),
        ("/comedie-les-parcours", Shape.AGGREGATE),
        ("/comedie-sommaire", Shape.PAGE),
        ("/type_de_document/x/page/2/", Shape.ARCHIVE),
        ("/ressources/formations/", Shape.LIST),
        ("/les-chartes-de-la-participation/", Shape.PAGE),
    ],
)
def test_an_address_tells_the_shape_of_its_page(path: str, shape: Shape) -> None:
    assert shape_at(ICPC.home + path, icpc) is shape


def test_what_only_the_list_said_fills_what_the_page_does_not_say() -> None:
    html = "<html><body><main><h1>T</h1><p>Résumé du document.</p></main></body></html>"
    listed = Listed(authors="Anne Roy ; ICPC", year="2019", type_term="Note de lecture")
    reading = read_icpc(html, f"{ICPC.home}/document/t", icpc, listed=listed)
    (record,) = reading.records
    assert record.kind == "reading_note"
    assert [credit.name for credit in record.credits] == ["Anne Roy", "ICPC"]
    assert record.date is not None
    assert (record.date.value, record.date.found_in) == ("2019", "list")
    assert record.provenance["credits"] == "list"


def test_the_page_of_a_work_goes_before_the_list() -> None:
    html = "<main><h1>T</h1><p>Texte.</p></main><aside><p>Auteur(s) : Ève Ba</p></aside>"
    listed = Listed(authors="Anne Roy", year="2019")
    (record,) = read_icpc(html, f"{ICPC.home}/document/t", icpc, listed=listed).records
    assert [credit.name for credit in record.credits] == ["Ève Ba"]


def test_an_aggregate_page_without_items_is_reported() -> None:
    html = "<main><h1>Comédie – entretiens</h1><p>Rien.</p></main>"
    reading = read_icpc(html, f"{ICPC.home}/comedie-entretiens", icpc)
    assert reading.records == ()
    assert [note.code for note in reading.notes] == ["aggregate_not_split"]


def test_items_wrapped_in_boxes_of_their_own_keep_their_text() -> None:
    boxes = "".join(
        f"<section><header><h2>« Mot {n} » – Entretien avec Anne Roy</h2></header>"
        f"<div><p>Réponse {n}.</p><ul><li>un</li></ul></div></section>"
        for n in (1, 2)
    )
    html = f"<main><h1>Comédie – entretiens</h1>{boxes}</main>"
    records = read_icpc(html, f"{ICPC.home}/comedie-entretiens", icpc).records
    assert [record.text for record in records] == ["Réponse 1.\nun", "Réponse 2.\nun"]
    assert records[0].credits[0].role is Role.INTERVIEWEE


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("809 documents trouvés", 809),
        ("1\u00a0542 documents trouvés", 1542),
        ("7 évènements trouvés", 7),
        ("aucun compteur", None),
    ],
)
def test_the_printed_counter_is_read(text: str, count: int | None) -> None:
    assert counter_in(text) == count


def test_the_list_of_the_older_theme_gives_author_and_year() -> None:
    html = (
        "<body><p>2 documents trouvés</p>"
        "<h3><a href='/document/a'>A</a></h3><p>Auteur(s) : Anne Roy</p><p>2019</p><p>Résumé</p>"
        "<h3><a href='/document/b'>B</a></h3><p>Résumé</p></body>"
    )
    url = f"{ICPC.home}/ressources/documents-ressources/"
    page = read_list(read_sheet(html, url, icpc), url, icpc)
    assert page.counter == 2
    assert [(item.title, item.listed.authors, item.listed.year) for item in page.items] == [
        ("A", "Anne Roy", "2019"),
        ("B", "", ""),
    ]


def test_a_paged_list_has_a_next_page() -> None:
    url = "https://i-cpc.org/ressources/documents-ressources"
    assert next_page(url, icpc).endswith("/?sf_paged=2")
    assert next_page(f"{url}?sf_paged=29", icpc).endswith("/?sf_paged=30")


def item(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "id": 7,
        "type": "document",
        "status": "publish",
        "link": f"{ICPC.home}/document/t",
        "title": {"rendered": "L&rsquo;eau &amp; nous"},
        "content": {"rendered": "<p>Texte de l’essai.</p>"},
        "date": "2024-05-06T10:00:00",
    }
    return values | changes


def notes_of(*notes: Note) -> list[str]:
    return [note.code for note in notes]


def test_a_draft_gives_no_record() -> None:
    assert read_item(item(status="draft"), icpc, Known()).records == ()


def test_a_rest_title_is_read_with_its_entities() -> None:
    (record,) = read_item(item(), icpc, Known()).records
    assert record.title == "L’eau & nous"


def test_the_day_of_deposit_is_not_the_date_of_a_document() -> None:
    assert read_item(item(), icpc, Known()).records[0].date is None
    news = read_item(item(type="post", link=f"{ICPC.home}/?p=7"), icpc, Known()).records[0]
    assert news.date is not None
    assert news.date.value == "2024-05-06"


def test_the_files_of_a_work_are_joined_by_its_number() -> None:
    media: list[dict[str, object]] = [
        {"post": 7, "source_url": f"{ICPC.home}/wp-content/uploads/2023/11/x.pdf", "mime_type": "application/pdf", "title": {"rendered": "X"}},
        {"post": 7, "source_url": f"{ICPC.home}/wp-content/uploads/2023/11/x.jpg", "mime_type": "image/jpeg"},
        {"post": None, "source_url": f"{ICPC.home}/wp-content/uploads/2023/11/y.pdf", "mime_type": "application/pdf"},
    ]  # fmt: skip
    known = Known.from_json(Known().with_media(media).to_json())
    (record,) = read_item(item(), icpc, known).records
    assert [file.name for file in record.files] == ["x.pdf"]


def test_an_item_without_the_fields_of_its_site_still_gives_a_record() -> None:
    reading = read_item({"type": "page", "link": f"{ICPC.home}/nue/"}, icpc, Known())
    assert notes_of(*reading.notes) == ["no_title", "nothing_found"]
    assert reading.records[0].kind == "page"
