"""Rows of what was received, as the machinery writes them, for tests that say the answers."""

from __future__ import annotations

import hashlib
from typing import Any

from corpus.clock import now
from corpus.harvests.responses import Headers, Received, dump_headers
from corpus.harvests.states import PageState
from crawler.archives.base import media_type_in


def row_of(
    run_id: int,
    source: str,
    url: str,
    received: Received,
    state: str = PageState.NEW,
    at: str = "",
) -> dict[str, Any]:
    """A row of `fetches`, as the machinery writes it."""
    headers: Headers = received.headers
    return {
        "run_id": run_id,
        "url_key": hashlib.sha256(url.encode()).hexdigest(),
        "source": source,
        "url": url,
        "state": str(state),
        "status": received.status,
        "headers": dump_headers(headers),
        "media_type": media_type_in(headers),
        "body_sha256": received.sha256,
        "size": len(received.body),
        "fetched_at": at or now(),
    }
