"""Redirects: from every address the old sites had to the one that takes its place.

`ledger.py` reads the addresses off the catalogue and says what becomes of each; `planning.py` makes
of them a map without loops, chains or conflicts; `formats/` writes it for a server.
"""
