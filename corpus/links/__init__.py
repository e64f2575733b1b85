"""The link ledger: what became of every address that records point to, and of the links of pages.

Pure: `checks` (one look at an address), `soft404` (pages that say they are not there), `standing`
(what several looks amount to, and when to look again), `archived` (copies kept elsewhere).
Storage: `ledger` (checks over time), `written` (the links of the pages harvested), `report`.
"""
