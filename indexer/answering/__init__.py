"""From a query to its answer, over a snapshot of an index: the same for every embedded engine.

`understanding` turns what was typed into what is searched (`asked`); `matching` says which documents
answer and `scoring` how well; `facets`, `passages`, `explaining`, `similarity` and `suggesting` say the
rest.
"""
