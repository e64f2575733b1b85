"""`souffleur serve`: the app behind gunicorn, one process a core."""

from __future__ import annotations

import gc
import os
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from corpus.config import Config
from corpus.database import Database
from corpus.errors import ConfigError
from search_app.app import create_app
from search_app.holdings import EXTENSION

_SECONDS_A_REQUEST = 30


@click.command("serve", epilog="Exemple / example: souffleur serve --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=lambda: min(4, os.cpu_count() or 1),
    help="Nombre de processus (par défaut un par cœur, quatre au plus). / Processes.",
)
@click.pass_obj
def command(config: Config, host: str, port: int, workers: int) -> None:
    """Sert la base sur le Web. / Serves the base."""
    serve(config, host, port, workers)


def serve(config: Config, host: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> None:
    """Serves until it is stopped. Raises `ConfigError` when the address cannot be had."""
    Database.open(config.catalogue_url).close()  # migrated once, before the workers start
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Souffleur répond sur http://{shown}:{port} (Ctrl+C pour arrêter)")
    try:
        _Server(config, f"{shown}:{port}", workers).run()
    except SystemExit as stop:
        if stop.code not in (0, None):
            raise ConfigError(
                f"L'adresse http://{shown}:{port} ne peut pas être servie : elle est sans doute "
                "déjà prise. Choisissez-en une autre avec --port."
            ) from stop


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn carries no types
    """gunicorn, set up from here instead of from a file of its own."""

    def __init__(self, config: Config, bind: str, workers: int) -> None:
        self._config = config
        self._settings: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "timeout": _SECONDS_A_REQUEST,
            "loglevel": "warning",
            "proc_name": "souffleur",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """In each worker: the index is read before the first visitor asks something of it.

        What that made is there to stay. The garbage collector, which would stop a page for a tenth
        of a second to look at all of it again, is told to leave it alone.
        """
        app = create_app(self._config)
        app.extensions[EXTENSION].warm()
        gc.collect()
        gc.freeze()
        return app
