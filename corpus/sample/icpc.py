"""The second demonstration site: WordPress pages under /document/ and the like, and their lists.

`corpus.sample.rest` adds its REST routes, `corpus.sample.aggregates` its long pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import partial

from corpus.sample import aggregates, icpc_lists, rest
from corpus.sample.answers import CSS, PDF, TEXT, XML, Answer, Make, Target, moved, page
from corpus.sample.comedie import SPAM, twice_encoded
from corpus.sample.library import (
    EMPTY_PDF,
    GUIDE_FOLDER,
    ICPC,
    Library,
    Work,
    french_day,
    guide_pages,
    pdf_path,
)
from corpus.sample.prose import plain
from corpus.sample.sheets import slug_of
from corpus.sample.wordpress import shell, texturize

HOST = "https://i-cpc.org"
DRAFT = "/?p=33921&post_type=document&preview=true"

ROBOTS = """User-agent: *
Disallow: /annuaire/
Disallow: /wp-login.php
Disallow: /wp-admin/

Sitemap: {base}/wp-sitemap.xml
"""
_DOCUMENTS = "/ressources/documents-ressources/"


class IcpcSite:
    """Answers every request made to the second site.

    `rest_open` is False when the site answers 404 on /wp-json/, as many do.
    """

    def __init__(self, holdings: Library, base_url: str, rest_open: bool = True) -> None:
        self.base_url = base_url
        self.rest_open = rest_open
        self.holdings = holdings
        self.works = holdings.of(ICPC)
        self.documents = holdings.documents()
        self.paths = {work.path: work for work in self.works}
        self._by_number = {
            str(work.number): work for work in self.works if work.kind != "newsletter"
        }
        self._letters = {w.path.rpartition("=")[2]: w for w in self.works if w.kind == "newsletter"}
        self._archives: list[icpc_lists.Archive] | None = None
        self._routes = self._build_routes()
        self._rest = rest.RestRoutes(self)
        self._kept: dict[str, Answer] = {}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that answers 200 to a plain GET, the endless and REST ones left out."""
        addressed = [work.path for work in self.works if "?" in work.path]
        pages = range(2, icpc_lists.page_count(self.documents) + 1)
        return (
            *self._routes,
            *addressed,
            DRAFT,
            "/?p=39285",
            *(f"{_DOCUMENTS}?sf_paged={n}" for n in pages),
        )

    def answer(self, target: str) -> Answer:
        """The answer to the target of a GET request."""
        asked = Target.of(target)
        if asked.path.startswith("/wp-json"):
            return self._rest.answer(asked) if self.rest_open else self._not_found()
        if asked.path in {"/", "", "/index.php"} and asked.query:
            return self._by_query(asked)
        if asked.path in {_DOCUMENTS, _DOCUMENTS.rstrip("/")} and "sf_paged" in asked.query:
            number = asked.number("sf_paged", 1)
            return self._keep(f"sf:{number}", lambda: page(self._document_list(number)))
        if asked.path == "/agenda/":
            return page(icpc_lists.month_page(self, asked.query.get("mois", "2020-09")))
        return self._by_path(asked.path)

    def _by_path(self, path: str) -> Answer:
        if path in self._routes:
            return self._keep(path, self._routes[path])
        other = path.rstrip("/") if path.endswith("/") else f"{path}/"
        return moved(other) if other in self._routes else self._not_found()

    def _by_query(self, asked: Target) -> Answer:
        query = asked.query
        if "s" in query:
            return page(
                shell(self, f"Résultats pour {html.escape(query['s'])}", "<h1>Recherche</h1>")
            )
        if query.get("na") == "archive" and query.get("email_id") in self._letters:
            work = self._letters[query["email_id"]]
            return self._keep(work.path, lambda: page(self._newsletter(work), work.deposited))
        if query.get("p") == "33921":
            return page(self._draft()) if query.get("preview") else self._not_found()
        if query.get("p") == "39285":
            return self._by_path(aggregates.INTERVIEWS)
        found = self._by_number.get(query.get("p", ""))
        if found is None:
            return self._not_found()
        if found.kind != "news":
            return moved(found.path)
        return self._keep(found.path, lambda: page(self._news(found), found.deposited))

    def _keep(self, key: str, make: Make) -> Answer:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _not_found(self) -> Answer:
        return page(shell(self, "Page non trouvée", "<h1>Page introuvable</h1>"), status=404)

    # --- addresses

    def _build_routes(self) -> dict[str, Make]:
        routes: dict[str, Make] = {}
        for work in self.works:
            if "?" not in work.path:
                routes[work.path] = partial(self._single, work)
            for name in work.files:
                routes[work.upload_path(name)] = partial(_file, name, work)
        routes |= self._page_routes() | self._file_routes() | self._archive_routes()
        return routes

    def _page_routes(self) -> dict[str, Make]:
        routes: dict[str, Make] = {
            "/": lambda: page(icpc_lists.home(self)),
            _DOCUMENTS: lambda: page(self._document_list(1)),
            "/ressources/agenda-des-evenements/": lambda: page(icpc_lists.agenda(self)),
            "/ressources/formations/": lambda: page(icpc_lists.trainings(self)),
            "/ressources/emplois/": lambda: page(icpc_lists.jobs(self)),
            "/agenda/": lambda: page(icpc_lists.month_page(self, "2020-09")),
            "/annuaire/": lambda: page(
                shell(self, "Annuaire des membres", "<h1>Annuaire</h1><p>Réservé aux membres.</p>")
            ),
            "/wp-login.php": lambda: page(shell(self, "Connexion", "<h1>Login</h1>")),
        }
        for path in aggregates.PATHS:
            routes[path] = partial(self._aggregate, path)
        return routes

    def _file_routes(self) -> dict[str, Make]:
        routes: dict[str, Make] = {
            "/robots.txt": lambda: Answer(200, ROBOTS.format(base=self.base_url).encode(), TEXT),
            "/feed/": lambda: Answer(200, icpc_lists.feed(self).encode(), XML),
            "/document/feed/": lambda: Answer(200, icpc_lists.feed(self).encode(), XML),
            "/wp-sitemap.xml": lambda: Answer(200, icpc_lists.sitemap_index(self).encode(), XML),
        }
        for kind in ("page", "document"):
            path = f"/wp-sitemap-posts-{kind}-1.xml"
            routes[path] = partial(self._sitemap, kind)
        served = guide_pages(self.holdings.small)
        for name in served:
            routes[f"/guide/{name}"] = partial(_guide_page, name, served)
        for name in ("styles.css", "print.css"):
            routes[f"/guide/css/{name}"] = partial(_guide_style, name)
        return routes

    def _sitemap(self, kind: str) -> Answer:
        works: Sequence[Work] = (
            self.documents[:100]
            if kind == "document"
            else [work for work in self.works if work.kind == "page"]
        )
        return Answer(200, icpc_lists.sitemap(self, works).encode(), XML)

    def _archive_routes(self) -> dict[str, Make]:
        routes: dict[str, Make] = {}
        for archive in self.archives():
            for number in range(1, icpc_lists.page_count(archive.works) + 1):
                path = archive.path if number == 1 else f"{archive.path}page/{number}/"
                routes[path] = partial(self._archive, archive, number)
        return routes

    def _archive(self, archive: icpc_lists.Archive, number: int) -> Answer:
        return page(icpc_lists.archive_page(self, archive, number))

    def archives(self) -> list[icpc_lists.Archive]:
        """One archive a term of each taxonomy, in the alphabetical order of names."""
        if self._archives is None:
            self._archives = self._build_archives()
        return self._archives

    def _build_archives(self) -> list[icpc_lists.Archive]:
        out = []
        for taxonomy, terms in rest.terms_of(self.works).items():
            for name in terms:
                works = tuple(w for w in self._newest() if name in rest.names_in(taxonomy, w))
                out.append(icpc_lists.Archive(taxonomy, name, slug_of(name), works))
        return out

    def _newest(self) -> list[Work]:
        return sorted(self.works, key=lambda work: (work.deposited, work.number), reverse=True)

    # --- links

    def href(self, work_path: str, target: str) -> str | None:
        """The `href` of a link as an editor wrote it; see `ComedieSite.href` for the targets."""
        if target.startswith(("http://", "https://", "mailto:", "?")):
            return target
        if target.startswith("comedie:"):
            return f"https://www.comedie.org{target[8:]}"
        path = target.removeprefix("!")
        if not target.startswith("!") and not self._knows(path):
            return None
        absolute = (len(work_path) + len(path)) % 2
        return f"{HOST}{path}" if absolute else path

    def _knows(self, path: str) -> bool:
        fixed = ("/ressources/", "/guide/", "/type_de_document/", "/comedie-", "/agenda/", "/?")
        return path in self.paths or path.startswith(fixed)

    def body(self, work: Work) -> str:
        """A work's text: what REST gives as `content.rendered` and its page as `entry-content`."""
        text = work.body(partial(self.href, work.path)) + (SPAM if work.get("spam") else "")
        return twice_encoded(text) if work.get("charset") == "double" else text

    # --- pages

    def _single(self, work: Work) -> Answer:
        makers = {"event": self._event, "training": self._training, "page": self._page}
        make = makers.get(work.kind, self._document)
        return page(make(work), work.deposited)

    def _document(self, work: Work) -> str:
        prefix = "emploi_type" if work.kind == "job" else "type_de_document"
        term = work.type_term
        label = (
            f'<p class="type"><a rel="tag" href="/{prefix}/{slug_of(term)}/">{term}</a></p>'
            if term
            else ""
        )
        aside = "" if work.kind == "job" else _fact_sheet(work)
        return self._article(work, label, "", aside)

    def _event(self, work: Work) -> str:
        lines = icpc_lists.event_lines(work)
        return self._article(work, "", f'<div class="infos">{lines}</div>\n', "")

    def _training(self, work: Work) -> str:
        pairs = zip(icpc_lists.TRAINING_LABELS, icpc_lists.TRAINING_KEYS, strict=True)
        items = "".join(
            f"<li><strong>{label} :</strong> {html.escape(work.get(key), quote=False)}</li>"
            for label, key in pairs
            if work.get(key)
        )
        return self._article(work, "", f'<div class="infos"><ul>{items}</ul></div>\n', "")

    def _page(self, work: Work) -> str:
        return self._article(work, "", "", "")

    def _news(self, work: Work) -> str:
        when = work.deposited
        stamp = (
            f'<p class="posted-on">Publié le <time datetime="{when:%Y-%m-%dT%H:%M:%S}+01:00">'
            f"{french_day(when.year, when.month, when.day)}</time></p>\n"
        )
        reply = f'<p><a href="/?p={work.number}&amp;replytocom=3#respond">Répondre</a></p>'
        return self._article(work, "", stamp, reply)

    def _article(self, work: Work, label: str, infos: str, after: str) -> str:
        kind = icpc_lists.post_type(work)
        inner = (
            f'<main id="main"><article class="{kind} type-{kind} hentry">\n'
            f'<header class="entry-header">{label}'
            f'<h1 class="entry-title">{texturize(work.title)}</h1></header>\n{infos}'
            f'<div class="entry-content">\n{self.body(work)}\n</div>\n</article></main>\n{after}'
        )
        body_class = f"{kind}-template-default single single-{kind} postid-{work.number}"
        return shell(self, work.title, inner, work.path, body_class, bare=bool(work.get("bare")))

    def _newsletter(self, work: Work) -> str:
        return (
            '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="UTF-8">\n'
            f"<title>{plain(work.title)}</title>\n</head>\n<body>\n"
            f'<table width="600"><tr><td><h1>{work.title}</h1>\n{self.body(work)}\n'
            '<p><a href="https://i-cpc.org/?na=profile">Se désabonner</a></p></td></tr></table>\n'
            "</body>\n</html>\n"
        )

    def _draft(self) -> str:
        inner = (
            '<main id="main"><article class="document status-draft hentry"><p>Aperçu</p>'
            '<h1 class="entry-title">Brouillon : état des lieux de la formation</h1>'
            '<div class="entry-content"><p>Texte de démonstration : ce brouillon ne devrait '
            "jamais être moissonné.</p></div></article></main>"
        )
        return shell(self, "Brouillon", inner)

    def _aggregate(self, path: str) -> Answer:
        title, content = aggregates.content_of(self.holdings, path)
        inner = (
            f'<main id="main"><article class="page type-page hentry"><header class="entry-header">'
            f'<h1 class="entry-title">{texturize(title)}</h1></header>\n'
            f'<div class="entry-content">\n{content}\n</div></article></main>'
        )
        return page(shell(self, title, inner, path))

    def _document_list(self, number: int) -> str:
        return icpc_lists.document_list(self, number)


