"""Requests written down and made again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from crawler.kept_requests import ROW, RequestNotKept, pack, unpack
from tests.crawler.spiders_for_tests.small import SmallSpider

SPIDER = SmallSpider("http://127.0.0.1/")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(), PLAIN, max_size=3),
    st.binary(max_size=30),
    st.integers(-100, 100),
    st.sampled_from(["GET", "POST"]),
)
def test_a_request_is_made_again_as_it_was(
    kwargs: dict[str, object], body: bytes, priority: int, method: str
) -> None:
    request = Request(
        "http://127.0.0.1/é?q=1",
        callback=SPIDER.parse,
        headers={"X-Octets": "é"},
        method=method,
        body=body,
        priority=priority,
        cb_kwargs=kwargs,
        meta={"depth": 3},
    )
    again = unpack(pack(request, SPIDER), SPIDER)
    assert again.to_dict(spider=SPIDER) == request.to_dict(spider=SPIDER)


def test_what_has_its_default_value_is_not_written() -> None:
    packed = json.loads(pack(Request("http://127.0.0.1/", callback=SPIDER.parse), SPIDER))
    assert packed == {"url": "http://127.0.0.1/", "callback": "parse", "meta": {}}


def test_what_belongs_to_one_fetch_is_left_behind() -> None:
    meta = {ROW: "k", "redirect_times": 2, "retry_times": 1, "depth": 1, "own": "x"}
    packed = json.loads(pack(Request("http://127.0.0.1/", meta=meta), SPIDER))
    assert packed["meta"] == {"depth": 1, "own": "x"}


@pytest.mark.parametrize(
    "request_",
    [
        Request("http://127.0.0.1/a", callback=print),
        Request("http://127.0.0.1/a", callback=SPIDER.parse, meta={"page": object()}),
    ],
    ids=["a function of no spider", "a value that is no JSON"],
)
def test_a_request_that_cannot_be_written_is_a_clear_error(request_: Request) -> None:
    with pytest.raises(RequestNotKept, match=r"http://127\.0\.0\.1/a cannot be kept"):
        pack(request_, SPIDER)


def test_a_callback_lost_since_is_a_clear_error() -> None:
    packed = '{"url": "http://127.0.0.1/a", "callback": "parse_before", "meta": {}}'
    with pytest.raises(RequestNotKept, match="parse_before"):
        unpack(packed, SPIDER)
