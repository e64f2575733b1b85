"""The synonyms in force: the list that librarians own, read."""

from __future__ import annotations

import logging
from collections.abc import Hashable
from dataclasses import dataclass, replace

from corpus.errors import BadImport
from corpus.lists import SYNONYMS, KeptList, Lists, shipped
from indexer.synonyms import SynonymList, parse_synonyms

_log = logging.getLogger(__name__)


def shipped_synonyms() -> SynonymList:
    """The list that comes with Souffleur, whatever librarians made of it."""
    return parse_synonyms(shipped(SYNONYMS).text)


def current_synonyms(lists: Lists) -> SynonymList:
    """The list as it was last saved."""
    return _read(lists.current(SYNONYMS))


class SynonymsInForce:
    """The current list, read again only when another version was saved; threads may share one."""

    def __init__(self) -> None:
        self._known: _Known | None = None

    def of(self, lists: Lists) -> SynonymList:
        """Asks the database for the version when anything was written since, and for no more."""
        known, stamp = self._known, lists.database.stamp()
        if known is None or known.stamp != stamp:
            version = lists.version(SYNONYMS)
            if known is not None and known.version == version:
                known = replace(known, stamp=stamp)
            else:
                kept = lists.current(SYNONYMS)
                known = _Known(stamp, kept.version, _read(kept))
            self._known = known
        return known.synonyms


@dataclass(frozen=True, slots=True)
class _Known:
    """A list as it was when the database had that stamp."""

    stamp: Hashable
    version: int
    synonyms: SynonymList


def _read(kept: KeptList) -> SynonymList:
    """A list is checked before it is saved: one that does not read was saved by another version of
    Souffleur, and must not stop every search."""
    try:
        return parse_synonyms(kept.text)
    except BadImport as error:
        _log.warning("Version %s of the synonyms is not read: %s", kept.version, error.message)
        return shipped_synonyms()
