"""What a note says to a reader, in the two languages of the interface (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from corpus.fields import FIELDS, Field, Label
from indexer.language.limits import MAX_DEPTH, MIN_PREFIX
from indexer.language.names import shown_names
from indexer.language.tree import Note, NoteKind

_SENTENCES: Mapping[NoteKind, Label] = MappingProxyType(
    {
        NoteKind.UNKNOWN_FIELD: Label(
            "« {text} » n'est pas un filtre connu : ces mots ont été cherchés partout. "
            "Les filtres sont {names}.",
            "“{text}” is not a known filter: these words were searched for everywhere. "
            "The filters are {names}.",
        ),
        NoteKind.FIELD_ALONE: Label(
            "Le filtre « {text} » n'est suivi d'aucune valeur : il a été lu comme un mot. "
            "Collez la valeur au deux-points, comme dans auteur:Dupont.",
            "The filter “{text}” has no value: it was read as a word. "
            "Write the value right after the colon, as in author:Dupont.",
        ),
        NoteKind.NOT_A_YEAR: Label(
            "« {text} » n'est suivi d'aucune année : ces mots ont été cherchés partout. "
            "Écrivez par exemple année:2018 ou année:2015..2020.",
            "“{text}” holds no year: these words were searched for everywhere. "
            "Write for instance year:2018 or year:2015..2020.",
        ),
        NoteKind.SHORT_PREFIX: Label(
            "« {text} » est un début de mot trop court, il a été cherché comme un mot entier. "
            "Écrivez au moins {letters} lettres avant l'étoile.",
            "“{text}” is too short a beginning and was searched for as a whole word. "
            "Write at least {letters} letters before the star.",
        ),
        NoteKind.STAR: Label(
            "L'étoile de « {text} » n'a pas été lue : elle ne vaut qu'à la fin d'un mot.",
            "The star in “{text}” was not read: it only works at the end of a word.",
        ),
        NoteKind.OPERATOR: Label(
            "« {text} » n'a pas de mot à relier ou à exclure, il n'a pas été lu.",
            "“{text}” has no word to join or to exclude and was not read.",
        ),
        NoteKind.PARENTHESIS: Label(
            "Il manque sa paire à une parenthèse « {text} » : vérifiez les groupes de mots.",
            "A parenthesis “{text}” lacks its other half: check the groups of words.",
        ),
        NoteKind.DEPTH: Label(
            "Les parenthèses au-delà de {depth} niveaux n'ont pas été lues.",
            "Parentheses beyond {depth} levels were not read.",
        ),
        NoteKind.NOTHING: Label(
            "« {text} » ne contient aucun mot à chercher. Tapez au moins un mot ou un nombre.",
            "“{text}” holds no word to search for. Type at least one word or number.",
        ),
    }
)


def explanation(note: Note, fields: Sequence[Field] = FIELDS) -> Label:
    """One or two sentences: what was read plainly and what to write instead."""
    sentence = _SENTENCES[note.kind]
    values = {
        "text": note.text if len(note.text) <= 60 else f"{note.text[:59]}…",
        "names": ", ".join(shown_names(fields)),
        "letters": MIN_PREFIX,
        "depth": MAX_DEPTH,
    }
    return Label(sentence.fr.format(**values), sentence.en.format(**values))
