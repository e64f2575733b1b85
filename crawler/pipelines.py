"""The last stop of records in Scrapy: they are kept already, and go to feeds as plain values."""

from __future__ import annotations

import json
from typing import Any

from corpus.interchange import record_to_json
from corpus.record import Record


class PlainRecordPipeline:
    """Turns a record into JSON values, so that `scrapy crawl comedie -O out.jsonl` works."""

    def process_item(self, item: Record) -> dict[str, Any]:
        plain: dict[str, Any] = json.loads(record_to_json(item))
        return plain
