"""Runs one harvest, in a process of its own or in this one.

Scrapy's reactor runs once a process. `harvest` therefore starts a child (`python -m crawler.run`)
for each harvest: it may be called again and again, from any thread, and a crawl that eats all the
memory takes only itself down. The child dies with its parent, at once and at any instant, which
the frontier is made for. `harvest_here` is what the child does; call it once in a process.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from corpus import errors
from corpus.config import Config
from corpus.database import Database
from corpus.errors import ConfigError, SouffleurError
from corpus.harvests.runs import Runs, RunState
from corpus.sources import Source, find_source, source_of_host
from crawler.report import HarvestReport
from crawler.session import HarvestSession, progress_made

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Progress = Callable[[int, int], None]
"""Called with how many addresses are done and how many are known, about twice a second."""

_ROOT = Path(__file__).parent.parent


def harvest(
    config: Config,
    source_key: str,
    *,
    start_url: str | None = None,
    base_url: str | None = None,
    allow_hosts: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    archive: str = "",
    progress: Progress | None = None,
) -> HarvestReport:
    """Harvests one source in a child process, and says what it came to.

    An interrupted harvest of the same source and addresses is taken up where it was. `source_key`
    is a key of `SOURCES`, or `site` with a `start_url`. `settings` are Scrapy's, as plain JSON
    values. With an `archive` (a path, or `kept`) nothing is asked of the network. Ctrl-C and SIGTERM stop it cleanly: the report then says `interrupted`.

    Raises `UnknownSource`, `ConfigError` (no contact, no address), `HarvestRunning`,
    `SourceUnreachable`, and `StorageError`; what was harvested before is kept.
    """
    source = _source_of(source_key, start_url)
    order = {
        "config": {name: str(value) for name, value in asdict(config).items()},
        "source_key": source_key,
        "start_url": start_url,
        "base_url": base_url,
        "allow_hosts": list(allow_hosts),
        "settings": {**(settings or {}), **({"SOUFFLEUR_FROM": archive} if archive else {})},
    }
    with _child(order) as child:
        answer = _listen(child, progress)
    if answer is None:
        return _report_of_dead(config, source)
    if "error" in answer:
        raise _error_of(answer["error"])
    return _report_of(answer["report"])


def harvest_here(
    config: Config,
    source_key: str,
    *,
    start_url: str | None = None,
    base_url: str | None = None,
    allow_hosts: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> HarvestReport:
    """The same in this process, which can do it only once; logs to `harvest-SOURCE.log`."""
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor: not for mere importers

    source = _source_of(source_key, start_url)
    ours = _settings(config, allow_hosts, settings or {})
    spider = SpiderLoader.from_settings(ours).load(source.spider_name)
    process = AsyncCrawlerProcess(ours)
    with _logging(config.log_dir / f"harvest-{source.key}.log", ours["LOG_LEVEL"]):
        crawler = process.create_crawler(spider)
        if progress is not None:
            _report_progress(crawler, progress)
        arguments = {"start_url": start_url, "base_url": base_url}
        crawl = process.crawl(crawler, **{k: v for k, v in arguments.items() if v})
        process.start()
    if not crawl.cancelled() and (failure := crawl.exception()) is not None:
        raise failure
    return _ended(crawler)


def _ended(crawler: Crawler) -> HarvestReport:
    session = crawler.get_extension(HarvestSession)
    if session is None or session.report is None:
        raise ConfigError("La moisson a été arrêtée de force ; relancez-la : elle reprendra.")
    if session.error is not None:
        raise session.error
    return session.report


def _source_of(key: str, start_url: str | None) -> Source:
    if key != "site":
        return find_source(key)
    host = _host_of(start_url or "")
    if not host:
        raise ConfigError(
            f"« {start_url or ''} » n'est pas une adresse. "
            "Pour moissonner un autre site, donnez la sienne : "
            "souffleur harvest site --start-url https://exemple.fr/."
        )
    return source_of_host(host)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # such as an IPv6 address that is not closed
        return ""


def _settings(config: Config, allow_hosts: Sequence[str], more: Mapping[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SOUFFLEUR_CONFIG", config, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # see _logging
    settings.set("SOUFFLEUR_ALLOW_HOSTS", list(allow_hosts), priority="cmdline")
    settings.update(dict(more), priority="cmdline")
    return settings


def _report_progress(crawler: Crawler, progress: Progress) -> None:
    def tell(done: int, known: int) -> None:
        progress(done, known)

    # Kept by the crawler: signals hold their receivers weakly.
    crawler.signals.connect(tell, signal=progress_made, weak=False)


@contextmanager
def _logging(path: Path, level: str) -> Iterator[None]:
    """Everything into the file, warnings on the standard error output too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        to_file = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"Le journal {path} ne peut pas être écrit ({error.strerror}). "
            "Choisissez un autre dossier avec --home ou SOUFFLEUR_HOME."
        ) from error
    to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    to_file.setLevel(level)
    to_people = logging.StreamHandler()
    to_people.setFormatter(logging.Formatter("%(message)s"))
    to_people.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(to_file)
    root.addHandler(to_people)
    try:
        yield
    finally:
        root.removeHandler(to_file)
        root.removeHandler(to_people)
        to_file.close()


