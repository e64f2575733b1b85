"""Which addresses may be reached: by host and port, then by what the name resolves to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from scrapy.exceptions import CannotResolveHostError

from corpus.errors import ConfigError
from crawler.guard import (
    AddressGuard,
    Origins,
    is_loopback,
    is_public,
    origins_anywhere,
    origins_of,
)
from crawler.refusals import AddressRefused

HOSTS = ("www.exemple.fr", "exemple.fr")


def check(origins: Origins, url: str, *addresses: str) -> str:
    """What the guard says of `url`; with `addresses`, as if its name resolved to those."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    guard = AddressGuard(origins, resolve if addresses else None)
    return asyncio.run(guard.check(url))


def test_a_source_at_home_is_reached_under_all_its_names() -> None:
    origins = origins_of("https://www.exemple.fr", source_hosts=HOSTS)
    assert check(origins, "http://exemple.fr/a", "93.184.215.14") == "93.184.215.14"
    assert check(origins, "https://www.exemple.fr/a", "93.184.215.14") == "93.184.215.14"


def test_a_copy_never_sends_the_crawler_to_the_real_site() -> None:
    origins = origins_of("http://127.0.0.1:8001", source_hosts=HOSTS)
    with pytest.raises(AddressRefused, match="ceux de la source"):
        check(origins, "https://www.exemple.fr/")
    assert check(origins, "http://127.0.0.1:8001/") == "127.0.0.1"


def test_another_port_is_another_origin() -> None:
    origins = origins_of("http://127.0.0.1:8001")
    with pytest.raises(AddressRefused) as refused:
        check(origins, "http://127.0.0.1:8002/")
    assert refused.value.value == "127.0.0.1:8002"
    assert "--allow-host 127.0.0.1:8002" in refused.value.remedy


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "0x7f.1", "127.1", "localhost"])
def test_a_name_that_resolves_to_loopback_is_refused_however_it_is_written(host: str) -> None:
    origins = Origins(frozenset({(host, 80)}))  # allowed, but not trusted with such an address
    with pytest.raises(AddressRefused, match="adresse privée"):
        check(origins, f"http://{host}/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2a00:1450:4007:80c::200e"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    origins = origins_of("https://exemple.fr")
    with pytest.raises(AddressRefused, match="adresse privée"):
        check(origins, "https://exemple.fr/", "93.184.215.14", "10.0.0.1")


def test_an_allowed_host_may_be_private() -> None:
    origins = origins_of("https://exemple.fr", allow_hosts=["intranet:8080"])
    assert check(origins, "http://intranet:8080/", "10.0.0.1") == "10.0.0.1"
    with pytest.raises(AddressRefused):
        check(origins, "http://intranet/", "10.0.0.1")


def test_a_name_is_resolved_once_so_that_it_cannot_change_its_mind() -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])

    async def resolve(host: str, port: int) -> Sequence[str]:
        return [next(answers)]

    async def twice() -> list[str]:
        guard = AddressGuard(origins_of("https://exemple.fr"), resolve)
        return [await guard.check("https://exemple.fr/") for _ in range(2)]

    assert asyncio.run(twice()) == ["93.184.215.14"] * 2


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://exemple.fr/", "gopher://exemple.fr/"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="http et https"):
        check(origins_of("https://exemple.fr"), url)


@pytest.mark.parametrize("url", ["http://exemple.fr:99999/", "http://[::1/"])
def test_an_unreadable_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="lisible"):
        check(origins_of("https://exemple.fr"), url)


def test_an_unknown_name_is_a_failure_and_not_a_refusal() -> None:
    with pytest.raises(CannotResolveHostError):
        check(origins_of("https://exemple.invalid"), "https://exemple.invalid/")


@pytest.mark.parametrize("url", ["exemple.fr", "http://", "http://exemple.fr:port"])
def test_a_start_that_is_no_address_is_an_operators_mistake(url: str) -> None:
    with pytest.raises(ConfigError, match="pas une adresse de site"):
        origins_of(url)


def test_anywhere_is_every_public_host_on_the_ports_of_the_web() -> None:
    anywhere = origins_anywhere([], anywhere=True)
    for url in ("https://exemple.fr/", "http://exemple.fr:8080/"):
        assert check(anywhere, url, "93.184.215.14") == "93.184.215.14"
    for url in ("http://exemple.fr:25/", "http://exemple.fr:22/"):
        with pytest.raises(AddressRefused):
            check(anywhere, url, "93.184.215.14")


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::1]"])
def test_anywhere_is_no_private_host(host: str) -> None:
    with pytest.raises(AddressRefused, match="adresse privée"):
        check(origins_anywhere([], anywhere=True), f"http://{host}/")


def test_anywhere_a_host_named_by_the_operator_is_reached_on_its_port_only() -> None:
    origins = origins_anywhere(["127.0.0.1:8001"], anywhere=True)
    assert check(origins, "http://127.0.0.1:8001/") == "127.0.0.1"
    with pytest.raises(AddressRefused):
        check(origins, "http://127.0.0.1:8002/")


def test_anywhere_a_host_without_an_address_to_hold_on_to_is_refused() -> None:
    with pytest.raises(AddressRefused, match="IPv6"):
        check(origins_anywhere([], anywhere=True), "http://exemple.fr/", "2a00:1450:4007:80c::200e")


def test_without_a_contact_nowhere_is_allowed_but_what_the_operator_named() -> None:
    with pytest.raises(AddressRefused):
        check(origins_anywhere(["127.0.0.1:8001"]), "https://exemple.fr/", "93.184.215.14")


def test_only_other_peoples_hosts_need_a_contact() -> None:
    assert origins_of("http://127.0.0.1:8000", ["http://localhost:1/"]).need_contact == []
    assert origins_of("https://exemple.fr").need_contact == ["exemple.fr"]


def test_a_name_that_looks_like_loopback_is_not() -> None:
    assert is_loopback("127.8.9.1")
    assert is_loopback("::1")
    assert not is_loopback("127.0.0.1.exemple.fr")
