"""The lists of the WordPress site: documents, archives, agenda, trainings, jobs, calendar, feeds."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.sample.library import Work
from corpus.sample.prose import excerpt, plain
from corpus.sample.wordpress import shell, texturize

PER_PAGE = 20
TRAINING_KEYS = ("organisme", "dates", "duree", "lieu", "public", "tarif")
TRAINING_LABELS = ("Organisme", "Dates", "Durée", "Lieu", "Public", "Tarif")
AGENDA_INTRO = (
    "<p>Cet agenda est alimenté par ses lecteurs et lectrices. Les activités de l’Institut portent "
    "la mention | ICPC |. Les évènements passés restent dans le "
    '<a href="/agenda/?mois=2020-09">calendrier</a>.</p>'
)
_POST_TYPES = {"event": "evenement", "training": "formation", "job": "emploi", "news": "post"}


class Site(Protocol):
    """What the lists need of the site they belong to."""

    @property
    def base_url(self) -> str: ...

    @property
    def rest_open(self) -> bool: ...

    @property
    def works(self) -> tuple[Work, ...]: ...

    @property
    def documents(self) -> tuple[Work, ...]: ...

    def body(self, work: Work) -> str: ...

    def archives(self) -> list[Archive]: ...


@dataclass(frozen=True, slots=True)
class Archive:
    """The works of one term of a taxonomy, newest first."""

    taxonomy: str
    name: str
    slug: str
    works: tuple[Work, ...]

    @property
    def path(self) -> str:
        return f"/{self.taxonomy}/{self.slug}/"

    @property
    def description(self) -> str:
        return "Article ou revue" if self.slug == "article" else ""


def post_type(work: Work) -> str:
    """WordPress's name for the type of a work."""
    if work.path.startswith("/document/"):
        return "document"
    return _POST_TYPES.get(work.kind, "page")


