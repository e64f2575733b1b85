"""Rebuild `corpus/data/places.tsv.gz` from the official geographic code.

The source is the npm package `@etalab/decoupage-administratif` (Licence Ouverte 2.0), made from
INSEE's Code officiel géographique. To rebuild:

    npm pack @etalab/decoupage-administratif@6.0.0
    tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python tools/build_places.py package

The same package gives the same bytes. One row a place, tab-separated: code, name, code of the
place around it, population (0 when unknown), and what a mention in prose needs to count (see
`MENTION_LETTERS`). A row whose code starts with `=` gives another name to the place it names.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corpus.folding import fold

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ROOT / "tools" / "place_extras.tsv"
TARGET = ROOT / "corpus" / "data" / "places.tsv.gz"

MENTION_LETTERS = {
    "b": "the bare name is enough",
    "h": "the bare name is enough when written with its hyphens",
    "p": "a preposition of place is needed",
    "n": "only with its département beside it, or after « commune de »",
}
WELL_KNOWN = 10_000
"""Inhabitants from which the bare one-word name of a commune is taken to mean it."""

COMMUNE_PREFIXES = {
    "commune-actuelle": "com",
    "commune-deleguee": "comd",
    "commune-associee": "coma",
    "arrondissement-municipal": "arm",
}
OVERSEAS_COLLECTIVITY = "com"
"""The package's `zone` for territories that are neither a département nor in a région."""

_ARTICLE = re.compile(r"^(?:L['’]|Le |La |Les )")
_SAINT = re.compile(r"^Sainte?-\w+$")
_QUALIFIER = re.compile(r" \(.*\)$")

Item = dict[str, Any]


class Row(NamedTuple):
    code: str
    name: str
    parent: str = ""
    population: int = 0
    mention: str = "b"


class Extras(NamedTuple):
    rows: list[Row]
    words: dict[str, str]


def read_extras(path: Path) -> Extras:
    """The hand-made rows, and the names that are also words."""
    extras = Extras([], {})
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _read_extra(extras, line.split("\t"))
    return extras


def _read_extra(extras: Extras, cells: list[str]) -> None:
    match cells:
        case ["country", code, name, mention]:
            extras.rows.append(Row(f"pays-{code}", name, mention=mention))
        case ["alias", code, name, mention]:
            extras.rows.append(Row(f"={code}", name, mention=mention))
        case ["word", mention, names]:
            extras.words.update((name.strip(), mention) for name in names.split(","))
        case _:
            raise SystemExit(f"{EXTRAS.name}: « {cells} » is not a country, an alias or a word.")


def commune_mention(name: str, population: int) -> str:
    """What a mention of this commune needs, before the list of words has its say."""
    bare = _ARTICLE.sub("", name)
    if population >= WELL_KNOWN:
        return "b"
    if len(bare) <= 3 or (bare != name and not re.search(r"[ -]", bare)):
        return "n"
    if _SAINT.match(name) or not re.search(r"[ -]", bare):
        return "p"
    return "h"


def commune_rows(communes: Iterable[Item]) -> Iterator[Row]:
    """Communes, communes déléguées and associées, and municipal arrondissements.

    A commune déléguée with the name of the commune it is in tells nothing more: left out.
    """
    names = {c["code"]: c["nom"] for c in communes if c["type"] == "commune-actuelle"}
    for commune in communes:
        prefix = COMMUNE_PREFIXES[commune["type"]]
        around = commune.get("chefLieu") or commune.get("commune")
        if prefix != "com" and fold(names.get(around, "")) == fold(commune["nom"]):
            continue
        parent = f"dep-{commune['departement']}" if prefix == "com" else f"com-{around}"
        population = commune.get("population", 0)
        mention = "n" if prefix == "arm" else commune_mention(commune["nom"], population)
        name = commune["nom"].replace(" Arrondissement", " arrondissement")
        yield Row(f"{prefix}-{commune['code']}", name, parent, population, mention)


def region_rows(regions: Iterable[Item], totals: Counter[str]) -> Iterator[Row]:
    for region in regions:
        if region["zone"] != OVERSEAS_COLLECTIVITY:
            code = f"reg-{region['code']}"
            yield Row(code, region["nom"], "", totals[code])


def departement_rows(departements: Iterable[Item], totals: Counter[str]) -> Iterator[Row]:
    """Départements, and the overseas collectivities, which have no région around them."""
    for item in departements:
        code = f"dep-{item['code']}"
        overseas = item["zone"] == OVERSEAS_COLLECTIVITY
        yield Row(code, item["nom"], "" if overseas else f"reg-{item['region']}", totals[code])


def population_totals(communes: Iterable[Item]) -> Counter[str]:
    """Inhabitants of each département and région, summed over its communes."""
    totals: Counter[str] = Counter()
    for commune in communes:
        if commune["type"] == "commune-actuelle":
            totals[f"dep-{commune['departement']}"] += commune.get("population", 0)
            totals[f"reg-{commune['region']}"] += commune.get("population", 0)
    return totals


def short_names(rows: Iterable[Row]) -> Iterator[Row]:
    """`Bors (Canton de …)` is called Bors by everybody: the name without the qualifier."""
    for row in rows:
        short = _QUALIFIER.sub("", row.name)
        if short != row.name:
            yield Row(f"={row.code}", short, mention="n")


def all_rows(package: Path) -> list[Row]:
    """Every row, from the widest place to the smallest, then the other names."""
    communes, departements, regions = (
        json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("communes", "departements", "regions")
    )
    totals, extras = population_totals(communes), read_extras(EXTRAS)
    rows = [
        *(row for row in extras.rows if not row.code.startswith("=")),
        *region_rows(regions, totals),
        *departement_rows(departements, totals),
        *commune_rows(communes),
    ]
    rows += [row for row in extras.rows if row.code.startswith("=")]
    rows += list(short_names(rows))
    known = {row.code for row in rows}
    orphans = [row for row in rows if row.code.startswith("=") and row.code[1:] not in known]
    if orphans:
        raise SystemExit(f"These aliases name no place of the package: {orphans}")
    return [row._replace(mention=_mention(row, extras.words)) for row in rows]


def _mention(row: Row, words: dict[str, str]) -> str:
    """The list of words may only ask for more: it never loosens what a small commune needs."""
    return max(row.mention, words.get(row.name, "b"), key="bhpn".index)


def write(rows: Iterable[Row], version: str, target: Path) -> None:
    """Write the table; the gzip header carries no time, so that the bytes are reproducible."""
    header = f"# @etalab/decoupage-administratif {version}, INSEE, Licence Ouverte 2.0"
    lines = [header, *("\t".join(map(str, row)) for row in rows)]
    data = ("\n".join(lines) + "\n").encode()
    target.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))


def main(package: Path) -> None:
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    rows = all_rows(package)
    write(rows, version, TARGET)
    sys.stdout.write(f"{len(rows)} places in {TARGET.name}, {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Say which folder holds the unpacked package: build_places.py package")
    main(Path(sys.argv[1]))
