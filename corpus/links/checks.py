"""One look at an address: the answers met on the way, and what they amount to. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class LinkState(StrEnum):
    """What one look says.

    `moved`: answers well, under another address for good; `broken`: nothing is there;
    `soft_404`: a page is there, which says that nothing is; `forbidden`: we may not see, so nobody
    here can tell; `error`: no answer worth believing this time.
    """

    OK = "ok"
    MOVED = "moved"
    BROKEN = "broken"
    SOFT_404 = "soft_404"
    FORBIDDEN = "forbidden"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Hop:
    """One address asked on the way, and the status it answered with."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Check:
    """One look at `url`.

    `hops` are all addresses that answered, the last one included; `status` is that of the last (0
    when it did not answer) and `final_url` its address. `reason` is a stable word that says why the
    state is what it is, `detail` what the machine said of it. `etag` and `last_modified` are those
    of the last answer. `archived_url` is a copy that an archive said it has, or empty.
    """

    url: str
    checked_at: str
    state: LinkState
    status: int = 0
    final_url: str = ""
    hops: tuple[Hop, ...] = ()
    reason: str = ""
    detail: str = ""
    etag: str = ""
    last_modified: str = ""
    archived_url: str = ""

    @property
    def moved_to(self) -> str:
        """Where the link leads for good: the end of the permanent redirects it begins with."""
        for hop in self.hops:
            if hop.status not in PERMANENT:
                return hop.url if hop.url != self.url else ""
        return self.final_url if self.final_url != self.url else ""


_REFUSED_TO_US = frozenset({401, 402, 403, 407, 429, 451})
_BROKEN = frozenset({404, 410})
_CAUSES = {
    "unknown_host": LinkState.BROKEN,
    "connection_refused": LinkState.BROKEN,
    "tls": LinkState.BROKEN,
    "redirect_loop": LinkState.BROKEN,
    "bad_redirect": LinkState.BROKEN,
    "address_refused": LinkState.FORBIDDEN,
    "robots_forbidden": LinkState.FORBIDDEN,
}


def state_of_status(status: int) -> LinkState:
    """What the status of the last answer says by itself; redirects are to be followed first.

    429 (too many requests) is `forbidden`: the page may well be there.
    """
    if status in _BROKEN:
        return LinkState.BROKEN
    if status in _REFUSED_TO_US:
        return LinkState.FORBIDDEN
    if 200 <= status < 300 or status == 304:
        return LinkState.OK
    return LinkState.BROKEN if 400 <= status < 500 and status != 408 else LinkState.ERROR


def state_of_cause(cause: str) -> LinkState:
    """What it means that no answer came, or that we asked for none, for that reason."""
    return _CAUSES.get(cause, LinkState.ERROR)


def state_after(hops: Sequence[Hop]) -> LinkState:
    """What a way that came to an answer says: `moved` when its first step is for good."""
    last = state_of_status(hops[-1].status)
    moved = len(hops) > 1 and hops[0].status in PERMANENT
    return LinkState.MOVED if moved and last is LinkState.OK else last


def reason_of_status(status: int) -> str:
    """`http_404` for what went wrong; empty for what went well."""
    return "" if state_of_status(status) is LinkState.OK else f"http_{status}"


def hops_to_json(hops: Sequence[Hop]) -> str:
    return json.dumps([{"url": hop.url, "status": hop.status} for hop in hops], ensure_ascii=False)


def hops_from_json(text: str) -> tuple[Hop, ...]:
    return tuple(Hop(hop["url"], hop["status"]) for hop in json.loads(text))
