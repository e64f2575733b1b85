"""The tool that rebuilds the gazetteer, on a package of five communes."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from corpus.places.gazetteer import Gazetteer, Mention

TOOL = Path(__file__).resolve().parents[2] / "tools" / "build_places.py"

COMMUNES: list[dict[str, object]] = [
    {"code": "39476", "nom": "Saint-Aubin", "type": "commune-actuelle", "population": 1600},
    {"code": "39300", "nom": "Lons-le-Saunier", "type": "commune-actuelle", "population": 17000},
    {"code": "39001", "nom": "Pin (Haut)", "type": "commune-actuelle", "population": 12},
    {"code": "39002", "nom": "Lons le Saunier", "type": "commune-deleguee", "chefLieu": "39300"},
    {"code": "39003", "nom": "Perrigny", "type": "commune-associee", "chefLieu": "39300"},
]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_places", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_places"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path: Path) -> Path:
    data = tmp_path / "package" / "data"
    data.mkdir(parents=True)
    files = {
        "communes": [{**commune, "departement": "39", "region": "27"} for commune in COMMUNES],
        "departements": [{"code": "39", "nom": "Jura", "region": "27", "zone": "metro"}],
        "regions": [{"code": "27", "nom": "Bourgogne-Franche-Comté", "zone": "metro"}],
    }
    for name, items in files.items():
        (data / f"{name}.json").write_text(json.dumps(items), encoding="utf-8")
    return tmp_path / "package"


@pytest.fixture
def extras(tmp_path: Path, tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "extras.tsv"
    path.write_text("# by hand\ncountry\tBE\tBelgique\tb\nword\tp\tJura\n", encoding="utf-8")
    monkeypatch.setattr(tool, "EXTRAS", path)
    return path


def built(tool: ModuleType, package: Path, target: Path) -> Gazetteer:
    tool.write(tool.all_rows(package), "0", target)
    return Gazetteer.parse(gzip.decompress(target.read_bytes()).decode())


@pytest.mark.usefixtures("extras")
def test_the_table_built_is_the_one_read(tool: ModuleType, package: Path, tmp_path: Path) -> None:
    small = built(tool, package, tmp_path / "places.tsv.gz")
    departement = small.place("dep-39")
    assert departement is not None
    assert departement.ancestors == ("reg-27",)
    assert departement.population == 1600 + 17000 + 12
    assert small.ancestors("coma-39003") == ("com-39300", "dep-39", "reg-27")
    found = small.find("belgique")
    assert found is not None
    assert found.code == "pays-BE"


@pytest.mark.usefixtures("extras")
def test_a_merged_commune_of_the_same_name_is_left_out(
    tool: ModuleType, package: Path, tmp_path: Path
) -> None:
    assert built(tool, package, tmp_path / "p.gz").place("comd-39002") is None


@pytest.mark.usefixtures("extras")
def test_a_name_with_a_qualifier_is_found_without_it(
    tool: ModuleType, package: Path, tmp_path: Path
) -> None:
    found = built(tool, package, tmp_path / "p.gz").find("pin")
    assert found is not None
    assert found.name == "Pin (Haut)"


@pytest.mark.usefixtures("extras")
def test_what_a_mention_needs_is_written_in_the_table(
    tool: ModuleType, package: Path, tmp_path: Path
) -> None:
    small = built(tool, package, tmp_path / "p.gz")
    assert small.mention("dep-39", "jura") is Mention.PREPOSITION
    assert small.mention("com-39300", "lons le saunier") is Mention.BARE
    assert small.mention("com-39001", "pin") is Mention.NEVER_BARE


@pytest.mark.usefixtures("extras")
def test_the_same_package_gives_the_same_bytes(
    tool: ModuleType, package: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.gz", tmp_path / "2.gz"
    built(tool, package, first)
    built(tool, package, second)
    assert first.read_bytes() == second.read_bytes()


def test_an_alias_of_no_place_stops_the_build(
    tool: ModuleType, package: Path, extras: Path
) -> None:
    extras.write_text("alias\tcom-00000\tNulle-Part\tb\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="Nulle-Part"):
        tool.all_rows(package)


def test_the_shipped_extras_are_understood(tool: ModuleType) -> None:
    extras = tool.read_extras(tool.EXTRAS)
    assert len(extras.rows) > 60
    assert set(extras.words.values()) <= set(tool.MENTION_LETTERS)
