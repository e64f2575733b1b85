"""Each page shape and each defect stands where the real sites have it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from corpus.sample.comedie import ComedieSite, twice_encoded
from corpus.sample.icpc import DRAFT, IcpcSite
from corpus.sample.library import ICPC, Library, library
from corpus.sample.rest import ROOT
from tests.corpus.sample.walk import links_of


def text_at(site: ComedieSite | IcpcSite, target: str) -> str:
    answer = site.answer(target)
    assert answer.status == 200, f"{target}: {answer.status}"
    return answer.body.decode()


def location(site: ComedieSite | IcpcSite, target: str) -> str:
    answer = site.answer(target)
    assert answer.status == 301, f"{target}: {answer.status}"
    return dict(answer.headers)["Location"]


def read(site: IcpcSite, route: str) -> Any:
    answer = site.answer(ROOT + route)
    assert answer.status == 200, f"{route}: {answer.status}"
    return json.loads(answer.body)


# --- comedie


def test_a_step_prints_its_part_above_its_title(comedie: ComedieSite) -> None:
    text = text_at(comedie, "/etapes/les-fonctions-de-lanimateur/")
    label = "3. L'animation du dispositif et des groupes de concertation"
    assert text.index(label) < text.index("<h1")


def test_a_popup_has_its_title_in_the_head_only(comedie: ComedieSite) -> None:
    text = text_at(comedie, "/popup/les-decisions-sont-deja-prises/")
    head, body = text.split("</head>")
    assert "tout est déjà décidé" in head
    assert "<h1" not in body
    assert "<nav" not in body


def test_asides_hold_the_only_links_to_files_and_books(comedie: ComedieSite) -> None:
    text = text_at(comedie, "/etapes/evaluer-capitaliser/")
    main, aside = text.split("</main>")
    assert ".pdf" not in main
    assert "Pour aller plus loin" in aside
    assert "https://www.example.org/guides/evaluation.pdf" in aside


def test_comedie_has_no_rest_and_no_sitemap(comedie: ComedieSite) -> None:
    for target in ("/wp-json/", "/sitemap.xml", "/wp-sitemap.xml", "/etapes/", "/popup/"):
        assert comedie.answer(target).status == 404


def test_the_archive_of_sheets_is_paginated_and_ends(comedie: ComedieSite, full: Library) -> None:
    sheets = [work for work in full.of("comedie") if work.path.startswith("/fiche/")]
    last = -(-len(sheets) // 12)
    seen = [text_at(comedie, "/fiche/")]
    seen += [text_at(comedie, f"/fiche/page/{number}/") for number in range(2, last + 1)]
    assert sum(text.count('<h2 class="entry-title">') for text in seen) == len(sheets)
    assert comedie.answer(f"/fiche/page/{last + 1}/").status == 404


def test_internal_links_are_written_in_several_forms(comedie: ComedieSite) -> None:
    found = " ".join(
        link
        for number in range(2, 12)
        for link in links_of(comedie.answer(f"/fiche/page/{number}/"))
    )
    for form in ("http://www.comedie.org/", "https://www.comedie.org/", "https://comedie.org/"):
        assert form in found
    assert re.search(r"comedie\.org/fiche/[\w-]+ ", found)


def test_addresses_move_as_on_the_real_site(comedie: ComedieSite) -> None:
    slashless = location(comedie, "/fiche/citoyens-pour-leau")
    assert slashless == "/fiche/citoyens-pour-leau/"
    assert location(comedie, "/etapes/7-comment-mobiliser/") == "/etapes/7-comment-mobiliser-2/"
    secured = location(comedie, "/fiche/charte-de-voisinage/")
    assert secured.startswith("https://www.comedie.org/fiche/")
    assert comedie.answer(secured.removeprefix("https://www.comedie.org")).status == 200


def test_a_cp1252_page_says_it_is_utf_8(comedie: ComedieSite) -> None:
    answer = comedie.answer("/fiche/prevention-des-conflits-elevage-monts-du-lyonnais/")
    assert answer.content_type == "text/html; charset=UTF-8"
    assert b'<meta charset="UTF-8">' in answer.body
    assert "élevage".encode("cp1252") in answer.body
    assert "d’acteurs".encode("cp1252") in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode()


def test_a_latin_1_page_declares_no_charset(comedie: ComedieSite) -> None:
    answer = comedie.answer("/fiche/conflit-sur-un-chemin-rural-en-creuse/")
    assert answer.content_type == "text/html"
    assert b"charset" not in answer.body
    assert "propriétaire".encode("latin-1") in answer.body
    assert "32 mars 2019" in answer.body.decode("latin-1")


def test_a_page_is_encoded_twice(comedie: ComedieSite) -> None:
    text = text_at(comedie, "/fiche/retenue-deau-et-dialogue-rompu-dans-les-deux-sevres/")
    assert "rÃ©serves" in text
    assert "â€™" in text
    assert "réserves" not in text


def test_encoding_twice_can_be_undone() -> None:
    assert twice_encoded("été d’eau").encode("cp1252").decode() == "été d’eau"


def test_a_page_has_no_title_at_all(comedie: ComedieSite) -> None:
    text = text_at(comedie, "/fiche/419-2/")
    assert "<title></title>" in text
    assert "<h1" not in text


def test_some_pages_have_no_class_and_no_section(comedie: ComedieSite) -> None:
    text = text_at(comedie, "/fiche/jardin-partage-a-saint-denis/")
    inner = text.split('class="site-content">')[1].split("<footer")[0]
    assert "class=" not in inner
    assert "<article" not in inner


def test_hidden_spam_stands_in_a_page_of_each_site(comedie: ComedieSite, icpc: IcpcSite) -> None:
    for text in (text_at(comedie, "/quisommesnous/"), text_at(icpc, "/apropos/presentation")):
        assert '<div style="display:none">' in text


# --- icpc, its pages


def test_documents_move_to_the_address_without_slash(icpc: IcpcSite) -> None:
    path = "/document/animer-un-atelier-a-distance"
    assert location(icpc, f"{path}/") == path
    assert location(icpc, "/les-chartes-de-la-participation") == "/les-chartes-de-la-participation/"


def test_the_list_prints_the_true_number_of_documents(icpc: IcpcSite, full: Library) -> None:
    total = len(full.documents())
    found, number = 0, 1
    while (text := text_at(icpc, f"/ressources/documents-ressources/?sf_paged={number}")).count(
        '<div class="resultat">'
    ):
        assert f"{total} documents trouvés" in text
        found += text.count('<div class="resultat">')
        number += 1
    assert found == total


def test_the_list_answers_with_and_without_the_slash(icpc: IcpcSite) -> None:
    with_slash = icpc.answer("/ressources/documents-ressources/?sf_paged=2")
    assert icpc.answer("/ressources/documents-ressources?sf_paged=2").body == with_slash.body


def test_a_term_s_archive_ends(icpc: IcpcSite) -> None:
    assert "Article ou revue" in text_at(icpc, "/type_de_document/article/")
    assert icpc.answer("/type_de_document/article/page/99/").status == 404
    assert icpc.answer("/type_de_document/question-reponse/page/2/").status == 200


def test_a_short_link_moves_to_a_document_and_is_the_address_of_news(
    icpc: IcpcSite, full: Library
) -> None:
    work = full.documents()[0]
    assert location(icpc, f"/?p={work.number}") == work.path
    text = text_at(icpc, "/?p=3683")
    assert "3 février 2015" in text
    assert '<link rel="canonical" href="http://127.0.0.1:8002/?p=3683">' in text


def test_interviews_answer_under_their_number_too(icpc: IcpcSite) -> None:
    assert text_at(icpc, "/?p=39285") == text_at(icpc, "/comedie-entretiens")


def test_a_draft_is_shown_under_its_preview_address_only(icpc: IcpcSite) -> None:
    assert "Brouillon" in text_at(icpc, DRAFT)
    assert icpc.answer("/?p=33921").status == 404


def test_a_newsletter_is_found_whatever_the_order_of_its_query(icpc: IcpcSite) -> None:
    text = text_at(icpc, "/?na=archive&email_id=64")
    assert text == text_at(icpc, "/?email_id=64&na=archive")
    assert "📣" in text


def test_the_calendar_has_no_end(icpc: IcpcSite) -> None:
    target = "/agenda/?mois=2020-12"
    for _ in range(30):
        following = [link for link in links_of(icpc.answer(target)) if "mois=" in link]
        target = following[-1]
    assert target == "/agenda/?mois=2023-06"


def test_case_studies_stand_in_three_columns(icpc: IcpcSite, full: Library) -> None:
    text = text_at(icpc, "/comedie-etudes-de-cas")
    columns = text.split('<div class="wp-block-column">')[1:]
    works = full.of("comedie", "case_study")
    assert len(columns) == len(works)
    for column, work in zip(columns, works, strict=True):
        assert work.title.split("||")[1] in column
        assert work.get("credit") in column
    assert text.count('<div class="wp-block-columns">') == 2


def test_robots_close_the_members_directory(icpc: IcpcSite) -> None:
    text = text_at(icpc, "/robots.txt")
    assert "Disallow: /annuaire/" in text
    assert "Sitemap: http://127.0.0.1:8002/wp-sitemap.xml" in text


def test_the_sitemap_is_partial(icpc: IcpcSite, full: Library) -> None:
    assert "wp-sitemap-posts-document-1.xml" in text_at(icpc, "/wp-sitemap.xml")
    text = text_at(icpc, "/wp-sitemap-posts-document-1.xml")
    assert 0 < text.count("<loc>") < len(full.documents())


def test_two_documents_have_the_same_title(icpc: IcpcSite) -> None:
    path = "/document/guide-de-concertation-territoriale-et-de-facilitation"
    first, second = text_at(icpc, path), text_at(icpc, f"{path}-2")
    title = '<h1 class="entry-title">Guide de concertation territoriale et de facilitation</h1>'
    assert title in first
    assert title in second
    assert first != second


def test_an_event_has_an_impossible_date(icpc: IcpcSite) -> None:
    assert "Le 32 mars 2019" in text_at(icpc, "/evenement/forum-a-date-impossible")


# --- icpc, its REST routes


def test_closed_rest_routes_answer_404(icpc: IcpcSite) -> None:
    for target in ("/wp-json/", f"{ROOT}types", f"{ROOT}document"):
        assert icpc.answer(target).status == 404
    assert "api.w.org" not in text_at(icpc, "/")


def test_types_say_their_routes_and_taxonomies(icpc_with_rest: IcpcSite) -> None:
    types = read(icpc_with_rest, "types")
    assert types["post"]["rest_base"] == "posts"
    assert types["document"]["taxonomies"] == ["type_de_document", "thematique"]
    assert set(read(icpc_with_rest, "taxonomies")) == {
        "type_de_document",
        "thematique",
        "emploi_type",
    }


def test_a_collection_says_its_total_and_refuses_the_page_past_the_end(
    icpc_with_rest: IcpcSite, full: Library
) -> None:
    answer = icpc_with_rest.answer(f"{ROOT}document?per_page=100&page=1")
    headers = dict(answer.headers)
    assert headers["X-WP-Total"] == str(len(full.documents()))
    pages = int(headers["X-WP-TotalPages"])
    assert 'rel="next"' in headers["Link"]
    assert "Link" not in dict(
        icpc_with_rest.answer(f"{ROOT}document?per_page=100&page={pages}").headers
    )
    past = icpc_with_rest.answer(f"{ROOT}document?per_page=100&page={pages + 1}")
    assert past.status == 400
    assert json.loads(past.body)["code"] == "rest_post_invalid_page_number"


def test_more_than_a_hundred_items_are_refused(icpc_with_rest: IcpcSite) -> None:
    answer = icpc_with_rest.answer(f"{ROOT}document?per_page=101")
    assert answer.status == 400
    assert json.loads(answer.body)["code"] == "rest_invalid_param"


def test_an_unknown_route_is_said_to_be_unknown(icpc_with_rest: IcpcSite) -> None:
    for route in ("membres", "users"):
        answer = icpc_with_rest.answer(ROOT + route)
        assert answer.status == 404
        assert json.loads(answer.body)["code"] == "rest_no_route"


def everything(site: IcpcSite, base: str) -> list[Any]:
    found: list[Any] = []
    for number in range(1, 99):
        answer = site.answer(f"{ROOT}{base}?per_page=100&page={number}")
        if answer.status == 400:
            break
        found += json.loads(answer.body)
    return found


def test_rest_holds_the_works_of_the_pages_and_nothing_else(
    icpc_with_rest: IcpcSite, full: Library
) -> None:
    links = {
        item["link"].removeprefix("http://127.0.0.1:8002")
        for base in ("posts", "pages", "document", "evenement", "formation", "emploi")
        for item in everything(icpc_with_rest, base)
    }
    works = {work.path for work in full.of(ICPC) if work.kind != "newsletter"}
    assert works <= links
    assert all(icpc_with_rest.answer(link).status == 200 for link in links - works)
    assert len(links - works) == 8  # the four lists and the four long pages


def test_rest_gives_the_same_content_and_title_as_the_page(icpc_with_rest: IcpcSite) -> None:
    for base in ("document", "evenement", "posts"):
        for item in everything(icpc_with_rest, base)[:40]:
            target = item["link"].removeprefix("http://127.0.0.1:8002")
            text = text_at(icpc_with_rest, target)
            assert item["content"]["rendered"] in text
            assert f">{item['title']['rendered']}</h1>" in text


def test_titles_carry_entities(icpc_with_rest: IcpcSite) -> None:
    titles = " ".join(item["title"]["rendered"] for item in everything(icpc_with_rest, "document"))
    assert "&#8217;" in titles
    assert "’" not in titles


def test_the_files_of_a_document_are_media_of_its_number(icpc_with_rest: IcpcSite) -> None:
    item = read(icpc_with_rest, "document?slug=standard-paysage-lancement-des-tests")[0]
    files = read(icpc_with_rest, f"media?parent={item['id']}")
    assert len(files) == 3
    page = text_at(icpc_with_rest, "/document/standard-paysage-lancement-des-tests")
    for file in files:
        assert file["mime_type"] == "application/pdf"
        assert file["source_url"].removeprefix("http://127.0.0.1:8002") in page


def test_terms_are_resolved_by_number(icpc_with_rest: IcpcSite) -> None:
    names = {
        term["id"]: term["name"] for term in read(icpc_with_rest, "type_de_document?per_page=100")
    }
    item = read(icpc_with_rest, "document?slug=animer-un-atelier-a-distance")[0]
    assert [names[number] for number in item["type_de_document"]] == ["Manuel"]
    assert item["acf"]["annee"] == "2020"


def test_fields_can_be_chosen(icpc_with_rest: IcpcSite) -> None:
    assert all(
        set(item) == {"id", "link"} for item in read(icpc_with_rest, "posts?_fields=id,link")
    )


def test_numbers_are_given_once_in_rest(icpc_with_rest: IcpcSite) -> None:
    bases = ("posts", "pages", "document", "evenement", "formation", "emploi", "media")
    numbers = [item["id"] for base in bases for item in everything(icpc_with_rest, base)]
    assert len(numbers) == len(set(numbers))


def test_two_starts_serve_the_same_bytes() -> None:
    addresses = ComedieSite(library(small=True), "http://127.0.0.1:1").addresses
    one, two = (ComedieSite(library(small=True), "http://127.0.0.1:1") for _ in range(2))
    assert [one.answer(a).body for a in addresses] == [two.answer(a).body for a in addresses]
