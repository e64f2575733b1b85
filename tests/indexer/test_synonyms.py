from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadImport
from corpus.folding import fold
from corpus.thesaurus import Thesaurus, default_thesaurus
from indexer.query import Origin
from indexer.synonyms import Expansion, SynonymList, Synonyms, parse_synonyms

NO_CONCEPT = Thesaurus([])
DEFAULT = resources.files("corpus").joinpath("data/synonymes.txt").read_text(encoding="utf-8")
SHIPPED = Synonyms(parse_synonyms(DEFAULT), default_thesaurus())
ONLY_THESAURUS = Synonyms(SynonymList(), default_thesaurus())


def listed(*lines: str, acronyms: Mapping[str, str] | None = None) -> Synonyms:
    return Synonyms(parse_synonyms("\n".join(lines)), NO_CONCEPT, acronyms or {})


def typed(text: str) -> list[str]:
    return fold(text).split()


def instead(synonyms: Synonyms, text: str) -> dict[str, list[str]]:
    """What was found → the labels that stand for it."""
    found = synonyms.expansions(typed(text))
    return {e.label: [a.label for a in e.alternatives] for e in found}


# --- the syntax ------------------------------------------------------------------------------------


def test_a_list_is_equivalents_renames_remarks_and_blank_lines() -> None:
    read = parse_synonyms(
        "\ufeff# sigles\r\n\r\n"
        "CNDP = Commission nationale du débat public  # depuis 1995\r\n"
        "UICN =  Union internationale pour la  conservation de la nature=IUCN\n"
        "  Cemagref -> Irstea → INRAE\n"
    )
    assert read.equivalents == (
        ("CNDP", "Commission nationale du débat public"),
        ("UICN", "Union internationale pour la conservation de la nature", "IUCN"),
    )
    assert read.renames == (("Cemagref", "Irstea"), ("Irstea", "INRAE"))


