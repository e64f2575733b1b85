"""A page that was found as it was, on its way from the downloader to the ledger.

It goes by the scheduler: a request that a downloader's middleware gives back is scheduled again, and
ours settles one that has nothing left to ask. The way of a response, or of an exception, through
Scrapy's engine and scraper to the same end costs half as much as asking.
"""

from __future__ import annotations

from dataclasses import dataclass

from scrapy.http import Response

from corpus.harvests.outcomes import KnownPage

UNCHANGED = "souffleur_unchanged"
"""The meta key of the `Unchanged` that a request came to."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What the page gave before holds; `known` says what that was."""

    response: Response
    known: KnownPage
