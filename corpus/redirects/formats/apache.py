"""Apache: one `RewriteRule` an address, for a virtual host or a `.htaccess`.

`Redirect 301 /a` would take `/a/b` along and cannot see a query or a host; a `RewriteRule` between
`^` and `$` does neither. It compares the decoded path. In what it substitutes, `$` and `%` before a
digit are references: they are escaped, and so is the backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.redirects.formats.grouping import exact_and_loose
from corpus.redirects.planning import Plan, Rule

_HEAD = """\
# Redirections de Souffleur : dans le VirtualHost des anciens noms, ou dans leur .htaccess.
RewriteEngine On
"""


def write(plan: Plan) -> bytes:
    exact, loose = exact_and_loose(plan)
    blocks = [*(_block(rule, exact=True) for rule in exact), *(_block(rule) for rule in loose)]
    return (_HEAD + "".join(blocks)).encode("utf-8", "surrogateescape")


def _block(rule: Rule, *, exact: bool = False) -> str:
    return "".join(f"{line}\n" for line in _lines(rule, exact=exact))


def _lines(rule: Rule, *, exact: bool) -> Iterator[str]:
    yield f"RewriteCond %{{HTTP_HOST}} {quoted(_host(rule.key.host))} [NC]"
    if exact:
        yield f"RewriteCond %{{QUERY_STRING}} {quoted(f'^{re.escape(rule.key.query)}$')}"
    slash = "/?" if len(rule.key.paths) > 1 else ""
    pattern = quoted(f"^/?{re.escape(rule.key.path[1:])}{slash}$")
    if rule.target:
        target = quoted(re.sub(r"([\\$%])", r"\\\1", rule.target))
        yield f"RewriteRule {pattern} {target} [R=301,L,NE,QSD]"
    else:
        yield f'RewriteRule {pattern} "-" [G]'


def _host(host: str) -> str:
    if re.search(r":\d+$", host):
        return f"^{re.escape(host)}$"
    return rf"^(?:www\.)?{re.escape(host)}(?::\d+)?$"


def quoted(text: str) -> str:
    """An argument of a rewriting directive: it ends at the first quote, whatever stands before."""
    escaped = text.replace('"', r"\x22")
    return f'"{escaped}"'
