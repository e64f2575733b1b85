"""From a query to its answer, over the arrays of an index: the same for every embedded engine.

An engine gives segments (`segments.Segment`); a `Snapshot` lays them side by side; `understanding`
turns what was typed into what is searched; `matching` says which documents answer and `scoring` how
well; `facets`, `passages`, `explaining`, `similarity` and `suggesting` say the rest.
"""
