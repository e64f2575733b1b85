"""Terms of the site's taxonomies: found, or created when an article needs them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from corpus.errors import SiteRefused
from corpus.exports.mapping import Term
from corpus.exports.names import slug_of, spare_slug
from corpus.exports.sent import Sent, What
from corpus.exports.sent_rows import SentThings
from corpus.exports.wordpress.site import RequestRefused, Site

LONGEST_KEY = 120


class Terms:
    """The terms there are on the site, read once a taxonomy.

    One that was sent is known by its number, so that people may give it another name; else by its
    slug, else by its name.
    """

    def __init__(self, site: Site, sent: SentThings, bases: Mapping[str, str]) -> None:
        self._site = site
        self._things = sent
        self._bases = bases
        self._sent = sent.of(What.TERM)
        self._there: dict[str, dict[int, dict[str, Any]]] = {}
        self.created = 0

    def numbers(self, terms: Iterable[Term]) -> dict[str, list[int]]:
        """The numbers of `terms`, by the name under which an article gives them; new ones are
        created. Every taxonomy is there, so that a term taken away goes from the site as well.
        """
        given: dict[str, list[int]] = {base: [] for base in self._bases.values()}
        for term in terms:
            given[self._bases[term.taxonomy]].append(self._number(term))
        return {base: sorted(set(found)) for base, found in given.items()}

    def are_those_of(self, row: Mapping[str, Any], terms: Iterable[Term]) -> bool:
        """True when the article `row` of the site has these terms and no others of ours."""
        wanted: dict[str, list[int]] = {base: [] for base in self._bases.values()}
        for term in terms:
            wanted[self._bases[term.taxonomy]].append(self._known(term))
        return all(sorted(row.get(base, ())) == sorted(set(ns)) for base, ns in wanted.items())

    def _number(self, term: Term) -> int:
        key = _key(term)
        number = self._known(term) or self._site.patiently(lambda: self._create(term))
        if key not in self._sent or self._sent[key].remote_id != number:
            self._sent[key] = Sent(What.TERM, key, number)
            self._things.keep(self._sent[key])
        return number

    def _known(self, term: Term) -> int:
        """The number of a term that is on the site; 0 when none is."""
        there = self._of(term.taxonomy)
        sent = self._sent.get(_key(term))
        return sent.remote_id if sent and sent.remote_id in there else self._found(term, there)

    def _of(self, taxonomy: str) -> dict[int, dict[str, Any]]:
        if taxonomy not in self._there:
            rows = self._site.listed(self._bases[taxonomy], _fields="id,name,slug")
            self._there[taxonomy] = {int(row["id"]): row for row in rows}
        return self._there[taxonomy]

    def _found(self, term: Term, there: Mapping[int, Mapping[str, Any]]) -> int:
        by_slug = (number for number, row in there.items() if row.get("slug") == term.slug)
        by_name = (number for number, row in there.items() if _named(row) == term.slug)
        return next(by_slug, 0) or next(by_name, 0)

    def _create(self, term: Term) -> int:
        """A second try after a lost answer meets `term_exists`, which gives the number too."""
        try:
            row = self._site.command(
                self._bases[term.taxonomy],
                {"name": term.name, "slug": term.slug},
            )
        except RequestRefused as refused:
            if refused.code != "term_exists" or not refused.data.get("term_id"):
                raise
            row = {"id": refused.data["term_id"], "name": term.name, "slug": term.slug}
        else:
            self.created += 1
        number = int(row["id"])
        self._there[term.taxonomy][number] = row
        return number


def _named(row: Mapping[str, Any]) -> str:
    return slug_of(html.unescape(str(row.get("name", ""))))


def _key(term: Term) -> str:
    key = f"{term.taxonomy}:{term.slug}"
    return key if len(key) <= LONGEST_KEY else spare_slug(key[: LONGEST_KEY - 10], key)


def bases_of(site: Site, taxonomies: Iterable[str]) -> dict[str, str]:
    """The name under which an article gives its terms (`categories`, `tags`…), by taxonomy.

    Raises `SiteRefused` for a taxonomy that the site does not have, or does not show.
    """
    known = site.get("taxonomies", context="edit", type="post")
    found = known if isinstance(known, dict) else {}
    bases: dict[str, str] = {}
    for taxonomy in dict.fromkeys(taxonomies):
        row = found.get(taxonomy)
        if not isinstance(row, dict):
            raise SiteRefused(
                f"{site.address} n'a pas de taxonomie « {taxonomy} » pour les articles. "
                f"Il a : {', '.join(sorted(found))}. Choisissez-en une avec --taxonomy."
            )
        bases[taxonomy] = str(row.get("rest_base") or taxonomy)
    return bases
