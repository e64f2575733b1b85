"""In which state a harvest found an address or a record, and where a record stands."""

from __future__ import annotations

from enum import StrEnum

PROPOSED_AFTER = 3
"""Runs in a row without a record before its withdrawal is proposed to people."""

DISGUISES = ("soft_404", "sign_in_page", "maintenance_page")
"""Reasons why a page that answered well is not what was asked for."""


class PageState(StrEnum):
    """What a run found at an address, beside what earlier runs found there.

    `moved`: it leads to another address now; `gone`: the server says it is no more (404, 410);
    `error`: nothing could be told this time; `refused`: not asked for, on purpose.
    """

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MOVED = "moved"
    GONE = "gone"
    ERROR = "error"
    REFUSED = "refused"


class RecordState(StrEnum):
    """What a run found of a record, beside what the catalogue holds.

    `absent`: not met in this run though the page it came from answered, or is gone; `error`: not
    met because its page could not be read this time.
    """

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MOVED = "moved"
    ABSENT = "absent"
    ERROR = "error"
