"""Which records a run did not meet, and where those went that have moved.

Nothing is absent because it was missed once in a run that did not look for it: only records that a
run over the same addresses met before are looked for, and one whose page could not be read this
time is in error, not absent.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from corpus import tables as t
from corpus.harvests.runs import Run
from corpus.harvests.states import PageState, RecordState
from corpus.record import Standing


@dataclass(frozen=True, slots=True)
class Missed:
    """A record that the run did not meet. `moved_to` is the id of the record in its place;
    `reason` says why the page it came from could not be read."""

    record_id: str
    kind: str
    state: RecordState
    moved_to: str = ""
    reason: str = ""


def scope_of(settings: Mapping[str, object]) -> tuple[object, ...]:
    """What a run looks at: runs with the same can miss each other's records."""
    starts = settings.get("start_urls") or []
    return (settings.get("base_url", ""), *(starts if isinstance(starts, list) else [starts]))


def runs_with_scope(connection: Connection, run: Run) -> list[int]:
    """The runs of the source over the same addresses, this one included."""
    wanted = scope_of(run.settings)
    rows = connection.execute(
        select(t.runs.c.id, t.runs.c.settings).where(t.runs.c.source == run.source)
    )
    return [row.id for row in rows if scope_of(json.loads(row.settings)) == wanted]


def expected_kinds(connection: Connection, run: Run) -> dict[str, str]:
    """The records this run should meet, with their kinds, by id."""
    record = t.records.c
    runs = [*runs_with_scope(connection, run), *([] if scope_of(run.settings)[1:] else [0])]
    present = (record.source == run.source) & (record.standing == Standing.PRESENT)
    rows = connection.execute(
        select(record.id, record.kind).where(present & record.last_run.in_(runs))
    )
    return {row.id: row.kind for row in rows}


def missed_records(connection: Connection, run: Run) -> list[Missed]:
    """The records looked for and not met, in the order of their ids."""
    staged = t.run_records.c
    met = set(connection.execute(select(staged.record_id).where(staged.run_id == run.id)).scalars())
    expected = expected_kinds(connection, run)
    missing = sorted(set(expected) - met)
    if not missing:
        return []
    unread = _given_by_unread_pages(connection, run)
    places = {**_same_text(connection, run, missing), **_redirected(connection, run, missing)}
    return [_missed(id_, expected[id_], unread.get(id_), places.get(id_, "")) for id_ in missing]


def _missed(record_id: str, kind: str, unread: str | None, moved_to: str) -> Missed:
    if moved_to:
        return Missed(record_id, kind, RecordState.MOVED, moved_to)
    if unread is None:
        return Missed(record_id, kind, RecordState.ABSENT)
    return Missed(record_id, kind, RecordState.ERROR, reason=unread)


def _given_by_unread_pages(connection: Connection, run: Run) -> dict[str, str]:
    """What pages gave before that could not be read this time, or were not asked, and why."""
    page, fetch = t.pages.c, t.fetches.c
    here = (fetch.run_id == run.id) & (fetch.url_key == page.url_key)
    unread = fetch.state.in_((PageState.ERROR, PageState.REFUSED))
    rows = connection.execute(
        select(page.gives, fetch.reason)
        .join(t.fetches, here)
        .where((page.source == run.source) & (page.gives != "[]") & unread)
    )
    return {id_: row.reason for row in rows for id_ in json.loads(row.gives)}


def _redirected(connection: Connection, run: Run, missing: Sequence[str]) -> dict[str, str]:
    """From a record to the one at the address its own address leads to now."""
    fetch = t.fetches.c
    moved = (fetch.run_id == run.id) & (fetch.moved_to != "")
    rows = connection.execute(select(fetch.url, fetch.moved_to).where(moved))
    moves = {_path(row.url): _path(row.moved_to) for row in rows}
    if not moves:
        return {}
    given = _given_by(connection, run)
    urls = _urls(connection, missing)
    found = {}
    for id_, addresses in urls.items():
        ends = {_end(moves, _path(url)) for url in addresses if _path(url) in moves}
        places = {place for end in ends for place in given.get(end, ())} - {id_}
        if len(places) == 1:
            found[id_] = places.pop()
    return found


def _end(moves: Mapping[str, str], path: str) -> str:
    seen: set[str] = set()
    while path in moves and path not in seen:
        seen.add(path)
        path = moves[path]
    return path


def _path(url: str) -> str:
    """An address without scheme and host, as records are named by."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an IPv6 address that is not closed
        return url
    path = parts.path.rstrip("/") or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _given_by(connection: Connection, run: Run) -> dict[str, list[str]]:
    """Path → the ids of the records met at it in this run."""
    staged, frontier = t.run_records.c, t.frontier.c
    here = (frontier.run_id == staged.run_id) & (frontier.url_key == staged.url_key)
    rows = connection.execute(
        select(frontier.url, staged.record_id).join(t.frontier, here).where(staged.run_id == run.id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[_path(row.url)].append(row.record_id)
    return found


def _urls(connection: Connection, ids: Iterable[str]) -> dict[str, list[str]]:
    wanted = set(ids)
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(t.record_urls.c.record_id, t.record_urls.c.url)):
        if row.record_id in wanted:
            found[row.record_id].append(row.url)
    return found


def _same_text(connection: Connection, run: Run, missing: Sequence[str]) -> dict[str, str]:
    """From a record to the new one that says the same under the same title, when there is one."""
    record, staged = t.records.c, t.run_records.c
    new = (staged.run_id == run.id) & (staged.state == RecordState.NEW) & (staged.text_sha256 != "")
    rows = connection.execute(select(staged.text_sha256, staged.record_id, staged.data).where(new))
    by_text: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        by_text[row.text_sha256].append((row.record_id, json.loads(row.data).get("title", "")))
    if not by_text:
        return {}
    wanted = set(missing)
    old = connection.execute(
        select(record.id, record.text_sha256, record.title).where(
            (record.source == run.source) & record.text_sha256.in_(list(by_text))
        )
    )
    found = {}
    for row in old:
        places = by_text[row.text_sha256]
        if row.id in wanted and len(places) == 1 and places[0][1] == row.title:
            found[row.id] = places[0][0]
    return found
