"""Addresses of a source: one base, one spelling, and the traps refused."""

from __future__ import annotations

import pytest

from corpus.record import record_id
from corpus.sources import COMEDIE, ICPC
from crawler.addresses import Addresses, ComedieAddresses, IcpcAddresses

HERE = "http://127.0.0.1:8001"
comedie = ComedieAddresses(COMEDIE, HERE)
icpc = IcpcAddresses(ICPC, HERE)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.comedie.org/fiche/x",
        "https://comedie.org/fiche/x/",
        "https://www.comedie.org/fiche/x/?utm_source=lettre#haut",
        "https://WWW.comedie.org/fiche/./x/?share=facebook",
        f"{HERE}/fiche/x?replytocom=3",
    ],
)
def test_every_alias_of_a_page_is_one_address_under_the_base(url: str) -> None:
    assert comedie.canonical(url) == f"{HERE}/fiche/x/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://i-cpc.org/document/x/", "/document/x"),
        ("https://i-cpc.org/type_de_document/manuel", "/type_de_document/manuel/"),
        ("https://www.i-cpc.org?na=archive&email_id=64", "/?email_id=64&na=archive"),
        ("https://i-cpc.org/?p=3683&post_type=document", "/?p=3683"),
        ("https://i-cpc.org/ressources/documents-ressources?sf_paged=2", "/ressources/documents-ressources/?sf_paged=2"),
        ("https://i-cpc.org/wp-content/uploads/2023/11/a b.pdf", "/wp-content/uploads/2023/11/a%20b.pdf"),
        ("https://i-cpc.org/apropos/le-manifeste-2", "/apropos/le-manifeste-2"),
    ],
)  # fmt: skip
def test_single_works_lose_their_slash_and_archives_keep_it(url: str, expected: str) -> None:
    assert icpc.canonical(url) == HERE + expected
    assert icpc.canonical(icpc.canonical(url)) == icpc.canonical(url)


def test_an_address_of_elsewhere_is_only_normalised() -> None:
    assert comedie.canonical("HTTPS://Exemple.org/a/../b#c") == "https://exemple.org/b"
    assert comedie.canonical("mailto:x@exemple.org") == ""


def test_a_record_keeps_its_name_wherever_the_source_is_served() -> None:
    real = ComedieAddresses(COMEDIE, COMEDIE.home)
    mirror = ComedieAddresses(COMEDIE, "https://miroir.example.org/copie")
    assert (
        comedie.record_id("https://comedie.org/fiche/x")
        == real.record_id("http://www.comedie.org/fiche/x/")
        == mirror.record_id("https://miroir.example.org/copie/fiche/x/")
        == record_id("comedie", "/fiche/x/")
    )


def test_a_base_with_a_path_is_kept_on_every_address() -> None:
    mirror = ComedieAddresses(COMEDIE, "https://miroir.example.org/copie")
    assert mirror.canonical("http://www.comedie.org/x") == "https://miroir.example.org/copie/x/"
    assert not mirror.is_within("https://miroir.example.org/autre/")


@pytest.mark.parametrize(
    "path",
    [
        "/?p=33921&post_type=document&preview=true",
        "/?s=eau",
        "/feed/",
        "/document/feed/",
        "/document/x?replytocom=4",
        "/document/x?share=facebook",
        "/wp-login.php",
        "/annuaire/",
        "/annuaire-des-membres/",
        "/agenda/?mois=2026-11",
        "/agenda/2026-11/",
        "/document/x?print=1",
        "/wp-json/wp/v2/users",
    ],
)
def test_traps_are_refused_with_a_reason(path: str) -> None:
    assert icpc.refuses(f"{HERE}{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?p=3683",
        "/?email_id=64&na=archive",
        "/document/lagenda-21-de-2012",
        "/ressources/agenda-des-evenements/",
        "/ressources/documents-ressources/?sf_paged=30",
        "/type_de_document/article/page/4/",
        "/wp-content/uploads/2023/11/preview.pdf",
        "/document/flux-rss-et-participation",
    ],
)
def test_what_holds_works_is_not_refused(path: str) -> None:
    assert icpc.refuses(f"{HERE}{path}") == ""


def test_lists_say_nothing_of_a_work() -> None:
    assert comedie.is_listing("https://www.comedie.org/fiche/page/3")
    assert not comedie.is_listing("https://www.comedie.org/fiche/x/")
    assert icpc.is_listing("https://i-cpc.org/thematique/eau/")
    assert icpc.is_listing("https://i-cpc.org/ressources/agenda-des-evenements")
    assert not icpc.is_listing("https://i-cpc.org/?p=3")


def test_any_other_site_keeps_its_own_spelling() -> None:
    site = Addresses(COMEDIE, COMEDIE.home)
    assert (
        site.canonical("https://www.comedie.org/a?b=2&a=1") == "https://www.comedie.org/a?b=2&a=1"
    )
