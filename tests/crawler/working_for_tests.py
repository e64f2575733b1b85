"""Work that a child does for the tests."""

from __future__ import annotations

import os
from typing import Any

from corpus.config import Config
from corpus.errors import ConfigError
from crawler.child import Answer, Progress


def work(config: Config, order: dict[str, Any], progress: Progress) -> Answer:
    """Says what it was told and where its home is; an order to `fail` or to `die` is obeyed."""
    progress(1, 2)
    if order["word"] == "fail":
        raise ConfigError("Rien à faire.")
    if order["word"] == "die":
        os.abort()
    return {"word": order["word"], "home": str(config.home), "process": os.getpid()}
