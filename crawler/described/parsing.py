"""The description of a source from its TOML file, every value checked before anything is asked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from corpus.errors import BadDescription
from corpus.fields import KINDS
from corpus.markup import BadSelector, selector_of
from corpus.sources import SOURCES
from crawler.described.description import FIELDS, HEADINGS, Counter, Description, Shape

_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_RESERVED = (*SOURCES, "site")
_PATH_OF_ERROR = re.compile(r"(.*) - at `\$(.*)`$")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(.*)`")
_MISSING_KEY = re.compile(r"Object missing required field `(.*)`")
_WRONG_TYPE = re.compile(r"Expected `(.*)`, got `(.*)`")
_TYPES = {
    "str": "un texte entre guillemets",
    "bool": "true ou false",
    "array": "une liste entre crochets",
    "object": "une table",
    "int": "un nombre",
    "float": "un nombre",
}


def read_description(path: Path) -> Description:
    """Raises `BadDescription`: the file, the key, the value, and what to write instead."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise BadDescription(
            f"Le fichier {path} n'existe pas. "
            "Écrivez-le avec : souffleur source new CLÉ --from ADRESSE."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadDescription(
            f"Le fichier {path} ne peut pas être lu ({error}). Enregistrez-le en UTF-8."
        ) from error
    return parse_description(text, str(path))


