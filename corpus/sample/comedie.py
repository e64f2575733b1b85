"""The first demonstration site: typed prefixes, no REST, no sitemap, and its defects."""

from __future__ import annotations

import html
import re
import zlib
from functools import partial

from corpus.sample.answers import PDF, TEXT, XML, Answer, Make, Target, moved, page
from corpus.sample.library import (
    COMEDIE,
    COMEDIE_UPLOADS,
    EMPTY_PDF,
    PARTS,
    Library,
    Work,
    pdf_path,
)
from corpus.sample.prose import NBSP, excerpt, inline, typeset

HOME = "https://www.comedie.org"
_ALIASES = (
    "http://www.comedie.org",
    "https://www.comedie.org",
    "https://comedie.org",
    "",
)
_PER_PAGE = 12

ROBOTS = """User-agent: *
Disallow: /wp-admin/
Disallow: /wp-login.php
Disallow: /membres/
Allow: /wp-admin/admin-ajax.php
"""

REDIRECTS = {
    "/fiche/charte-de-voisinage/": f"{HOME}/fiche/charte-de-bon-voisinage-en-charente-maritime/",
    "/etapes/7-comment-mobiliser/": "/etapes/7-comment-mobiliser-2/",
}
"""Former addresses: one answers with the site's public address, as after a move to https."""

SPAM = (
    '<div style="display:none"><a href="https://casino.example.net/">casino en ligne bonus</a> '
    '<a href="https://pills.example.net/">cheap pills online</a></div>'
)


