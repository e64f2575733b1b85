"""`souffleur schedule`: units that systemd reads, a line that cron and the shell read."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.config import read_config
from corpus.errors import ConfigError
from search_app.cli import souffleur
from search_app.cli.schedule import Schedule, cron_line, quoted, read_schedule, service, timer

HOME = Path("/srv/les fonds à 100 %")


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), "schedule", *arguments])


def scheduled(*sources: str, days: tuple[str, ...] = (), start_url: str | None = None) -> Schedule:
    config = read_config(HOME, {"SOUFFLEUR_CONTACT": "camille@exemple.fr"})
    return read_schedule(config, sources or ("comedie",), start_url, days, "03:30", "souffleur")


def parsed(unit: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit)
    return parser


def test_the_service_harvests_each_source_then_indexes_as_its_user() -> None:
    unit = parsed(service(scheduled("comedie", "icpc")))["Service"]
    program = str(Path(sys.executable).parent / "souffleur")
    words = shlex.split(unit["ExecStart"].replace("%%", "%"))
    assert words == [program, "--home", str(HOME), "harvest", "comedie", "icpc", "--index"]
    assert (unit["Type"], unit["User"]) == ("oneshot", "souffleur")
    assert '"SOUFFLEUR_CONTACT=camille@exemple.fr"' in service(scheduled())


def test_the_timer_makes_up_for_what_was_missed_and_spreads_the_load() -> None:
    unit = parsed(timer(scheduled(days=("dim", "mar"))))["Timer"]
    assert unit["OnCalendar"] == "Tue,Sun *-*-* 03:30:00"
    assert (unit["Persistent"], unit["RandomizedDelaySec"]) == ("true", "20min")
    assert parsed(timer(scheduled()))["Timer"]["OnCalendar"] == "*-*-* 03:30:00"


def test_the_cron_line_runs_the_same_in_a_shell(tmp_path: Path) -> None:
    line = cron_line(scheduled("icpc", days=("dim", "mar")))
    when, order = line.split(" ", 5)[:5], line.split(" ", 5)[5]
    assert when == ["30", "3", "*", "*", "2,0"]
    assert "%" not in order.replace("\\%", "")
    program = str(Path(sys.executable).parent / "souffleur")
    echo = tmp_path / "echo.sh"
    echo.write_text('for said in "$SOUFFLEUR_HOME" "$@"; do echo "$said"; done')
    shown = order.replace("\\%", "%").replace(program, f"sh {echo}")
    said = subprocess.run(["sh", "-c", shown], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == [
        str(HOME),
        "--home",
        str(HOME),
        "harvest",
        "icpc",
        "--index",
    ]


def test_two_schedules_have_two_names() -> None:
    site = scheduled("site", start_url="https://exemple.fr/a")
    names = {scheduled().name, scheduled("icpc").name, site.name}
    assert names == {"souffleur-comedie", "souffleur-icpc", "souffleur-site-https-exemple-fr-a"}
    assert "--start-url" in site.command


@pytest.mark.parametrize(
    ("word", "written"),
    [("a b", '"a b"'), ('a"b', '"a\\"b"'), ("a\\b", '"a\\\\b"'), ("100%", '"100%%"')],
)
def test_a_word_is_written_as_systemd_reads_it(word: str, written: str) -> None:
    assert quoted(word) == written


@pytest.mark.parametrize("time", ["3h", "24:00", "03:60", "03:00:00", "03:00\n"])
def test_an_hour_that_is_none_is_refused(time: str) -> None:
    config = read_config(HOME, {})
    with pytest.raises(ConfigError, match="03:00"):
        read_schedule(config, ("comedie",), None, (), time, "souffleur")


@pytest.mark.parametrize("user", ["a\nExecStart=/bin/sh", "a\x00b"])
def test_nothing_slips_a_line_of_its_own_into_a_unit(user: str) -> None:
    with pytest.raises(ConfigError):
        read_schedule(read_config(HOME, {}), ("comedie",), None, (), "03:00", user)


def test_what_is_printed_says_how_to_install_it(tmp_path: Path) -> None:
    said = run(tmp_path, "comedie", "--user", "souffleur").output
    for part in ("[Timer]", "[Service]", "systemctl", "enable --now", "crontab -e"):
        assert part in said


def test_units_are_written_where_asked(tmp_path: Path) -> None:
    folder = tmp_path / "unites"
    assert "2 fichiers écrits" in run(tmp_path, "icpc", "--write", str(folder)).output
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["souffleur-icpc.service", "souffleur-icpc.timer"]


@pytest.mark.parametrize(
    "arguments", [("site",), ("comedie", "--start-url", "https://x.fr"), ("comedie", "--time", "x")]
)
def test_what_could_not_run_is_not_scheduled(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert isinstance(run(tmp_path, *arguments).exception, ConfigError)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    folder = tmp_path / "unites"
    run(tmp_path, "comedie", "icpc", "--day", "dim", "--user", "root", "--write", str(folder))
    order = ["systemd-analyze", "verify", *map(str, sorted(folder.iterdir()))]
    done = subprocess.run(order, capture_output=True, text=True, timeout=60)
    faults = [line for line in done.stderr.splitlines() if "souffleur-comedie" in line]
    assert faults == []
