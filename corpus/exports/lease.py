"""One export at a time to a site: held by a lease that a dead process loses.

On this machine a process that died loses it at once; elsewhere, when nothing has been heard of it
for `LEASE_SECONDS`. While a lease is held, a thread renews it, so that a request that lasts loses
nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database
from corpus.errors import ExportRunning, StorageError
from corpus.harvests.lease import is_gone, lease_end, this_process

LEASE_SECONDS = 30
_BEAT_SECONDS = 5.0


class Lease:
    """That of one site (`target`, its address), held by this process."""

    def __init__(self, database: Database, target: str) -> None:
        self._database = database
        self._target = target
        self._token = secrets.token_hex(16)

    def take(self) -> None:
        """Raises `ExportRunning` while somebody else holds it."""
        with self._database.write() as connection:
            here = t.leases.c.name == self._target
            row = connection.execute(select(t.leases).where(here)).mappings().one_or_none()
            if row and row["until"] > now() and not is_gone(row["holder"]):
                raise ExportRunning(*_held_sentences(row))
            connection.execute(delete(t.leases).where(here))
            values = {"token": self._token, "holder": this_process(), "since": now()}
            connection.execute(
                insert(t.leases).values(name=self._target, until=lease_end(LEASE_SECONDS), **values)
            )

    def renew(self) -> None:
        """Raises `ExportRunning` when another process took it over, this one having slept."""
        with self._database.write() as connection:
            moved_on = update(t.leases).where(self._ours).values(until=lease_end(LEASE_SECONDS))
            if not connection.execute(moved_on).rowcount:
                raise ExportRunning(
                    f"L'envoi vers {self._target} a été repris par un autre processus : celui-ci "
                    "s'arrête, rien n'est perdu.",
                    f"Another process took over the export to {self._target}; this one stops.",
                )

    def let_go(self) -> None:
        """Does nothing to one that another process holds by now."""
        with self._database.write() as connection:
            connection.execute(delete(t.leases).where(self._ours))

    @property
    def _ours(self) -> ColumnElement[bool]:
        return (t.leases.c.name == self._target) & (t.leases.c.token == self._token)


@contextmanager
def sole_export(database: Database, target: str) -> Iterator[Lease]:
    """Nobody else exports to that site while the block lasts. Raises `ExportRunning`.

    Call `renew` before anything that must not be done twice.
    """
    lease = Lease(database, target)
    lease.take()
    over = Event()
    beating = Thread(target=_beat, args=(lease, over), name="export-lease", daemon=True)
    beating.start()
    try:
        yield lease
    finally:
        over.set()
        beating.join()
        with suppress(StorageError):  # then the lease ends by itself
            lease.let_go()


def _beat(lease: Lease, over: Event) -> None:
    """A lease that was lost is said by the next `renew` of whoever works."""
    while not over.wait(_BEAT_SECONDS):
        with suppress(ExportRunning, StorageError):
            lease.renew()


def _held_sentences(row: RowMapping) -> tuple[str, str]:
    host, pid = row["holder"].split("/")[:2]
    return (
        f"Un envoi vers {row['name']} est déjà en cours depuis {row['since']} "
        f"(processus {pid} sur {host}). Attendez sa fin, ou arrêtez-le avec Ctrl-C : "
        "le suivant reprendra où il en était.",
        f"An export to {row['name']} has been running since {row['since']} "
        f"(process {pid} on {host}). Wait for its end, or stop it with Ctrl-C.",
    )
