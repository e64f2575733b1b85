"""One harvest in one Scrapy crawl: the run it holds, its ledger, and how it ends.

A Scrapy extension, so that `scrapy crawl` and `souffleur harvest` are the same machinery; the
scheduler and the middlewares find it with `session_of(crawler)`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import DontCloseSpider

from corpus.config import Config, read_config
from corpus.database import Database
from corpus.errors import SouffleurError, SourceUnreachable
from corpus.harvests.applying import conclude
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import Outcome, RowState, Target
from corpus.harvests.runs import Run, RunNote, Runs, RunState
from crawler.admission import Admission, Budgets
from crawler.items import Sought
from crawler.kept_requests import is_page, priority_of, stands_alone
from crawler.ledger import Ledger
from crawler.plan import Plan, plan_of, require_contact, user_agent
from crawler.refusals import REFUSED, UNREACHABLE
from crawler.report import HarvestReport
from crawler.silence import Examples, Silences, figures_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

progress_made = object()
"""Scrapy signal, sent twice a second with `done` and `known` numbers of addresses."""

FLUSH_SECONDS = 0.25
BEAT_SECONDS = 3.0
_TICK_SECONDS = 0.5
_GIVE_UP_AT_ONCE = 3
_GIVE_UP = 25


class HarvestSession:
    """Holds the run from the start of the crawl to its end.

    Making one opens the catalogue and takes the run. Raises `ConfigError` when a host that is not
    ours would be asked without a contact, `HarvestRunning`, and `StorageError`.
    `error` is what stopped the harvest before its end, `report` what it came to once closed.
    """

    def __init__(self, crawler: Crawler, config: Config, plan: Plan) -> None:
        require_contact(plan.origins, config.contact)
        self._crawler = crawler
        self.config = config
        self.plan = plan
        self.user_agent = user_agent(config)
        self.error: SouffleurError | None = None
        self.report: HarvestReport | None = None
        self._database = Database.open(config.catalogue_url)
        try:
            self._open()
        except SouffleurError:
            self._database.close()
            raise

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HarvestSession:
        config = crawler.settings.get("SOUFFLEUR_CONFIG") or read_config()
        if crawler.spider is None:
            raise RuntimeError("a harvest needs a spider: start it with Crawler.crawl_async()")
        allow_hosts = crawler.settings.getlist("SOUFFLEUR_ALLOW_HOSTS")
        plan = plan_of(
            crawler.spider,
            allow_hosts,
            archive=crawler.settings.get("SOUFFLEUR_FROM") or "",
            dry_run=crawler.settings.getbool("SOUFFLEUR_DRY_RUN"),
        )
        session = cls(crawler, config, plan)
        crawler.signals.connect(session.opened, signal=signals.spider_opened)
        crawler.signals.connect(session.idle, signal=signals.spider_idle)
        crawler.signals.connect(session.closed, signal=signals.spider_closed)
        return session

    def _open(self) -> None:
        self._runs = Runs(self._database)
        self.run: Run = self._runs.start(self.plan.source.key, self.plan.settings)
        self._frontier = Frontier(self._database, self.run)
        self._frontier.recover()
        budgets = Budgets.from_settings(self._crawler.settings)
        self.admission = Admission(budgets, self._frontier.known())
        self.ledger = Ledger(self._frontier, self.admission, self._soon, self._stop_for)
        self.ledger.sum_up({"sessions": 1})
        self._done_before = self.admission.size - self._frontier.pending
        self._missed = Examples()
        self._lost_in_a_row = 0
        self._answered = False
        self._hindrance: RunNote | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._looked_for_the_rest = False
        self._flushing: asyncio.TimerHandle | None = None

    def opened(self) -> None:
        self._ask_again(stands_alone)
        self._ticking = asyncio.ensure_future(self._tick())

    def settle(self, outcome: Outcome) -> None:
        """Takes in what became of an address, and gives up on a site that is down."""
        self.ledger.settle(outcome)
        if self._hindrance is None and outcome.notes:
            self._hindrance = outcome.notes[0]
        if outcome.status and not _is_loss(outcome):
            self._lost_in_a_row = 0
            self._answered = True
        elif _is_loss(outcome):
            self._lost_in_a_row += 1
            self._consider_giving_up()

    def took(self, sought: Sequence[Sought]) -> None:
        """Counts what the reader of a page looked for; call it before that page is settled."""
        for one in sought:
            self._missed.add(one)
        self.ledger.sum_up(figures_of(sought))

    def note(self, note: RunNote) -> None:
        self.ledger.note(note)

    def log_reading(self, url: str, error: Exception) -> None:
        """The whole trace, for who repairs the reader of pages; the report has the sentence."""
        logger.warning("Reading %s failed", url, exc_info=error)

    def links_known(self, keys: Sequence[str]) -> Sequence[Target]:
        """The addresses with those keys as earlier runs asked for them."""
        known = self._frontier.targets_of(keys) if keys else ()
        return [replace(target, priority=priority_of(target.request)) for target in known]

    def idle(self) -> None:
        """Once no link is left: the pages that earlier runs knew and nothing led to this time.

        Raises Scrapy's `DontCloseSpider` when there are some.
        """
        if self._looked_for_the_rest or not self._answered or self.ledger.broken:
            return
        self._looked_for_the_rest = True
        self._ask_again(is_page)
        if not self.ledger.is_empty:
            raise DontCloseSpider

    def _ask_again(self, wanted: Callable[[str], bool]) -> None:
        """Puts into the frontier what earlier runs knew and this one has not met yet.

        Those that stand alone at once: an unchanged site is then asked without waiting for one
        page to lead to the next. What a walk led to comes from the walk, and at the end if it does
        not.
        """
        for target in self._frontier.not_met():
            if wanted(target.request) and self.admission.admits(target.key, target.url):
                self.ledger.add(replace(target, priority=priority_of(target.request)))

    def stop(self, reason: str) -> None:
        """Ends the crawl cleanly, as an interruption."""
        if self._closing is None:
            engine = self._crawler.engine
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    def closed(self, reason: str) -> None:
        """Keeps what is left and lets go of the run, in the state it ended in."""
        if self._ticking:
            self._ticking.cancel()
        self.ledger.flush()
        self._tell_progress()
        try:
            state = self._end_state(reason)
            self._note_limits(reason)
            ended = self._end(state)
        except SouffleurError as error:
            # The disk is still full: the lease ends by itself, and the next harvest resumes.
            self.error = self.error or error
            ended = self.run
        self._make_report(ended)

    def _end(self, state: RunState) -> Run:
        if state is RunState.FINISHED:
            return conclude(self._database, self.run, self._frontier.figures)
        return self._runs.finish(self.run, state, self._frontier.figures)

    def _make_report(self, ended: Run) -> None:
        state = ended.state if ended.state is not RunState.RUNNING else RunState.INTERRUPTED
        try:
            notes = self._runs.count_notes(ended.id)
        except SouffleurError as error:
            self.error = self.error or error
            notes = 0
        figures = ended.figures or self._frontier.figures
        source = self.plan.source.key
        self.report = HarvestReport(ended.id, source, state, figures, notes, self.run.resumed)
        self._database.close()

    def _end_state(self, reason: str) -> RunState:
        if reason in ("finished", "unreachable") and not self._frontier.gave_pages():
            self.error = self.error or self._nothing_from(self._hindrance)
            return RunState.FAILED
        if reason == "start_error":
            return RunState.FAILED
        counts = self._frontier.counts()
        left = counts[RowState.PENDING] + counts[RowState.IN_FLIGHT]
        if reason == "finished" and not left and self.error is None:
            return RunState.FAILED if self._went_silent() else RunState.FINISHED
        return RunState.INTERRUPTED

    def _went_silent(self) -> bool:
        """Whether a reader found nothing on too many pages of a kind; each is said in the report."""
        settings = self._crawler.settings
        bearable = Silences(
            settings.getfloat("SOUFFLEUR_MISSING_SHARE"), settings.getint("SOUFFLEUR_MISSING_FLOOR")
        )
        remarks = bearable.judge(self._frontier.figures, self._missed.kept)
        for remark in remarks:
            logger.warning("%s", remark.message)
            self.note(remark)
        return bool(remarks)

    def _note_limits(self, reason: str) -> None:
        """What Scrapy's own limits cut off, said once in the report."""
        too_deep = self._crawler.stats.get_value("depth/request_ignored_count", 0)
        if too_deep:
            limit = self._crawler.settings.getint("DEPTH_LIMIT")
            message = f"{too_deep} liens à plus de {limit} pas du départ ont été laissés."
            remedy = "Si ces pages sont voulues, augmentez DEPTH_LIMIT."
            self.note(RunNote("depth_limit", self.plan.base_url, message, str(too_deep), remedy))
        if reason == "memusage_exceeded":
            message = "La moisson a atteint sa limite de mémoire ; elle s'est arrêtée."
            remedy = "Relancez-la : elle reprend où elle en était."
            self.note(RunNote(reason, self.plan.base_url, message, "", remedy))
        if reason == "start_error":
            message = "Les premières adresses n'ont pas pu être établies ; voyez le journal."
            self.note(RunNote(reason, self.plan.base_url, message))
        self.ledger.flush()

    def _nothing_from(self, note: RunNote | None) -> SourceUnreachable:
        site = self.plan.base_url
        if note is None:
            return SourceUnreachable(
                f"Le site {site} n'a donné aucune page : ses adresses renvoient l'une à l'autre. "
                "Ouvrez-le dans un navigateur, et donnez l'adresse où il arrive."
            )
        what = f"Le site {site} n'a donné aucune page."
        if note.code in UNREACHABLE:
            what = f"Le site {site} est injoignable."
        elif note.code in REFUSED:
            what = f"Rien n'a pu être demandé à {site}."
        return SourceUnreachable(f"{what} {note.message} ({note.url}) {note.remedy}".rstrip())

    def _consider_giving_up(self) -> None:
        if not self._answered and self._lost_in_a_row >= _GIVE_UP_AT_ONCE:
            self.stop("unreachable")
        elif self._lost_in_a_row == _GIVE_UP:
            message = f"{_GIVE_UP} adresses de suite n'ont rien donné ; la moisson s'est arrêtée."
            remedy = (
                "Attendez que le site soit rétabli et relancez : elle reprend où elle en était."
            )
            self.note(RunNote("site_failing", self.plan.base_url, message, str(_GIVE_UP), remedy))
            self.stop("site_failing")

    def _soon(self) -> None:
        """Has what came in kept soon; one wait at a time, however often something enters."""
        if self._flushing is None:
            loop = asyncio.get_running_loop()
            self._flushing = loop.call_later(FLUSH_SECONDS, self._flush)

    def _flush(self) -> None:
        self._flushing = None
        self.ledger.flush()

    def _stop_for(self, error: SouffleurError) -> None:
        logger.warning("%s", error.message)
        self.error = error
        self.stop("storage")

    async def _tick(self) -> None:
        waited = 0.0
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            waited += _TICK_SECONDS
            self._tell_progress()
            if waited >= BEAT_SECONDS:
                self.ledger.beat()
                waited = 0.0

    def _tell_progress(self) -> None:
        done = self._done_before + self.ledger.done
        self._crawler.signals.send_catch_log(progress_made, done=done, known=self.admission.size)


def session_of(crawler: Crawler) -> HarvestSession:
    """The harvest this crawl is. Raises `RuntimeError` when the extension is not enabled."""
    session = crawler.get_extension(HarvestSession)
    if session is None:
        raise RuntimeError("crawler.session.HarvestSession is missing from EXTENSIONS")
    return session


def _is_loss(outcome: Outcome) -> bool:
    return outcome.reason in UNREACHABLE or outcome.status >= 500 or outcome.status == 429
