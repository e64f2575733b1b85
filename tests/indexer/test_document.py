"""What an index keeps of an entry."""

from __future__ import annotations

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
from indexer.document import MAX_CHARACTERS, document_of, prose, streams, title_key

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
    texts = {"a" * 64: [(1, "Page ﬁne"), (2, "  "), (3, "con\u00adcertation")]}
    (part,) = document_of(Entry(RECORD), texts).parts
    assert (part.file_sha256, part.file_url, part.file_name) == ("a" * 64, KEPT.url, "a.pdf")
    assert part.pages == ((1, "Page fine"), (3, "concertation"))


def test_a_file_without_text_is_left_out() -> None:
    assert document_of(Entry(RECORD), {}).parts == ()


def test_an_enormous_text_is_cut() -> None:
    texts = {"a" * 64: [(1, "a" * MAX_CHARACTERS), (2, "b")]}
    (part,) = document_of(Entry(RECORD), texts).parts
    assert [number for number, _ in part.pages] == [1]


def test_a_record_without_a_title_is_named_by_its_address() -> None:
    record = Record(id="x", source="icpc", kind="page", url="https://e.org/x", title=" \x00")
    assert document_of(Entry(record), {}).title == "https://e.org/x"


def test_the_words_of_a_file_are_searched_with_the_body() -> None:
    document = document_of(Entry(RECORD), {"a" * 64: [(1, "une"), (2, "charte")]})
    assert streams(document, FIELDS)["body"] == [["_", "_", "_", "part"], ["_", "chart"]]


def test_passages_are_quoted_from_prose_only() -> None:
    assert prose(FIELDS) == ("subtitle", "summary", "body")


def test_titles_sort_without_accents_case_or_opening_signs() -> None:
    titles = ["Zone", "« Évaluer »", "eau", "…", "Œuvre", "État"]
    assert sorted(titles, key=title_key) == ["…", "eau", "État", "« Évaluer »", "Œuvre", "Zone"]
