from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.exports.mapping import LONGEST_TERM, TAXONOMIES, Term, date_of, post_of
from corpus.fields import FIELDS
from corpus.record import Edit, Entry, ExtractedFrom, FileRef, FileState, PartialDate, PlaceRef, Tag
from tests.corpus.samples import record


def test_every_field_that_has_a_taxonomy_is_one_of_the_table() -> None:
    assert set(TAXONOMIES) <= {field.name for field in FIELDS}


def test_an_entry_gives_its_terms_each_once_under_the_names_people_read() -> None:
    entry = Entry(
        record(keywords=("eau et rivières", "***"), methods=("World café",)), (Tag("Loire", "c"),)
    )
    terms = post_of(entry).terms
    assert Term("category", "experience", "Expérience") in terms
    names = {term.name for term in terms if term.taxonomy == "post_tag"}
    assert {"Nantes (Loire-Atlantique)", "Loire-Atlantique", "Pays de la Loire", "Loire"} <= names
    assert len({(term.taxonomy, term.slug) for term in terms}) == len(terms)
    assert all(term.slug for term in terms)


def test_the_name_of_a_term_is_html_and_never_too_long_for_wordpress() -> None:
    terms = post_of(Entry(record(keywords=("Q & R", "<" * 90 + "mot " * 40)))).terms
    assert Term("post_tag", "q-r", "Q &amp; R") in terms
    assert max(max(len(term.slug), len(term.name)) for term in terms) == LONGEST_TERM
    assert all(term.name == html.escape(html.unescape(term.name), quote=False) for term in terms)


def test_a_field_may_go_to_a_taxonomy_of_its_own_or_nowhere() -> None:
    terms = post_of(Entry(record()), {"kind": "nature", "place": "lieu"}).terms
    assert {term.taxonomy for term in terms} == {"nature", "lieu"}


def test_people_s_edits_are_what_is_exported() -> None:
    entry = Entry(record(), edits=(Edit("title", "Titre corrigé & relu", "camille"),))
    assert post_of(entry).title == "Titre corrigé &amp; relu"


@pytest.mark.parametrize(
    ("date", "day"),
    [("2018", "2018-01-01"), ("2018-06", "2018-06-01"), ("2018-06-24", "2018-06-24")],
)
def test_a_partial_date_is_the_first_day_of_its_period_and_is_kept_as_read(
    date: str, day: str
) -> None:
    whole = record(date=PartialDate(date), first_seen="2026-11-23T08:15:00Z")
    assert date_of(whole).startswith(f"{day}T")
    assert dict(post_of(Entry(whole)).meta)["souffleur_date"] == date


def test_an_event_to_come_is_dated_from_the_day_it_was_first_seen() -> None:
    event = record(kind="event", date=PartialDate("2027-03-01"), first_seen="2026-11-23T08:15:00Z")
    assert date_of(event).startswith("2026-11-23T")


def test_a_record_without_a_date_is_dated_from_the_day_it_was_first_seen() -> None:
    assert date_of(record(date=None, first_seen="2026-11-23T08:15:00Z")).startswith("2026-11-23T")


def test_custom_fields_hold_the_old_address_and_our_name_and_nothing_empty() -> None:
    meta = dict(post_of(Entry(record())).meta)
    assert meta["souffleur_id"] == record().id
    assert meta["souffleur_url"] == record().url
    assert all(meta.values())


def test_only_files_that_we_hold_are_attached_each_once() -> None:
    kept = FileRef("https://a.fr/b.pdf", "b.pdf", "application/pdf", "0" * 64, 3, FileState.KEPT)
    others = (FileRef("https://c.fr/d.pdf"), replace(kept, url="https://a.fr/e", sha256="", state=FileState.FAILED))  # fmt: skip
    post = post_of(Entry(record(files=(kept, kept, *others))))
    assert [attachment.url for attachment in post.attachments] == [kept.url]
    assert "https://c.fr/d.pdf" in post.content


def test_the_hash_changes_with_what_is_sent_and_with_nothing_else() -> None:
    one = post_of(Entry(record()))
    assert post_of(Entry(replace(record(), last_seen="2026-12-01T00:00:00Z"))).sha256 == one.sha256
    assert post_of(Entry(record(title="Autre"))).sha256 != one.sha256
    assert post_of(Entry(record(places=(PlaceRef("Brest"),)))).sha256 != one.sha256


def test_the_page_on_wordpress_declares_every_custom_field_there_is() -> None:
    page = (Path(__file__).parents[3] / "docs/wordpress.md").read_text()
    whole = record(
        subtitle="b", type_term="c", end_date=PartialDate("2019"), organisations=("d",), rights="e",
        extracted_from=ExtractedFrom("https://www.comedie.org/x", "y", 1),
    )  # fmt: skip
    declared = re.findall(r"'(\w+)'", page[page.index("$names") : page.index("foreach")])
    assert [f"souffleur_{name}" for name in declared] == list(dict(post_of(Entry(whole)).meta))
