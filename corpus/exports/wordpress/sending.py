"""Entries sent as articles: created once, updated when they change, left alone when people work on them.

The numbers the site gave are kept (`corpus.exports.sent`). An article without one is looked for by
its slug before it is created, so that an answer that was lost, or a kill, makes no double.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.batches import batched
from corpus.errors import SiteRefused
from corpus.exports.mapping import TAXONOMIES, Post, post_of
from corpus.exports.names import spare_slug
from corpus.exports.selection import Problem
from corpus.exports.sent import Sent, What
from corpus.exports.sent_rows import SentThings
from corpus.exports.wordpress.deciding import (
    Insisting,
    Outcome,
    Remote,
    decide,
    is_ours,
    says_the_same,
)
from corpus.exports.wordpress.media import Media, MediaRefused, Placed
from corpus.exports.wordpress.site import PER_PAGE, RequestRefused, Site
from corpus.exports.wordpress.terms import Terms, bases_of
from corpus.files import FileStore
from corpus.record import Entry

Row = dict[str, Any]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Sending:
    """How to send: the status of new articles (`draft`, `publish`), and what field goes where."""

    status: str = "draft"
    taxonomies: Mapping[str, str] = field(default_factory=lambda: TAXONOMIES)
    insisting: Insisting = field(default_factory=Insisting)
    dry_run: bool = False


@dataclass(slots=True)
class Report:
    """What was done; `commands` counts the requests that wrote, of which a dry run makes none."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    terms_created: int = 0
    media_sent: int = 0
    commands: int = 0


def _alone() -> None:
    """Nobody else can be sending."""


