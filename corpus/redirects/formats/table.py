"""CSV: one line an old address as it was recorded, those without a redirect included.

`status` is 301, 410, or empty where the server is told nothing; `why` is a value of
`corpus.redirects.planning.Why`, or `kept` (the address stays) or `refused`; `record` is the id of
the record it leads to.
"""

from __future__ import annotations

import csv
import io

from corpus.redirects.planning import Legacy, Plan

COLUMNS = ("legacy", "target", "status", "why", "record")


def write(plan: Plan) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    refused, kept = {one.url for one in plan.refusals}, {one.url for one in plan.kept}
    seen = set()
    for one in plan.legacy:
        if one.url not in seen:
            seen.add(one.url)
            lines.writerow(_line(plan, one, refused, kept))
    return text.getvalue().encode("utf-8", "surrogateescape")


def _line(
    plan: Plan, one: Legacy, refused: set[str], kept: set[str]
) -> tuple[str, str, int | str, str, str]:
    if rule := plan.rule_of(one.url):
        return one.url, rule.target, rule.status, one.why.value, rule.record_id
    why = "refused" if one.url in refused else "kept" if one.url in kept else one.why.value
    return one.url, "", "", why, one.record_id
