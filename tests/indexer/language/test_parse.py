"""What readers type, understood, read plainly with a note, or refused with a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.errors import QueryError
from corpus.fields import FIELDS, field_named
from indexer.language import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_PHRASE,
    MAX_WORDS,
    And,
    In,
    Node,
    Not,
    Note,
    NoteKind,
    Or,
    Parsed,
    Phrase,
    Prefix,
    Range,
    Word,
    explanation,
    leaves,
    parse,
)


def shape(node: Node | None) -> object:
    """A tree as nested tuples, without the spans."""
    match node:
        case None:
            return None
        case Word():
            return node.text
        case Phrase():
            return ("phrase", node.text)
        case Prefix():
            return ("prefix", node.text)
        case Range():
            return (node.field, node.low, node.high)
        case In():
            return ("in", node.field, shape(node.node))
        case Not():
            return ("not", shape(node.node))
        case And():
            return ("and", *map(shape, node.nodes))
        case Or():
            return ("or", *map(shape, node.nodes))


def read(typed: str) -> object:
    return shape(parse(typed).node)


def notes(typed: str) -> list[tuple[str, str]]:
    return [(note.kind.value, note.text) for note in parse(typed).notes]


def outcome(typed: str) -> tuple[Parsed | None, QueryError | None]:
    """What was understood, or else the error that refuses it."""
    try:
        return parse(typed), None
    except QueryError as error:
        return None, error


UNDERSTOOD = [
    # words
    ("eau", "eau"),
    ("eau mer", ("and", "eau", "mer")),
    ("  eau \n mer\t", ("and", "eau", "mer")),
    ("Aix-en-Provence", "Aix-en-Provence"),
    ("l'eau d’ici", ("and", "l'eau", "d’ici")),
    ("praticien·nes", "praticien·nes"),
    ("praticien(ne)s", "praticien(ne)s"),
    ("habitant(e) élu(e)s", ("and", "habitant(e)", "élu(e)s")),
    ("un chercheur/euse", ("and", "un", "chercheur/euse")),
    ("ou et sauf not", ("and", "ou", "et", "sauf", "not")),
    ("eau, mer ; lac : où ?", ("and", "eau", "mer", "lac", "où")),
    ("W-2 A69 C++ 3.1", ("and", "W-2", "A69", "C++", "3.1")),
    ("con\u00adcer\u200btation", "concertation"),
    ("e\u0301tude ﬁche", ("and", "étude", "fiche")),
    ("eau - mer – lac", ("and", "eau", "mer", "lac")),
    ("amont -> aval", ("and", "amont", "aval")),
    ("eau & rivières", ("and", "eau", "rivières")),
    # phrases
    ('"budget participatif"', ("phrase", "budget participatif")),
    ("«\xa0budget participatif\xa0»", ("phrase", "budget participatif")),
    ("“budget participatif”", ("phrase", "budget participatif")),
    ("„budget participatif“", ("phrase", "budget participatif")),
    ('"budget participatif', ("phrase", "budget participatif")),
    ("« l'« eau » ici »", ("and", ("phrase", "l' eau"), "ici")),
    ('« le "bon" voisinage »', ("phrase", "le bon voisinage")),
    ('eau"haute mer"lac', ("and", "eau", ("phrase", "haute mer"), "lac")),
    ("»eau mer«", ("and", "eau", "mer")),
    ('"" eau «»', "eau"),
    # prefixes
    ("concert*", ("prefix", "concert")),
    ("eau*", ("prefix", "eau")),
    ("l'eau*", ("prefix", "l'eau")),
    ("concert*, mer", ("and", ("prefix", "concert"), "mer")),
    ("concert**", ("prefix", "concert")),
    # or, and
    ("eau OU mer", ("or", "eau", "mer")),
    ("eau OR mer OU lac", ("or", "eau", "mer", "lac")),
    ("eau|mer", ("or", "eau", "mer")),
    ("eau ET mer AND lac", ("and", "eau", "mer", "lac")),
    (
        "médiation OU concertation rivière",
        ("and", ("or", "médiation", "concertation"), "rivière"),
    ),
    ("rivière médiation OU concertation", ("and", "rivière", ("or", "médiation", "concertation"))),
    ("a OU b ET c OU d", ("and", ("or", "a", "b"), ("or", "c", "d"))),
    ("a OU (b c)", ("or", "a", ("and", "b", "c"))),
    ("a OU (b OU c)", ("or", "a", "b", "c")),
    ("(a b) c", ("and", "a", "b", "c")),
    ("eau(mer OU lac)", ("and", "eau", ("or", "mer", "lac"))),
    ("(praticien(ne)s OU élus)", ("or", "praticien(ne)s", "élus")),
    # exclusions
    ("eau -mer", ("and", "eau", ("not", "mer"))),
    ("eau --mer", ("and", "eau", ("not", "mer"))),
    ('eau -"haute mer"', ("and", "eau", ("not", ("phrase", "haute mer")))),
    ("eau -(mer OU lac)", ("and", "eau", ("not", ("or", "mer", "lac")))),
    ("eau -auteur:Dupont", ("and", "eau", ("not", ("in", "author", "Dupont")))),
    ("eau -année:2015", ("and", "eau", ("not", ("year", 2015, 2015)))),
    ("eau -concert*", ("and", "eau", ("not", ("prefix", "concert")))),
    ("eau SAUF mer", ("and", "eau", ("not", "mer"))),
    ("eau NOT (mer lac)", ("and", "eau", ("not", ("and", "mer", "lac")))),
    ("NOT(mer) eau", ("and", ("not", "mer"), "eau")),
    ("eau SAUF -mer", ("and", "eau", ("not", "mer"))),
    ("eau -(-mer)", ("and", "eau", "mer")),
    ("-mer OU eau", ("or", ("not", "mer"), "eau")),
    ('"eau"-mer', ("and", ("phrase", "eau"), "mer")),
    # fields
    ("auteur:Guihéneuf", ("in", "author", "Guihéneuf")),
    ("AUTEUR:Guihéneuf", ("in", "author", "Guihéneuf")),
    ("author:Guihéneuf,", ("in", "author", "Guihéneuf")),
    ('titre:"budget participatif"', ("in", "title", ("phrase", "budget participatif"))),
    ("titre:«\xa0budget participatif\xa0»", ("in", "title", ("phrase", "budget participatif"))),
    ("lieu:(Nantes OU Rennes)", ("in", "place", ("or", "Nantes", "Rennes"))),
    ("lieu:(Nantes)", ("in", "place", "Nantes")),
    ("thème:eau theme:mer", ("and", ("in", "theme", "eau"), ("in", "theme", "mer"))),
    ("titre:concert*", ("in", "title", ("prefix", "concert"))),
    ("mot-clé:eau motcle:mer", ("and", ("in", "keyword", "eau"), ("in", "keyword", "mer"))),
    ("file_type:pdf", ("in", "file_type", "pdf")),
    ("source:https://a.test/b", ("in", "source", "https://a.test/b")),
    ("étiquette:C++", ("in", "tag", "C++")),
    ("auteur:titre:X", ("in", "author", "titre:X")),
    ("lieu:(Nantes auteur:X)", ("in", "place", ("and", "Nantes", ("in", "author", "X")))),
    ("lieu:(auteur:X)", ("in", "author", "X")),
    ("lieu:(-Nantes) eau", ("and", ("not", ("in", "place", "Nantes")), "eau")),
    ("eau|auteur:X", ("or", "eau", ("in", "author", "X"))),
    # years
    ("année:2018", ("year", 2018, 2018)),
    ("annee:2015..2020", ("year", 2015, 2020)),
    ("year:2015...2020", ("year", 2015, 2020)),
    ("an:2015…2020", ("year", 2015, 2020)),
    ("année:2015..", ("year", 2015, None)),
    ("année:..2020", ("year", None, 2020)),
    ("année:2015-2020", ("year", 2015, 2020)),
    ("année:2015–2020,", ("year", 2015, 2020)),
    ('année:"2018"', ("year", 2018, 2018)),
    ("année:(2015 OU 2017..2018)", ("or", ("year", 2015, 2015), ("year", 2017, 2018))),
    ("lieu:(Nantes année:2015)", ("in", "place", ("and", "Nantes", ("year", 2015, 2015)))),
]


@pytest.mark.parametrize(("typed", "tree"), UNDERSTOOD, ids=lambda value: str(value)[:40])
def test_what_is_typed_well_is_understood_without_a_note(typed: str, tree: object) -> None:
    assert read(typed) == tree
    assert notes(typed) == []


PLAIN = [
    # parentheses
    ("(eau", "eau", [("parenthesis", "(")]),
    ("eau)", "eau", [("parenthesis", ")")]),
    (")eau(", "eau", [("parenthesis", ")"), ("parenthesis", "(")]),
    ("1) diagnostic", ("and", "1", "diagnostic"), [("parenthesis", ")")]),
    ("eau -(mer lac", ("and", "eau", ("not", ("and", "mer", "lac"))), [("parenthesis", "(")]),
    ("eau () -()", "eau", []),
    ("((((eau))))", "eau", [("depth", "(")]),
    # operators
    ("eau OU", "eau", [("operator", "OU")]),
    ("OU eau", "eau", [("operator", "OU")]),
    ("eau OU ET mer", ("or", "eau", "mer"), [("operator", "ET")]),
    ("eau ET OU mer", ("and", "eau", "mer"), [("operator", "OU")]),
    ("eau || mer", ("or", "eau", "mer"), [("operator", "|")]),
    ("eau SAUF", "eau", [("operator", "SAUF")]),
    ("eau SAUF OU mer", ("or", "eau", "mer"), [("operator", "SAUF")]),
    ("(OU) eau", "eau", [("operator", "OU")]),
    ("eau -", "eau", []),
    ("eau -* -? -«» mer", ("and", "eau", "mer"), []),
    ("OU", "OU", []),
    ("NOT OR", ("and", "NOT", "OR"), []),
    ("-OU", "OU", []),
    # stars
    ("co*", "co", [("short_prefix", "co*")]),
    ("d'un*", "d'un", [("short_prefix", "d'un*")]),
    ("l'o*", "l'o", [("short_prefix", "l'o*")]),
    ("*cert", "cert", [("star", "*cert")]),
    ("*cert*", "cert", [("star", "*cert*")]),
    ("con*tion", "con*tion", [("star", "con*tion")]),
    ("* eau", "eau", []),
    ("mot~9 eau^4", ("and", "mot~9", "eau^4"), []),
    # colons
    ("Participation : mode d'emploi", ("and", "Participation", "mode", "d'emploi"), []),
    ("Participation: mode", ("and", "Participation", "mode"), []),
    ("http://a.test/?b=c", "http://a.test/?b=c", []),
    ("réunion 10:30", ("and", "réunion", "10:30"), []),
    ("a:[1 TO", ("and", "a:[1", "TO"), []),
    ("couleur:rouge", "couleur:rouge", [("unknown_field", "couleur:")]),
    ('couleur:"rouge vif"', ("and", "couleur", ("phrase", "rouge vif")), [("unknown_field", "couleur:")]),
    ("couleur:(a OU b)", ("and", "couleur", ("or", "a", "b")), [("unknown_field", "couleur:")]),
    ("couleur:rou*", "couleur:rou", [("unknown_field", "couleur:"), ("star", "couleur:rou*")]),
    ("auteur:", "auteur", [("field_alone", "auteur:")]),
    ("auteur: Dupont", ("and", "auteur", "Dupont"), [("field_alone", "auteur:")]),
    ("auteur : Dupont", ("and", "auteur", "Dupont"), [("field_alone", "auteur :")]),
    ("auteur:-Dupont", ("and", "auteur", "Dupont"), [("field_alone", "auteur:")]),
    ('auteur:"" eau', ("and", "auteur", "eau"), [("field_alone", "auteur:")]),
    ("auteur:* eau", ("and", "auteur", "eau"), [("field_alone", "auteur:")]),
    ("lieu:() eau", ("and", "lieu", "eau"), [("field_alone", "lieu:")]),
    ("(auteur:)", "auteur", [("field_alone", "auteur:")]),
    # years
    ("année:hier", "année:hier", [("not_a_year", "année:hier")]),
    ("année:20..", "année:20..", [("not_a_year", "année:20..")]),
    ("année:..", "année", [("field_alone", "année:")]),
    ('année:"hier soir"', ("and", "année", ("phrase", "hier soir")), [("not_a_year", 'année:"hier soir"')]),
    ("année:(2015 OU hier)", ("or", "2015", "hier"), [("not_a_year", "année:")]),
    ("année:(201*)", ("prefix", "201"), [("not_a_year", "année:")]),
    # nothing
    ("(((", None, [("nothing", "(((")]),
    ("* - ? …", None, [("nothing", "* - ? …")]),
    ('""', None, [("nothing", '""')]),
    ("", None, []),
    (" \x00\u200b ", None, []),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "tree", "said"), PLAIN, ids=lambda value: str(value)[:40])
def test_what_means_nothing_where_it_stands_is_read_plainly(
    typed: str, tree: object, said: list[tuple[str, str]]
) -> None:
    assert read(typed) == tree
    assert notes(typed) == said


SIXTEEN = " ".join(f"mots{n}" for n in range(MAX_WORDS))


@pytest.mark.parametrize(
    ("typed", "french", "english"),
    [
        ("a" * (MAX_CHARACTERS + 1), "301 caractères", "301 characters"),
        (f"{SIXTEEN} autre", "17 mots", "17 words"),
        (f"{SIXTEEN} -concert*", "17 mots", "17 words"),
        (f"{SIXTEEN} -abc*", "17 mots", "17 words"),
        (f"{SIXTEEN} année:2015", "17 mots", "17 words"),
        (" ".join(f"a{n}" for n in range(49)), "49 mots", "49 words"),
        ("-".join(f"abc{n % 10}" for n in range(49)), "17 mots", "17 words"),
        ('"' + "mot " * (MAX_PHRASE + 1) + '"', "9 mots", "9 words"),
        ('titre:"' + "mot " * (MAX_PHRASE + 1), "9 mots", "9 words"),
        ("-eau", "ce qu'il ne faut pas trouver", "what not to find"),
        ("-eau SAUF mer", "ce qu'il ne faut pas trouver", "what not to find"),
        ("-eau OU -(mer lac)", "ce qu'il ne faut pas trouver", "what not to find"),
        ("lieu:(-Nantes -Rennes)", "ce qu'il ne faut pas trouver", "what not to find"),
        ("année:2020..2015", "2015..2020", "2015..2020"),
        ("année:2020-2015 eau", "année:2020-2015", "year first: 2015..2020"),
        ("année:(2020..2015)", "2020..2015", "2020..2015"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_over_a_cap_or_cannot_be_is_said_in_both_languages(
    typed: str, french: str, english: str
) -> None:
    with pytest.raises(QueryError) as raised:
        parse(typed)
    assert french in raised.value.message
    assert english in raised.value.english
    assert raised.value.message.endswith(".")
    assert raised.value.english.endswith(".")


@pytest.mark.parametrize(
    "typed",
    [
        SIXTEEN,
        f"{SIXTEEN} {SIXTEEN.upper()}",
        f"{SIXTEEN} de la à un du au en et",
        '"' + "mot " * MAX_PHRASE + '"',
        " ".join(f"élu{n}·ne·s" for n in range(MAX_WORDS)),
        "a" * MAX_CHARACTERS,
        "(" * MAX_DEPTH + "eau" + ")" * MAX_DEPTH,
    ],
    ids=lambda value: value[:30],
)
def test_what_is_just_under_a_cap_is_understood(typed: str) -> None:
    assert parse(typed).node is not None
    assert notes(typed) == []


@pytest.mark.parametrize(
    "typed",
    ['"' * 300, "*an* *ar* *e*" * 20, "(" * 300, "NOT " * 75, "-" * 300, "a:" * 150, "«" * 300,
     "auteur:" * 40, "lieu:(" * 50, "a(b)" * 75, "|" * 300, "\ud800eau", "eau" + "\u0301" * 297],
    ids=lambda value: ascii(value[:12]),
)  # fmt: skip
def test_hostile_queries_give_a_tree_a_note_or_a_sentence(typed: str) -> None:
    parsed, error = outcome(typed)
    assert (parsed is None) == bool(error and error.english)
    if parsed and not parsed.node:
        assert [note.kind for note in parsed.notes] == [NoteKind.NOTHING]


def test_a_very_long_query_is_refused_before_it_is_read() -> None:
    with pytest.raises(QueryError, match="1000000 caractères"):
        parse("(" * 1_000_000)


def test_each_part_says_where_it_was_typed() -> None:
    typed = 'eau  -"haute  mer" lieu:(Nantes OU concert*) année:2015..'
    parsed = parse(typed)
    assert isinstance(parsed.node, And)
    spans = [parsed.text[node.start : node.end] for node in parsed.node.nodes]
    assert spans == ["eau", '-"haute mer"', "lieu:(Nantes OU concert*)", "année:2015.."]
    shown = [parsed.text[leaf.start : leaf.end] for leaf, _ in leaves(parsed.node)]
    assert shown == ["eau", '"haute mer"', "Nantes", "concert*", "année:2015.."]


def test_leaves_say_which_of_them_are_excluded() -> None:
    found = leaves(parse("eau -(mer OU (lac -auteur:X))").node)
    assert [(shape(leaf), excluded) for leaf, excluded in found] == [
        ("eau", False), ("mer", True), ("lac", True), ("X", False),
    ]  # fmt: skip
    assert list(leaves(None)) == []


def test_the_fields_are_those_of_the_table_given() -> None:
    tag = field_named("tag")
    assert tag is not None
    table = (*FIELDS, replace(tag, name="colour", typed=("couleur",)))
    assert shape(parse("couleur:rouge", table).node) == ("in", "colour", "rouge")
    assert shape(parse("colour:rouge", table).node) == ("in", "colour", "rouge")


@pytest.mark.parametrize("kind", NoteKind)
def test_each_kind_of_note_says_itself_in_both_languages(kind: NoteKind) -> None:
    said = explanation(Note(kind, "x{y}", 0, 4))
    assert said.fr != said.en
    for sentence in (said.fr, said.en):
        assert sentence.endswith(".")
        assert "x{y}" in sentence or kind is NoteKind.DEPTH


def test_the_note_of_an_unknown_field_names_those_that_are() -> None:
    (note,) = parse("couleur:rouge").notes
    assert "titre, " in explanation(note).fr
    assert "auteur, " in explanation(note).en
    assert explanation(note, FIELDS[:1]).fr.endswith("Les filtres sont titre.")


REALISTIC = """
conflit usage rivière kayak pêcheurs
charte de bon voisinage agriculteur riverain
concertation porcherie elevage hors sol
participation habitants quartier populaire nature
panel citoyen gestion de leau
comment mobiliser les participants
cartographie d'acteur methode
diagnostic initial étude de contexte entretiens
suis je legitime pour animer
posture neutralité animateur
différence médiation concertation négociation
negociation raisonnee positions besoins
rédiger un accord à l'issue de la concertation
evaluer une concertation criteres ademe
rendre compte aux participants
on nous dit que tout est deja decidé
faux espoirs concertation
avis citoyens pas réalistes
place des experts dans le dialogue
savoirs paysans savoirs scientifiques
Michel Badré déchets radioactifs controverses
entretien Loic Blondiaux concertation environnementale
outils numériques animation réunion
animer un atelier a distance guide
faire travailler des groupes multi-acteurs
guide de concertation territoriale Lisode
budget participatif quartier defavorisés
participation des jeunes dispositifs faible représentation
conseil de developpement pacte de gouvernance
débat public pendant le covid
eolien projet citoyen enr participatif
mégabassines absence de dialogue
notre dame des landes sivens conflit projet
garant de concertation rôle
charte de la participation exemple metropole
délibérer en ligne numérique
évaluation participation EDF SNCF Réseau
genre et participation citoyene
formation dialogue territorial
formation concertation environement distanciel
stage concertation Aix-en-Provence
offre emploi chargé de concertation
webinaire bruno latour compte rendu
Agenda 21 Angoulême
amenagement urbain guyane participation
digues Buëch agriculteurs inondation
accueil du public lac du bourget
"La concertation est-elle rentable"
note de lecture mazeaud nonjon marché democratie participative
Joëlle Zask Participer
médiation environnementale lettre des médiations n°9
auteur:Guihéneuf
Ifrée
etudes de cas 2018 riegel
comptes rendus GEP Lyon
doublon guide concertation facilitation
documents sans pdf
liens morts fiches Comédie
fiches Comédie migrées
chantier metropoles participatives compte rendus
""".strip().splitlines()
"""Sixty queries as practitioners, staff and researchers of the network would type them."""


@pytest.mark.parametrize("typed", REALISTIC)
def test_realistic_queries_are_understood_without_a_note(typed: str) -> None:
    assert parse(typed).node is not None
    assert notes(typed) == []


def test_realistic_queries_of_words_ask_for_each_word_as_typed() -> None:
    assert len(REALISTIC) == 60
    for typed in REALISTIC:
        if '"' not in typed and ":" not in typed:
            texts = [leaf.text for leaf, _ in leaves(parse(typed).node) if isinstance(leaf, Word)]
            assert texts == typed.split()
