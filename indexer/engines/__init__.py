"""Search engines behind one protocol, chosen by URL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import ConfigError
from corpus.fields import FIELDS, Field
from indexer.engines.base import SearchEngine
from indexer.engines.memory import MemoryEngine


def open_engine(
    url: str, *, create: bool = False, fields: Sequence[Field] = FIELDS
) -> SearchEngine:
    """The engine at `memory:` (a new one each time) or `whoosh:PATH`.

    Without `create`, an index that is missing, outdated or damaged is said at once
    (`IndexMissing`, `IndexOutdated`, `IndexDamaged`). With it, an empty index is made where there
    is none at all, and one that cannot be read is said by the first method that reads it, so that
    it can be replaced. An index that is there is never emptied. Raises `ConfigError` for another
    kind of URL.
    """
    scheme, _, path = url.partition(":")
    if scheme == "memory":
        return MemoryEngine(fields)
    if scheme == "whoosh" and path:
        # Whoosh and numpy take a fifth of a second to import: only for those who search.
        from indexer.engines.whoosh_engine.engine import WhooshEngine

        return WhooshEngine.open(Path(path), create=create, fields=fields)
    raise ConfigError(
        f"L'adresse d'index « {url} » n'est pas comprise. "
        "Écrivez « whoosh:/chemin/du/dossier » ou « memory: »."
    )
