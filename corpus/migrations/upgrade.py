"""Brings a catalogue to `HEAD` with Alembic, inside the caller's transaction."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from corpus.errors import CatalogueError
from corpus.migrations import HEAD
from corpus.tables import metadata


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return ScriptDirectory.from_config(config)


def upgrade(connection: Connection, target: str = HEAD) -> None:
    """Runs the missing migrations up to `target`.

    Raises `CatalogueError` when the catalogue was written by a newer version of Souffleur.
    """
    directory = scripts()
    context = EnvironmentContext(
        Config(), directory, fn=lambda revision, _: directory._upgrade_revs(target, revision)
    )
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    try:
        context.run_migrations()
    except CommandError as error:
        raise CatalogueError(
            f"Le catalogue a été écrit par une autre version de Souffleur ({error}). "
            "Mettez Souffleur à jour, ou restaurez une sauvegarde de cette version-ci."
        ) from error
