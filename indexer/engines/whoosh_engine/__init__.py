"""The default engine: Whoosh keeps the postings and the texts, numpy makes the answers.

Only this package imports Whoosh, through what both 2.7.4 and whoosh3 3.54 document: `FileStorage`,
`FileIndex`, a field type, postings and columns. Its query parser, scoring, facets and highlights
are not used: they are where it is slow, or silently wrong.
"""
