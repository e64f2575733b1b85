"""A description with its patterns and selectors compiled, and which shape a page has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.markup import Selector, selector_of
from crawler.described.description import Description, Shape

if TYPE_CHECKING:
    from bs4 import Tag


@dataclass(frozen=True, slots=True)
class ReadyShape:
    """A shape ready to read pages: `said` is what the description says of it."""

    said: Shape
    path: re.Pattern[str]
    when: Selector | None
    fields: Mapping[str, tuple[Selector, ...]]
    ignore: tuple[Selector, ...]
    links: tuple[Selector, ...]
    skip_links: tuple[Selector, ...]

    def fits(self, path: str, root: Tag) -> bool:
        """Whether the page at that path below the home, with that tree, has this shape."""
        return self.path.search(path) is not None and (
            self.when is None or self.when.first(root) is not None
        )

    def finding(self, field: str, root: Tag) -> Selector | None:
        """The first selector of a field that finds something to read; None when none does."""
        selectors = self.fields.get(field, ())
        if field in ("body", "files"):
            return next((s for s in selectors if s.first(root) is not None), None)
        return next((s for s in selectors if s.value(root) or s.values(root)), None)


def ready_shapes(description: Description) -> tuple[ReadyShape, ...]:
    return tuple(_ready(shape) for shape in description.shape)


def shape_of(shapes: Iterable[ReadyShape], path: str, root: Tag) -> ReadyShape | None:
    """The first shape that fits; None for a page the description does not know."""
    return next((shape for shape in shapes if shape.fits(path, root)), None)


def _ready(shape: Shape) -> ReadyShape:
    return ReadyShape(
        said=shape,
        path=re.compile(shape.path),
        when=selector_of(shape.when) if shape.when else None,
        fields={name: _all(shape.selectors(name)) for name in shape.fields},
        ignore=_all(shape.ignore),
        links=_all(shape.links),
        skip_links=_all(shape.skip_links),
    )


def _all(texts: Iterable[str]) -> tuple[Selector, ...]:
    return tuple(map(selector_of, texts))
