"""What a probe found, as people read it and as programs do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from corpus.harvests.runs import RunState
from crawler.probe.running import Probed
from crawler.probe.survey import Group, Survey
from search_app.cli.output import counted

_SHOWN = 10
_HTTP_OK = 200


def report_json(probed: Probed, survey: Survey, proposal: str) -> dict[str, Any]:
    """The whole of it; the keys are promised in the README."""
    return {
        "url": probed.start,
        "state": probed.state.value,
        "asked": len(probed.seen),
        "not_asked": probed.left,
        "pages": len(survey.pages),
        "answers": {str(status): count for status, count in survey.answers.items()},
        "same_page": {path: list(others) for path, others in survey.twins.items()},
        "links": asdict(survey.links),
        "robots": survey.robots,
        "sitemaps": survey.sitemaps,
        "feeds": survey.feeds,
        "interfaces": survey.interfaces,
        "systems": {system.name: system.evidence for system in survey.systems},
        "charsets": survey.charsets,
        "damaged_pages": survey.damaged,
        "etag": survey.etags,
        "last_modified": survey.last_modified,
        "servers": survey.servers,
        "languages": survey.languages,
        "prefixes": survey.prefixes,
        "files": survey.files,
        "folders_listed": survey.listings,
        "templates": [_group_json(group) for group in survey.groups],
        "proposal": proposal,
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "pages": len(group.pages),
        "mark": group.template.mark,
        "common": sorted(group.template.core),
        "examples": group.examples,
        "selectors": {
            guess.field: {
                "selectors": guess.selectors,
                "found": guess.found,
                "example": guess.example,
            }
            for guess in group.guesses
        },
    }


def report_lines(probed: Probed, survey: Survey) -> Iterator[str]:
    """The report in French, a line at a time."""
    total = len(survey.pages)
    seen = counted(len(probed.seen), "réponse")
    yield f"{probed.start} : {counted(total, 'page différente', 'pages différentes')}, {seen}."
    yield from _limits(probed)
    yield from _counts("Réponses aux adresses de pages, par statut", survey.answers)
    yield from _links(survey)
    yield f"robots.txt : {_presence(survey.robots)}"
    yield from _counts("Plans de site (adresses nommées)", survey.sitemaps, "aucun")
    yield f"Fils (RSS, Atom) : {', '.join(survey.feeds) or 'aucun'}"
    yield f"Interfaces pour programmes : {', '.join(survey.interfaces) or 'aucune'}"
    yield from _systems(survey)
    yield from _counts("Jeux de caractères, déclaré → lu", survey.charsets)
    if survey.damaged:
        yield f"  ! Caractères perdus dans {counted(survey.damaged, 'page')}."
    yield (
        f"Pour ne redemander que ce qui change : ETag sur {survey.etags}/{total} pages, "
        f"Last-Modified sur {survey.last_modified}/{total}."
    )
    yield from _counts("Langues déclarées", survey.languages)
    yield from _counts("Pages par dossier", survey.prefixes)
    yield from _counts("Fichiers liés, par type", survey.files, "aucun")
    yield from _twins(survey)
    yield from _templates(survey)


def _limits(probed: Probed) -> Iterator[str]:
    if probed.state is not RunState.FINISHED:
        yield "  ! Le sondage s'est arrêté avant la fin : ces nombres sont ceux de ce qui a été vu."
    for reason, count in probed.left.items():
        if reason == "page_budget":
            yield (
                f"  ! {counted(count, 'lien')} vers des adresses au-delà de la limite : les nombres sont ceux "
                "d'une partie du site. Pour tout voir, augmentez --limit."
            )
        else:
            yield f"  adresses non demandées ({reason}) : {count}"


def _links(survey: Survey) -> Iterator[str]:
    links = survey.links
    yield (
        f"Liens : {counted(links.internal, 'lien')} dans le site, dont "
        f"{counted(links.broken, 'brisé')} ({counted(len(links.broken_addresses), 'adresse')}) ; "
        f"{counted(links.elsewhere, 'lien')} vers d'autres sites."
    )
    for url in links.broken_addresses[:3]:
        yield f"  brisé : {url}"


def _systems(survey: Survey) -> Iterator[str]:
    if not survey.systems:
        dated = survey.last_modified == len(survey.pages) and survey.pages
        how = ", et chaque page dit sa date de modification" if dated else ""
        yield f"Logiciel : aucune trace d'un logiciel de site{how} : des fichiers, sans doute."
        return
    yield "Logiciel, d'après ses traces :"
    for system in survey.systems:
        traces = " ; ".join(f"{what} ({count})" for what, count in system.evidence.items())
        yield f"  {system.name} : {traces}"


def _twins(survey: Survey) -> Iterator[str]:
    if survey.twins:
        count = sum(map(len, survey.twins.values()))
        path, others = next(iter(survey.twins.items()))
        yield f"Mêmes pages sous une autre adresse : {count}, comme {path} et {others[0]}"
    if survey.listings:
        yield f"Dossiers dont le serveur liste les fichiers : {', '.join(survey.listings[:3])}"


def _templates(survey: Survey) -> Iterator[str]:
    yield (
        f"Gabarits : {len(survey.groups)} (deux pages sont du même quand elles ont en commun "
        "assez de leurs éléments nommés, ceux de tout le site mis à part)"
    )
    for number, group in enumerate(survey.groups[:_SHOWN], 1):
        mark = f", à part par {group.template.mark}" if group.template.mark else ""
        yield f"  {number}. {counted(len(group.pages), 'page')}{mark} : {', '.join(group.examples[:2])}"
        for guess in group.guesses:
            chosen = " ou ".join(guess.selectors)
            yield f"       {guess.field:9} {chosen} — {guess.found}/{guess.pages} pages"
    if len(survey.groups) > _SHOWN:
        yield f"  … et {len(survey.groups) - _SHOWN} autres, de peu de pages"


def _counts(label: str, counts: Mapping[Any, int], none: str = "") -> Iterator[str]:
    shown = [f"{value} : {count}" for value, count in list(counts.items())[:_SHOWN]]
    more = f" … et {len(counts) - _SHOWN} autres" if len(counts) > _SHOWN else ""
    if shown or none:
        yield f"{label} — {', '.join(shown) or none}{more}"


def _presence(status: int) -> str:
    if status == _HTTP_OK:
        return "présent, suivi"
    return f"absent (réponse {status})" if status else "non obtenu"
