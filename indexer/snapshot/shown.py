"""What is read of a document to show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.laid import PackedStarts, packed_starts
from indexer.packed import PackedText, pack_text
from indexer.rows import Head, read_head, read_places
from indexer.snapshot.segments import Numbers
from indexer.snippet import Sections, folded_copy


@dataclass(frozen=True, slots=True)
class Shown:
    """`firsts` are the places where its sections begin, of which
    the last `pages` are pages of its files, and `begins` where they begin in the text; `files` has the
    (url, sha256) of each; `starts` and `nowhere` are those of `packed_starts`; `folded_title` is the copy
    to look for words in."""

    head: Head
    text: PackedText
    sections: Sections
    firsts: Numbers
    files: tuple[tuple[str, str], ...]
    pages: int
    begins: Numbers
    starts: PackedStarts
    nowhere: int
    title: PackedText
    folded_title: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return self.text.size + self.starts.nbytes + 200 * len(self.firsts) + 2_000

    def in_text(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Where words begin in the text, and the ranks of those that are in it, given their places in
        the row of the document."""
        starts = self.starts[places]
        there: Numbers = (starts != self.nowhere).nonzero()[0]
        if len(there) < len(places):
            starts, places = starts[there], places[there]
        section = self.firsts.searchsorted(places, side="right") - 1
        return self.begins[section] + starts, there


def shown_of(head: bytes, text: bytes, places: bytes, starts: bytes) -> Shown:
    """From its columns."""
    read, laid = read_head(head), read_places(places)
    where, nowhere = packed_starts(starts, read.span)
    return Shown(
        head=read,
        text=PackedText(text),
        sections=Sections.of(laid.sections),
        firsts=np.array([section.first for section in laid.sections], np.int64),
        files=laid.files,
        pages=sum(section.part >= 0 for section in laid.sections),
        begins=np.array([section.start for section in laid.sections], np.int64),
        starts=where,
        nowhere=nowhere,
        title=PackedText(pack_text(read.title)),
        folded_title=folded_copy(read.title),
    )
