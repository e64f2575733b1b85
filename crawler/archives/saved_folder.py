"""A folder that wget saved: files named by their addresses.

wget writes `host/path`, with `index.html` for a folder, the query after `?` (or `@`, where names
must suit Windows), `.html` added to pages that lack it (`-E`), links turned to those names (`-k`),
and the page as it came in `.orig` (`-K`). A folder without hosts (`-nH`) answers for any host.

What `-k` and `-E` change cannot all be undone: a link to a folder has become one to `index.html`,
and the record takes that address. Without `-k`, or with `-K`, addresses are those of the site. wget
keeps no redirect, no status and no page that only had an error: a WARC (`--warc-file`) has them.

Only files met while looking over the folder are ever given: an address chooses among them, and
never makes a path.
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from corpus.clock import at
from corpus.harvests.responses import Received
from corpus.harvests.runs import RunNote
from corpus.values import media_type_of, normalise_url, path_of
from crawler.archives.base import Capture, alike_key, answer_for, led_to
from crawler.archives.decoding import refuse_beyond

_HOST = re.compile(
    r"(?:(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+|\d+\.\d+\.\d+\.\d+|localhost)(?:[:+]\d+)?", re.IGNORECASE
)
_QUERY_OF_WINDOWS = re.compile(rb"@(?=[^@=]+=)")
_IN_PATH = "/:@!$&'()*+,;=~-._"
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head)", re.IGNORECASE
)
_OPENING = 1024
_KEPT_AS_IT_CAME = ".orig"


@dataclass(frozen=True, slots=True)
class _Saved:
    """A file, and the address it was most likely saved from, without its scheme.

    `exact` are the addresses that its name says, `local` what links turned by `-k` call it.
    """

    file: Path
    address: str
    exact: str
    local: str


class SavedFolder:
    """See `crawler.archives.base.Archive`. `limit` is the largest body, in bytes; 0 for none."""

    def __init__(self, folder: Path, limit: int = 0) -> None:
        self.notes: list[RunNote] = []
        self._limit = limit
        has_hosts = _holds_hosts(folder)
        host = folder.name if not has_hosts and _HOST.fullmatch(folder.name) else ""
        self._any_host = not (has_hosts or host)
        files = ((file, file.relative_to(folder).parts) for file in _files(folder))
        self._files = [
            _saved(file, *((parts[0], parts[1:]) if has_hosts else (host, parts)))
            for file, parts in files
            if len(parts) > 1 or not has_hosts
        ]
        self._by_name = {saved.exact: saved for saved in self._files}
        self._by_address = {saved.address: saved for saved in self._files}
        self._by_local = {saved.local: saved for saved in self._files}
        self._alike = {alike_key(_url(saved.address)): saved for saved in self._files}

    def find(self, url: str) -> Received | None:
        asked = self._address_of(url)
        if saved := self._by_name.get(asked) or self._by_address.get(asked):
            return self._read(saved)
        if saved := self._by_local.get(asked):
            return led_to(_url(saved.address))
        if saved := self._alike.get(alike_key(_url(asked))):
            return answer_for(_url(asked), _url(saved.address), self._read(saved))
        page = self._by_name.get(f"{asked}.html")  # -E
        return self._read(page) if page else None

    def addresses(self) -> Iterator[Capture]:
        for saved in self._files:
            instant = at(datetime.fromtimestamp(saved.file.stat().st_mtime, UTC))
            yield Capture(_url(saved.address), 200, _named_type(saved), instant)

    def close(self) -> None:
        """Nothing is held open."""

    def _address_of(self, url: str) -> str:
        normal = normalise_url(url)
        return path_of(normal) if self._any_host else urlsplit(normal).netloc + path_of(normal)

    def _read(self, saved: _Saved) -> Received:
        original = saved.file.with_name(saved.file.name + _KEPT_AS_IT_CAME)
        file = original if original.is_file() else saved.file
        refuse_beyond(self._limit, file.stat().st_size)
        body = file.read_bytes()
        kind = "text/html" if _PAGE.match(body[:_OPENING]) else _named_type(saved)
        return Received(200, (("Content-Type", kind),) if kind else (), body)


def _url(address: str) -> str:
    """An address again; the host of a folder without hosts does not matter."""
    return f"http://{address}" if not address.startswith("/") else f"http://any.invalid{address}"


def _holds_hosts(folder: Path) -> bool:
    """Whether the folders in it are named by hosts, all of them."""
    names = [entry.name for entry in folder.iterdir() if entry.is_dir()]
    return bool(names) and all(_HOST.fullmatch(name) for name in names)


def _files(folder: Path) -> Iterator[Path]:
    """The files in the folder, in order; no link is followed, for it may lead out."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        known = set(names)
        for name in sorted(names):
            path = Path(here, name)
            is_original = name.removesuffix(_KEPT_AS_IT_CAME) in known - {name}
            if path.is_file() and not path.is_symlink() and not is_original:
                yield path


def _saved(file: Path, host: str, names: tuple[str, ...]) -> _Saved:
    host = host.replace("+", ":")  # as wget writes a port for Windows
    parts = [os.fsencode(name) for name in names]
    above = b"".join(b"/" + unquote_to_bytes(part) for part in parts[:-1])
    name, query = _name_and_query(parts[-1])
    return _Saved(
        file,
        address=_address(host, above, b"" if name == b"index.html" else name, _bare(query)),
        exact=_address(host, above, name, query),
        local=_address(host, above, parts[-1], b""),
    )


def _bare(query: bytes) -> bytes:
    """Without what `-E` adds."""
    return query.removesuffix(b".html")


def _name_and_query(name: bytes) -> tuple[bytes, bytes]:
    bare, mark, query = name.partition(b"?")
    if not mark and (found := _QUERY_OF_WINDOWS.search(name)):
        bare, query = name[: found.start()], name[found.end() :]
    return unquote_to_bytes(bare), query


def _address(host: str, above: bytes, name: bytes, query: bytes) -> str:
    path = quote_from_bytes(above + b"/" + name, _IN_PATH)
    asked = f"?{quote_from_bytes(query, _IN_PATH + '%?[]')}" if query else ""
    normal = normalise_url(f"http://{host or 'any.invalid'}{path}{asked}")
    return (urlsplit(normal).netloc if host else "") + path_of(normal)


def _named_type(saved: _Saved) -> str:
    name = saved.exact.partition("?")[0]
    return media_type_of(name) or mimetypes.guess_type(name)[0] or ""
