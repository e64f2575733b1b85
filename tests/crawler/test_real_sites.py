"""Three real French sites, which may not all ship: read where SOUFFLEUR_SHARED_DATA says.

`described_site.py` covers the same, written by hand, wherever the tests run.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus import tables as t
from corpus.harvests.runs import RunState
from crawler.probe.proposal import proposed
from crawler.probe.running import probing
from crawler.probe.survey import survey_of
from crawler.run import harvest
from tests.crawler.harvesting import Kept, config_in
from tests.crawler.small_site import Answer, Site, serving

SHARED = os.environ.get("SOUFFLEUR_SHARED_DATA", "")
SITES = Path(SHARED) / "sites"
pytestmark = pytest.mark.skipif(
    not (SHARED and SITES.is_dir()), reason="SOUFFLEUR_SHARED_DATA does not say where the sites are"
)
_TYPES = {".html": "text/html", ".png": "image/png", ".css": "text/css"}


@dataclass(frozen=True)
class RealSite:
    """A folder of pages, where to begin, and what is known of it from its files."""

    folder: str
    starts: Sequence[str]
    pages: int
    links: int
    broken: int
    broken_addresses: int


GUIDE = RealSite("disic-guide-lecteurs-ecran", ["/"], 22, 528, 0, 0)
# Ten pages are named by no other: only the list of the folder, which one page links to, has them.
DRGEO = RealSite("drgeo-aide-fr", ["/drgenius.html"], 115, 979, 1, 1)
# Two pages of this manual are linked to from nowhere.
APACHE = RealSite(
    "apache-manual-fr",
    ["/fr/", "/fr/faq/index.html", "/fr/developer/debugging.html"],
    244,
    17_215,
    1_224,
    617,
)


def plain_server(folder: Path) -> Site:
    """What a plain file server answers: a folder's index, else the list of its files."""

    def answer(path: str) -> Answer | None:
        target = folder / path.partition("?")[0].lstrip("/")
        if target.is_dir():
            target = target / "index.html"
            if not target.is_file():
                return _listing(target.parent, path)
        if not target.is_file():
            return None
        kind = _TYPES.get(target.suffix, "application/octet-stream")
        return Answer(target.read_bytes(), headers={"Content-Type": kind})

    return answer


def _listing(folder: Path, path: str) -> Answer:
    names = sorted(f"{p.name}/" if p.is_dir() else p.name for p in folder.iterdir())
    items = "".join(f"<li><a href='{name}'>{name}</a></li>" for name in names)
    html = f"<html><title>Directory listing for {path}</title><body><ul>{items}</ul></body></html>"
    return Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


@pytest.mark.parametrize("site", [GUIDE, DRGEO, APACHE], ids=lambda site: site.folder)
def test_a_real_site_is_counted_to_the_last_page_and_harvested_as_proposed(
    site: RealSite, tmp_path: Path
) -> None:
    with serving(plain_server(SITES / site.folder)) as (url, _):
        starts = [url + start for start in site.starts]
        with probing(config_in(tmp_path), starts, 2_000) as probed:
            survey = survey_of(probed.seen)
        description = tmp_path / "essai.toml"
        description.write_text(proposed(survey, "essai", starts))
        report = harvest(config_in(tmp_path), "essai", description=str(description))
    assert probed.state is RunState.FINISHED
    assert len(survey.pages) == site.pages
    assert survey.links.internal == site.links
    assert survey.links.broken == site.broken
    assert len(survey.links.broken_addresses) == site.broken_addresses
    assert report.state is RunState.FINISHED
    assert _html_records(tmp_path) == site.pages
    assert "reader_silent" not in report.figures.get("notes", {})


def _html_records(home: Path) -> int:
    kinds = Counter(row["kind"] for row in Kept(home).rows(t.records))
    return kinds["page"]
