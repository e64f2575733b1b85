"""Small documents for the tests of engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.document import Document, Part, title_key


def document(
    id_: str,
    title: str = "Titre",
    body: str = "",
    facets: Mapping[str, tuple[str, ...]] | None = None,
    date: str = "",
    parts: tuple[Part, ...] = (),
    same: str = "",
    **texts: str,
) -> Document:
    """A document whose `body` and `texts` are searched; `facets` maps names to values. Those that
    share `same` are copies."""
    all_texts = {"title": title, "body": body, **texts}
    return Document(
        id=id_,
        title=title,
        url=f"https://example.org/{id_}",
        kind="page",
        texts={name: (text,) for name, text in all_texts.items() if text},
        facets=dict(facets or {}),
        date=date,
        title_key=title_key(title),
        parts=parts,
        same=same,
    )


def part(sha256: str, *pages: str, noisy: Iterable[int] = ()) -> Part:
    """A file of that many pages, numbered from 1; `noisy` are the numbers of those badly read."""
    return Part(
        sha256,
        f"https://example.org/{sha256}.pdf",
        f"{sha256}.pdf",
        tuple(enumerate(pages, 1)),
        frozenset(noisy),
    )
