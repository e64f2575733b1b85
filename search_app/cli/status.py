"""`souffleur status`: what is held, and how far the index has come."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from corpus.config import Config
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated
from corpus.fields import KINDS
from corpus.sources import source_label
from indexer.engines import open_engine
from search_app.cli.output import counted, print_json
from search_app.stores import Stores, open_stores


@click.command("status", epilog="Exemple / example: souffleur status --json")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(config: Config, as_json: bool) -> None:
    """Dit ce que contient la base et où en est l'index. / What is held, how far the index is."""
    with open_stores(config) as stores:
        status = read_status(config, stores)
    if as_json:
        print_json(status)
    else:
        click.echo(_as_text(status))


def read_status(config: Config, stores: Stores) -> dict[str, Any]:
    """The figures under the names that scripts rely on (see the README)."""
    figures = stores.catalogue.figures()
    return {
        "records": figures.records,
        "by_kind": dict(figures.by_kind),
        "by_source": dict(figures.by_source),
        "files": figures.files,
        "index": index_status(config, stores.catalogue.revision()),
    }


def index_status(config: Config, revision: int) -> dict[str, Any]:
    """Documents, position and whether the catalogue is wholly in the index.

    An index that is missing, of another version or damaged counts as empty, with `problem`.
    """
    try:
        with closing(open_engine(config.index_url)) as engine:
            position = engine.position()
            return {
                "documents": engine.count(),
                "position": position,
                "up_to_date": position == revision,
            }
    except (IndexMissing, IndexOutdated, IndexDamaged) as error:
        return {"documents": 0, "position": 0, "up_to_date": False, "problem": error.message}


def _as_text(status: dict[str, Any]) -> str:
    index = status["index"]
    lines = [
        f"{counted(status['records'], 'fiche')}, {counted(status['files'], 'fichier')}",
        *(_line(source_label(key), count) for key, count in status["by_source"].items()),
        "Par nature :",
        *(
            _line(KINDS[key].fr if key in KINDS else key, count)
            for key, count in status["by_kind"].items()
        ),
        f"Index : {counted(index['documents'], 'document')}, position {index['position']}, "
        + ("à jour" if index["up_to_date"] else "en retard : lancez souffleur index"),
    ]
    if index.get("problem"):
        lines.append(index["problem"])
    return "\n".join(lines)


def _line(label: str, count: int) -> str:
    return f"  {count:>6}  {label}"
