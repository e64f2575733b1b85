"""A description that cannot be followed is refused with the file, the key, the value, the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadDescription
from crawler.described.description import Description
from crawler.described.parsing import parse_description, read_description
from crawler.described.registry import descriptions_in, find_description, load_description
from tests.crawler.described_site import DESCRIPTION


def test_a_description_says_its_source() -> None:
    source = parse_description(DESCRIPTION).source
    assert (source.key, source.label_fr, source.label_en) == (
        "atelier",
        "L'Atelier des fiches",
        "The sheet workshop",
    )
    assert source.hosts == ("atelier.example.org",)
    assert source.spider_name == "described"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('key = "atelier"', 'key = "Atelier É"', "minuscules sans accent"),
        ('key = "atelier"', 'key = "icpc"', "Choisissez-en une autre"),
        (
            'key = "atelier"',
            "key = 3",
            "« key », il faut un texte entre guillemets, et non un nombre",
        ),
        ('home = "https://atelier.example.org"', "", "manque la clé « home »"),
        ('home = "https://atelier.example.org"', 'home = "atelier"', "l'adresse entière"),
        ("starts =", "start =", "Vouliez-vous « starts »"),
        ('starts = ["/"]', "starts = []", "au moins une adresse"),
        ('starts = ["/"]', 'starts = ["/"', "ce n'est pas du TOML"),
        ('kind = "news"', 'kind = "new"', "forme « actualite » : kind = « new »"),
        ('kind = "news"', 'kinds = "news"', r"« shape\[1\] \(actualite\) ».*Vouliez-vous « kind »"),
        ("'^/fiches/'", "'^/fiches/('", "path = « .* » n'est pas une expression régulière"),
        ("'^/prive/'", "'['", "deny = « \\[ »"),
        ('"article.fiche h1"', '"article..fiche"', "fields.title = « article..fiche »"),
        ('authors = ".auteur"', 'author = ".auteur"', "Vouliez-vous « authors »"),
        ('"body", "date"]', '"body", "rights"]', "required demande « rights »"),
        ('name = "liste"', 'name = "fiche"', "deux formes s'appellent « fiche »"),
        ('name = "liste"', 'name = "liste"\nsplit = "h9"', "split = « h9 »"),
        ("records = false", 'records = "non"', "true ou false"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(before: str, after: str, said: str) -> None:
    assert before in DESCRIPTION
    with pytest.raises(BadDescription, match=said) as refused:
        parse_description(DESCRIPTION.replace(before, after, 1), "atelier.toml")
    assert refused.value.message.startswith("atelier.toml : ")


def test_a_description_without_shapes_is_refused() -> None:
    text = DESCRIPTION[: DESCRIPTION.index("[[shape]]")]
    with pytest.raises(BadDescription, match=r"\[\[shape\]\]"):
        parse_description(text)


def test_parts_to_ignore_need_a_body_to_be_taken_from() -> None:
    text = DESCRIPTION + '\nignore = ["nav"]\n'
    with pytest.raises(BadDescription, match=r"forme « liste » : ignore"):
        parse_description(text)


def test_a_file_that_is_missing_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadDescription, match="n'existe pas"):
        read_description(tmp_path / "a.toml")
    (tmp_path / "b.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(BadDescription, match="UTF-8"):
        read_description(tmp_path / "b.toml")


def test_the_version_changes_with_what_is_said_and_not_with_comments() -> None:
    version = parse_description(DESCRIPTION).version
    assert parse_description("# un mot\n" + DESCRIPTION).version == version
    assert parse_description(DESCRIPTION.replace(".chapo", ".lead")).version != version


def test_the_home_folder_knows_its_sources_even_when_one_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "atelier.toml").write_text(DESCRIPTION)
    (folder / "mauvaise.toml").write_text("key =")
    found = {path.stem: what for path, what in descriptions_in(tmp_path)}
    assert isinstance(found["atelier"], Description)
    assert isinstance(found["mauvaise"], BadDescription)
    assert find_description(tmp_path, "atelier") == folder / "atelier.toml"
    assert find_description(tmp_path, "autre") is None
    assert find_description(tmp_path, "../sources/atelier") is None


def test_a_file_has_the_name_of_its_source(tmp_path: Path) -> None:
    path = tmp_path / "cerema.toml"
    path.write_text(DESCRIPTION)
    with pytest.raises(BadDescription, match="renommez le fichier"):
        load_description(path)


@pytest.mark.parametrize(
    ("counter", "said"),
    [
        ("kind = 'memo'", "compteur n° 1 : il ne dit pas où le nombre est écrit"),
        ("text = '..n'", "compteur n° 1 : text = « ..n » n'est pas un sélecteur"),
        ("pattern = '('", r"compteur n° 1 : pattern = « \( » n'est pas une expression"),
        (
            "text = '.n'\nkind = 'memoo'",
            "kind = « memoo » n'est pas un genre. Vouliez-vous « memo »",
        ),
        ("text = '.n'\nkinds = 'memo'", "Vouliez-vous « kind »"),
    ],
)
def test_a_counter_that_cannot_be_read_is_said_with_its_remedy(counter: str, said: str) -> None:
    with pytest.raises(BadDescription, match=said):
        parse_description(f"{DESCRIPTION}\n[[counter]]\n{counter}\n")


def test_a_counter_changes_nothing_in_how_pages_are_read() -> None:
    plain = parse_description(DESCRIPTION)
    counted = parse_description(DESCRIPTION + "\n[[counter]]\ntext = '.n'\n")
    assert counted.counter
    assert counted.version == plain.version
    other = parse_description(DESCRIPTION.replace(".chapo", ".resume"))
    assert other.version != plain.version
