from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadImport
from indexer.engines.memory import MemoryEngine
from indexer.query import Copy, Hit, Query
from indexer.witnesses import (
    Change,
    Expected,
    NamedBy,
    Outcome,
    Trial,
    Witness,
    WitnessReport,
    check,
    compare,
    parse_witnesses,
)
from tests.indexer.engines.making import document


def expected(title: str) -> Expected:
    return Expected(NamedBy.TITLE, title)


# --- the list --------------------------------------------------------------------------------


def test_a_line_has_a_query_documents_and_maybe_a_rank() -> None:
    text = """
    # l'eau
    gestion de leau | "Citoyens pour l'eau" | /fiche/memo/ | comedie-ced0155f6126 | rang 5
    charte | « Une charte »
    """
    first, second = parse_witnesses(text)
    assert first == Witness(
        "gestion de leau",
        (
            expected("Citoyens pour l'eau"),
            Expected(NamedBy.PATH, "/fiche/memo/"),
            Expected(NamedBy.ID, "comedie-ced0155f6126"),
        ),
        within=5,
        line=3,
    )
    assert (second.expected, second.within) == ((expected("Une charte"),), 10)


def test_a_title_may_hold_a_bar_and_guillemets() -> None:
    (witness,) = parse_witnesses('mot | "« Un mot » | deux" | “Trois”')
    assert witness.expected == (expected("« Un mot » | deux"), expected("Trois"))


def test_what_looks_like_a_comment_inside_a_line_is_kept() -> None:
    (witness,) = parse_witnesses("C# | /parcours#etape-2")
    assert witness.query == "C#"
    assert witness.expected == (Expected(NamedBy.PATH, "/parcours#etape-2"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("charte", "ligne 1 : il faut une requête et un document"),
        ("# a\ncharte | rang 5", "ligne 2 : il faut une requête et un document"),
        (' | "Une charte"', "ligne 1 : il faut une requête et un document"),
        ("charte | Une charte", "« Une charte » n'est ni l'identifiant"),
        ('charte | " "', "n'est ni l'identifiant"),
        ('charte | "Une charte" | rang 0', "le rang « 0 »"),
        ('charte | "Une charte" | rang dix', "le rang « dix »"),
        ('charte | "Une charte" | rang 51', "de 1 à 50"),
        ('charte | rang 5 | "Une charte"', "« rang 5 » n'est ni l'identifiant"),
        ('charte | "A"\n\ncharte | "B"', "ligne 3 : « charte » est déjà à la ligne 1"),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadImport, match=said):
        parse_witnesses(text)


LINES = st.lists(st.text('ab1/#|"«»“” \n\trang', max_size=40), max_size=6).map("\n".join)


@given(LINES | st.text())
def test_any_text_gives_witnesses_or_a_sentence(text: str) -> None:
    try:
        witnesses = parse_witnesses(text)
    except BadImport as error:
        assert error.message.startswith("Requêtes témoins, ligne ")  # noqa: PT017
    else:
        assert all(w.query and w.expected and 1 <= w.within <= 50 for w in witnesses)


def test_the_shipped_list_has_the_sixty_queries() -> None:
    text = resources.files("corpus").joinpath("data/temoins.txt").read_text(encoding="utf-8")
    witnesses = parse_witnesses(text)
    assert len(witnesses) == 60
    assert {w.query for w in witnesses} >= {
        "panel citoyen gestion de leau",
        "genre et participation citoyene",
        "suis je legitime pour animer",
    }


# --- what is found ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (expected("charte d'ici"), True),
        (expected("Une charte"), False),
        (Expected(NamedBy.PATH, "/fiche/charte"), True),
        (Expected(NamedBy.PATH, "/fiche/charte/#2"), False),
        (Expected(NamedBy.PATH, "/fiche"), False),
        (Expected(NamedBy.ID, "icpc-ced0155f6126"), True),
        (Expected(NamedBy.ID, "icpc-000000000000"), False),
    ],
)
def test_a_document_is_known_by_its_title_its_path_or_its_id(named: Expected, found: bool) -> None:
    hit = Hit("icpc-ced0155f6126", "Charte d’ici", "page", "http://127.0.0.1:8001/fiche/charte/")
    assert named.is_(hit) is found


