"""Which rules look at the query, for every server."""

from __future__ import annotations

from corpus.redirects.addresses import key_of
from corpus.redirects.planning import Plan, Rule


def exact_and_loose(plan: Plan) -> tuple[list[Rule], list[Rule]]:
    """The rules that hold for one query (or none) only, and those that hold for any.

    `/?p=123` names a page: a rule on `/` must then not take `/?p=124` along. Elsewhere a query is
    what a newsletter or a search engine added.
    """
    keys = {key for one in plan.legacy if (key := key_of(one.url))}
    asked = {key.without_query for key in keys if key.query}
    exact = [rule for rule in plan.rules if rule.key.without_query in asked]
    return exact, [rule for rule in plan.rules if rule.key.without_query not in asked]
