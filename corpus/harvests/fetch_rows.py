"""What became of each address of a run, as rows of `fetches`; and as `pages` once it is applied.

`pages` says what the last applied run found at an address. A run that waits, was refused, or is
only tried out leaves `pages` alone: nothing counts as known that the catalogue does not hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    case,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.batches import batched
from corpus.clock import now
from corpus.harvests.outcomes import KnownPage, Outcome, PageFacts, RowState
from corpus.harvests.responses import NOT_MODIFIED, dump_headers, keep_body
from corpus.harvests.states import DISGUISES, PageState

_GONE = (404, 410)
_ANSWERED = (PageState.NEW, PageState.CHANGED, PageState.UNCHANGED, PageState.MOVED)
_OF_THE_BODY = ("media_type", "etag", "last_modified", "size")
_OF_THE_READING = ("charset_declared", "charset_used", "damaged", "links", "gives", "reading")
_NOTHING = PageFacts("", 0)

KNOWN = (
    t.pages.c.status,
    t.pages.c.etag,
    t.pages.c.last_modified,
    t.pages.c.sha256,
    t.pages.c.reading,
    t.pages.c.links,
    t.pages.c.gives,
)
"""The columns that `known_page` reads."""


def known_page(row: Sequence[Any]) -> KnownPage | None:
    """What is known of an address, from a row that ends with the columns of `KNOWN`."""
    status, etag, last_modified, sha256, reading, links, gives = row[-len(KNOWN) :]
    if status is None:
        return None
    found = tuple(json.loads(gives))
    return KnownPage(status, etag, last_modified, sha256, reading, tuple(links.split()), found)


# --- while the run goes on ---------------------------------------------------------------------


def write_fetches(
    connection: Connection, run_id: int, source: str, outcomes: Sequence[Outcome]
) -> Mapping[str, PageState]:
    """Keeps what was answered, and says in which state each address was found, by its key."""
    if not outcomes:
        return {}
    keys = [done.key for done in outcomes]
    asked = _asked(connection, run_id, source, keys)
    states = {
        done.key: page_state(done, asked[done.key][1]) for done in outcomes if done.key in asked
    }
    shared = {"run_id": run_id, "source": source, "fetched_at": now()}
    rows = [
        _row(done, states[done.key]) | shared | {"url": asked[done.key][0]}
        for done in outcomes
        if done.key in asked
    ]
    if rows:
        connection.execute(_keep_whole(t.fetches, "run_id", "url_key"), rows)
    for done in outcomes:
        if done.received:
            keep_body(connection, done.received)
    return states


def page_state(done: Outcome, hash_before: str | None) -> PageState:
    """In which state this run found an address; `hash_before` is None when it was not known."""
    if done.state is RowState.REFUSED:
        return PageState.REFUSED
    if done.status in _GONE:
        return PageState.GONE
    if done.state is RowState.FAILED or done.page is None:
        return PageState.ERROR
    if done.unchanged:
        return PageState.UNCHANGED
    if done.page.moved_to:
        return PageState.MOVED
    if done.status >= 400 or done.reason in DISGUISES:
        return PageState.ERROR
    if hash_before is None:
        return PageState.NEW
    return PageState.UNCHANGED if hash_before == done.page.sha256 else PageState.CHANGED


def _asked(
    connection: Connection, run_id: int, source: str, keys: Sequence[str]
) -> dict[str, tuple[str, str | None]]:
    """The address under each key, and the hash of what was known there; None for nothing."""
    here = (t.frontier.c.run_id == run_id) & t.frontier.c.url_key.in_(keys)
    known = (t.pages.c.source == source) & (t.pages.c.url_key == t.frontier.c.url_key)
    columns = (t.frontier.c.url_key, t.frontier.c.url, t.pages.c.sha256)
    rows = connection.execute(select(*columns).outerjoin(t.pages, known).where(here))
    return {key: (url, sha256) for key, url, sha256 in rows}


def _row(done: Outcome, state: PageState) -> dict[str, Any]:
    page = done.page or _NOTHING
    ids = dict.fromkeys(record.id for record in done.records)
    return {
        "url_key": done.key,
        "state": state.value,
        "status": done.status,
        "reason": done.reason,
        "headers": dump_headers(done.received.headers if done.received else ()),
        "media_type": page.media_type,
        "body_sha256": done.unchanged.sha256 if done.unchanged else page.sha256,
        "size": page.size,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "charset_declared": page.charset_declared,
        "charset_used": page.charset_used,
        "damaged": page.damaged,
        "moved_to": page.moved_to,
        "reading": done.reading,
        "links": " ".join(done.found),
        "gives": json.dumps(list(ids)),
    }


# --- once it is applied ------------------------------------------------------------------------


def apply_fetches(connection: Connection, run_id: int) -> None:
    """Makes what the run found what is known of its addresses, in the caller's transaction."""
    _apply_not_read(connection, run_id)
    keeping = _keep_whole(t.pages, "source", "url_key")
    for rows in _merged(connection, run_id):
        connection.execute(keeping, rows)