def test_a_copy_folded_under_a_hit_is_found_with_it() -> None:
    copy = Copy("icpc-aaaaaaaaaaaa", "La charte", "https://i-cpc.org/doc/charte")
    hit = Hit("comedie-ced0155f6126", "Charte", "page", "http://site/fiche/", copies=(copy,))
    assert Expected(NamedBy.ID, "icpc-aaaaaaaaaaaa").is_(hit)
    assert expected("la charte").is_(hit)
    assert Expected(NamedBy.PATH, "/doc/charte/").is_(hit)
    assert not expected("une charte").is_(hit)


def test_an_address_is_known_by_its_query_and_its_anchor_too() -> None:
    hit = Hit("x", "Lettre", "newsletter", "https://i-cpc.org/?na=archive&email_id=64#lettre")
    assert Expected(NamedBy.PATH, "/?na=archive&email_id=64#lettre").is_(hit)
    assert not Expected(NamedBy.PATH, "/?na=archive&email_id=65#lettre").is_(hit)


@pytest.fixture
def engine() -> MemoryEngine:
    engine = MemoryEngine()
    river = document("a", title="Rivière", body="rivière rivière")
    engine.write([river, document("b", title="Fleuve", body="une rivière et la mer")], (), 1)
    return engine


def test_each_query_gets_the_rank_of_what_it_must_find(engine: MemoryEngine) -> None:
    witnesses = parse_witnesses(
        'rivière | "Rivière" | "Fleuve" | rang 2\n'
        'riviere | "Fleuve" | rang 1\n'
        'fleuve | "Rivière"\n'
        '-fleuve | "Rivière"\n'
    )
    report = check(witnesses, engine.search)
    assert [o.ranks for o in report.outcomes] == [(1, 2), (2,), (None,), (None,)]
    assert [o.passed for o in report.outcomes] == [True, False, False, False]
    assert (report.passed, len(report.failed)) == (1, 3)
    assert "ne faut pas trouver" in report.outcomes[3].refused


def test_queries_are_asked_as_a_reader_would(engine: MemoryEngine) -> None:
    asked: list[Query] = []

    def search(query: Query) -> object:
        asked.append(query)
        return engine.search(query)

    check(parse_witnesses('rivière -mer | "Rivière"'), search)  # type: ignore[arg-type]
    assert [(q.text, q.chosen) for q in asked] == [("rivière -mer", {})]


# --- two reports -----------------------------------------------------------------------------


def report(*ranks: int | None) -> WitnessReport:
    """The outcome of one witness for each rank, all asked within 10."""
    return WitnessReport(
        tuple(Outcome(Witness(f"q{n}", (expected(f"t{n}"),)), (r,)) for n, r in enumerate(ranks))
    )


def test_what_moved_is_told_and_what_did_not_is_not() -> None:
    changes = compare(report(1, 4, 4, 4, None, None), report(1, 2, 8, None, 3, None))
    assert [(c.query, c.change) for c in changes] == [
        ("q1", Change.BETTER),
        ("q2", Change.WORSE),
        ("q3", Change.LOST),
        ("q4", Change.FOUND),
    ]
    assert [c.broken for c in changes] == [False, False, True, False]
    assert str(changes[2]) == 'q3 : "t3", rang 4 → absent'


def test_only_what_passed_can_be_broken() -> None:
    trial = Trial(before=report(1, 10, 12, None), after=report(2, 11, 30, None))
    assert [o.witness.query for o in trial.broken] == ["q1"]
    assert Trial(before=None, after=report(None)).broken == ()
    assert Trial(before=None, after=report(None)).changes == ()


def test_a_query_that_was_not_asked_before_is_not_compared() -> None:
    trial = Trial(before=report(1), after=report(1, None))
    assert (trial.changes, trial.broken) == ((), ())