def page_count(works: Sequence[Work]) -> int:
    return -(-len(works) // PER_PAGE)


def home(site: Site) -> str:
    """The front page: the latest documents and the counters of the network."""
    items = "".join(_item(work) for work in site.documents[:6])
    inner = (
        "<main><h1>Institut de la concertation et de la participation citoyenne</h1>"
        f"<h2>Derniers documents</h2><ul>{items}</ul>"
        '<p><a href="/?p=33921&amp;post_type=document&amp;preview=true">Document en préparation</a>'
        '</p><p><a href="/?p=39285">Comédie – entretiens</a></p></main>'
    )
    return shell(site, "Accueil", inner, "/", "home")


def _item(work: Work) -> str:
    return f'<li><a href="{html.escape(work.path)}">{texturize(work.title)}</a></li>'


def document_list(site: Site, number: int) -> str:
    """One page of the filtered search; past the end, the counter alone."""
    terms = [a for a in site.archives() if a.taxonomy == "type_de_document"]
    boxes = "".join(
        f'<li><label><input type="checkbox" value="{a.slug}"> {a.name}</label></li>' for a in terms
    )
    first = (max(number, 1) - 1) * PER_PAGE
    results = "".join(_result(site, work) for work in site.documents[first : first + PER_PAGE])
    inner = (
        "<main><h1>Documents</h1>"
        f'<form class="searchandfilter"><h4>Type de document</h4><ul>{boxes}</ul></form>\n'
        f'<p class="compteur">{len(site.documents)} documents trouvés</p>\n{results}\n'
        f'<div class="pagination">{_document_pager(number, page_count(site.documents))}</div></main>'
    )
    return shell(site, "Documents", inner)


def _document_pager(number: int, count: int) -> str:
    links = []
    if number < count:
        path = "/ressources/documents-ressources"
        slash = "/" if number % 2 else ""
        links.append(f'<a href="{path}{slash}?sf_paged={number + 1}">Older posts</a>')
    if 1 < number <= count:
        links.append(
            f'<a href="/ressources/documents-ressources/?sf_paged={number - 1}">Newer posts</a>'
        )
    return " ".join(links)


def _result(site: Site, work: Work) -> str:
    link = f'<a href="{work.path}">'
    lines = [f"<h3>{link}{texturize(work.title)}</a></h3>"]
    lines.append(f"<p>Auteur(s) : {html.escape(work.authors, quote=False)}</p>")
    lines += [f"<p>{work.year}</p>"] if work.year else []
    lines.append(f"<p>{excerpt(site.body(work), 110)}</p>")
    lines += [f"<p>{html.escape(work.link)}</p>"] if work.link else []
    lines.append(f"<p>{link}&gt; En savoir plus</a></p>")
    return f'<div class="resultat">{"".join(lines)}</div>\n'


def archive_page(site: Site, archive: Archive, number: int) -> str:
    """One page of a term's archive: cards in the new theme for articles, abstracts for others."""
    first = (number - 1) * PER_PAGE
    works = archive.works[first : first + PER_PAGE]
    make = _card if archive.slug == "article" else _abstract
    listed = "".join(make(site, archive, work) for work in works)
    head = f"<h1>{html.escape(archive.name)}</h1>"
    head += f"<p>{archive.description}</p>" if archive.description else ""
    more = (
        f'<a href="{archive.path}page/{number + 1}/">Page suivante</a>'
        if number < page_count(archive.works)
        else ""
    )
    inner = f'<main>{head}\n{listed}\n<nav class="pagination">{more}</nav></main>'
    return shell(site, archive.name, inner, body_class="archive")


def _card(site: Site, archive: Archive, work: Work) -> str:
    words = html.escape(plain(site.body(work))[:120], quote=False)
    return (
        f'<div class="carte"><span>{archive.name}</span><h2><a href="{work.path}">'
        f"{texturize(work.title)}</a></h2><p>{words}...</p>"
        f'<a href="{work.path}">Lire la suite</a></div>\n'
    )


def _abstract(site: Site, archive: Archive, work: Work) -> str:
    del archive
    return (
        f'<h2><a href="{work.path}">{texturize(work.title)}</a></h2>'
        f"<div><p>{excerpt(site.body(work), 110)}</p></div>\n"
    )


def event_lines(work: Work) -> str:
    """What an event's page and the agenda print of its proposers, days, hours and place."""
    lines = [f"<p>Proposé par : {html.escape(work.get('propose_par'), quote=False)}</p>"]
    lines += [f"<p>{work.get(key)}</p>" for key in ("dates", "horaires") if work.get(key)]
    if place := work.get("lieu"):
        lines.append(f"<p>Lieu : {place}</p>")
    return "".join(lines)


def agenda(site: Site) -> str:
    """The agenda: coming events, then past ones, each in full."""
    events = [work for work in site.works if work.kind == "event"]
    coming = "".join(_event_item(site, work) for work in events if not work.get("passe"))
    past = "".join(_event_item(site, work) for work in events if work.get("passe"))
    inner = (
        f"<main><h1>Agenda des évènements</h1>{AGENDA_INTRO}<p>{len(events)} évènements trouvés</p>"
        f"{coming}<h2>Évènements passés</h2>{past}</main>"
    )
    return shell(site, "Agenda des évènements", inner)


def _event_item(site: Site, work: Work) -> str:
    return (
        f'<div class="evenement"><h3><a href="{work.path}">{texturize(work.title)}</a></h3>'
        f"{event_lines(work)}<div>{site.body(work)}</div></div>\n"
    )


def trainings(site: Site) -> str:
    items = "".join(
        f'<div class="formation"><h3><a href="{w.path}">{texturize(w.title)}</a></h3>'
        f"<p>{w.get('organisme')} – {w.get('dates')}</p></div>"
        for w in site.works
        if w.kind == "training"
    )
    return shell(site, "Formations", f"<main><h1>Formations</h1>{items}</main>")


def jobs(site: Site) -> str:
    items = "".join(
        f'<h3><a href="{work.path}">{texturize(work.title)}</a></h3><p>{work.type_term}</p>'
        for work in site.works
        if work.kind == "job"
    )
    return shell(site, "Emplois et stages", f"<main><h1>Emplois et stages</h1>{items}</main>")


_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")


def month_page(site: Site, month: str) -> str:
    """One month of the calendar, which has no first and no last: a trap for crawlers."""
    match = _MONTH.match(month)
    year, number = (int(match[1]), int(match[2])) if match else (2020, 9)
    rank = year * 12 + min(max(number, 1), 12) - 1
    links = "".join(
        f'<a href="/agenda/?mois={at // 12:04d}-{at % 12 + 1:02d}">{words}</a> '
        for at, words in ((rank - 1, "Mois précédent"), (rank + 1, "Mois suivant"))
        if 12 <= at < 120_000
    )
    inner = f"<main><h1>Calendrier {rank % 12 + 1:02d}/{rank // 12}</h1><p>{links}</p></main>"
    return shell(site, "Calendrier", inner)


def feed(site: Site) -> str:
    items = "".join(
        f"<item><title>{texturize(work.title)}</title><link>{site.base_url}{work.path}</link></item>"
        for work in site.documents[:10]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>ICPC</title><link>{site.base_url}/</link>{items}</channel></rss>"
    )


_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_index(site: Site) -> str:
    maps = "".join(
        f"<sitemap><loc>{site.base_url}/wp-sitemap-posts-{kind}-1.xml</loc></sitemap>"
        for kind in ("page", "document")
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {_SITEMAP}>{maps}</sitemapindex>'


def sitemap(site: Site, works: Sequence[Work]) -> str:
    urls = "".join(
        f"<url><loc>{html.escape(site.base_url + work.path)}</loc>"
        f"<lastmod>{work.deposited:%Y-%m-%d}</lastmod></url>"
        for work in works
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {_SITEMAP}>{urls}</urlset>'
