"""Which addresses a harvest may reach, and which it never does.

Every hop is checked: pages, redirects, robots.txt. The host and port must be the source's or the
operator's; the name is then resolved (never matched as text: `2130706433` and `0177.0.0.1` are
127.0.0.1) and every network address behind it must be public, except for hosts the operator named.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from scrapy.exceptions import CannotResolveHostError

from corpus.errors import ConfigError
from crawler.refusals import AddressRefused

_PORTS = {"http": 80, "https": 443}
_FIRST_FREE_PORT = 1024
"""Ports below it belong to other services (mail, files), which a request could be made to upset."""

_REMEDY = "Si cet hôte est voulu, ajoutez --allow-host {host}."

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Origins:
    """What a harvest may reach.

    `allowed` are hosts with their ports. `trusted` are hosts named by the operator in person,
    which may have a private or loopback address. `anywhere` allows every other host whose
    addresses are public, on the ports of the Web: links lead where they lead. `offline` says that
    an archive answers in place of the hosts: they are not asked, nor looked up.
    """

    allowed: frozenset[tuple[str, int]]
    trusted: frozenset[str] = frozenset()
    anywhere: bool = False
    offline: bool = False

    @property
    def need_contact(self) -> list[str]:
        """The hosts that are other people's machines, and would be asked."""
        if self.offline:
            return []
        return sorted({host for host, _ in self.allowed if not is_loopback(host)})


def origins_of(
    base_url: str,
    start_urls: Iterable[str] = (),
    source_hosts: Sequence[str] = (),
    allow_hosts: Iterable[str] = (),
) -> Origins:
    """What follows from where a source is served and from the operator's options.

    The source's own host names are reachable only when it is harvested at home: a copy served
    elsewhere never sends the crawler to the real site. A host written as a literal address
    (or `localhost`) in `base_url` or `start_urls` is trusted; a name there has to resolve to
    public addresses, unless it is in `allow_hosts` (`host` or `host:port`).
    """
    allowed: set[tuple[str, int]] = set()
    trusted: set[str] = set()
    for url in (base_url, *start_urls):
        parts = _split(url)
        host = parts.hostname or ""
        allowed |= _both_schemes(host, parts)
        if is_literal(host):
            trusted.add(host)
    if (urlsplit(base_url).hostname or "") in source_hosts:
        allowed |= {(host, port) for host in source_hosts for port in _PORTS.values()}
    named = origins_anywhere(allow_hosts)
    return Origins(named.allowed | allowed, named.trusted | trusted)


def origins_anywhere(allow_hosts: Iterable[str], *, anywhere: bool = False) -> Origins:
    """The hosts named by the operator (`host` or `host:port`), which may be private; with
    `anywhere`, every public one too."""
    allowed: set[tuple[str, int]] = set()
    trusted: set[str] = set()
    for entry in allow_hosts:
        parts = _split(f"//{entry}")
        allowed |= _both_schemes(parts.hostname or "", parts)
        trusted.add(parts.hostname or "")
    return Origins(frozenset(allowed), frozenset(trusted), anywhere)


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether `host` is `localhost` or a literal loopback address; names are not resolved."""
    if host == "localhost":
        return True
    address = _literal(host)
    return address is not None and address.is_loopback


def is_literal(host: str) -> bool:
    """Whether `host` needs no name server: `localhost`, or an address written in full."""
    return host == "localhost" or _literal(host) is not None


class AddressGuard:
    """Checks addresses against `origins`, and remembers where each allowed host is.

    A host is resolved once a harvest: the connection is made to the address that was checked, so
    that a name server cannot answer otherwise the second time.
    """

    def __init__(self, origins: Origins, resolve: Resolve | None = None) -> None:
        self._origins = origins
        self._resolve = resolve or _resolve
        self._found: dict[str, str] = {}

    async def check(self, url: str) -> str:
        """The IPv4 address to connect to (empty when the host has none, or is not asked).

        Raises `AddressRefused`, and `CannotResolveHostError` for a name nobody knows.
        """
        host, port = self._allowed(url)
        if self._origins.offline:
            return ""
        if host not in self._found:
            self._found[host] = await self._public(host, port, url)
        return self._found[host]

    def _allowed(self, url: str) -> tuple[str, int]:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise AddressRefused("Cette adresse n'est pas lisible.", url) from error
        if parts.scheme not in _PORTS:
            raise AddressRefused("Seules les adresses http et https sont suivies.", parts.scheme)
        if not self._may_ask(host, port):
            raise AddressRefused(
                "Cet hôte n'est pas l'un de ceux de la source.",
                f"{host}:{port}",
                _REMEDY.format(host=host if port in _PORTS.values() else f"{host}:{port}"),
            )
        return host, port

    def _may_ask(self, host: str, port: int) -> bool:
        if (host, port) in self._origins.allowed:
            return True
        is_web = port in _PORTS.values() or port >= _FIRST_FREE_PORT
        return self._origins.anywhere and host not in self._origins.trusted and is_web

    async def _public(self, host: str, port: int, url: str) -> str:
        addresses = await self._resolve(host, port)
        if host not in self._origins.trusted:
            for address in addresses:
                if not is_public(address):
                    raise AddressRefused(
                        "Cet hôte mène à une adresse privée.",
                        f"{host} = {address}",
                        _REMEDY.format(host=host),
                    )
        found = next((address for address in addresses if ":" not in address), "")
        if not found and self._origins.anywhere:  # no address to hold the connection to
            raise AddressRefused(
                "Cet hôte n'a qu'une adresse IPv6, que le robot n'emploie pas.", host
            )
        return found


def is_public(address: str) -> bool:
    """Whether a literal IPv4 or IPv6 address is one of the public Internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inside is not None:
            return is_public(str(inside))
    return ip.is_global and not ip.is_multicast


async def _resolve(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise CannotResolveHostError(f"{host} : {error}") from error
    return [str(entry[4][0]) for entry in found]


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # reading the port checks that it is a number
    except ValueError:
        host = ""
    if not host:
        raise ConfigError(
            f"« {url} » n'est pas une adresse de site. Écrivez-la en entier : https://exemple.fr/."
        )
    return parts


def _both_schemes(host: str, parts: SplitResult) -> set[tuple[str, int]]:
    if parts.port and parts.port not in _PORTS.values():
        return {(host, parts.port)}
    return {(host, port) for port in _PORTS.values()}


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
