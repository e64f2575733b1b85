"""tantivy with its own analysis, aggregations and snippet generator.

Its snippets are made by the analyser of the field, so that the analysis is the nearest its binding
can build: folded, then small words left out, then Snowball, without the rule on `ée`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy as api

from benchmarks import french
from benchmarks.answers.asked import FACETS, SIZE, SNIPPET, Answer, Asked, whole_text
from indexer.document import Document

MEMORY = 128_000_000
MOST_VALUES = 100
_COUNTS = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in FACETS}


class Tantivy:
    def __init__(self, folder: Path) -> None:
        self._index = api.Index.open(str(folder))
        self._analyser = _analyser()
        self._index.register_tokenizer("french", self._analyser)
        self._searcher = self._index.searcher()
        self._schema = self._index.schema

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        index = api.Index(_schema(), str(folder))
        index.register_tokenizer("french", _analyser())
        writer = index.writer(MEMORY, num_threads=1)
        for each in documents:
            facets = {name: list(each.facets[name]) for name in FACETS}
            writer.add_document(api.Document(id=each.id, body=whole_text(each), **facets))
        writer.commit()
        writer.wait_merging_threads()

    def answer(self, asked: Asked) -> Answer:
        query = self._query(asked, api.Occur.Must)
        found = self._searcher.search(query, SIZE)
        if not found.count:
            query = self._query(asked, api.Occur.Should)
            found = self._searcher.search(query, SIZE)
        counts = self._searcher.aggregate(query, _COUNTS)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        return Answer(
            total=found.count,
            ids=[document["id"][0] for document in documents],
            counted=sum(bucket["doc_count"] for bucket in counts["kind"]["buckets"]),
            marked=sum("<b>" in passage for passage in self._passages(query, documents)),
        )

    def _passages(self, query: Any, documents: Sequence[Any]) -> list[str]:
        maker = api.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        maker.set_max_num_chars(SNIPPET)
        return [maker.snippet_from_doc(document).to_html() for document in documents]

    def _query(self, asked: Asked, occur: Any) -> Any:
        if asked.prefix:
            return api.Query.regex_query(self._schema, "body", f"{asked.prefix}.*")
        terms = list(self._analyser.analyze(asked.text))
        if asked.phrase and len(terms) > 1:
            return api.Query.phrase_query(self._schema, "body", terms)
        each = [api.Query.term_query(self._schema, "body", term) for term in dict.fromkeys(terms)]
        return api.Query.boolean_query([(occur, query) for query in each])


def _schema() -> Any:
    builder = api.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=True, tokenizer_name="french")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyser() -> Any:
    return (
        api.TextAnalyzerBuilder(api.Tokenizer.simple())
        .filter(api.Filter.lowercase())
        .filter(api.Filter.ascii_fold())
        .filter(api.Filter.custom_stopword(sorted(french.STOP_WORDS)))
        .filter(api.Filter.stemmer("french"))
        .build()
    )
