"""What the dossier counts as missing, and as to be looked at."""

from __future__ import annotations

from corpus.ledger import Balance
from corpus.ledger.manifest import Manifest
from crawler.proof.coverage import Coverage
from crawler.proof.similarity import SimilarityReport
from crawler.proof.witness import Says, Witness
from search_app.reports.figures import Bounded, SourceFigures


def figures(*witnesses: Witness) -> SourceFigures:
    """A source of which nothing is missing but what these witnesses say."""
    none, empty = Bounded((), 0), Manifest("essai", (), "")
    coverage = Coverage("essai", witnesses, {}, {}, (), 0)
    similarity = SimilarityReport("essai", 0, 0, 0, 0, ())
    balance = Balance("essai", 0, {}, 0)
    return SourceFigures("essai", balance, coverage, similarity, (), none, none, (), empty, empty)


def test_what_one_witness_announces_beyond_is_missing_whatever_another_says() -> None:
    short = Witness(Says.COUNTER, "http://h/liste", 10, 7)
    beyond = Witness(Says.SITEMAP, "http://h/sitemap.xml", 5, 9, ("http://h/perdue",))
    assert figures(short).losses == 3
    assert figures(short, beyond).losses == 3  # the page that lacks is counted among the gaps


def test_a_counter_that_no_page_prints_is_to_be_looked_at_and_no_loss() -> None:
    silent = Witness(Says.COUNTER, "", 0, 30, name="^/liste .resultats")
    assert (figures(silent).losses, figures(silent).doubts) == (0, 1)
