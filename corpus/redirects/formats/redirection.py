"""The JSON that the Redirection plugin of WordPress imports (Tools → Redirection → Import/Export).

Its importer reads `groups` and `redirects`; a redirect has `url` (path and query, escaped),
`match_type`, `action_type`, `action_code`, `action_data` and the flags of `match_data.source`. The
match is `server`, because two old sites had the same paths; `url_from` is where it leads when the
host is that one. `flag_query` says whether other parameters are let pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from corpus.redirects.formats.grouping import exact_and_loose
from corpus.redirects.planning import Plan, Rule

_GROUP = 1
_WORDPRESS = 1
"""The plugin's module that redirects in WordPress itself."""


def write(plan: Plan) -> bytes:
    exact, loose = exact_and_loose(plan)
    items = [*_items(exact, "exact"), *_items(loose, "ignore")]
    value = {
        "plugin": {"version": "5.4.1"},
        "groups": [
            {"id": _GROUP, "name": "Souffleur", "module_id": _WORDPRESS, "status": "enabled"}
        ],
        "redirects": [{**item, "position": place} for place, item in enumerate(items)],
    }
    return (json.dumps(value, ensure_ascii=True, indent=1) + "\n").encode()


def _items(rules: list[Rule], query: str) -> Iterator[dict[str, Any]]:
    for rule in rules:
        for host in rule.key.hosts:
            yield _item(rule, host, query)


def _item(rule: Rule, host: str, query: str) -> dict[str, Any]:
    source = {
        "flag_query": query,
        "flag_case": False,
        "flag_trailing": len(rule.key.paths) > 1,
        "flag_regex": False,
    }
    data = {"server": f"https://{host}"}
    return {
        "url": rule.key.escaped,
        "match_type": "server",
        "match_data": {"source": source},
        "action_type": "url" if rule.target else "error",
        "action_code": rule.status,
        "action_data": {**data, "url_from": rule.target, "url_notfrom": ""}
        if rule.target
        else data,
        "title": rule.record_id,
        "regex": False,
        "group_id": _GROUP,
        "enabled": True,
    }
