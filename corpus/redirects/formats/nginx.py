"""nginx: two `map`s for the `http` level, and the server of the old names.

nginx compares `$uri`, which is decoded and has its slashes merged, so that every spelling of a path
meets its rule. It ignores case in plain keys: where two old addresses differ by case alone they are
written as regular expressions, which do not. A target holds no `$`, which would be a variable.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from corpus.redirects.formats.grouping import exact_and_loose
from corpus.redirects.planning import Plan, Rule

GONE = "410"
_SERVER = """\
# Pour les adresses https, ajoutez ici `listen 443 ssl` et les certificats de ces noms.
# Si l'un de ces noms est aussi celui du nouveau site, ôtez-le d'ici et mettez les deux lignes
# `if` dans le `server` du nouveau site.
server {{
    listen 80;
    server_name {names};
    if ($souffleur_to = "410") {{ return 410; }}
    if ($souffleur_to) {{ return 301 $souffleur_to; }}
    location / {{ return 404; }}
}}
"""


def write(plan: Plan) -> bytes:
    exact, loose = exact_and_loose(plan)
    exact_lines, loose_lines = list(_lines(exact)), list(_lines(loose))
    longest = max(
        (len(line.encode("utf-8", "surrogateescape")) for line in exact_lines + loose_lines),
        default=0,
    )
    count = len(exact_lines) + len(loose_lines)
    text = "\n".join(
        [
            "# Redirections de Souffleur, à inclure au niveau http : include /etc/nginx/souffleur.conf;",
            "# Si ces deux réglages existent déjà, gardez les plus grands et ôtez ceux-ci.",
            f"map_hash_bucket_size {_power_of_two(longest + 64)};",
            f"map_hash_max_size {_power_of_two(2 * count + 2048)};",
            *_map("$http_host$uri$is_args$args", "$souffleur_exact", '""', exact_lines),
            *_map("$http_host$uri", "$souffleur_loose", '""', loose_lines),
            *_map(
                "$souffleur_exact", "$souffleur_to", "$souffleur_exact", ['"" $souffleur_loose;']
            ),
            _SERVER.format(names=" ".join(_names(plan.rules))),
        ]
    )
    return text.encode("utf-8", "surrogateescape")


def _map(source: str, name: str, default: str, lines: Iterable[str]) -> Iterator[str]:
    yield f'map "{source}" {name} {{'
    yield f"    default {default};"
    yield from (f"    {line}" for line in lines)
    yield "}"


def _lines(rules: Iterable[Rule]) -> Iterator[str]:
    spellings: dict[str, dict[str, str]] = defaultdict(dict)
    for rule in rules:
        for spelling in _spellings(rule):
            spellings[_lower(spelling)][spelling] = rule.target or GONE
    for written in spellings.values():
        if len(set(written.values())) == 1:
            spelling, target = next(iter(written.items()))
            yield f"{quoted(spelling)} {quoted(target)};"
        else:
            for spelling, target in written.items():
                yield f"{quoted(f'~^{re.escape(spelling)}$')} {quoted(target)};"


def _spellings(rule: Rule) -> Iterator[str]:
    query = f"?{rule.key.query}" if rule.key.query else ""
    for host in rule.key.hosts:
        for path in rule.key.paths:
            yield f"{host}{path}{query}"


def _lower(text: str) -> str:
    """As nginx does: ASCII letters only."""
    return re.sub("[A-Z]+", lambda found: found.group().lower(), text)


def quoted(text: str) -> str:
    """A parameter of nginx: in quotes, where only these two signs mean something."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _names(rules: Iterable[Rule]) -> list[str]:
    names = {host.rpartition(":")[0] or host for rule in rules for host in rule.key.hosts}
    return sorted(names) or ["_"]


def _power_of_two(least: int) -> int:
    return max(128, 1 << (least - 1).bit_length())
