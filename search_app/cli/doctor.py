"""`souffleur doctor`: is everything sound, and if not, what to do."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import click

from corpus.config import Config
from corpus.database import integrity
from corpus.errors import SouffleurError
from indexer.engines import open_engine
from search_app.cli.output import print_json
from search_app.stores import Stores, open_stores

_ENOUGH_FREE = 500 * 1024 * 1024


class Verdict(StrEnum):
    """`fault` must be mended; `advice` is worth knowing and makes nothing wrong."""

    OK = "ok"
    ADVICE = "advice"
    FAULT = "fault"


_SIGNS = {Verdict.OK: "✔", Verdict.ADVICE: "·", Verdict.FAULT: "✘"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, how it is, and the remedy if there is one."""

    subject: str
    verdict: Verdict
    message: str


@click.command("doctor", epilog="Exemple / example: souffleur doctor --deep")
@click.option("--deep", is_flag=True, help="Relit chaque fichier gardé. / Reads every kept file.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def command(ctx: click.Context, deep: bool, as_json: bool) -> None:
    """Examine l'installation et les fonds ; sort avec 1 s'il y a un défaut.

    Looks at the installation and the holdings; exits with 1 when something is wrong.
    """
    findings = list(examine(ctx.obj, deep=deep))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{_SIGNS[finding.verdict]} {finding.subject} : {finding.message}")
    if any(finding.verdict is Verdict.FAULT for finding in findings):
        ctx.exit(1)


def examine(config: Config, *, deep: bool = False) -> Iterator[Finding]:
    """What was found, one finding a subject, in the order of the layers."""
    yield Finding("Python", Verdict.OK, sys.version.split()[0])
    yield _sqlite(sqlite3.sqlite_version_info)
    yield from _programs()
    yield _contact(config)
    try:
        with open_stores(config) as stores:
            yield _free_space(config.home)
            yield _catalogue(stores)
            yield _files(stores, deep=deep)
            yield _index(config, stores)
    except SouffleurError as error:
        yield Finding("Catalogue", Verdict.FAULT, error.message)


def _sqlite(version: tuple[int, int, int]) -> Finding:
    """The write-ahead log could lose commits until 3.51.3 (https://sqlite.org/wal.html)."""
    shown = ".".join(map(str, version))
    fixed = version >= (3, 51, 3) or (version[:2] in {(3, 50), (3, 44)} and _backported(version))
    if fixed:
        return Finding("SQLite", Verdict.OK, shown)
    return Finding(
        "SQLite",
        Verdict.ADVICE,
        f"{shown} : sous forte concurrence, un défaut rare du journal (corrigé en 3.51.3) peut "
        "perdre une écriture. Mettez SQLite à jour quand votre système le propose.",
    )


def _backported(version: tuple[int, int, int]) -> bool:
    return version >= (3, 50, 7) if version[:2] == (3, 50) else version >= (3, 44, 6)


def _programs() -> Iterator[Finding]:
    for program, use, package in (
        ("tesseract", "lire les pages numérisées", "tesseract-ocr tesseract-ocr-fra"),
        ("pdftotext", "donner un second avis sur le texte des PDF", "poppler-utils"),
    ):
        if path := shutil.which(program):
            yield Finding(program, Verdict.OK, path)
        else:
            message = f"absent ; il sert à {use} (apt install {package})."
            yield Finding(program, Verdict.ADVICE, message)


def _contact(config: Config) -> Finding:
    if config.contact:
        return Finding("Contact", Verdict.OK, config.contact)
    return Finding(
        "Contact",
        Verdict.ADVICE,
        "aucun ; définissez SOUFFLEUR_CONTACT (adresse ou page) avant de moissonner un vrai site.",
    )


def _free_space(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    shown = f"{free // 1024 // 1024} Mio libres pour {home}"
    if free >= _ENOUGH_FREE:
        return Finding("Disque", Verdict.OK, shown)
    return Finding("Disque", Verdict.FAULT, f"{shown} : libérez de la place avant de moissonner.")


def _catalogue(stores: Stores) -> Finding:
    answer = integrity(stores.database)
    if answer == "ok":
        records = stores.catalogue.figures().records
        return Finding("Catalogue", Verdict.OK, f"{records} fiches, base saine")
    return Finding(
        "Catalogue", Verdict.FAULT, f"base abîmée ({answer}) : restaurez une sauvegarde."
    )


def _files(stores: Stores, *, deep: bool) -> Finding:
    missing = [sha for sha in stores.catalogue.kept_files() if not stores.files.has(sha)]
    rotten = list(stores.files.damaged()) if deep else []
    if not missing and not rotten:
        return Finding("Fichiers", Verdict.OK, "tous présents" + (" et intacts" if deep else ""))
    return Finding(
        "Fichiers",
        Verdict.FAULT,
        f"{len(missing)} absents, {len(rotten)} abîmés (par exemple {(missing + rotten)[0][:12]}…)"
        " : restaurez-les d'une sauvegarde ou relancez la collecte de leur source.",
    )


def _index(config: Config, stores: Stores) -> Finding:
    try:
        with closing(open_engine(config.index_url)) as engine:
            return _index_drift(engine.count(), engine.position(), stores)
    except SouffleurError as error:
        return Finding("Index", Verdict.FAULT, error.message)


def _index_drift(documents: int, position: int, stores: Stores) -> Finding:
    records, revision = stores.catalogue.figures().records, stores.catalogue.revision()
    if position > revision:
        message = "l'index est en avance sur le catalogue (catalogue restauré ?) : souffleur index --rebuild."
        return Finding("Index", Verdict.FAULT, message)
    if position < revision:
        message = f"{revision - position} changements de retard : lancez souffleur index."
        return Finding("Index", Verdict.ADVICE, message)
    if documents != records:
        message = f"{documents} documents pour {records} fiches : souffleur index --rebuild."
        return Finding("Index", Verdict.FAULT, message)
    return Finding("Index", Verdict.OK, f"{documents} documents, à jour")