def test_an_empty_list_says_nothing() -> None:
    assert parse_synonyms("") == parse_synonyms("\n# rien\n") == SynonymList()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\nCNDP", 2, "il n'y a qu'un nom"),
        ("A1 =", 1, "un nom manque"),
        ("A1 = = B1", 1, "un nom manque"),
        ("-> INRAE", 1, "un nom manque"),
        ("Irstea = Cemagref -> INRAE", 1, "Écrivez deux lignes"),
        ("CES = conseil économique", 1, "« CES » n'a que des mots trop courants"),
        ("!!! = conseil", 1, "n'a que des mots trop courants"),
        (f"A1 = {'b' * 151}", 1, "151 caractères"),
        ("PLU = plu", 1, "y est deux fois"),
        ("PNR = parc naturel = parcs naturels", 1, "y est deux fois"),
        ("# x\nPLU = plan local\n\nplu = autre", 4, "déjà à la ligne 2"),
        ("Irstea -> INRAE\nirstea -> inrae", 2, "déjà dit à la ligne 1"),
        ("Aa -> Bb\nBb -> Aa", 2, "redevient « Bb »"),
        ("Aa -> Bb -> Cc -> Aa", 1, "redevient « Cc »"),
        ("Aa -> Aa", 1, "redevient « Aa »"),
        ("Irstea -> Institut\nIrstea = Institut", 1, "redevient « Irstea »"),
        ("Aa = Bb\nBb -> Cc\nCc -> Aa", 3, "redevient « Cc »"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line_and_a_remedy(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(BadImport, match=said) as refused:
        parse_synonyms(text)
    assert refused.value.message.startswith(f"Ligne {line} (« ")
    assert text.splitlines()[line - 1][:20] in refused.value.message


@given(st.text(alphabet="ab #=->→\n\té", max_size=40))
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        read = parse_synonyms(text)
    except BadImport as error:
        said = error.message
    else:
        said = "Ligne "
        Synonyms(read, NO_CONCEPT).expansions(typed(text))
    assert said.startswith("Ligne ")


LABELS = st.lists(st.from_regex(r"[a-z]{6,9}", fullmatch=True), min_size=2, max_size=6, unique=True)


@given(LABELS)
def test_equivalents_are_found_from_each_of_them(labels: list[str]) -> None:
    try:
        synonyms = listed(" = ".join(labels))
    except BadImport:  # a stop word was drawn
        return
    for label in labels:
        (found,) = synonyms.expansions([label])
        assert {a.label for a in found.alternatives} <= set(labels) - {label}


# --- the librarians' list --------------------------------------------------------------------------

LISTED = listed(
    "CNDP = Commission nationale du débat public",
    "débat public = public debate",
    "INRAE = Institut national de recherche",
    "Cemagref -> Irstea -> INRAE",
    "INRA -> INRAE",
    "PNR = parc naturel régional",
    "covid-19 = coronavirus",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CNDP", {"CNDP": ["Commission nationale du débat public"]}),
        ("cndp", {"CNDP": ["Commission nationale du débat public"]}),
        (
            "commission nationale du debat public",
            {"Commission nationale du débat public": ["CNDP"]},
        ),
        ("Commission nationale débat public", {"Commission nationale du débat public": ["CNDP"]}),
        ("débats publics", {"débat public": ["public debate"]}),
        ("les parcs naturels régionaux de France", {"parc naturel régional": ["PNR"]}),
        ("parc naturel", {}),
        ("parc très naturel régional", {}),
        ("pnrs", {}),
        ("covid-19", {"covid-19": ["coronavirus"]}),
        ("covid 19", {"covid-19": ["coronavirus"]}),
        ("covid", {}),
        ("Irstea", {"Irstea": ["INRAE", "Institut national de recherche", "Cemagref"]}),
        ("inrae", {"INRAE": ["Institut national de recherche", "Irstea", "Cemagref"]}),
        ("Cemagref", {"Cemagref": ["Irstea", "INRAE", "Institut national de recherche"]}),
        ("INRA", {"INRA": ["Institut national de recherche"]}),  # INRAE has the same term
        ("", {}),
        ("du de la", {}),
        ("poésie", {}),
    ],
)
def test_the_list_says_what_stands_for_what(text: str, expected: dict[str, list[str]]) -> None:
    assert instead(LISTED, text) == expected


def test_names_are_told_with_their_place_and_never_overlap() -> None:
    words = typed("avis de la commission nationale du débat public sur le débat public et la cndp")
    found = LISTED.expansions(words)
    assert [(e.start, e.end) for e in found] == [(3, 8), (10, 12), (14, 15)]
    assert [words[e.start] for e in found] == ["commission", "debat", "cndp"]


def test_an_elided_word_counts_as_one_whether_it_was_parted_or_not() -> None:
    synonyms = listed("ADEME = agence de l'énergie")
    (parted,) = synonyms.expansions(["l", "ademe"])
    assert (parted.start, parted.end) == (1, 2)
    for words in (["l'ademe"], ["l ademe"]):
        (whole,) = synonyms.expansions(words)
        assert (whole.start, whole.end) == (0, 1)
    assert synonyms.expansions(["agence", "de", "l'energie"])[0].end == 3


def test_part_of_a_word_written_with_a_hyphen_is_no_name() -> None:
    synonyms = listed("sage = schéma des eaux")
    assert synonyms.expansions(["sage", "femme"])
    assert not synonyms.expansions(["sage-femme"])


def test_a_rename_is_shown_as_one_and_an_equivalent_as_of_the_list() -> None:
    (found,) = LISTED.expansions(["inrae"])
    assert [a.origin for a in found.alternatives] == [Origin.LIST, *[Origin.RENAME] * 2]
    assert found.alternatives[0].words == ("institut", "national", "de", "recherche")


def test_what_adds_nothing_to_the_words_typed_is_left_out() -> None:
    synonyms = listed("eau = eaux vives", "plan local = PLU = plan local d'urbanisme")
    assert instead(synonyms, "eau") == {}
    assert instead(synonyms, "plan local") == {"plan local": ["PLU"]}


# --- the thesaurus ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PLU", ["Plan local d'urbanisme", "Local town plan"]),
        ("plans locaux d'urbanisme", ["PLU"]),
        ("sage", ["Schéma d'aménagement et de gestion des eaux", "Local water management plan"]),
        ("gemapi", [
            "Gestion des milieux aquatiques et prévention des inondations",
            "Aquatic environments and flood prevention",
        ]),
        ("quartiers prioritaires", ["QPV"]),
        ("water", ["Eau"]),
        ("eau", []),
        ("gestion de l'eau", []),
        ("climate change", ["Changement climatique"]),
        ("wind power", ["Éolien"]),
        ("farming", ["Agriculture"]),
        ("waste management", ["Gestion des déchets"]),
        ("citizens' assembly", ["Convention citoyenne"]),
        ("mediation", []),
        ("cours d'eau", []),
        ("grands projets", []),
        ("projet urbain", []),
        ("environnement", []),
        ("environment", ["Environnement"]),
        ("environmental mediation", ["Médiation environnementale"]),
    ],
)  # fmt: skip
def test_the_thesaurus_gives_acronyms_and_french_for_english(
    text: str, expected: list[str]
) -> None:
    found = ONLY_THESAURUS.expansions(typed(text))
    assert [a.label for e in found for a in e.alternatives] == expected
    assert {a.origin for e in found for a in e.alternatives} <= {Origin.THESAURUS}


