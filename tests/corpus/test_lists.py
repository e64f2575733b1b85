from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.database import Database
from corpus.errors import BadImport, EditConflict, ListNotFound
from corpus.lists import NAMES, KeptList, Lists, clean_text


@pytest.fixture
def lists(database: Database) -> Lists:
    return Lists(database)


def refuse(text: str) -> None:
    if "mauvais" in text:
        raise BadImport("Ligne 1 : mauvais.")


@pytest.mark.parametrize("name", NAMES)
def test_a_list_that_nobody_saved_is_the_one_that_ships(lists: Lists, name: str) -> None:
    shipped = lists.current(name)
    assert (shipped.version, shipped.by, shipped.at) == (0, "", "")
    assert shipped.text.startswith("# ")
    assert lists.history(name) == (shipped,)
    assert lists.version(name) == 0


def test_a_saved_list_is_kept_with_who_and_when(lists: Lists) -> None:
    kept = lists.save("synonymes", "Aa = Bb\n", "camille", 0)
    assert kept == lists.current("synonymes")
    assert (kept.name, kept.version, kept.text, kept.by) == ("synonymes", 1, "Aa = Bb\n", "camille")
    assert kept.at.startswith("20")
    assert lists.version("synonymes") == 1
    assert lists.current("temoins").version == 0


def test_every_version_stays_in_the_history_newest_first(lists: Lists) -> None:
    shipped = lists.current("temoins")
    first = lists.save("temoins", "eau\n", "camille", 0)
    second = lists.save("temoins", "", "dominique", 1)
    assert lists.history("temoins") == (second, first, shipped)
    assert second.text == ""


def test_the_same_text_saves_nothing_whatever_the_line_ends(lists: Lists) -> None:
    shipped = lists.current("synonymes")
    form = shipped.text.replace("\n", "\r\n") + "\r\n"
    assert lists.save("synonymes", form, "camille", 0) == shipped
    first = lists.save("synonymes", "Aa = Bb", "camille", 0)
    assert lists.save("synonymes", "Aa = Bb  \r\n", "dominique", 0) == first
    assert len(lists.history("synonymes")) == 2


def test_saving_over_a_version_one_has_not_seen_is_a_conflict(lists: Lists) -> None:
    first = lists.save("synonymes", "Aa = Bb", "camille", 0)
    with pytest.raises(EditConflict, match="camille"):
        lists.save("synonymes", "Aa = Cc", "dominique", 0)
    assert lists.current("synonymes") == first
    assert lists.save("synonymes", "Aa = Cc", "dominique", 1).version == 2


def test_going_back_to_the_shipped_text_is_a_version_of_its_own(lists: Lists) -> None:
    shipped = lists.current("synonymes")
    lists.save("synonymes", "Aa = Bb", "camille", 0)
    assert lists.save("synonymes", shipped.text, "camille", 1).version == 2


def test_a_text_that_cannot_be_read_is_not_saved(lists: Lists) -> None:
    with pytest.raises(BadImport):
        lists.save("synonymes", "mauvais", "camille", 0, refuse)
    assert lists.current("synonymes").version == 0
    assert lists.save("synonymes", "bon", "camille", 0, refuse).version == 1


@pytest.mark.parametrize("name", ["", "listes", "../synonymes", "Synonymes"])
def test_another_name_is_no_list(lists: Lists, name: str) -> None:
    for ask in (lists.current, lists.history, lists.version):
        with pytest.raises(ListNotFound, match="synonymes, temoins"):
            ask(name)
    with pytest.raises(ListNotFound):
        lists.save(name, "", "camille", 0)


def test_of_threads_that_save_at_once_one_wins_each_version(lists: Lists) -> None:
    outcomes: list[KeptList | EditConflict] = []

    def save(who: str) -> None:
        for round_ in range(15):
            try:
                version = lists.version("synonymes")
                outcomes.append(lists.save("synonymes", f"{who} = {round_} n", who, version))
            except EditConflict as error:
                outcomes.append(error)

    threads = [threading.Thread(target=save, args=(who,)) for who in ("camille", "dominique")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [outcome for outcome in outcomes if isinstance(outcome, KeptList)]
    assert len(outcomes) == 30
    assert sorted(k.version for k in kept) == list(range(1, len(kept) + 1))
    assert set(lists.history("synonymes")[:-1]) == set(kept)


_SAVER = """
import sys
from corpus.database import Database
from corpus.errors import EditConflict
from corpus.lists import Lists
database = Database.open(sys.argv[1])
sys.stdin.read(1)
try:
    print(Lists(database).save("temoins", sys.argv[2], sys.argv[2], 0).version)
except EditConflict:
    print("conflict")
database.close()
"""


def test_of_processes_that_save_at_once_one_wins_and_the_other_knows(lists: Lists) -> None:
    url = lists.database.url
    savers = [
        subprocess.Popen(
            [sys.executable, "-c", _SAVER, url, who],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for who in ("camille", "dominique")
    ]  # fmt: skip
    for saver in savers:
        assert saver.stdin is not None
        saver.stdin.write("!")
        saver.stdin.flush()
    said = Counter(saver.communicate()[0].strip() for saver in savers)
    assert said == {"1": 1, "conflict": 1}
    assert len(lists.history("temoins")) == 2


@given(st.text())
def test_cleaning_a_cleaned_text_changes_nothing(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert [line.strip() for line in cleaned.splitlines() if line.strip()] == [
        line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()
    ]
