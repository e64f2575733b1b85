from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from string import Formatter

import pytest

import search_app
from corpus.catalogue.record_rows import changed_fields
from corpus.corrections import LISTS
from corpus.doubles.canonical import Rule
from corpus.doubles.finding import How
from corpus.fields import facets
from corpus.harvests.decisions import ACCEPTED, DISCARDED
from corpus.harvests.reports import TOLD
from corpus.harvests.states import PageState, RecordState
from corpus.ledger import Fate, Verdict
from corpus.links.standing import Shown
from corpus.lists import NAMES
from corpus.record import FileState, LinkPlace, Record, Role, Standing
from indexer.answering.explaining import COMPLETE, FEEDBACK, PAIRS, TEXT, TITLE
from indexer.answering.scoring import BESIDE, SURFACE
from indexer.query import Origin, Sort
from search_app.messages import LANGUAGES, MESSAGES, say, say_number
from search_app.reports.words import LEFT
from search_app.sentences import MATTERS, TABLE
from search_app.shown.link_words import WHYS
from search_app.shown.run_view import FIGURES, STATES

ROOM = Path(search_app.__file__).parent
CALLS = re.compile(r"""\bsay(?:_both|(?P<number>_number))?\(\s*["'](?P<key>\w+)["']\s*[,)]""")
BUILT = re.compile(r"""\bsay\(\s*f?["'](?P<stem>\w+_)(?:\{|["']\s*~)""")
KEYWORD = re.compile(r"""["'](?P<key>[a-z]+_\w+)["']""")

WAITING = ("about", "wait_one", "wait_many")


def fields_that_change() -> list[str]:
    """The fields that a harvest tells apart: `record_differences` shows all but the hash."""
    same = Record("x-1", "x", "page", "", "")
    other = Record(*["other"] * 5)
    names = [field.name for field in fields(Record)]
    changed = [
        name
        for name in names
        if changed_fields(same, replace(same, **{name: getattr(other, name) or "other"}))
    ]
    return [name for name in changed if name != "text_sha256"]


FAMILIES = {
    "role_": [role.value for role in Role if role is not Role.AUTHOR],
    "sort_": [sort.value for sort in Sort],
    "links_": [place.value for place in LinkPlace],
    "file_": [state.value for state in FileState if state is not FileState.KEPT],
    "origin_": [origin.value for origin in Origin],
    "part_": [TEXT, SURFACE, BESIDE],
    "reason_": [TITLE, PAIRS, COMPLETE, FEEDBACK],
    "without_": [facet.name for facet in facets()],
    "list_title_": list(NAMES),
    "list_about_": list(NAMES),
    "list_example_": ["equal", "rename", "remark"],
    "list_syntax_": ["equal", "rename", "remark"],
    "history_": ["new", "changed", "files", "text", "tags", "edit", "doubles", *Standing],
    **{f"desk_{page}_": [*WAITING] for page in ("runs", "conflicts", "withdrawals")},
    "run_state_": list(STATES),
    "run_about_": list(STATES),
    "run_of_": [*FIGURES, "records"],
    "run_decided_": [ACCEPTED, DISCARDED],
    "run_changes_about_": list(TOLD),
    "record_state_": list(RecordState),
    "page_state_": list(PageState),
    "record_field_": fields_that_change(),
    "correct_hint_": [*sorted(LISTS), "date"],
    "link_state_": [state.value for state in Shown],
    "link_why_": [*WHYS, "connection_failed"],
    "fate_": [fate.value for fate in Fate],
    "verdict_": [verdict.value for verdict in Verdict],
    "says_": ["counter", "sitemap", "rest"],
    "left_": list(LEFT),
    "doubles_rule_": [rule.value for rule in Rule if rule is not Rule.CHOSEN],
    "doubles_how_": [how.value for how in How if how is not How.FILE],
}
"""Messages whose key is made from a value: every value must have one."""


def sources() -> dict[Path, str]:
    paths = [*ROOM.glob("*.py"), *ROOM.glob("*/*.py"), *ROOM.glob("templates/*.*ml")]
    return {p: p.read_text(encoding="utf-8") for p in paths if p.parent.name != "sentences"}


def used_keys() -> set[str]:
    used: set[str] = set()
    for text in sources().values():
        for call in CALLS.finditer(text):
            key = call["key"]
            used |= {f"{key}_one", f"{key}_many"} if call["number"] else {key}
    return used


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


@pytest.mark.parametrize("key", TABLE)
def test_both_languages_say_it_with_the_same_values(key: str) -> None:
    assert set(MESSAGES[key]) == set(LANGUAGES)
    assert all(MESSAGES[key].values())
    french, english = (placeholders(MESSAGES[key][language]) for language in LANGUAGES)
    assert french == english


def test_no_message_is_said_in_two_matters() -> None:
    assert sum(len(matter.SENTENCES) for matter in MATTERS) == len(TABLE)


def test_every_message_used_by_templates_and_code_exists() -> None:
    assert not used_keys() - set(MESSAGES)


def test_every_value_that_makes_a_key_has_its_message() -> None:
    built = {match["stem"] for text in sources().values() for match in BUILT.finditer(text)}
    assert built <= set(FAMILIES), "a key is built in a new way: list its values above"
    made = {stem + value for stem, values in FAMILIES.items() for value in values}
    assert not made - set(MESSAGES)


def test_no_message_is_left_unused() -> None:
    named = {m["key"] for text in sources().values() for m in KEYWORD.finditer(text)}
    made = {stem + value for stem, values in FAMILIES.items() for value in values}
    errors = {key for key in MESSAGES if re.fullmatch(r"error_\d+(_text)?", key)}
    assert set(MESSAGES) - used_keys() - named - made - errors == set()


def test_templates_hold_no_words_of_their_own() -> None:
    words = re.compile(r">\s*[A-Za-zÀ-ÿ]{3,}[^<{]*<")
    for path, text in sources().items():
        if path.suffix == ".html":
            bare = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
            assert not words.findall(bare), path.name


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [
        (0, "0 résultat", "0 results"),
        (1, "1 résultat", "1 result"),
        (2, "2 résultats", "2 results"),
        (1302, "1\u202f302 résultats", "1,302 results"),
    ],
)
def test_numbers_agree_in_each_language(number: int, french: str, english: str) -> None:
    assert say_number("results", number, "fr") == french
    assert say_number("results", number, "en") == english


def test_a_value_that_looks_like_a_placeholder_stays_as_it_is() -> None:
    assert "{page}" in say("results_heading", "fr", text="{page}")
