"""The synonyms in force: the list that librarians own, read."""

from __future__ import annotations

import logging

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
        self._known: tuple[int, SynonymList] | None = None

    def of(self, lists: Lists) -> SynonymList:
        """Asks the database for the number of the version, and nothing else when it is known."""
        version = lists.version(SYNONYMS)
        known = self._known
        if known is None or known[0] != version:
            kept = lists.current(SYNONYMS)
            self._known = known = (kept.version, _read(kept))
        return known[1]


def _read(kept: KeptList) -> SynonymList:
    """A list is checked before it is saved: one that does not read was saved by another version of
    Souffleur, and must not stop every search."""
    try:
        return parse_synonyms(kept.text)
    except BadImport as error:
        _log.warning("Version %s of the synonyms is not read: %s", kept.version, error.message)
        return shipped_synonyms()
