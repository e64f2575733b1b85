"""The migration dossier: one HTML file that needs nothing else, for a board and for a sceptic.

No script, no address is loaded, everything that comes from a page is escaped. It is made for paper
too: a style sheet for print, in place of a PDF of our own, as any browser writes a good one from it.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.sources import source_label
from search_app.formats import instant_text
from search_app.messages import say
from search_app.reports import words
from search_app.reports.charts import Bar, Chart, bar_chart, count_bars, stacked_chart
from search_app.reports.figures import ROWS, Dossier, SourceFigures

_ROOM = Path(__file__).parent
_RUNS_DRAWN = 12


def render(dossier: Dossier) -> str:
    """The whole file as text."""
    environment = Environment(
        loader=FileSystemLoader(_ROOM),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=lambda key: say(key, "fr"),
        number=words.number,
        counted=words.counted,
        percent=words.percent,
        kind_name=words.kind_name,
        field_name=lambda name: words.FIELDS.get(name, name),
        left_name=words.left_name,
        run_state=words.run_state,
        source_label=source_label,
        instant=lambda at: instant_text(at, "fr"),
        short=short,
        rows_shown=ROWS,
        settings_of=lambda run: json.dumps(run.settings, ensure_ascii=False, sort_keys=True),
    )
    style = Markup((_ROOM / "dossier.css").read_text(encoding="utf-8"))  # noqa: S704 (ours)
    template = environment.get_template("dossier.html")
    return template.render(
        d=dossier,
        answer=answer(dossier),
        charts=charts(dossier),
        figures=figures(dossier),
        style=style,
    )


def answer(dossier: Dossier) -> tuple[str, str]:
    """The two lines at the top: whether anything is lost, and the figures."""
    return _verdict(dossier), _figures_line(dossier)


def _verdict(dossier: Dossier) -> str:
    points = words.counted(dossier.doubts, "point reste", "points restent")
    look = f" ; {points} à regarder par une personne" if dossier.doubts else ""
    if dossier.losses:
        number = words.counted(dossier.losses, "élément, nommé", "éléments, chacun nommé")
        return f"Il manque peut-être {number} plus bas{look}."
    if not dossier.holds:
        return f"Les comptes ne tombent pas juste : voyez le tableau des sources{look}."
    if dossier.doubts:
        return f"Rien n'est perdu à notre connaissance{look}."
    return "Rien n'est perdu : chaque adresse connue a un sort, et chaque fiche une adresse."


def _figures_line(dossier: Dossier) -> str:
    links = "liens sortants non vérifiés"
    if checked := sum(dossier.links.by_state.values()):
        links = words.counted(checked, "lien sortant vérifié", "liens sortants vérifiés")
    return " ; ".join(
        (
            words.counted(dossier.records, "fiche"),
            words.counted(dossier.files, "fichier gardé", "fichiers gardés"),
            words.counted(dossier.addresses, "adresse connue", "adresses connues"),
            f"{words.percent(dossier.share_of_words)} des mots des pages sont dans les fiches",
            f"{links}.",
        )
    )


def figures(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Each figure of the answer with the command that gives it again."""
    gaps = sum(source.coverage.gaps_total for source in dossier.sources)
    look = sum(source.look.total for source in dossier.sources)
    below = sum(len(source.similarity.below) for source in dossier.sources)
    return [
        ("Fiches", words.number(dossier.records), "souffleur ledger"),
        ("Adresses connues, chacune avec un sort", words.number(dossier.addresses), "souffleur ledger"),
        ("Fichiers gardés", words.number(dossier.files), "souffleur status"),
        ("Adresses liées et jamais demandées", words.number(gaps), "souffleur coverage"),
        ("Mots des pages tenus par les fiches", words.percent(dossier.share_of_words), "souffleur coverage"),
        ("Pages qui en disent plus que leurs fiches", words.number(below), "souffleur coverage"),
        ("Adresses à regarder", words.number(look), "souffleur ledger --to-look-at"),
        ("Moissons", words.number(len(dossier.runs)), "souffleur runs"),
        ("Moissons en quarantaine", words.number(len(dossier.waiting)), "souffleur runs"),
        ("Retraits proposés", words.number(len(dossier.proposals)), "souffleur report migration"),
        ("Corrections en conflit avec la source", words.number(len(dossier.conflicts)), "souffleur report migration"),
        ("Liens sortants", words.number(dossier.links.outbound), "souffleur links report"),
        ("Liens sortants jamais vérifiés", words.number(dossier.links.unchecked), "souffleur links report"),
    ]  # fmt: skip


def charts(dossier: Dossier) -> list[Chart]:
    """Coverage, states of pages over the runs, links, fates, kinds."""
    fates = {say(f"fate_{fate}", "fr"): count for fate, count in dossier.fates().items()}
    kinds = {words.kind_name(kind): count for kind, count in dossier.kinds().items()}
    states = {say(f"link_state_{state}", "fr"): n for state, n in dossier.links.by_state.items()}
    runs = [
        (f"n° {run.id}, {run.source}, {run.started_at[:10]}", run.figures.get("page_states", {}))
        for run in dossier.runs[-_RUNS_DRAWN:]
    ]
    return [
        bar_chart(
            "couverture",
            "Adresses liées par les pages : part connue",
            ("Source", "Part connue"),
            [_coverage_bar(source) for source in dossier.sources],
            full=1.0,
        ),
        stacked_chart(
            "moissons", "État des pages à chaque moisson", "Moisson", words.PAGE_STATES, runs
        ),
        bar_chart(
            "liens",
            "État des liens sortants",
            ("État", "Liens"),
            count_bars(states),
            empty=f"Non vérifié : aucun des {words.counted(dossier.links.outbound, 'lien sortant', 'liens sortants')} "
            "n'a encore été demandé. Commande : souffleur links check.",
        ),
        bar_chart("sorts", "Sort des adresses", ("Sort", "Adresses"), count_bars(fates)),
        bar_chart("natures", "Fiches par nature", ("Nature", "Fiches"), count_bars(kinds)),
    ]


def _coverage_bar(source: SourceFigures) -> Bar:
    share = source.coverage.share
    return Bar(source_label(source.key), share, words.percent(share))


def short(url: str) -> str:
    """An address without its scheme, for a narrow column; whole when that is all there is."""
    parts = urlsplit(url)
    return url.removeprefix(f"{parts.scheme}://") if parts.netloc else url
