"""The levels of headings that were read from anywhere, made those of one page."""

from __future__ import annotations

from collections.abc import Sequence


def heading_levels(levels: Sequence[int], base: int) -> tuple[int, ...]:
    """Levels that start at `base` and never skip one, for headings read from anywhere.

    The order of depth is kept: of two headings, the deeper stays the deeper, down to level 6.
    """
    open_: list[int] = []
    shown = []
    for level in levels:
        while open_ and open_[-1] >= level:
            open_.pop()
        open_.append(level)
        shown.append(min(base + len(open_) - 1, 6))
    return tuple(shown)
