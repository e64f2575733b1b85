"""A page that was found as it was, on its way from the downloader to the ledger."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from corpus.harvests.outcomes import KnownPage


class PageUnchanged(IgnoreRequest):
    """What the page gave before holds; `known` says what that was."""

    def __init__(self, response: Response, known: KnownPage) -> None:
        super().__init__("unchanged")
        self.response = response
        self.known = known