_PAGE, _FETCH = t.pages.c, t.fetches.c
_SAME = (_PAGE.source == _FETCH.source) & (_PAGE.url_key == _FETCH.url_key)
_NOT_READ = (_FETCH.state == PageState.UNCHANGED) & (_FETCH.reading == "")


def _apply_not_read(connection: Connection, run_id: int) -> None:
    """What `merged_page` says of the known pages that had not changed, in one statement: of a site
    that is as it was, they are nearly all."""
    asked = (t.frontier.c.run_id == _FETCH.run_id) & (t.frontier.c.url_key == _FETCH.url_key)
    request = select(t.frontier.c.request).where(asked).scalar_subquery()
    still = _FETCH.status == NOT_MODIFIED
    values = {
        "run_id": _FETCH.run_id,
        "state": _FETCH.state,
        "reason": _FETCH.reason,
        "fetched_at": _FETCH.fetched_at,
        "status": case((still, _PAGE.status), else_=_FETCH.status),
        "request": _or_before(request, _PAGE.request),
        "moved_to": _FETCH.moved_to,
        "etag": _or_before(_FETCH.etag, _PAGE.etag),
        "last_modified": _or_before(_FETCH.last_modified, _PAGE.last_modified),
        "absent_runs": 0,
    }
    these = (_FETCH.run_id == run_id) & _NOT_READ & _SAME
    connection.execute(update(t.pages).where(these).values(values))


def _or_before(said: ColumnElement[str], before: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(func.nullif(said, ""), before)


@cache
def _keep_whole(table: Table, *keyed: str) -> Insert:
    """Writes whole rows, over those with the same key."""
    statement = upsert(table)
    values = {column.name: statement.excluded[column.name] for column in table.c}
    return statement.on_conflict_do_update(index_elements=keyed, set_=values)


def _merged(connection: Connection, run_id: int) -> Iterator[list[dict[str, Any]]]:
    """Rows of `pages`, some hundreds at a time: the links of a large site would fill the memory."""
    fetch = t.fetches.c
    here = (t.frontier.c.run_id == fetch.run_id) & (t.frontier.c.url_key == fetch.url_key)
    joined = select(t.fetches, t.frontier.c.request).outerjoin(t.frontier, here)
    of_run = (fetch.run_id == run_id) & ~(_NOT_READ & exists().where(_SAME))
    keys = connection.execute(select(fetch.url_key).where(of_run).order_by(fetch.url_key))
    all_keys = keys.scalars().all()
    for part in batched(all_keys):
        rows = connection.execute(joined.where(of_run & fetch.url_key.in_(part))).mappings().all()
        before = _pages(connection, rows[0]["source"], part)
        yield [merged_page(before.get(row["url_key"]), dict(row)) for row in rows]


def _pages(
    connection: Connection, source: str, keys: Sequence[str]
) -> dict[str, Mapping[str, Any]]:
    here = (t.pages.c.source == source) & t.pages.c.url_key.in_(keys)
    rows = connection.execute(select(t.pages).where(here)).mappings()
    return {row["url_key"]: dict(row) for row in rows}


def merged_page(before: Mapping[str, Any] | None, fetch: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `pages`: what this run found, over what was known.

    A page that was not read this time keeps what its last reading gave; an address that answered
    nothing keeps the facts of the last answer, and counts the runs since.
    """
    state = PageState(fetch["state"])
    page = dict(before) if before else _new_page(fetch)
    page |= {name: fetch[name] for name in ("run_id", "state", "reason", "fetched_at")}
    if fetch["status"] != NOT_MODIFIED:  # which says that the status before still holds
        page["status"] = fetch["status"]
    page["request"] = fetch["request"] or page["request"]
    page["moved_to"] = fetch["moved_to"]
    if fetch["reading"]:
        page |= {name: fetch[name] for name in (*_OF_THE_READING, *_OF_THE_BODY)}
        page["sha256"] = fetch["body_sha256"]
    elif state is PageState.UNCHANGED:
        said = ("etag", "last_modified")
        page |= {name: fetch[name] for name in said if fetch[name]}
    if state in (PageState.NEW, PageState.CHANGED):
        page["changed_at"] = fetch["fetched_at"]
    page["absent_runs"] = 0 if state in _ANSWERED else page["absent_runs"] + 1
    return page


def _new_page(fetch: Mapping[str, Any]) -> dict[str, Any]:
    page = {column.name: fetch.get(column.name) for column in t.pages.c}
    seen = {"first_seen": fetch["fetched_at"], "changed_at": fetch["fetched_at"]}
    return page | seen | {"sha256": fetch["body_sha256"], "absent_runs": 0, "request": ""}
