"""What `coverage` and `report` share: which sources are meant, and what is read of them first."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.config import Config
from corpus.errors import UnknownSource
from corpus.ledger import Ledger
from crawler.proof.coverage import Coverage, coverage_of
from crawler.proof.similarity import Similarity
from search_app.cli.output import progress_bar
from search_app.stores import Stores


def harvested_sources(stores: Stores, asked: Sequence[str]) -> list[str]:
    """The sources asked for, or all that were harvested. Raises `UnknownSource` for another."""
    known = list(Ledger(stores.database).sources())
    for source in asked:
        if source not in known:
            there = ", ".join(known) or "aucune"
            raise UnknownSource(
                f"Aucune moisson de « {source} » n'est dans la base. Sources moissonnées : {there}.",
                f"No harvest of “{source}” is in the base. Harvested: {there}.",
            )
    return list(dict.fromkeys(asked)) or known


def covered(stores: Stores, config: Config, sources: Sequence[str]) -> list[Coverage]:
    with progress_bar("Lecture des liens") as progress:
        return coverage_of(stores.database, config, sources, progress)


def measured(stores: Stores, config: Config, sources: Sequence[str]) -> Similarity:
    """The likeness of pages and records, all of them measured."""
    similarity = Similarity(stores.database, stores.files, config.home)
    with progress_bar("Comparaison des pages") as progress:
        similarity.measure(sources, progress)
    return similarity
