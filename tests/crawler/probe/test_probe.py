"""A small site looked at over loopback: exact counts, and a description that works as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ConfigError
from corpus.harvests.runs import RunState
from crawler.described import saved
from crawler.described.parsing import parse_description
from crawler.described.registry import load_description
from crawler.probe.proposal import key_of, proposed
from crawler.probe.running import Probed, probing
from crawler.probe.seen import as_line, read_lines
from crawler.probe.skeleton import survey_of_saved, write_skeleton
from crawler.probe.survey import prefix_of, survey_of
from tests.crawler.described_site import NEWS, SHEETS, answers, news, sheet
from tests.crawler.harvesting import config_in
from tests.crawler.small_site import Answer, serving

PAGES = SHEETS + NEWS + 2
LINKS = 2 * PAGES + 4 + SHEETS + NEWS + 2 * SHEETS
"""Two in each menu, four on the first page, one a work in the list, two on each sheet."""


def with_extras(url: str) -> Mapping[str, Answer]:
    sitemap = f"<urlset><url><loc>{url}/fiches/0.html</loc></url></urlset>".encode()
    feed = Answer(b"<rss version='2.0'></rss>", headers={"Content-Type": "application/rss+xml"})
    types = {"Content-Type": "application/json"}
    return {
        **answers(),
        "/robots.txt": Answer(
            f"User-agent: *\nDisallow: /prive/\nSitemap: {url}/plan.xml".encode()
        ),
        "/plan.xml": Answer(sitemap),
        "/feed/": feed,
        "/wp-json/": Answer(b'{"namespaces": ["wp/v2"], "routes": {}}', headers=types),
    }


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probed]:
    home = tmp_path_factory.mktemp("home")
    site: dict[str, Answer] = {}
    with serving(site.get) as (url, _):
        site.update(with_extras(url))
        with probing(config_in(home), [f"{url}/"], 1000) as found:
            yield found


def test_pages_answers_and_links_are_counted_to_the_last(probed: Probed) -> None:
    survey = survey_of(probed.seen)
    assert probed.state is RunState.FINISHED
    assert len(survey.pages) == PAGES
    assert survey.answers == {200: PAGES + 1 + SHEETS, 404: 2}
    assert survey.links.internal == LINKS
    assert survey.links.broken == 3  # twice /perdue.html, once the sheet after the last
    assert [url.rpartition("/")[2] for url in survey.links.broken_addresses] == [
        f"{SHEETS}.html",
        "perdue.html",
    ]


def test_a_page_under_two_addresses_is_one_page(probed: Probed) -> None:
    survey = survey_of(probed.seen)
    assert survey.twins == {"/": ("/index.html",)}
    assert survey.index == "index.html"


def test_what_a_site_says_to_programs_is_told(probed: Probed) -> None:
    survey = survey_of(probed.seen)
    assert survey.robots == 200
    assert survey.sitemaps == {"/plan.xml": 1}
    assert survey.feeds == ("/feed/",)
    assert survey.interfaces == {"/wp-json/": ("wp/v2",)}
    assert [system.name for system in survey.systems] == ["WordPress"]
    assert probed.left.get("robots_forbidden", 0) == 1


def test_charsets_dates_languages_and_folders_are_counted(probed: Probed) -> None:
    survey = survey_of(probed.seen)
    assert survey.charsets["utf-8 → utf-8"] == PAGES - 1
    assert survey.charsets["(rien) → cp1252"] == 1
    assert (survey.etags, survey.last_modified) == (0, PAGES - 1)
    assert survey.languages == {"fr": PAGES}
    assert survey.files == {"application/pdf": SHEETS}
    assert survey.prefixes == {"/fiches/": SHEETS, "/actus/": NEWS, "/": 2}


def test_templates_are_told_apart_with_their_selectors(probed: Probed) -> None:
    groups = survey_of(probed.seen).groups
    assert [len(group.pages) for group in groups][:2] == [SHEETS, NEWS]
    assert groups[0].template.mark == "article.fiche"
    assert {g.field: g.selectors for g in groups[0].guesses}["title"] == ("article h1",)


def test_the_skeleton_passes_its_own_test(probed: Probed, tmp_path: Path) -> None:
    survey = survey_of(probed.seen)
    written = write_skeleton(tmp_path, "atelier", [probed.start], survey, probed.body_of)
    description = load_description(written[0])
    assert description.name == "L'Atelier des fiches"
    assert description.index == "index.html"
    pages = saved.saved_pages(tmp_path / "sources" / "atelier")
    assert len(pages) == len(description.shape) >= 3
    assert all(saved.tested(description, page).differences == () for page in pages)


def test_a_description_that_exists_is_never_overwritten(probed: Probed, tmp_path: Path) -> None:
    survey = survey_of(probed.seen)
    write_skeleton(tmp_path, "atelier", [probed.start], survey, probed.body_of)
    path = tmp_path / "sources" / "atelier.toml"
    path.write_text("# la mienne")
    with pytest.raises(ConfigError, match="ne sera pas écrasé"):
        write_skeleton(tmp_path, "atelier", [probed.start], survey, probed.body_of)
    assert path.read_text() == "# la mienne"


def test_a_limit_is_kept_and_said(tmp_path: Path) -> None:
    with serving(answers().get) as (url, asked):
        with probing(config_in(tmp_path), [url], 12) as probed:
            assert probed.left["page_budget"] > 0
        assert sum(asked.paths.values()) <= 13  # and robots.txt, which the guard asks first
    assert list(tmp_path.iterdir()) == []  # nothing is written in the holdings


def test_somebody_elses_machine_is_asked_nothing_without_a_contact(tmp_path: Path) -> None:
    with (
        pytest.raises(ConfigError, match="SOUFFLEUR_CONTACT"),
        probing(config_in(tmp_path), ["https://exemple.fr/"], 10),
    ):
        pass


def test_what_was_seen_is_read_back_and_a_line_cut_short_is_left_out(probed: Probed) -> None:
    lines = [as_line(seen) for seen in probed.seen]
    assert list(read_lines([*lines, lines[0][:40]])) == list(probed.seen)


def test_a_saved_page_is_a_survey_of_one() -> None:
    survey = survey_of_saved(news(1).encode(), "https://www.exemple.fr/actus/1.html")
    assert [page.path for page in survey.pages] == ["/actus/1.html"]
    assert len(survey.groups) == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_page_says_the_proposal_can_be_read(title: str, words: str) -> None:
    html = f"<title>{title} - {words}</title><body><h1 class='{words}'>{title}</h1><p>{words}</p></body>"
    url = "https://exemple.fr/a"
    survey = survey_of_saved(html.encode("utf-8", "replace"), url)
    description = parse_description(proposed(survey, "essai", [url]))
    assert description.home == "https://exemple.fr"


@pytest.mark.parametrize(
    ("url", "key"),
    [("https://www.exemple.fr/a", "exemple-fr"), ("http://127.0.0.1:80/", "source-127-0-0-1-80")],
)
def test_a_key_is_made_from_a_host(url: str, key: str) -> None:
    assert key_of(url) == key
    parse_description(proposed(survey_of_saved(sheet(1).encode(), url), key, [url]))


@pytest.mark.parametrize(
    ("path", "prefix"),
    [("/", "/"), ("/a.html", "/"), ("/a/b/c/d.html?x=/y", "/a/b/"), ("/a/", "/a/")],
)
def test_pages_are_counted_by_folder(path: str, prefix: str) -> None:
    assert prefix_of(path) == prefix
