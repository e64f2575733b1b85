"""The same hard addresses through every format, asked of the servers they are written for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.redirects.formats import FORMATS
from corpus.redirects.planning import Legacy, Plan, Why, plan_of
from tests.corpus.redirects.serving import Client, NginxMap, missing, real_server, serving

NEW = "https://new.org"
RECORDS = {
    "https://www.comedie.org/fiche/riviere/": "/fiche/1",
    "http://i-cpc.org/fiche/riviere": "/fiche/2",
    "https://i-cpc.org/?p=123": "/fiche/3",
    "https://i-cpc.org/?p=1234&x=%C3%A9": "/fiche/4",
    "https://i-cpc.org/document/L%27%C3%A9t%C3%A9": "/fiche/été?a=1&b=$2",
    "https://i-cpc.org/document/latin-%E9": "/fiche/100%25",
    "https://i-cpc.org/Majuscule": "/fiche/5",
    "https://i-cpc.org/majuscule": "/fiche/6",
    "https://i-cpc.org/a.b(c)[d]+e*%5E%24%7Cf": "/fiche/%20x",
    "https://i-cpc.org/guillemet%22-%5C-%7Bx%7D;": "/fiche/7",
    "https://i-cpc.org/deux%20mots": "/fiche/8%249",
    "https://i-cpc.org/%25C3": "/fiche/9",
    "https://i-cpc.org/default": "/fiche/10",
    "https://i-cpc.org/~perso/$1": "/fiche/11",
    "https://i-cpc.org/wp-content/bilan.pdf": "/fichier/12",
    "http://127.0.0.1:8001/x": "/fiche/13",
    "https://i-cpc.org/" + "tres-long-" * 40: "/fiche/14",
    "https://i-cpc.org/%23diese-%3Fpoint": "/fiche/15",
}
GONE = "https://i-cpc.org/partie"
LEFT = "https://i-cpc.org/liste/page/2"
SAME = {
    "https://i-cpc.org/": f"{NEW}/",
    "http://www.i-cpc.org//fiche/./riviere/": f"{NEW}/fiche/2",
    "http://comedie.org/fiche/riviere?utm_source=lettre": f"{NEW}/fiche/1",
    "https://i-cpc.org/document/L'%c3%a9t%c3%a9/": f"{NEW}/fiche/%C3%A9t%C3%A9?a=1&b=%242",
}
"""Other spellings of old addresses, and where they lead."""
NOWHERE = [
    LEFT,
    "https://i-cpc.org/fiche",
    "https://i-cpc.org/fiche/riviere/x",
    "https://i-cpc.org/?p=12",
]


def the_plan() -> Plan:
    legacy = [
        Legacy(url, Why.RECORD, NEW + to, to.rpartition("/")[2]) for url, to in RECORDS.items()
    ]
    legacy += [Legacy(GONE, Why.GONE), Legacy(LEFT, Why.PAGE)]
    legacy.append(Legacy("https://i-cpc.org/", Why.HOME, f"{NEW}/"))
    return plan_of(legacy)


PLAN = the_plan()


@pytest.fixture(params=["map", "nginx", "apache2"], scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """The map written for nginx as this test reads it, then in the real servers."""
    if request.param == "map":
        read = NginxMap(FORMATS["nginx"](PLAN))
        with serving(read.answer) as port, closing(Client(port)) as client:
            yield client
        return
    if missing(request.param):
        pytest.skip(f"{request.param} is not installed")
    written = FORMATS["apache" if request.param == "apache2" else "nginx"](PLAN)
    folder = tmp_path_factory.mktemp(request.param)
    with real_server(request.param, folder, written) as port, closing(Client(port)) as client:
        yield client


@pytest.mark.parametrize("url", [*RECORDS, GONE])
def test_every_old_address_leads_where_the_plan_says(server: Client, url: str) -> None:
    rule = PLAN.rule_of(url)
    assert rule is not None
    assert server.ask(url) == (rule.status, rule.target)


@pytest.mark.parametrize("url", SAME)
def test_another_spelling_of_an_old_address_leads_there_too(server: Client, url: str) -> None:
    assert server.ask(url) == (301, SAME[url])


@pytest.mark.parametrize("url", NOWHERE)
def test_an_address_that_is_not_in_the_map_is_not_taken_along(server: Client, url: str) -> None:
    assert server.ask(url) == (404, "")


def test_the_table_has_every_old_address_those_without_a_redirect_included() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](PLAN).decode())))
    assert [row["legacy"] for row in rows] == sorted([*RECORDS, GONE, LEFT, "https://i-cpc.org/"])
    by_url = {row["legacy"]: row for row in rows}
    assert by_url[GONE]["status"] == "410"
    assert (by_url[LEFT]["status"], by_url[LEFT]["why"]) == ("", "page")


def test_the_plugin_is_given_what_its_importer_reads() -> None:
    made = json.loads(FORMATS["redirection"](PLAN))
    (group,) = made["groups"]
    assert {"id", "name", "module_id"} <= set(group)
    items = made["redirects"]
    assert all(item["group_id"] == group["id"] for item in items)
    by_place = {(item["action_data"]["server"], item["url"]): item for item in items}
    assert len(by_place) == len(items)
    one = by_place["https://www.comedie.org", "/fiche/riviere"]
    assert (one["match_type"], one["action_type"], one["action_code"]) == ("server", "url", 301)
    assert one["action_data"]["url_from"] == f"{NEW}/fiche/1"
    assert one["match_data"]["source"] == {
        "flag_query": "ignore",
        "flag_case": False,
        "flag_trailing": True,
        "flag_regex": False,
    }
    asked = by_place["https://i-cpc.org", "/?p=123"]
    assert asked["match_data"]["source"]["flag_query"] == "exact"
    gone = by_place["https://i-cpc.org", "/partie"]
    assert (gone["action_type"], gone["action_code"]) == ("error", 410)


def test_an_empty_plan_is_a_file_that_every_server_takes() -> None:
    for write in FORMATS.values():
        assert write(plan_of([]))
    assert NginxMap(FORMATS["nginx"](plan_of([]))).answer("i-cpc.org", "/") == (404, "")


SEGMENTS = st.binary(min_size=1, max_size=6).filter(
    lambda part: part not in (b".", b"..") and not any(byte < 32 or byte == 127 for byte in part)
)


@example([[b"loi-1.2019", b""]])
@given(st.lists(st.lists(SEGMENTS, min_size=1, max_size=3), min_size=1, max_size=6, unique_by=repr))
def test_whatever_bytes_a_path_has_its_rule_is_met(paths: list[list[bytes]]) -> None:
    urls = [
        "https://i-cpc.org/" + "/".join(quote_from_bytes(part, safe="") for part in path)
        for path in paths
    ]
    plan = plan_of(Legacy(url, Why.RECORD, f"{NEW}/{n}", str(n)) for n, url in enumerate(urls))
    read = NginxMap(FORMATS["nginx"](plan))
    for url in urls:
        if rule := plan.rule_of(url):
            assert read.answer("i-cpc.org", url.removeprefix("https://i-cpc.org")) == (
                301,
                rule.target,
            )
        else:
            assert any(refusal.url == url for refusal in plan.refusals) or len(plan.refusals) > 0
