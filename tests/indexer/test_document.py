"""What an index keeps of an entry."""

from __future__ import annotations

from dataclasses import replace

from corpus.fields import FIELDS
from corpus.record import (
    Block,
    BlockKind,
    Credit,
    Edit,
    Entry,
    FileRef,
    FileState,
    PartialDate,
    Record,
    Tag,
)
from indexer.document import MAX_CHARACTERS, NOISY, PageText, document_of, prose, title_key

KEPT = FileRef("https://e.org/a.pdf", "a.pdf", "application/pdf", "a" * 64, 10, FileState.KEPT)
OFFSITE = FileRef("https://o.org/b.pdf", "b.pdf", "application/pdf")
RECORD = Record(
    id="comedie-1",
    source="comedie",
    kind="method",
    url="https://e.org/1",
    title="Cartographie d’acteurs",
    blocks=(Block(BlockKind.PARAGRAPH, "Qui sont les parties ?"),),
    credits=(Credit("Anne Exemple"),),
    date=PartialDate("2018-06"),
    files=(KEPT, OFFSITE),
    language="fr",
)


def test_a_document_has_the_values_of_the_table_of_fields() -> None:
    document = document_of(Entry(RECORD, tags=(Tag("Controverse"),)), {})
    assert (document.id, document.url, document.kind) == ("comedie-1", "https://e.org/1", "method")
    assert document.texts["title"] == ("Cartographie d’acteurs",)
    assert document.texts["body"] == ("Qui sont les parties ?",)
    assert document.texts["author"] == ("Anne Exemple",)
    assert document.facets["author"] == ("Anne Exemple",)
    assert document.facets["tag"] == ("Controverse",)
    assert document.facets["year"] == ("2018",)
    assert (document.date, document.year) == ("2018-06", 2018)
    assert set(document.facets) == {field.name for field in FIELDS if field.facet}


def test_what_people_wrote_hides_what_was_harvested() -> None:
    document = document_of(Entry(RECORD, edits=(Edit("title", "Titre corrigé"),)), {})
    assert (document.title, document.texts["title"]) == ("Titre corrigé", ("Titre corrigé",))


def test_the_pages_of_the_files_we_hold_are_kept_with_their_numbers() -> None:
    pages = [PageText(1, "Page ﬁne"), PageText(2, "  "), PageText(3, "con\u00adcertation")]
    texts = {"a" * 64: pages}
    (part,) = document_of(Entry(RECORD), texts).parts
    assert (part.file_sha256, part.file_url, part.file_name) == ("a" * 64, KEPT.url, "a.pdf")
    assert part.pages == ((1, "Page fine"), (3, "concertation"))


def test_a_file_without_text_is_left_out() -> None:
    assert document_of(Entry(RECORD), {}).parts == ()


def test_an_enormous_text_is_cut() -> None:
    texts = {"a" * 64: [PageText(1, "a" * MAX_CHARACTERS), PageText(2, "b")]}
    (part,) = document_of(Entry(RECORD), texts).parts
    assert [number for number, _ in part.pages] == [1]
    texts = {"a" * 64: [PageText(1, "b"), PageText(2, "a" * MAX_CHARACTERS)]}
    (part,) = document_of(Entry(RECORD), texts).parts
    assert [len(text) for _, text in part.pages] == [1, MAX_CHARACTERS - 1]


def test_pages_of_poor_quality_are_told_from_the_others() -> None:
    pages = [PageText(1, "net", NOISY), PageText(2, "brouillé", NOISY - 0.01), PageText(3, "", 0)]
    (part,) = document_of(Entry(RECORD), {"a" * 64: pages}).parts
    assert part.noisy == {2}


def test_documents_with_the_same_text_are_the_same_and_empty_ones_are_not() -> None:
    record = replace(RECORD, text_sha256="1" * 64)
    other = replace(record, id="icpc-2", title="Un autre titre")
    changed = replace(other, text_sha256="2" * 64)
    one, two, three = (document_of(Entry(r), {}).same for r in (record, other, changed))
    assert one == two != three
    assert document_of(Entry(replace(record, blocks=())), {}).same == ""


def test_the_cluster_of_a_record_is_what_it_is_folded_by_whatever_its_words() -> None:
    record = replace(RECORD, text_sha256="1" * 64)
    edited = replace(record, id="icpc-2", text_sha256="2" * 64)
    one, other = (document_of(Entry(r), {}, same="comedie-1").same for r in (record, edited))
    assert one == other == "comedie-1"
    apart = document_of(Entry(replace(record, id="icpc-3")), {}, same="icpc-3").same
    assert apart not in (one, document_of(Entry(record), {}).same)


def test_a_record_without_a_title_is_named_by_its_address() -> None:
    record = Record(id="x", source="icpc", kind="page", url="https://e.org/x", title=" \x00")
    assert document_of(Entry(record), {}).title == "https://e.org/x"


def test_passages_are_quoted_from_prose_only() -> None:
    assert prose(FIELDS) == ("subtitle", "summary", "body")


def test_titles_sort_without_accents_case_or_opening_signs() -> None:
    titles = ["Zone", "« Évaluer »", "eau", "…", "Œuvre", "État"]
    assert sorted(titles, key=title_key) == ["…", "eau", "État", "« Évaluer »", "Œuvre", "Zone"]