class Sender:
    """One run towards one site. Raises `SiteRefused` when nothing more can be sent.

    `still_ours` is called before an article is written: it raises when another process has come to
    send to the site in place of this one.
    """

    def __init__(
        self,
        site: Site,
        things: SentThings,
        files: FileStore,
        how: Sending,
        still_ours: Callable[[], None] = _alone,
    ) -> None:
        self._site, self._things, self._how = site, things, how
        self._still_ours = still_ours
        check_rights(site, how.status)
        self._terms = Terms(site, things, bases_of(site, how.taxonomies.values()))
        self._media = Media(site, things, files, how.insisting.recreate)
        self._sent = things.of(What.POST)
        self.report = Report()

    def send(self, entries: Iterable[Entry | Problem], progress: Progress) -> Report:
        """Sends them in order; what cannot be sent is a problem, and the rest goes on."""
        done = 0
        try:
            for batch in batched(entries, PER_PAGE):
                remotes = self._remotes([entry for entry in batch if isinstance(entry, Entry)])
                for entry in batch:
                    self._send_one(entry, remotes)
                    done += 1
                    progress(done)
        finally:
            self.report.terms_created = self._terms.created
            self.report.media_sent = self._media.created
            self.report.commands = self._site.commands
        return self.report

    def _fail(self, problem: Problem) -> None:
        self.report.outcomes[Outcome.FAILED] += 1
        self.report.problems.append(problem)

    def _send_one(self, entry: Entry | Problem, remotes: Mapping[str, Remote]) -> None:
        if isinstance(entry, Problem):
            self._fail(entry)
            return
        post, remote = post_of(entry, self._how.taxonomies), remotes.get(entry.record.id)
        try:
            outcome = self._act(entry, post, remote)
        except RequestRefused as refused:
            self._fail(
                Problem(post.key, refused.code or "refused", f"WordPress refuse : {refused}.")
            )
            return
        self.report.outcomes[outcome] += 1
        if sentence := _SENTENCES.get(outcome):
            where = remote.link if remote else ""
            self.report.problems.append(
                Problem(post.key, outcome.value, f"{sentence} {where}".strip())
            )

    def _act(self, entry: Entry, post: Post, remote: Remote | None) -> Outcome:
        sent = self._sent.get(post.key)
        outcome = decide(post.sha256, sent, remote, self._how.insisting)
        if self._how.dry_run:
            return outcome
        if outcome in (Outcome.CREATED, Outcome.UPDATED, Outcome.CONFLICT):
            self._still_ours()
        if outcome is Outcome.CREATED:
            return self._create(entry, post)
        if sent and outcome in (Outcome.UPDATED, Outcome.CONFLICT):
            return self._look_again(entry, post, sent)
        return outcome

    # --- creating ------------------------------------------------------------------------------

    def _create(self, entry: Entry, post: Post) -> Outcome:
        placed = self._place_files(post)
        made = self._with_addresses(entry, post)
        tried: list[bool] = []
        row, found = self._site.patiently(lambda: self._find_or_create(made, tried))
        if found and not tried and not self._is_as(row, made):
            if not self._how.insisting.overwrite:
                return Outcome.CONFLICT
            return self._update(post, made, int(row["id"]), placed)
        self._attach(placed, int(row["id"]), post)
        self._keep(post, row)
        return Outcome.UNCHANGED if found and not tried else Outcome.CREATED

    def _find_or_create(self, made: Post, tried: list[bool]) -> tuple[Row, bool]:
        """The article and whether it was there; `tried` is told when a creation was asked for."""
        spare = spare_slug(made.slug, made.key)
        slugs = [made.slug, spare, f"{made.slug}-2", f"{spare}-2"]
        there = self._site.get("posts", slug=",".join(slugs), status="any", context="edit")
        rows: list[Row] = there if isinstance(there, list) else []
        for row in rows:
            if is_ours(row, made.key):
                return row, True
        taken = any(row.get("slug") == made.slug for row in rows)
        body = {
            **self._body(made),
            "slug": spare if taken else made.slug,
            "status": self._how.status,
        }
        tried.append(True)
        return self._site.command("posts", body), False

    # --- updating ------------------------------------------------------------------------------

    def _look_again(self, entry: Entry, post: Post, sent: Sent) -> Outcome:
        """Reads the article once more before anything is written over: minutes may have passed.

        One that was changed since it was sent, but says what we would send, is our own: the answer
        to its last update was lost.
        """
        try:
            row = self._site.get(f"posts/{sent.remote_id}", context="edit")
        except RequestRefused as refused:
            if not refused.gone:
                raise
            return Outcome.GONE
        outcome = decide(post.sha256, sent, Remote.of(row), self._how.insisting)
        made = self._with_addresses(entry, post)
        if outcome is Outcome.CONFLICT and self._is_as(row, made):
            self._keep(post, row)
            return Outcome.UNCHANGED
        if outcome is not Outcome.UPDATED:
            return outcome
        placed = self._place_files(post)
        return self._update(post, self._with_addresses(entry, post), sent.remote_id, placed)

    def _update(self, post: Post, made: Post, number: int, placed: Sequence[Placed]) -> Outcome:
        """Slug and status are left as they are there: people may have chosen them since."""
        body = self._body(made)
        row = self._site.patiently(lambda: self._site.command(f"posts/{number}", body))
        self._attach(placed, number, post)
        self._keep(post, row)
        return Outcome.UPDATED

    # --- what an article is made of ------------------------------------------------------------

    def _body(self, made: Post) -> dict[str, Any]:
        return {
            "title": made.title,
            "content": made.content,
            "excerpt": made.excerpt,
            "date": made.date,
            "meta": dict(made.meta),
            **self._terms.numbers(made.terms),
        }

    def _with_addresses(self, entry: Entry, post: Post) -> Post:
        """The article with its links leading to the files that are on the site."""
        addresses = self._media.addresses(post.attachments)
        return post_of(entry, self._how.taxonomies, addresses) if addresses else post

    def _is_as(self, row: Row, made: Post) -> bool:
        return says_the_same(row, made) and self._terms.are_those_of(row, made.terms)

    def _place_files(self, post: Post) -> list[Placed]:
        placed = []
        for attachment in post.attachments:
            try:
                placed.append(self._media.place(attachment))
            except MediaRefused as refused:
                self.report.problems.append(Problem(post.key, "media", str(refused)))
        return placed

    def _attach(self, placed: Sequence[Placed], number: int, post: Post) -> None:
        for one in placed:
            if not one.new:
                continue
            try:
                self._media.attach(one, number)
            except RequestRefused as refused:
                said = f"Un fichier n'a pas été rattaché à son article : {refused}."
                self.report.problems.append(Problem(post.key, "media", said))

    def _keep(self, post: Post, row: Row) -> None:
        remote = Remote.of(row)
        sent = Sent(What.POST, post.key, remote.number, remote.link, remote.modified, post.sha256)
        self._things.keep(sent)
        self._sent[post.key] = sent

    # --- what is there -------------------------------------------------------------------------

    def _remotes(self, entries: Sequence[Entry]) -> dict[str, Remote]:
        """The articles of a batch that are on the site, in its bin too, by the key of their record."""
        keys = {
            self._sent[entry.record.id].remote_id: entry.record.id
            for entry in entries
            if entry.record.id in self._sent
        }
        if not keys:
            return {}
        fields = "id,modified_gmt,status,link"
        rows = self._site.listed(
            "posts", include=",".join(map(str, keys)), status="any", context="edit", _fields=fields
        )
        found = {keys[int(row["id"])]: Remote.of(row) for row in rows if int(row["id"]) in keys}
        for number, key in keys.items():
            if key not in found and (row := self._row_or_none(number, fields)):
                found[key] = Remote.of(row)
        return found

    def _row_or_none(self, number: int, fields: str) -> Row | None:
        """An article the list does not show: it may be in the bin."""
        try:
            row = self._site.get(f"posts/{number}", context="edit", _fields=fields)
        except RequestRefused as refused:
            if refused.gone:
                return None
            raise
        return row if isinstance(row, dict) else None


_SENTENCES: Mapping[Outcome, str] = {
    Outcome.CONFLICT: (
        "L'article a été modifié dans WordPress depuis le dernier envoi, et la fiche a changé : "
        "rien n'est envoyé (--overwrite écrit par-dessus)."
    ),
    Outcome.GONE: (
        "L'article a été supprimé dans WordPress, ou mis à la corbeille : il n'est pas recréé "
        "(--recreate le recrée)."
    ),
}


def check_rights(site: Site, status: str) -> None:
    """Raises `SiteRefused` when the account cannot do what is asked."""
    try:
        me = site.get("users/me", context="edit")
    except RequestRefused as refused:
        raise SiteRefused(
            f"{site.address} ne se laisse pas interroger : {refused}. Vérifiez l'adresse et le compte."
        ) from refused
    capabilities = me.get("capabilities") if isinstance(me, dict) else None
    granted = capabilities if isinstance(capabilities, dict) else {}
    needed = ["edit_posts", "upload_files", "manage_categories"]
    needed += ["publish_posts"] if status == "publish" else []
    if missing := [name for name in needed if not granted.get(name)]:
        raise SiteRefused(
            f"Sur {site.address}, « {site.user} » n'a pas le droit de tout faire (il manque : "
            f"{', '.join(missing)}). Donnez-lui le rôle « Éditeur »."
        )
