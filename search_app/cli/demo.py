"""`souffleur demo`: the demonstration, from nothing to the app.

The demonstration sites run in a child process and are harvested over real HTTP by the real
spiders. What was harvested before is used again when it came from the same demonstration.
"""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from corpus import sample
from corpus.config import Config
from corpus.errors import ConfigError, IndexDamaged, IndexOutdated, StaffError
from corpus.harvests.runs import RunState
from crawler.run import harvest
from indexer.pipeline import CatchUp
from search_app.cli.harvest_report import read_notes, show_report
from search_app.cli.index import bring_up_to_date, say_readable_anew
from search_app.cli.output import counted, progress_bar
from search_app.cli.serve import serve
from search_app.stores import open_stores

SITE_PORTS = (8001, 8002)
_PORT = click.IntRange(0, 65535)


@click.command("demo", epilog="Exemple / example: souffleur demo --small --no-serve")
@click.option("--small", is_flag=True, help="150 fiches environ. / About 150 records.")
@click.option("--no-serve", is_flag=True, help="S'arrête sans servir. / Exits instead of serving.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--site-ports",
    type=(_PORT, _PORT),
    help="Ports des deux sites ; 0 en prend un libre. / Ports of both sites, 0 for a free one."
    f"  [default: {SITE_PORTS[0]} {SITE_PORTS[1]}]",
)
@click.pass_obj
def command(
    config: Config, small: bool, no_serve: bool, port: int, site_ports: tuple[int, int] | None
) -> None:
    """Monte la démonstration et la sert. / Builds the demonstration and serves it."""
    if not no_serve and not is_free(port):
        raise ConfigError(
            f"Le port {port}, où la base serait servie, est déjà pris. Arrêtez ce qui l'occupe, "
            "ou choisissez-en un autre : --port 8080."
        )
    with demonstration_site(small=small, ports=site_ports or usual_ports()) as sites:
        harvest_sites(config, sites, small=small)
        outcome = index_demonstration(config)
        click.echo(
            f"Index : {counted(outcome.written, 'fiche écrite', 'fiches écrites')}, "
            f"{counted(len(outcome.problems), 'remarque')}."
        )
        say_readable_anew(outcome)
        if not no_serve:
            serve(config, port=port)


def index_demonstration(config: Config) -> CatchUp:
    """Catches up; an index that this version cannot read is said, and made anew."""
    try:
        return bring_up_to_date(config)
    except (IndexOutdated, IndexDamaged) as error:
        click.echo(f"{error.message}\nLa démonstration le refait.", err=True)
        return bring_up_to_date(config, from_zero=True)


def usual_ports() -> tuple[int, int]:
    """The usual ports of the sites, or free ones when another program has one of them."""
    if all(is_free(port) for port in SITE_PORTS):
        return SITE_PORTS
    click.echo(
        f"Les ports {SITE_PORTS[0]} et {SITE_PORTS[1]} ne sont pas libres tous deux : les sites de "
        "démonstration en prennent d'autres.",
        err=True,
    )
    return (0, 0)


def is_free(port: int) -> bool:
    """Whether a program of this machine could listen on that port of the loopback now."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Sites:
    """Where the demonstration's sites are served, by source."""

    comedie: str
    icpc: str

    def items(self) -> Iterator[tuple[str, str]]:
        yield "comedie", self.comedie
        yield "icpc", self.icpc


@contextmanager
def demonstration_site(*, small: bool, ports: tuple[int, int]) -> Iterator[Sites]:
    """The sites in a child process, ended with the block and at the latest with this process.

    In a session of its own: Ctrl-C reaches us first, while a harvest still has its site.
    Raises `ConfigError` when a port is taken.
    """
    order = [sys.executable, "-m", "corpus.sample.server", "--with-parent", "--ports"]
    with subprocess.Popen(
        [*order, *map(str, ports), *(["--small"] if small else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            yield _addresses(child, ports)
        finally:
            child.terminate()


def _addresses(child: subprocess.Popen[str], ports: tuple[int, int]) -> Sites:
    """The child prints `comedie URL` and `icpc URL` once it answers."""
    assert child.stdout is not None  # it is a pipe
    told = dict(
        line.split(maxsplit=1) for line in (child.stdout.readline() for _ in range(2)) if line
    )
    if set(told) != {"comedie", "icpc"}:
        raise ConfigError(
            f"Les sites de démonstration n'ont pas pu s'ouvrir sur les ports {ports[0]} et "
            f"{ports[1]}, sans doute déjà pris. Choisissez-en d'autres : --site-ports 0 0."
        )
    return Sites(told["comedie"].strip(), told["icpc"].strip())


def harvest_sites(config: Config, sites: Sites, *, small: bool) -> None:
    """Harvests what was not yet harvested whole from this demonstration.

    Raises `StaffError` when a harvest could not be ended.
    """
    mark = config.home / "demonstration.txt"
    version = demonstration_version(small=small)
    if mark.is_file() and mark.read_text().strip() == version and _both_finished(config):
        click.echo("La démonstration est déjà moissonnée : elle est reprise telle quelle.")
        return
    for source, url in sites.items():
        with progress_bar(f"Moisson de {source}") as progress:
            report = harvest(config, source, base_url=url, progress=progress)
        show_report(report, read_notes(config, report))
        if report.state is not RunState.FINISHED:
            raise StaffError(f"La moisson de {source} n'est pas finie. Relancez : elle reprendra.")
    mark.write_text(version + "\n")


def demonstration_version(*, small: bool) -> str:
    """Changes with the data and the code that make the demonstration."""
    digest = hashlib.sha256(b"small" if small else b"full")
    folder = Path(sample.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode())
    return digest.hexdigest()


def _both_finished(config: Config) -> bool:
    with open_stores(config) as stores:
        runs = [stores.runs.last(source) for source in ("comedie", "icpc")]
    return all(run is not None and run.state is RunState.FINISHED for run in runs)