def test_a_word_inside_a_known_name_is_not_a_name_of_its_own() -> None:
    synonyms = listed("eau = water", "cours d'eau = river")
    assert instead(synonyms, "cours d'eau") == {"cours d'eau": ["river"]}
    assert instead(synonyms, "eau du cours") == {"eau": ["water"]}


TAKING_PART = (
    "concertation", "consultation", "médiation", "négociation", "débat public", "participation",
    "dialogue territorial", "participation du public", "conciliation",
)  # fmt: skip


@pytest.mark.parametrize("word", TAKING_PART)
@pytest.mark.parametrize("synonyms", [SHIPPED, ONLY_THESAURUS], ids=["shipped", "thesaurus"])
def test_the_ways_of_taking_part_are_never_merged(synonyms: Synonyms, word: str) -> None:
    others = {fold(other) for other in TAKING_PART if other != word}
    found = synonyms.expansions(typed(word))
    assert not {fold(a.label) for e in found for a in e.alternatives} & others


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("concertation", {"Consultation", "Médiation", "Négociation", "Débat public",
                          "Dialogue territorial", "Participation du public"}),
        ("médiation", {"Concertation", "Négociation", "Dialogue territorial"}),
        ("négociation", {"Concertation", "Médiation"}),
        ("consultation", {"Concertation", "Participation du public"}),
        ("débats publics", {"Concertation", "Participation du public"}),
        ("participation", {"Concertation", "Consultation", "Débat public"}),
        ("dialogue territorial", {"Concertation", "Médiation"}),
    ],
)  # fmt: skip
def test_the_ways_of_taking_part_are_offered(word: str, offered: set[str]) -> None:
    assert offered <= set(SHIPPED.related(typed(word)))


def test_what_is_named_already_is_not_offered() -> None:
    assert "Médiation" not in SHIPPED.related(typed("concertation et médiation"))
    assert SHIPPED.related(typed("poésie")) == ()


def test_labels_are_offered_in_the_language_of_the_page() -> None:
    assert "Mediation" in SHIPPED.related(["concertation"], "en")


# --- acronyms read in the texts --------------------------------------------------------------------


def test_acronyms_of_the_texts_stand_both_ways() -> None:
    synonyms = listed(acronyms={"CNAM": "Conservatoire national des arts et métiers"})
    assert instead(synonyms, "cnam") == {"CNAM": ["Conservatoire national des arts et métiers"]}
    (found,) = synonyms.expansions(typed("conservatoire national des arts et métiers"))
    assert [(a.label, a.origin) for a in found.alternatives] == [("CNAM", Origin.TEXT)]


def test_the_list_decides_of_an_acronym_that_texts_read_otherwise() -> None:
    synonyms = listed("CIL = comité d'intérêt local", acronyms={"CIL": "centre d'inertie linéaire"})
    assert instead(synonyms, "cil") == {"CIL": ["comité d'intérêt local"]}
    assert instead(synonyms, "centre d'inertie linéaire") == {}


def test_an_acronym_that_is_a_common_word_stands_for_nothing() -> None:
    assert instead(listed(acronyms={"CES": "conseil économique et social"}), "ces") == {}


# --- the list that ships ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("CNDP", "Commission nationale du débat public"),
        ("irstea", "INRAE"),
        ("INRAE", "Cemagref"),
        ("ONEMA", "OFB"),
        ("CGET", "ANCT"),
        ("rff", "SNCF Réseau"),
        ("EnR", "énergies renouvelables"),
        ("énergie renouvelable", "EnR"),
        ("qpv", "quartier prioritaire de la politique de la ville"),
        ("Agenda 21", "Action 21"),
        ("ademe", "Agence de l'environnement et de la maîtrise de l'énergie"),
        ("national commission for public debate", "CNDP"),
    ],
)
def test_the_shipped_list_knows_the_words_of_the_network(text: str, among: str) -> None:
    (found,) = SHIPPED.expansions(typed(text))
    assert among in [a.label for a in found.alternatives]


def test_the_shipped_list_is_long_enough_to_be_useful() -> None:
    read = parse_synonyms(DEFAULT)
    assert len(read.equivalents) >= 80
    assert len(read.renames) >= 20


@given(st.lists(st.sampled_from([*"abcdu", "eau", "cndp", "debat", "public", "l", "sage", "21"])))
def test_expansions_lie_in_the_words_in_order_and_apart(words: list[str]) -> None:
    found: tuple[Expansion, ...] = SHIPPED.expansions(words)
    ends = [0, *(e.end for e in found)]
    assert all(before <= e.start < e.end for before, e in zip(ends, found, strict=False))
    assert ends[-1] <= len(words)