def _fact_sheet(work: Work) -> str:
    lines = []
    if work.authors:
        lines.append(f"<p>Auteur(s) : {html.escape(work.authors, quote=False)}</p>")
    if work.year:
        lines.append(f"<p>Année : {work.year}</p>")
    if work.themes:
        links = (f'<a href="/thematique/{slug_of(name)}/">{name}</a>' for name in work.themes)
        lines.append(f"<p>Thématiques : {', '.join(links)}</p>")
    lines += [
        f'<p><a class="bouton" href="{work.upload_path(name)}">Télécharger le document (PDF)</a></p>'
        for name in work.files
    ]
    if work.link:
        lines.append(f'<p><a href="{html.escape(work.link)}">Consulter le document</a></p>')
    share = "https://social.example.net/share?u=https://i-cpc.org" + work.path
    lines.append(f'<p><a href="{share}">Partager</a></p>')
    return f'<aside class="fiche-technique">\n{"".join(lines)}\n</aside>'


def _file(name: str, work: Work) -> Answer:
    body = b"" if name == EMPTY_PDF else pdf_path(name).read_bytes()
    return Answer(200, body, PDF, modified=work.deposited)


_GUIDE_LINK = re.compile(rb'<a [^>]*?href="([\w-]+\.html)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


def _guide_page(name: str, served: tuple[str, ...]) -> Answer:
    """A page of the guide as it is, but for its links to pages that are not served."""
    known = {page_name.encode() for page_name in served}
    body = _GUIDE_LINK.sub(
        lambda link: link[0] if link[1] in known else link[2],
        (GUIDE_FOLDER / name).read_bytes(),
    )
    return Answer(200, body, "text/html")


def _guide_style(name: str) -> Answer:
    return Answer(200, (GUIDE_FOLDER / "css" / name).read_bytes(), CSS)
