"""The demonstration site: a stand-in for the two real sites, its texts, its server and its rights.

Nothing is imported here, so that a program that only wants a file of this folder starts quickly.
`corpus.sample.server` serves both sites on loopback; `RIGHTS.md` says what may be done with each
file.
"""
