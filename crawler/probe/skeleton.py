"""The skeleton of a new source: its description, and for each shape a saved page and what it gives.

Nothing that is there is overwritten: a description that exists is refused, a saved page left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scrapy.http import Response

from corpus.errors import ConfigError
from corpus.files import write_whole
from corpus.markup import decode
from corpus.sources import source_of_host
from corpus.values import host_of
from crawler.addresses import Addresses, origin_of
from crawler.described.parsing import parse_description
from crawler.described.registry import description_path
from crawler.described.saved import rewritten
from crawler.probe.looking import Asked, look_at, seen_in
from crawler.probe.proposal import ProposedShape, proposed, shapes_of
from crawler.probe.seen import Seen
from crawler.probe.survey import Survey, survey_of
from crawler.spiders.site import names_of


def survey_of_saved(body: bytes, url: str) -> Survey:
    """What one saved page shows, as a probe of that page alone would have seen it."""
    source = replace(source_of_host(host_of(url)), hosts=names_of(host_of(url)))
    site = Addresses(source, origin_of(url))
    response = Response(url, body=body, headers={"Content-Type": "text/html"})
    read = decode(body, "text/html")
    seen = seen_in(response, site, Asked("page"), read, look_at(read.text, url, site))
    return survey_of([seen])


def refuse_known(home: Path, key: str) -> None:
    """Raises `ConfigError` when that source is described already."""
    path = description_path(home, key)
    if path.exists():
        raise ConfigError(
            f"La source « {key} » est déjà décrite dans {path}. "
            "Choisissez une autre clé, ou renommez ce fichier : il ne sera pas écrasé."
        )


def write_skeleton(
    home: Path, key: str, starts: Sequence[str], survey: Survey, body_of: Callable[[Seen], bytes]
) -> list[Path]:
    """Writes all of it below `home/sources`, the description last; says which files it wrote.

    Raises `BadDescription` for a key that cannot be one, `ConfigError` for one that is taken or
    when no page was seen, and `StorageError`.
    """
    refuse_known(home, key)
    text = proposed(survey, key, starts)
    description = parse_description(text, key)
    if not survey.pages:
        raise ConfigError(f"Aucune page n'a été vue à {starts[0]}. Donnez l'adresse d'une page.")
    path = description_path(home, key)
    written = []
    for page, seen in _samples(survey, path.with_suffix("")):
        if page.exists() or page.with_suffix(".json").exists():
            continue
        write_whole(page, body_of(seen))
        write_whole(page.with_suffix(".json"), json.dumps({"url": seen.url}).encode())
        write_whole(page.with_suffix(".json"), rewritten(description, page).encode())
        written += [page, page.with_suffix(".json")]
    write_whole(path, text.encode())
    return [path, *written]


def _samples(survey: Survey, folder: Path) -> Iterator[tuple[Path, Seen]]:
    for shape in shapes_of(survey):
        if shape.pages:
            yield folder / f"{shape.name}.html", _sample(shape, survey)


def _sample(shape: ProposedShape, survey: Survey) -> Seen:
    """The page of a shape that shows most of its fields, of middling length among those."""
    pages = sorted((survey.pages[rank] for rank in shape.pages), key=lambda seen: seen.size)
    middle = len(pages) / 2
    ranked = enumerate(pages)
    return max(ranked, key=lambda pair: (_fields(pair[1]), -abs(pair[0] - middle)))[1]


def _fields(seen: Seen) -> int:
    return len(seen.page.found) if seen.page else 0
