"""Somebody who sends records to a site, and the records they send."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response
from sqlalchemy import delete

from corpus import tables as t
from corpus.database import Database
from corpus.exports.selection import Problem
from corpus.exports.sent import What
from corpus.exports.sent_rows import SentThings
from corpus.exports.wordpress.sending import Report, Sender, Sending
from corpus.exports.wordpress.site import Site
from corpus.files import FileStore
from corpus.record import Entry, FileRef, FileState, Record
from tests.corpus.exports.wordpress_stand_in import PASSWORD, USER, StandIn
from tests.corpus.samples import record

PDF = b"%PDF-1.4 un petit bilan"
SHA256 = hashlib.sha256(PDF).hexdigest()
KEPT = FileRef("https://a.fr/bilan.pdf", "Bilan 2019.pdf", "application/pdf", SHA256, len(PDF), FileState.KEPT)  # fmt: skip


class Desk:
    """Somebody who sends to the site; each sending is a command of its own, on the same catalogue."""

    def __init__(self, there: StandIn, database: Database, files: FileStore) -> None:
        self.there, self.database, self.files = there, database, files

    def send(self, *entries: Record | Problem, **how: Any) -> Report:
        site = Site(self.there.address, USER, PASSWORD, sleep=lambda _seconds: None)
        given = [entry if isinstance(entry, Problem) else Entry(entry) for entry in entries]
        try:
            return Sender(site, self.things, self.files, Sending(**how)).send(
                given, lambda _done: None
            )
        finally:
            site.close()

    @property
    def things(self) -> SentThings:
        return SentThings(self.database, self.there.address)

    def forget(self, what: What, key: str) -> None:
        """As if the process had been killed before it noted the answer."""
        with self.database.write() as connection:
            where = (t.exports.c.what == what.value) & (t.exports.c.key == key)
            connection.execute(delete(t.exports).where(where))

    def number(self, one: Record) -> int:
        return self.things.of(What.POST)[one.id].remote_id

    def post(self, one: Record) -> dict[str, Any]:
        return self.there.posts[self.number(one)]


def done(report: Report) -> dict[str, int]:
    return {outcome.value: number for outcome, number in report.outcomes.items()}


ONE, TWO = record("/fiche/un/", title="Un & un"), record("/fiche/deux/", title="Deux")


def lose_answers(there: StandIn, path: str, times: int) -> None:
    """The site does what it is asked, and says it could not."""
    left = [times]

    def after(method: str, asked: str) -> Response | None:
        if method == "POST" and asked == path and left[0]:
            left[0] -= 1
            return Response(status=504)
        return None

    there.faults.after = after
