"""The ledger: every legacy address ever seen, and what became of it."""

from corpus.ledger.fates import Fate
from corpus.ledger.ledger import Balance, Ledger
from corpus.ledger.lines import LedgerLine, Verdict

__all__ = ["Balance", "Fate", "Ledger", "LedgerLine", "Verdict"]
