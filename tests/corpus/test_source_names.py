"""What described sources are called, as their files say it at that moment."""

from __future__ import annotations

from contextvars import copy_context
from pathlib import Path

from corpus.source_names import SourceNames
from corpus.sources import SourceName, name_sources, source_label

WRITTEN = 'key = "atelier"\nname = "L\'Atelier des fiches"\nname_en = "The sheet workshop"\n'


def described(home: Path, text: str = WRITTEN, key: str = "atelier") -> Path:
    path = home / "sources" / f"{key}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_library_without_descriptions_names_nothing(tmp_path: Path) -> None:
    assert SourceNames(tmp_path).now() == {}


def test_a_description_names_its_source_in_both_languages(tmp_path: Path) -> None:
    described(tmp_path)
    described(tmp_path, 'name = "Le dépôt"', "depot")
    names = SourceNames(tmp_path).now()
    assert names["atelier"] == SourceName("L'Atelier des fiches", "The sheet workshop")
    assert names["depot"] == SourceName("Le dépôt", "Le dépôt")


def test_a_name_changed_in_the_file_is_the_name_from_then_on(tmp_path: Path) -> None:
    path = described(tmp_path)
    names = SourceNames(tmp_path)
    names.now()
    path.write_text('name = "Atelier"', "utf-8")
    assert names.now()["atelier"].fr == "Atelier"
    path.unlink()
    assert names.now() == {}


def test_a_file_that_cannot_be_read_leaves_the_others_named(tmp_path: Path) -> None:
    described(tmp_path)
    described(tmp_path, "name = ", "casse")
    described(tmp_path, "name = 3", "nombre")
    (tmp_path / "sources" / "latin.toml").write_bytes(b'name = "\xe9"')
    (tmp_path / "sources" / "dossier.toml").mkdir()
    assert set(SourceNames(tmp_path).now()) == {"atelier"}


def test_a_named_source_is_read_by_its_name_and_only_where_it_was_named() -> None:
    context = copy_context()
    context.run(name_sources, {"atelier": SourceName("L'Atelier", "The workshop")})
    assert context.run(source_label, "atelier") == "L'Atelier"
    assert context.run(source_label, "atelier", "en") == "The workshop"
    assert context.run(source_label, "comedie") == "Comédie"
    assert copy_context().run(source_label, "site-exemple") == "exemple"
