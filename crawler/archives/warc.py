"""WARC (1.0, 1.1) and ARC files, compressed or not: read once for an index, then at any place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from corpus.errors import ConfigError
from corpus.harvests.responses import NOT_MODIFIED, Received
from corpus.harvests.runs import RunNote
from corpus.values import normalise_url
from crawler.archives.base import (
    Capture,
    CaptureUnusable,
    GoOn,
    always,
    answer_for,
    media_type_in,
)
from crawler.archives.captures import Captures, Row
from crawler.archives.decoding import HEAD_BYTES, read_head, received_of, refuse_beyond
from crawler.archives.records import Damage, FoundRecord, block_at, is_one_member, records_of
from crawler.archives.volumes import Volume, unzipped_volume

_ANSWERS = frozenset({"response", "resource", "revisit"})
_NO_GET = (b"POST ", b"HEAD ", b"PUT ", b"PATCH ", b"DELETE ", b"OPTIONS ", b"CONNECT ")
_BATCH = 500
_PARTIAL = 206


class WarcArchive:
    """One archive over several files; see `crawler.archives.base.Archive`.

    Making one reads them all, as long as `go_on` says so. `limit` is the largest body, in bytes; 0
    for none. Raises `ConfigError` when stopped, and `OSError`.
    """

    def __init__(self, volumes: Sequence[Volume], limit: int = 0, go_on: GoOn = always) -> None:
        self._volumes = [_reachable(volume) for volume in volumes]
        self._limit = limit
        self._captures = Captures()
        self.notes: list[RunNote] = []
        self._index(go_on)

    def find(self, url: str) -> Received | None:
        lost = False
        for row in self._captures.of(url):
            if received := self._received(row):
                return received
            lost = True
        for row in self._captures.alike(url):
            received = self._received(row)
            lost = lost or received is None
            if received and (answer := answer_for(url, row.url, received)):
                return answer
        if lost:
            raise CaptureUnusable(
                "revisit_lost",
                "L'archive dit que cette page n'avait pas changé, mais n'a pas celle d'avant.",
                "Donnez aussi les archives d'avant : mettez-les toutes dans un dossier.",
            )
        return None

    def addresses(self) -> Iterator[Capture]:
        return self._captures.addresses()

    def close(self) -> None:
        self._captures.close()
        for volume in self._volumes:
            volume.close()

    # --- reading one answer --------------------------------------------------------------------

    def _received(self, row: Row) -> Received | None:
        """What was answered; None for a revisit of what this archive has not."""
        if row.kind != "revisit":
            return self._read(row)
        original = self._captures.original_of(row)
        if original is None:
            return None
        received = self._read(original)
        head = read_head(self._block(row))
        if head is None or head.status == NOT_MODIFIED:
            return received
        own = received_of(head, b"", 0)
        return replace(received, status=own.status, headers=own.headers)

    def _read(self, row: Row) -> Received:
        block = self._block(row)
        if row.kind == "resource":
            refuse_beyond(self._limit, len(block))
            headers = (("Content-Type", row.media_type),) if row.media_type else ()
            return Received(200, headers, block)
        head = read_head(block)
        assert head is not None  # only such blocks were indexed
        return received_of(head, block[head.size :], self._limit)

    def _block(self, row: Row) -> bytes:
        # A head and the marks of chunks come on top of the body; the body itself is checked later.
        most = self._limit + self._limit // 8 + HEAD_BYTES if self._limit else -1
        try:
            block = block_at(self._volumes[row.volume], row.start, most if most > 0 else 2**62)
        except ValueError as error:
            raise CaptureUnusable(
                "archive_changed",
                "L'archive a changé pendant sa lecture : cette réponse n'y est plus.",
                "Relancez la moisson, sans toucher à l'archive.",
            ) from error
        refuse_beyond(max(0, most), len(block) + 1)
        return block

    # --- the index -----------------------------------------------------------------------------

    def _index(self, go_on: GoOn) -> None:
        unwanted: set[str] = set()
        rows = self._rows(unwanted)
        while batch := list(islice(rows, _BATCH)):
            self._captures.add(batch)
            if not go_on():
                self.close()
                raise ConfigError(
                    "La moisson a été arrêtée pendant la lecture de l'archive. Relancez la même "
                    "commande : elle reprendra."
                )
        self._captures.seal(unwanted)

    def _rows(self, unwanted: set[str]) -> Iterator[Row]:
        """The answers of all files; puts the ids of what was no plain GET into `unwanted`."""
        for number, volume in enumerate(self._volumes):
            for found in records_of(volume):
                if isinstance(found, Damage):
                    self._note_damage(volume, found)
                elif found.kind == "request":
                    if found.opening.startswith(_NO_GET):
                        unwanted.update(_ids(found.headers))
                elif found.kind in _ANSWERS and (row := self._row(number, volume, found)):
                    yield row

    def _row(self, number: int, volume: Volume, found: FoundRecord) -> Row | None:
        told = _Told(found.headers)
        url = normalise_url(told("WARC-Target-URI"))
        head = read_head(found.opening)
        if not url:
            return None
        if reason := _left_out(found, told, head is not None, head.status if head else 0):
            self._note_damage(volume, Damage(found.start, reason, url))
            return None
        is_revisit = found.kind == "revisit" or (head and head.status == NOT_MODIFIED)
        media_type = media_type_in(head.headers) if head else told("Content-Type")
        return Row(
            url=url,
            at=told("WARC-Date"),
            status=head.status if head else 200,
            media_type="" if found.kind == "revisit" and head is None else media_type,
            kind="revisit" if is_revisit else found.kind,
            volume=number,
            start=found.start,
            digest=told("WARC-Payload-Digest"),
            record_id=told("WARC-Record-ID"),
            beside_id=told("WARC-Concurrent-To"),
            refers_id=told("WARC-Refers-To"),
            refers_url=normalise_url(told("WARC-Refers-To-Target-URI")),
            refers_at=told("WARC-Refers-To-Date"),
        )

    def _note_damage(self, volume: Volume, damage: Damage) -> None:
        self.notes.append(
            RunNote(
                "archive_damaged",
                damage.url or volume.name,
                f"Un enregistrement de {volume.name} est abîmé ou incomplet ; le reste est lu.",
                f"{damage.start} : {damage.reason}",
                "Si cette page manque, cherchez-la dans une autre archive.",
            )
        )


class _Told:
    """The headers of a record: `told(name)` is empty for one that is missing."""

    def __init__(self, headers: Any) -> None:
        self._headers = headers

    def __call__(self, name: str) -> str:
        return str(self._headers.get_header(name) or "").strip()


def _ids(headers: Any) -> set[str]:
    told = _Told(headers)
    return {told("WARC-Record-ID"), told("WARC-Concurrent-To")} - {""}


def _left_out(found: FoundRecord, told: _Told, has_head: bool, status: int) -> str:
    """Why a record is no whole answer; empty when it is one."""
    if told("WARC-Truncated") and found.kind != "revisit":  # whose bytes are left out on purpose
        return f"WARC-Truncated: {told('WARC-Truncated')}"
    if told("WARC-Segment-Number"):
        return "in several segments"
    if found.kind == "response" and not has_head:
        return "no HTTP status"
    return "206 Partial Content" if status == _PARTIAL else ""


def _reachable(volume: Volume) -> Volume:
    """The volume itself, or its records unpacked when they cannot be reached one by one."""
    return unzipped_volume(volume) if is_one_member(volume) else volume
