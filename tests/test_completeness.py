"""What must be said or present somewhere is: documentation, rights, locks, sources and spiders."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from corpus.sources import SOURCES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_every_source_has_its_spider_and_every_spider_its_source() -> None:
    settings = Settings()
    settings.setmodule("crawler.settings")
    spiders = set(SpiderLoader.from_settings(settings).list())
    assert spiders == {*SOURCES, "site", "described"}


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 150


def _written_of(code: Path) -> str:
    return "\n".join(path.read_text() for path in code.rglob("*.py"))


def test_every_variable_of_the_environment_and_setting_of_ours_is_documented() -> None:
    code = "\n".join(_written_of(ROOT / name) for name in ("corpus", "crawler", "search_app"))
    ours = set(re.findall(r"\bSOUFFLEUR_[A-Z_]+[A-Z]\b", code)) - {"SOUFFLEUR_CONFIG"}
    assert ours
    missing = {name for name in ours if name not in README + ARCHITECTURE}
    assert missing == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert all("==" in line for line in pinned)
    assert text.count("--hash=sha256:") >= len(pinned)


def test_every_dependency_is_named_in_the_readme_with_its_reason() -> None:
    said = README.lower().replace("-", "").replace(" ", "")
    for dependency in PYPROJECT["project"]["dependencies"]:
        name = re.split(r"[>=<\[]", dependency)[0]
        assert name.lower().replace("-", "").replace("beautifulsoup4", "beautifulsoup") in said, (
            name
        )


def test_every_shipped_data_file_has_its_rights() -> None:
    for folder, page in (
        (ROOT / "corpus/sample", "RIGHTS.md"),
        (ROOT / "corpus/data", "RIGHTS.md"),
        (ROOT / "tests/data/cdtn_mini", "RIGHTS.md"),
    ):
        rights = (folder / page).read_text()
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in {".gz", ".pdf", ".csv", ".md", ".html", ".css"}:
                named = path.name in rights or f"{path.parent.name}/*{path.suffix}" in rights
                assert named or path.name in {"RIGHTS.md", "manifest.csv"}, path


def test_floors_of_known_vulnerabilities_are_held() -> None:
    floors = {"pypdf": (7, 0, 1), "scrapy": (2, 14, 2), "flask": (3, 1, 3), "brotli": (1, 2)}
    text = (ROOT / "requirements/run.lock").read_text()
    for name, floor in floors.items():
        found = re.search(rf"^{name}==([\d.]+)", text, re.MULTILINE)
        assert found, name
        assert tuple(map(int, found[1].split("."))) >= floor
