"""Every saved page gives what is expected of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.fields import KINDS
from tests.crawler.saved_pages import (
    expectation,
    pages,
    plain,
    read_page,
    read_rest,
    rest_answers,
    said,
    said_by_page,
)


def name_of(page: Path) -> str:
    return f"{page.parent.name}/{page.stem}"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_saved_page_gives_what_is_expected_of_it(page: Path) -> None:
    expected = expectation(page)
    found = said_by_page(page, expected["url"], expected.get("link_text", ""))
    assert found == {name: expected[name] for name in found}


@pytest.mark.parametrize("answer", rest_answers(), ids=name_of)
def test_a_saved_rest_answer_gives_what_is_expected_of_it(answer: Path) -> None:
    assert said(read_rest(answer)) == json.loads(answer.read_text("utf-8"))["expected"]


def test_rest_and_page_say_the_same_of_a_work() -> None:
    by_id = {record.id: record for answer in rest_answers() for record in read_rest(answer).records}
    compared = 0
    for page in pages():
        for record in read_page(page, expectation(page)["url"]).records:
            if record.id in by_id:
                assert _work(plain(record)) == _work(plain(by_id[record.id]))
                assert record.text_sha256 == by_id[record.id].text_sha256
                compared += 1
    assert compared >= 12


def _work(values: dict[str, object]) -> dict[str, object]:
    """What is said of the work: not how it was read, nor the words of the links beside it."""
    dates = {name: values[name]["value"] for name in ("date", "end_date") if name in values}  # type: ignore[index]  # JSON
    left_out = ("provenance", "links_out", *dates)
    return {name: value for name, value in values.items() if name not in left_out} | dates


def test_the_saved_pages_of_the_two_sources_show_every_kind() -> None:
    kinds = {
        record["kind"]
        for page in pages()
        for record in expectation(page)["records"]
        if page.parent.name != "site"
    }
    assert kinds == set(KINDS)


def test_a_work_and_its_re_issue_have_the_same_text() -> None:
    originals = {
        record.text_sha256: record
        for page in pages()
        if page.parent.name == "comedie"
        for record in read_page(page, expectation(page)["url"]).records
    }
    items = [
        record
        for page in pages()
        if page.parent.name == "icpc"
        for record in read_page(page, expectation(page)["url"]).records
        if record.extracted_from and record.text_sha256 in originals
    ]
    assert {item.kind for item in items} >= {"step", "popup", "method", "case_study", "interview"}
    for item in items:
        original = originals[item.text_sha256]
        assert (item.title, item.kind, item.credits) == (
            original.title,
            original.kind,
            original.credits,
        )