class ComedieSite:
    """Answers every request made to the first site; `base_url` is where it is served."""

    def __init__(self, holdings: Library, base_url: str) -> None:
        self.base_url = base_url
        self._works = holdings.of(COMEDIE)
        self._paths = {work.path: work for work in self._works}
        self._fiches = sorted(
            (work for work in self._works if work.path.startswith("/fiche/")),
            key=lambda work: (work.deposited, work.number),
            reverse=True,
        )
        self._routes = self._build_routes()
        self._kept: dict[str, Answer] = {}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that answers 200, but the endless ones and the searches."""
        return tuple(self._routes)

    def answer(self, target: str) -> Answer:
        """The answer to the target of a GET request."""
        asked = Target.of(target)
        if "s" in asked.query:
            return page(self._listing_page("Recherche", f"Résultats pour {asked.query['s']}", []))
        path = asked.path
        if path in self._kept:
            return self._kept[path]
        if path in self._routes:
            self._kept[path] = self._routes[path]()
            return self._kept[path]
        if path in REDIRECTS:
            return moved(REDIRECTS[path])
        if f"{path}/" in self._routes or f"{path}/" in REDIRECTS:
            return moved(f"{path}/")
        return page(self._not_found(), status=404)

    def _build_routes(self) -> dict[str, Make]:
        routes: dict[str, Make] = {work.path: partial(self._single, work) for work in self._works}
        routes["/"] = lambda: page(self._home())
        routes["/robots.txt"] = lambda: Answer(200, ROBOTS.encode(), TEXT)
        routes["/feed/"] = lambda: Answer(200, self._feed().encode(), XML)
        for number in range(1, self._page_count + 1):
            path = "/fiche/" if number == 1 else f"/fiche/page/{number}/"
            routes[path] = partial(self._archive, number)
        for name in self._file_names():
            routes[COMEDIE_UPLOADS + name] = partial(_file, name)
        return routes

    @property
    def _page_count(self) -> int:
        return -(-len(self._fiches) // _PER_PAGE)

    def _file_names(self) -> set[str]:
        asides = (line for work in self._works for line in work.all("aside"))
        targets = (line.rpartition("|")[2].strip() for line in asides)
        return {target[5:] for target in targets if target.startswith("file:")}

    # --- links

    def href(self, work_path: str, target: str) -> str | None:
        """The `href` of a link as an editor of the site wrote it, in one of its many forms.

        A target that begins with `!` is broken on purpose; `file:` is an uploaded file; a path
        that this site does not have gives None.
        """
        if target.startswith(("http://", "https://", "mailto:")):
            return target
        if target.startswith("file:"):
            return f"http://www.comedie.org{COMEDIE_UPLOADS}{target[5:]}"
        if target.startswith("icpc:"):
            return f"https://i-cpc.org{target[5:]}"
        path = target.removeprefix("!")
        known = path in self._paths or path in REDIRECTS or path == "/fiche/"
        if not known and not target.startswith("!"):
            return None
        return _alias(path, f"{work_path} {target}")

    # --- pages

    def _single(self, work: Work) -> Answer:
        if work.kind == "popup":
            return page(self._popup(work), work.deposited)
        text = self._shell(
            title=_listed_title(work),
            inner=self._article(work) + self._asides(work),
            body_class=_body_class(work),
            canonical="" if work.number % 7 == 0 else HOME + work.path,
        )
        return _damaged(text, work)

    def _article(self, work: Work) -> str:
        resolve = partial(self.href, work.path)
        parts = [
            '<main id="main" class="site-main">',
            f'<article id="post-{work.number}" class="post-{work.number} '
            f'{_post_type(work)} type-{_post_type(work)} status-publish hentry">',
            _header(work),
            '<div class="entry-content">',
            *_lead_lines(work),
            work.body(resolve) if work.state else self._written_body(work),
            SPAM if work.get("spam") else "",
            "</div></article></main>",
        ]
        text = "\n".join(part for part in parts if part)
        return _bare(text) if work.get("bare") else text

    def _written_body(self, work: Work) -> str:
        body = work.body(partial(self.href, work.path))
        text, _, label = body.rpartition("\n<p><em>")
        return "\n".join((text, *_labelled_lines(work), f"<p><em>{label}"))

    def _asides(self, work: Work) -> str:
        boxes: dict[str, list[str]] = {}
        for line in work.all("aside"):
            box, words, target = (part.strip() for part in line.split("|"))
            item = inline(f"[{words}]({target})", partial(self.href, work.path))
            boxes.setdefault(box, []).append(f"<li>{item}</li>")
        sections = "".join(
            f'<section class="widget"><h2 class="widget-title">{box}</h2><ul>{"".join(items)}</ul>'
            "</section>"
            for box, items in boxes.items()
        )
        share = f'<p><a href="{work.path}?share=twitter">Partager</a></p>'
        text = (
            f'<aside class="widget-area" role="complementary">\n{sections}\n{share}</aside>'
            if not work.get("bare")
            else f"<div>{sections}</div>"
        )
        return f"\n{_bare(text) if work.get('bare') else text}"

    def _popup(self, work: Work) -> str:
        heading = f"<h1>{work.title}</h1>\n" if work.get("heading") else ""
        body = work.body(partial(self.href, work.path))
        return (
            '<!DOCTYPE html>\n<html lang="fr-FR">\n<head>\n<meta charset="UTF-8">\n'
            f"<title>{work.title} – Comédie</title>\n"
            f'<link rel="canonical" href="{HOME}{work.path}">\n</head>\n'
            '<body class="popup-template-default single single-popup">\n'
            f'<div class="popup-content">\n{heading}{body}\n</div>\n</body>\n</html>\n'
        )

    def _home(self) -> str:
        sections = []
        for key, label in PARTS.items():
            steps = [w for w in self._works if w.kind == "step" and w.get("part") == key]
            items = "".join(self._item("/", work) for work in steps)
            sections.append(f'<section class="parcours"><h2>{label}</h2><ul>{items}</ul></section>')
        others = ("case_study", "reading_note", "video", "interview", "bibliography")
        items = "".join(self._item("/", work) for work in self._works if work.kind in others)
        sections.append(
            f'<section class="ressources"><h2>Ressources</h2><ul>{items}'
            '<li><a href="http://www.comedie.org/fiche/">Toutes les fiches</a></li>'
            '<li><a href="/popup/">Les idées reçues</a></li></ul></section>'
        )
        inner = f'<main class="site-main"><h1>Comédie</h1>\n{"".join(sections)}</main>'
        return self._shell("Comédie, concertation, médiation, environnement", inner, "home")

    def _item(self, source: str, work: Work) -> str:
        return f'<li><a href="{self.href(source, work.path)}">{_one_line(work.title)}</a></li>'

    def _archive(self, number: int) -> Answer:
        first = (number - 1) * _PER_PAGE
        cards = [self._card(work) for work in self._fiches[first : first + _PER_PAGE]]
        pager = _pager(number, self._page_count)
        return page(self._listing_page("Fiches", "Fiches", [*cards, pager]))

    def _card(self, work: Work) -> str:
        href = _alias(work.path, f"archive {work.path}") or work.path
        return (
            f'<article class="post-{work.number} fiche type-fiche hentry">'
            f'<h2 class="entry-title"><a href="{href}">{_listed_title(work)}</a></h2>'
            f'<div class="entry-summary"><p>{excerpt(work.body(lambda _: None), 30)} '
            f'<a class="more-link" href="{href}">Lire la suite</a></p></div></article>'
        )

    def _listing_page(self, title: str, heading: str, parts: list[str]) -> str:
        listed = "\n".join(parts)
        inner = (
            '<main class="site-main"><header class="page-header"><h1 class="page-title">'
            f"{html.escape(heading)}</h1></header>\n{listed}\n</main>"
        )
        return self._shell(title, inner, "archive post-type-archive")

    def _not_found(self) -> str:
        inner = '<main class="site-main"><h1>Oups ! Cette page est introuvable.</h1></main>'
        return self._shell("Page non trouvée", inner, "error404")

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{html.escape(_one_line(work.title))}</title>"
            f"<link>{HOME}{work.path}</link></item>"
            for work in self._fiches[:10]
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>Comédie</title><link>{HOME}/</link>{items}</channel></rss>"
        )

    def _shell(self, title: str, inner: str, body_class: str, canonical: str = "") -> str:
        link = f'<link rel="canonical" href="{canonical}">\n' if canonical else ""
        shown = f"{_one_line(title)} – Comédie" if title else ""
        return (
            '<!DOCTYPE html>\n<html lang="fr-FR">\n<head>\n<meta charset="UTF-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{shown}</title>\n{link}"
            '<link rel="alternate" type="application/rss+xml" href="/feed/">\n'
            f'<meta name="generator" content="WordPress 6.1.7">\n</head>\n<body class="{body_class}">'
            f'\n{_NAVIGATION}\n<div id="content" class="site-content">\n{inner}\n</div>\n{_FOOTER}\n'
            "</body>\n</html>\n"
        )


_NAVIGATION = (
    '<header class="site-header"><a class="custom-logo-link" href="/">Comédie</a>\n'
    '<nav class="main-navigation"><ul class="menu"><li><a href="/">Accueil</a></li>'
    '<li><a href="/quisommesnous">Qui sommes-nous ?</a></li>'
    '<li><a href="http://www.comedie.org/fiche/">Fiches</a></li>'
    '<li><a href="/mentions-legales/">Mentions légales</a></li></ul></nav>\n'
    '<form role="search" action="/"><input type="search" name="s"></form>'
    '<a href="/?s=concertation">Rechercher « concertation »</a></header>'
)
_FOOTER = (
    '<footer class="site-footer"><p>Site de démonstration servi sur cette machine : '
    "il imite la forme de comedie.org et n’en reprend aucun texte.</p></footer>"
)


def _alias(path: str, seed: str) -> str:
    alias = _ALIASES[zlib.crc32(seed.encode()) % len(_ALIASES)]
    shorn = zlib.crc32(seed[::-1].encode()) % 3 == 0 and path != "/"
    return alias + (path.rstrip("/") if shorn else path)


def _one_line(title: str) -> str:
    return title.replace("||", " ")


def _listed_title(work: Work) -> str:
    return "" if work.get("untitled") else _one_line(work.title)


def _post_type(work: Work) -> str:
    return work.path.strip("/").partition("/")[0] if work.path.count("/") > 2 else "page"


def _body_class(work: Work) -> str:
    kind = _post_type(work)
    return f"{kind}-template-default single single-{kind} postid-{work.number}"


def _header(work: Work) -> str:
    if work.get("untitled"):
        return ""
    lines = ['<header class="entry-header">']
    if work.kind == "step" and not work.get("unlabelled"):
        lines.append(f'<p class="partie">{PARTS[work.get("part")]}</p>')
    if work.type_term and work.kind != "step":
        lines.append(f'<p class="rubrique">{work.type_term}</p>')
    lines += [
        f'<h1 class="entry-title">{work.title.replace("||", "<br>")}</h1>',
        *_themes(work),
        "</header>",
    ]
    return "\n".join(lines)


def _themes(work: Work) -> list[str]:
    return [f"<p>Thèmes{NBSP}: {', '.join(work.themes)}</p>"] if work.state else []


def _lead_lines(work: Work) -> list[str]:
    lines = []
    if subtitle := work.get("subtitle"):
        mark = ' class="sous-titre"' if work.number % 2 else ""
        lines.append(f"<p{mark}>{html.escape(subtitle, quote=False)}</p>")
    if credit := work.get("credit"):
        lines.append(f"<p>{html.escape(typeset(credit), quote=False)}</p>")
    return lines


_LABELLED = (
    ("territoire", "Territoire"),
    ("themes", "Thèmes"),
    ("acteurs", "Acteurs"),
    ("methodes", "Méthodes"),
    ("mots-cles", "Mots-clés"),
)


def _labelled_lines(work: Work) -> list[str]:
    return [
        f"<p><strong>{label}{NBSP}:</strong> {html.escape(typeset(work.get(key)), quote=False)}</p>"
        for key, label in _LABELLED
        if work.get(key)
    ]


_MARKS = re.compile(r' (?:class|id|role)="[^"]*"')
_SEMANTIC = re.compile(r"<(/?)(?:main|article|header|aside|section)\b")


def _bare(text: str) -> str:
    """The same page as a theme without classes nor sections would have written it."""
    return _SEMANTIC.sub(r"<\1div", _MARKS.sub("", text))


def _damaged(text: str, work: Work) -> Answer:
    """The page's bytes, with the charset damage its sheet asks for."""
    charset = work.get("charset")
    if charset == "cp1252":
        return Answer(200, text.encode("cp1252", "xmlcharrefreplace"), modified=work.deposited)
    if charset == "latin-1":
        body = text.replace('<meta charset="UTF-8">\n', "").replace("’", "'").replace("–", "-")
        encoded = body.encode("latin-1", "xmlcharrefreplace")
        return Answer(200, encoded, "text/html", modified=work.deposited)
    if charset == "double":
        return page(twice_encoded(text), work.deposited)
    return page(text, work.deposited)


def twice_encoded(text: str) -> str:
    """UTF-8 read as cp1252 once too many: `é` becomes `Ã©` (what cp1252 lacks is left alone)."""
    out = []
    for char in text:
        try:
            out.append(char.encode().decode("cp1252") if ord(char) > 127 else char)
        except UnicodeDecodeError:
            out.append(char)
    return "".join(out)


def _pager(number: int, count: int) -> str:
    near = [n for n in range(1, count + 1) if n in {1, count} or abs(n - number) <= 2]
    links = [f'<a class="page-numbers" href="{_page_path(n)}">{n}</a>' for n in near if n != number]
    if number < count:
        links.append(f'<a class="next page-numbers" href="{_page_path(number + 1)}">Suivant</a>')
    return f'<nav class="navigation pagination"><div class="nav-links">{"".join(links)}</div></nav>'


def _page_path(number: int) -> str:
    return "/fiche/" if number == 1 else f"/fiche/page/{number}/"


def _file(name: str) -> Answer:
    body = b"" if name == EMPTY_PDF else pdf_path(name).read_bytes()
    return Answer(200, body, PDF)
