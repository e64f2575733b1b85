"""One state of an index as arrays, whatever engine holds it.

An engine gives segments (`segments.Segment`); a `Snapshot` lays them side by side and numbers every
place; `terms` reads the documents of words and where they are, `vocabulary` knows the words, `spelling`
those near one that is not known, `wording` how the texts write them.
"""
