"""The map as servers read it: one module a format, each from a plan to the bytes of its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from corpus.redirects.formats import apache, nginx, redirection, table
from corpus.redirects.planning import Plan

FORMATS: Mapping[str, Callable[[Plan], bytes]] = MappingProxyType(
    {
        "csv": table.write,
        "nginx": nginx.write,
        "apache": apache.write,
        "redirection": redirection.write,
    }
)
