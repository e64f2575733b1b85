"""The addresses of a described source: its own patterns beside the traps that every source has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from corpus.values import normalise_url
from crawler.addresses import Addresses, origin_of
from crawler.described.description import Description

_LEFT_OUT = "une adresse que la description laisse de côté (only, deny)"


@dataclass(frozen=True)
class DescribedAddresses(Addresses):
    """Those of a source as its description says.

    A home with a path (`https://exemple.fr/docs`) is the whole source: the rest of its hosts is
    elsewhere, and below another base its addresses stand without that path.
    """

    description: Description

    def is_within(self, url: str) -> bool:
        if not super().is_within(url):
            return False
        if origin_of(url).lower() == origin_of(self.base_url).lower():
            return True
        path = urlsplit(url).path
        return path == self._home_path or path.startswith(f"{self._home_path}/")

    def on_base(self, url: str) -> str:
        based = super().on_base(url)
        if not self._home_path or not self.is_within(url) or based == normalise_url(url):
            return based
        return based.replace(f"{self.base_url}{self._home_path}", self.base_url, 1)

    def spelled_path(self, path: str) -> str:
        """`/a/index.html` is `/a/` where the description says so."""
        name = self.description.index
        return path.removesuffix(name) if name and path.endswith(f"/{name}") else path

    def denies(self, url: str) -> bool:
        """Whether the description says that this address is never asked for."""
        path = self.record_path(url)
        return any(pattern.search(path) for pattern in self._deny)

    def leaves_out(self, url: str) -> bool:
        """Whether a link is not followed: denied, or beyond what `only` names."""
        if self.denies(url):
            return True
        path = self.record_path(url)
        return bool(self._only) and not any(pattern.search(path) for pattern in self._only)

    def why_left(self, url: str) -> str:
        return self.refuses(url) or (_LEFT_OUT if self.leaves_out(url) else "")

    @cached_property
    def _home_path(self) -> str:
        return urlsplit(self.description.home).path.rstrip("/")

    @cached_property
    def _deny(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.description.deny))

    @cached_property
    def _only(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.description.only))
