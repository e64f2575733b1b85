from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.redirects.addresses import Key, key_of, target_of

PATHS = st.lists(st.binary(max_size=8), max_size=4)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.comedie.org/fiche/Été/",
        "http://comedie.org/fiche/%C3%89t%C3%A9",
        "https://COMEDIE.org:443//fiche/./x/../%c3%89t%c3%a9/#partie",
    ],
)
def test_spellings_of_one_address_have_one_key(url: str) -> None:
    assert key_of(url) == Key("comedie.org", "/fiche/Été")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.org/x", "https://b.org/x"),
        ("https://a.org/?p=1", "https://a.org/?p=2"),
        ("https://a.org/x", "https://a.org/X"),
        ("http://127.0.0.1:8001/x", "http://127.0.0.1:8002/x"),
        ("https://a.org/%E9", "https://a.org/%C3%A9"),
    ],
)
def test_addresses_that_a_server_tells_apart_have_two(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    "url",
    ["", "mailto:a@b.org", "//a.org/x", "http://[::1", "http://a.org:x/", "http://a.org/%0Ab"],
)
def test_what_is_no_address_of_the_web_has_none(url: str) -> None:
    assert key_of(url) is None


def test_the_names_and_paths_under_which_an_address_is_asked_for() -> None:
    key = Key("i-cpc.org", "/document/x")
    assert key.hosts == ("i-cpc.org", "www.i-cpc.org")
    assert key.paths == ("/document/x", "/document/x/")
    assert Key("127.0.0.1:8001", "/").hosts == ("127.0.0.1:8001",)
    assert Key("i-cpc.org", "/loi-1.2019").paths == ("/loi-1.2019", "/loi-1.2019/")


@given(PATHS)
def test_an_escaped_path_has_the_same_key(parts: list[bytes]) -> None:
    from urllib.parse import quote_from_bytes

    key = key_of("https://a.org/" + "/".join(quote_from_bytes(part, safe="") for part in parts))
    if key is not None:
        assert key_of(f"https://a.org{key.escaped}") == key


@given(st.text())
def test_a_target_is_plain_ascii_and_stays_the_same_when_written_again(text: str) -> None:
    url = "https://new.org/" + text.encode("utf-8", "ignore").decode()
    written = target_of(url)
    assert written.isascii()
    assert not set(written) & set(' "$\\\n\r\t<>{}')
    assert target_of(written) == written
