"""The software of a site is told by traces that can be shown."""

from __future__ import annotations

import json

import pytest

from crawler.probe.interfaces import answer_of
from crawler.probe.systems import judged, trace_of_answer, traces_in, traces_of_headers


def is_own(address: str) -> bool:
    return "//" not in address or address.startswith("https://exemple.fr/")


@pytest.mark.parametrize(
    ("html", "system"),
    [
        ("<link href='/wp-content/themes/a/style.css'>", "WordPress"),
        ('<a href="spip.php?article12">', "SPIP"),
        ('<div class="texte spip_documents">', "SPIP"),
        ('<img src="/sites/default/files/a.png">', "Drupal"),
        ('<a href="index.php?option=com_content">', "Joomla"),
        ('<img src="https://exemple.fr/files/original/a.jpg">', "Omeka"),
        ('<div id="mw-content-text">', "MediaWiki"),
        ('<a href="wakka.php?wiki=PagePrincipale">', "WikiNi / YesWiki"),
        ('<a href="/doku.php?id=a">', "DokuWiki"),
        ('<img src="fileadmin/a.png">', "TYPO3"),
        ("<frameset cols='20%,80%'>", "Pages à cadres"),
        ('<div id="root"></div>', "Application sans HTML"),
    ],
)
def test_a_page_shows_the_software_that_made_it(html: str, system: str) -> None:
    assert {name for name, _ in traces_in(html, "", is_own)} == {system}


def test_the_addresses_of_other_sites_show_nothing_of_this_one() -> None:
    html = '<a href="https://www.adobe.com/sites/default/files/a.pdf">Adobe</a>'
    assert traces_in(html, "", is_own) == ()


def test_a_generator_is_named_known_or_not() -> None:
    assert traces_in("", "SPIP 4.1", is_own) == (("SPIP", "meta generator « SPIP 4.1 »"),)
    assert traces_in("", "Hyperlatex v2.6", is_own)[0][0] == "Hyperlatex v2.6"


def test_headers_show_what_pages_hide() -> None:
    headers = {"composed-by": "SPIP @ www.spip.net", "x-drupal-cache": "HIT", "link": "<x>"}
    assert {name for name, _ in traces_of_headers(headers)} == {"SPIP", "Drupal"}


def test_the_software_with_most_kinds_of_trace_comes_first() -> None:
    traces = [("Drupal", "a")] * 9 + [("WordPress", "a"), ("WordPress", "b")]
    systems = judged(traces)
    assert [system.name for system in systems] == ["WordPress", "Drupal"]
    assert systems[1].evidence == {"a": 9}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"namespaces": ["wp/v2"], "routes": {}}, "wordpress"),
        ({"o:version": "4"}, "omeka"),
        ({"query": {"general": {}}}, "mediawiki"),
        ({"query": "rien"}, ""),
        ([1], ""),
    ],
)
def test_an_interface_that_answers_is_known_by_what_it_says(body: object, kind: str) -> None:
    assert answer_of(200, json.dumps(body).encode())[0] == kind
    assert answer_of(404, json.dumps(body).encode())[0] == ""
    assert bool(trace_of_answer(kind)) is bool(kind)


@pytest.mark.parametrize("body", [b"<rss version='2.0'>", b"<?xml version='1.0'?><feed xmlns='a'>"])
def test_a_feed_is_known_by_its_opening(body: bytes) -> None:
    assert answer_of(200, body) == ("feed", ())


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"[" * 100_000])
def test_what_is_neither_a_feed_nor_json_is_nothing(body: bytes) -> None:
    assert answer_of(200, body) == ("", ())
