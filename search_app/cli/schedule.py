"""`souffleur schedule`: what makes a machine harvest by itself, for systemd and for cron."""

from __future__ import annotations

import getpass
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from corpus.config import Config
from corpus.errors import ConfigError
from corpus.sources import find_source
from search_app.cli.output import counted

DAYS = {"lun": "Mon", "mar": "Tue", "mer": "Wed", "jeu": "Thu", "ven": "Fri", "sam": "Sat"} | {
    "dim": "Sun"
}
_SPREAD_MINUTES = 20
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Which command runs, as whom, and when: `days` are keys of `DAYS`, none of them is every day.

    `name` is that of both units; `environment` holds what the command reads; secrets stay in a file
    beside the catalogue.
    """

    name: str
    command: tuple[str, ...]
    user: str
    home: Path
    environment: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    time: str

    @property
    def secrets(self) -> Path:
        return self.home / "souffleur.env"


@click.command(
    "schedule", epilog="Exemple / example: souffleur schedule comedie icpc --day dim --time 03:00"
)
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--start-url", help="Où commencer, pour site. / Where to start, for site.")
@click.option(
    "--day",
    "days",
    multiple=True,
    type=click.Choice(list(DAYS)),
    help="Jour ; répétable, chaque jour par défaut. / Day; every day by default.",
)
@click.option("--time", default="03:00", show_default=True, help="Heure. / Time, as HH:MM.")
@click.option("--user", default=getpass.getuser, help="Compte du système. / System account.")
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Écrit les deux fichiers dans ce dossier. / Writes both files there.",
)
@click.pass_obj
def command(
    config: Config,
    sources: tuple[str, ...],
    start_url: str | None,
    days: tuple[str, ...],
    time: str,
    user: str,
    folder: Path | None,
) -> None:
    """Donne de quoi moissonner les SOURCES à heure fixe, puis indexer. / Scheduled harvests."""
    schedule = read_schedule(config, sources, start_url, days, time, user)
    files = {
        f"{schedule.name}.service": service(schedule),
        f"{schedule.name}.timer": timer(schedule),
    }
    if folder:
        _write(folder, files)
    for line in _explained(schedule, files, folder):
        click.echo(line)


def read_schedule(
    config: Config,
    sources: Sequence[str],
    start_url: str | None,
    days: Sequence[str],
    time: str,
    user: str,
) -> Schedule:
    """Raises `ConfigError`, and `UnknownSource`, for what could not be run."""
    if not _TIME.fullmatch(time):
        raise ConfigError(f"« {time} » n'est pas une heure. Écrivez-la ainsi : 03:00.")
    if ("site" in sources) != bool(start_url) or (start_url and len(sources) > 1):
        raise ConfigError("--start-url va avec site, et site seul : programmez-le à part.")
    for source in sources:
        if source != "site":
            find_source(source)
    program = str(Path(sys.executable).parent / "souffleur")
    address = ("--start-url", start_url) if start_url else ()
    order = (program, "--home", str(config.home), "harvest", *sources, *address, "--index")
    environment = (
        ("SOUFFLEUR_HOME", str(config.home)),
        *((("SOUFFLEUR_CONTACT", config.contact),) if config.contact else ()),
    )
    for value in (*order, user, *(value for _, value in environment)):
        _require_one_line(value)
    ordered = tuple(day for day in DAYS if day in days)
    name = _NOT_IN_NAMES.sub("-", f"souffleur-{'-'.join(sources)}-{start_url or ''}".lower())
    return Schedule(name.strip("-")[:100], order, user, config.home, environment, ordered, time)


def _require_one_line(value: str) -> None:
    if not value.isprintable():
        raise ConfigError(
            f"{value!r} tient sur plusieurs lignes ou contient un caractère qui ne s'écrit pas : "
            "il ne peut pas aller dans une programmation."
        )


# --- systemd -----------------------------------------------------------------------------------


def service(schedule: Schedule) -> str:
    """The unit that harvests once. Its secrets are read from a file that only its user sees."""
    environment = (f"Environment={quoted(f'{n}={v}')}\n" for n, v in schedule.environment)
    order = " ".join(quoted(word).replace("$", "$$") for word in schedule.command)
    return (
        "[Unit]\n"
        "Description=Souffleur : moisson puis index\n"
        "Wants=network-online.target\n"
        "After=network-online.target\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"User={schedule.user}\n"
        f"{''.join(environment)}"
        f"EnvironmentFile=-{percent_kept(str(schedule.secrets))}\n"
        f"ExecStart={order}\n"
        "Nice=10\n"
        "NoNewPrivileges=true\n"
        "PrivateTmp=true\n"
    )


def timer(schedule: Schedule) -> str:
    """The unit that says when. A run missed while the machine slept is made up for."""
    days = ",".join(DAYS[day] for day in schedule.days)
    return (
        "[Unit]\n"
        "Description=Souffleur : quand moissonner\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar={f'{days} ' if days else ''}*-*-* {schedule.time}:00\n"
        "Persistent=true\n"
        f"RandomizedDelaySec={_SPREAD_MINUTES}min\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def quoted(word: str) -> str:
    """A word as systemd reads it (systemd.syntax(7), systemd.unit(5) on `%`)."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{percent_kept(escaped)}"'


