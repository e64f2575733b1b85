"""Doubles: the same work met twice, within a source or across sources.

Pairs are found from the words of texts (`finding.py`), clusters made of the pairs and of what people
said of them (`clusters.py`), and one record of each cluster proposed for the others to lead to
(`canonical.py`). `store.py` keeps pairs, verdicts and choices; nothing is ever deleted from the
records themselves.
"""