# --- the parent's side of the child ------------------------------------------------------------


@contextmanager
def _child(order: Mapping[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """A child at work; signals sent to us reach it, and it ends when we do."""
    paths = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])
    with subprocess.Popen(
        [sys.executable, "-m", "crawler.run"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,  # Ctrl-C comes through us, once
    ) as child:
        assert child.stdin is not None  # it is a pipe
        try:
            print(json.dumps(order), file=child.stdin, flush=True)
            with _passing_signals_to(child):
                yield child
        except BaseException:
            child.kill()
            raise
        finally:
            child.stdin.close()


@contextmanager
def _passing_signals_to(child: subprocess.Popen[str]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in caught}
    try:
        for number in caught:
            signal.signal(number, lambda number, _frame: child.send_signal(number))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listen(child: subprocess.Popen[str], progress: Progress | None) -> dict[str, Any] | None:
    """The child's last word; None when it died without one."""
    assert child.stdout is not None  # it is a pipe
    answer = None
    for line in child.stdout:
        said: dict[str, Any] = json.loads(line)
        if "progress" not in said:
            answer = said
        elif progress is not None:
            progress(*said["progress"])
    return answer


def _report_of(values: Mapping[str, Any]) -> HarvestReport:
    return HarvestReport(**{**values, "state": RunState(values["state"])})


def _error_of(values: Mapping[str, str]) -> SouffleurError:
    kind = getattr(errors, values["type"], SouffleurError)
    error: SouffleurError = kind(values["message"])
    return error


def _report_of_dead(config: Config, source: Source) -> HarvestReport:
    """The child was killed: what it had kept is there, and the next harvest resumes."""
    database = Database.open(config.catalogue_url)
    try:
        runs = Runs(database)
        runs.release_dead(source.key)
        run = runs.last(source.key)
        if run is None:
            raise ConfigError(
                "La moisson s'est arrêtée avant de commencer ; voyez les messages ci-dessus."
            )
        notes = runs.count_notes(run.id)
        return HarvestReport(run.id, run.source, run.state, run.figures, notes, run.resumed)
    finally:
        database.close()


# --- the child's side --------------------------------------------------------------------------


def main() -> int:
    """Takes one order from the standard input, and says on the standard output how it went."""
    order: dict[str, Any] = json.loads(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    config = _config_of(order.pop("config"))
    try:
        report = harvest_here(config, progress=_say_progress, **order)
        _say({"report": {**asdict(report), "figures": dict(report.figures)}})
    except SouffleurError as error:
        _say({"error": {"type": type(error).__name__, "message": error.message}})
        return 1
    return 0


def _config_of(values: Mapping[str, str]) -> Config:
    home, files = Path(values["home"]), Path(values["files_dir"])
    return Config(home, values["catalogue_url"], files, values["index_url"], values["contact"])


def _die_with_parent() -> None:
    """The order came through a pipe that the parent holds open: its end is the parent's."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(1)


def _say_progress(done: int, known: int) -> None:
    _say({"progress": [done, known]})


def _say(value: Mapping[str, Any]) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201 - the protocol with the parent


if __name__ == "__main__":
    sys.exit(main())
