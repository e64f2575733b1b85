"""A run as TREC writes it: `topic Q0 document rank score name`, one answer a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.errors import BadImport
from indexer.evaluation.collection import Collection
from indexer.evaluation.measuring import Rankings, ranked

NAME = "souffleur"


def check_names(collection: Collection) -> None:
    """Raises `BadImport` for an id that a run cannot hold, or that two topics share."""
    topics = [topic.id for topic_set in collection.topic_sets for topic in topic_set.topics]
    for id_ in (*topics, *(document.id for document in collection.documents)):
        if len(id_.split()) != 1:
            raise BadImport(
                f"L'identifiant « {id_} » contient un blanc : un fichier de résultats TREC ne "
                "peut pas le porter. Changez-le, ou mesurez sans --run."
            )
    met: set[str] = set()
    for id_ in topics:
        if id_ in met:
            raise BadImport(
                f"La requête « {id_} » est dans deux fichiers : un seul fichier de résultats les "
                "mêlerait. Changez l'un des identifiants, ou mesurez sans --run."
            )
        met.add(id_)


def write_run(path: Path, rankings: Iterable[Rankings]) -> None:
    """Raises `BadImport` when the file cannot be written."""
    try:
        with path.open("w", encoding="utf-8") as out:
            for of_one_set in rankings:
                for topic, rank, document, score in ranked(of_one_set):
                    out.write(f"{topic} Q0 {document} {rank} {score} {NAME}\n")
    except OSError as error:
        raise BadImport(
            f"Le fichier de résultats {path} ne s'écrit pas ({error.strerror}). "
            "Choisissez un autre endroit."
        ) from error
