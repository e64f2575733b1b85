"""The same full answer from each engine: ten best, four facets counted, ten passages marked.

A peer searches one text a document (title, body, pages together), analysed as well as it can be;
it asks for all the words and, where no document has them all, for any, as Souffleur does.
"""