def parse_description(text: str, file: str = "description") -> Description:
    """The same from the text; `file` is how the messages call it."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDescription(
            f"{file} : ce n'est pas du TOML ({error}). Corrigez cette ligne ; un texte s'écrit "
            "entre guillemets, une expression régulière entre apostrophes."
        ) from error
    try:
        description = msgspec.convert(values, Description)
    except msgspec.ValidationError as error:
        raise BadDescription(f"{file} : {_sentence(str(error), values)}") from error
    if problem := next(_problems(description), None):
        raise BadDescription(f"{file} : {problem}")
    return description


# --- what msgspec says, in French --------------------------------------------------------------


def _sentence(message: str, values: Mapping[str, Any]) -> str:
    found = _PATH_OF_ERROR.fullmatch(message)
    reason, path = (found[1], found[2].lstrip(".")) if found else (message, "")
    where = f"dans « {_place(path, values)} », " if path else ""
    if unknown := _UNKNOWN_KEY.fullmatch(reason):
        known = _keys_at(path)
        near = get_close_matches(unknown[1], known, 1)
        remedy = (
            f"Vouliez-vous « {near[0]} » ?" if near else f"Clés possibles : {', '.join(known)}."
        )
        return f"{where}la clé « {unknown[1]} » est inconnue. {remedy}"
    if missing := _MISSING_KEY.fullmatch(reason):
        return f'{where}il manque la clé « {missing[1]} ». Ajoutez : {missing[1]} = "…"'
    if wrong := _WRONG_TYPE.fullmatch(reason):
        wanted = " ou ".join(dict.fromkeys(_TYPES.get(t, t) for t in wrong[1].split(" | ")))
        got = _TYPES.get(wrong[2], wrong[2])
        return f"{where}il faut {wanted}, et non {got}."
    return f"{where}{reason}."


def _place(path: str, values: Mapping[str, Any]) -> str:
    """`shape[1].kind` with the name of that shape, for the eye."""
    found = re.match(r"shape\[(\d+)\]", path)
    if found is None:
        return path
    shapes = values.get("shape", ())
    rank = int(found[1])
    name = shapes[rank].get("name", "") if isinstance(shapes[rank], Mapping) else ""
    return f"{path} ({name})" if name else path


def _keys_at(path: str) -> tuple[str, ...]:
    for name, structure in (("shape[", Shape), ("counter[", Counter)):
        if path.startswith(name):
            return structure.__struct_fields__
    return Description.__struct_fields__


# --- what only we can check --------------------------------------------------------------------


def _problems(description: Description) -> Iterator[str]:
    yield from _identity_problems(description)
    for name in ("only", "deny"):
        for pattern in getattr(description, name):
            yield from _pattern_problem(name, pattern)
    yield from _shape_names(description.shape)
    for shape in description.shape:
        for problem in _shape_problems(shape):
            yield f"forme « {shape.name} » : {problem}"
    for rank, counter in enumerate(description.counter, 1):
        for problem in _counter_problems(counter):
            yield f"compteur n° {rank} : {problem}"


def _identity_problems(description: Description) -> Iterator[str]:
    key = description.key
    if not _KEY.fullmatch(key):
        yield f"key = « {key} » : n'y mettez que des minuscules sans accent, des chiffres et des tirets."
    elif key in _RESERVED or key.startswith("site-"):
        yield f"key = « {key} » est celle d'une source de Souffleur. Choisissez-en une autre."
    if not description.name.strip():
        yield "name est vide : donnez le nom de la source comme on le lira."
    parts = urlsplit(description.home)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query:
        yield f"home = « {description.home} » : écrivez l'adresse entière, https://exemple.fr."
    for host in description.hosts:
        if "/" in host or not host:
            yield f"hosts : « {host} » n'est pas un nom d'hôte. Écrivez « exemple.fr », sans https://."
    if not description.starts:
        yield 'starts est vide : donnez au moins une adresse de départ, starts = ["/"].'
    if "/" in description.index:
        yield f'index = « {description.index} » : un nom de page, sans barre : index = "index.html".'


def _shape_names(shapes: Sequence[Shape]) -> Iterator[str]:
    if not shapes:
        yield "il n'y a aucune forme de page. Ajoutez une table [[shape]] avec name et fields."
    names = [shape.name for shape in shapes]
    for name in names:
        if names.count(name) > 1:
            yield f"deux formes s'appellent « {name} ». Donnez à chacune son nom."


def _shape_problems(shape: Shape) -> Iterator[str]:
    if not re.fullmatch(r"[\w-]{1,60}", shape.name):
        yield "name : des lettres, des chiffres et des tirets, 60 au plus."
    yield from _kind_problem(shape.kind)
    yield from _pattern_problem("path", shape.path)
    yield from _field_problems(shape)
    if shape.split and shape.split not in HEADINGS:
        yield f'split = « {shape.split} » : un niveau de titre, de "h1" à "h6".'
    if shape.ignore and not shape.selectors("body"):
        yield "ignore n'a d'effet que dans le texte : ajoutez fields.body, ou retirez ignore."
    for name, text in _selectors_of(shape):
        yield from _selector_problem(name, text)


def _counter_problems(counter: Counter) -> Iterator[str]:
    for name in ("page", "pattern", "path"):
        yield from _pattern_problem(name, getattr(counter, name))
    if counter.text:
        yield from _selector_problem("text", counter.text)
    if counter.kind:
        yield from _kind_problem(counter.kind)
    if not counter.text and not counter.pattern:
        yield (
            "il ne dit pas où le nombre est écrit. "
            "Ajoutez text = \".resultats\" (un sélecteur) ou pattern = '(\\d+) fiches'."
        )


def _kind_problem(kind: str) -> Iterator[str]:
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, 1)
        remedy = f"Vouliez-vous « {near[0]} » ?" if near else f"Genres : {', '.join(KINDS)}."
        yield f"kind = « {kind} » n'est pas un genre. {remedy}"


def _selector_problem(name: str, text: str) -> Iterator[str]:
    try:
        selector_of(text)
    except BadSelector as error:
        yield f"{name} = « {text} » n'est pas un sélecteur CSS ({error}). Exemple : « main h1 »."


def _field_problems(shape: Shape) -> Iterator[str]:
    for name in shape.fields:
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, 1)
            remedy = f"Vouliez-vous « {near[0]} » ?" if near else f"Champs : {', '.join(FIELDS)}."
            yield f"fields.{name} est inconnu. {remedy}"
    for name in shape.required:
        if not shape.selectors(name):
            yield (
                f"required demande « {name} », qui n'a pas de sélecteur. "
                f"Ajoutez fields.{name}, ou retirez-le de required."
            )


def _pattern_problem(name: str, pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield (
            f"{name} = « {pattern} » n'est pas une expression régulière ({error}). "
            "Écrivez-la entre apostrophes : '^/fiche/'."
        )


def _selectors_of(shape: Shape) -> Iterator[tuple[str, str]]:
    for name in shape.fields:
        for text in shape.selectors(name):
            yield f"fields.{name}", text
    if shape.when:
        yield "when", shape.when
    for name in ("ignore", "links", "skip_links"):
        for text in getattr(shape, name):
            yield name, text
