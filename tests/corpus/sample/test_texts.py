"""The texts are read as they were written."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.sample import prose
from corpus.sample.library import Library
from corpus.sample.sheets import Sheet, slug_of, state_sheets, written_sheets

KNOWN_KEYS = {
    "kind", "site", "path", "prefix", "id", "date", "title", "subtitle", "credit", "author",
    "year", "type", "theme", "link", "file", "part", "popup", "unlabelled", "heading", "untitled",
    "aside", "groupe", "territoire", "themes", "acteurs", "methodes", "mots-cles", "charset",
    "bare", "spam", "small", "no_anchor", "passe", "propose_par", "dates", "horaires", "lieu",
    "organisme", "duree", "public", "tarif",
}  # fmt: skip
FICTITIOUS = {"Exemple", "Modèle", "Spécimen", "Fictif", "Essai-Durand"}


def nowhere(target: str) -> str | None:
    del target
    return None


def test_each_written_sheet_has_a_kind_a_text_and_known_keys() -> None:
    for sheet in written_sheets():
        assert sheet.has("kind"), sheet.slug
        assert len(sheet.body.split()) >= 10, sheet.slug
        assert set(sheet.fields) <= KNOWN_KEYS, sheet.slug


def test_slugs_and_popups_of_steps_exist() -> None:
    sheets = written_sheets()
    popups = {sheet.slug for sheet in sheets if sheet.get("kind") == "popup"}
    named = [slug for sheet in sheets for slug in sheet.all("popup")]
    assert sorted(named) == sorted(popups)


def test_people_are_fictitious() -> None:
    credited = [s.get(key) for s in written_sheets() for key in ("author", "credit", "propose_par")]
    people = re.findall(
        r"\b(?:Camille|Dominique|Sacha|Claude|Lou) (\S+?)\b(?![-\w])", " ".join(credited)
    )
    assert set(people) <= FICTITIOUS
    assert people


def test_every_kind_has_enough_texts() -> None:
    kinds = [sheet.get("kind") for sheet in written_sheets()]
    least = {
        "experience": 25, "method": 8, "memo": 3, "popup": 6, "interview": 2, "step": 10,
        "case_study": 4, "reading_note": 3, "video": 2, "bibliography": 1, "event": 8,
        "training": 5, "job": 5, "news": 3, "newsletter": 3,
    }  # fmt: skip
    for kind, count in least.items():
        assert kinds.count(kind) >= count, kind


def test_state_sheets_are_dated_and_come_from_the_state_s_site() -> None:
    for sheet in state_sheets():
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", sheet.day)
        assert sheet.url.startswith("https://www.service-public.fr/")
        assert sheet.text.strip()


def test_a_state_sheet_loses_no_line(full: Library) -> None:
    for work in full.of("icpc")[:200]:
        if work.state:
            words = " ".join(work.state.text.split())
            rendered = prose.plain(prose.html_of_state_text(work.state.text))
            assert rendered.replace(" ", "") == words.replace(" ", "")


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"))))
def test_no_text_can_break_out_of_its_html(text: str) -> None:
    rendered = prose.inline(text, nowhere)
    without = re.sub(r"</?(?:strong|em)>", "", rendered)
    assert "<" not in without
    assert ">" not in without


def test_the_small_markdown_keeps_each_kind_of_block() -> None:
    text = "## Titre\n\n– un ;\n– deux.\n\n- a\n- b\n\n1. x\n2. y\n\n> dit\n\nfin [ici](/x)"
    assert prose.html_of_markdown(text, lambda target: target).split("\n") == [
        "<h2>Titre</h2>",
        f"<p>– un{prose.NBSP};</p>",
        "<p>– deux.</p>",
        "<ul><li>a</li><li>b</li></ul>",
        "<ol><li>x</li><li>y</li></ol>",
        "<blockquote><p>dit</p></blockquote>",
        '<p>fin <a href="/x">ici</a></p>',
    ]


def test_a_link_that_leads_nowhere_keeps_its_words() -> None:
    assert prose.inline("voir [la fiche](/absente/)", nowhere) == "voir la fiche"


def test_headings_go_deeper_on_long_pages() -> None:
    assert prose.html_of_markdown("## Titre", nowhere, shift=3) == "<h5>Titre</h5>"


def test_guessed_lists_and_headings_of_a_state_sheet() -> None:
    text = "Qui ?\nDemande\nConditions\nIl faut réunir ceci :\nêtre majeur,\net résider ici.\nDémarche\nÉcrivez."
    assert prose.html_of_state_text(text).split("\n") == [
        "<p>Qui ?</p>",
        "<h2>Demande</h2>",
        "<h2>Conditions</h2>",
        "<p>Il faut réunir ceci :</p>",
        "<ul><li>être majeur,</li><li>et résider ici.</li></ul>",
        "<h2>Démarche</h2>",
        "<p>Écrivez.</p>",
    ]


def test_slugs_are_made_as_wordpress_makes_them() -> None:
    assert slug_of("Citoyens pour l'eau") == "citoyens-pour-leau"
    assert slug_of("Qu’est-ce que la cœur d'été ?") == "quest-ce-que-la-coeur-dete"


def test_a_field_that_comes_back_keeps_its_values_in_order() -> None:
    sheet = next(s for s in written_sheets() if s.slug == "standard-paysage-lancement-des-tests")
    assert isinstance(sheet, Sheet)
    assert len(sheet.all("file")) == 3
    assert html.escape(sheet.get("title")) == sheet.get("title")