def percent_kept(word: str) -> str:
    return word.replace("%", "%%")


# --- cron --------------------------------------------------------------------------------------


def cron_line(schedule: Schedule) -> str:
    """A line for `crontab -e` of the user; cron takes a bare `%` for the end of the line."""
    hour, minute = (int(part) for part in schedule.time.split(":"))
    numbers = [str((list(DAYS).index(day) + 1) % 7) for day in schedule.days]
    settings = [f"{name}={shlex.quote(value)}" for name, value in schedule.environment]
    secrets = shlex.quote(str(schedule.secrets))
    order = " ".join([*settings, shlex.join(schedule.command)])
    shell = f"set -a; [ ! -r {secrets} ] || . {secrets}; {order}"
    return f"{minute} {hour} * * {','.join(numbers) or '*'} {shell}".replace("%", "\\%")


# --- what is said ------------------------------------------------------------------------------


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            beside = folder / f".{name}.new"
            beside.write_text(text, encoding="utf-8")
            beside.replace(folder / name)
    except OSError as error:
        raise ConfigError(
            f"Le dossier {folder} ne peut pas être écrit ({error.strerror}). Choisissez-en un autre."
        ) from error


def _explained(schedule: Schedule, files: dict[str, str], folder: Path | None) -> Iterator[str]:
    if folder:
        yield f"{counted(len(files), 'fichier écrit', 'fichiers écrits')} dans {folder}."
    else:
        for name, text in files.items():
            yield f"# --- {name}\n{text}"
    where = folder or "."
    yield "Pour les installer avec systemd, en administrateur :"
    yield f"  cp {shlex.quote(str(where))}/{schedule.name}.* /etc/systemd/system/"
    yield f"  systemctl daemon-reload && systemctl enable --now {schedule.name}.timer"
    yield f"  systemctl list-timers {schedule.name}.timer     # quand sera la prochaine"
    yield f"  journalctl -u {schedule.name}                   # ce qu'elle a dit"
    yield f"Secrets et autres réglages (SOUFFLEUR_SMTP_URL…) : dans {schedule.secrets}, une"
    yield "VARIABLE=valeur par ligne, en mode 600."
    yield "Une moisson manquée, machine éteinte, est rattrapée au réveil."
    if not dict(schedule.environment).get("SOUFFLEUR_CONTACT"):
        yield "Sans SOUFFLEUR_CONTACT, un vrai site n'est pas moissonné : mettez-le dans ce fichier."
    yield "Ou avec cron, sur une ligne (crontab -e) :"
    yield f"  {cron_line(schedule)}"
