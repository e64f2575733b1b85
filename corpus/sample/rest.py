"""The WordPress REST routes of the second site, as far as a harvester walks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from corpus.sample import aggregates
from corpus.sample.answers import Answer, Target, json_answer, utc
from corpus.sample.icpc_lists import (
    AGENDA_INTRO,
    TRAINING_KEYS,
    Archive,
    post_type,
)
from corpus.sample.library import Library, Work
from corpus.sample.prose import excerpt
from corpus.sample.sheets import slug_of
from corpus.sample.wordpress import texturize

ROOT = "/wp-json/wp/v2/"
_BASES = {
    "posts": "post",
    "pages": "page",
    "document": "document",
    "evenement": "evenement",
    "formation": "formation",
    "emploi": "emploi",
}
_TAXONOMIES = {
    "type_de_document": ("Types de document", ("document",)),
    "thematique": ("Thématiques", ("document",)),
    "emploi_type": ("Types d’offre", ("emploi",)),
}
_TYPE_NAMES = {
    "post": "Articles",
    "page": "Pages",
    "attachment": "Médias",
    "document": "Documents",
    "evenement": "Évènements",
    "formation": "Formations",
    "emploi": "Emplois",
}
_LIST_PAGES = (
    (901, "/ressources/documents-ressources/", "Documents", ""),
    (902, "/ressources/agenda-des-evenements/", "Agenda des évènements", AGENDA_INTRO),
    (903, "/ressources/formations/", "Formations", ""),
    (904, "/ressources/emplois/", "Emplois et stages", ""),
)
Json = dict[str, object]


class Site(Protocol):
    """What the routes need of the site they belong to."""

    @property
    def base_url(self) -> str: ...

    @property
    def holdings(self) -> Library: ...

    @property
    def works(self) -> tuple[Work, ...]: ...

    def body(self, work: Work) -> str: ...

    def archives(self) -> list[Archive]: ...


def names_in(taxonomy: str, work: Work) -> tuple[str, ...]:
    """The terms of a taxonomy a work carries."""
    kind = post_type(work)
    if taxonomy == "thematique":
        return work.themes if kind == "document" else ()
    wanted = "emploi" if taxonomy == "emploi_type" else "document"
    return (work.type_term,) if work.type_term and kind == wanted else ()


def terms_of(works: Sequence[Work]) -> dict[str, list[str]]:
    """Taxonomy → the names of its terms, sorted."""
    return {
        taxonomy: sorted({name for work in works for name in names_in(taxonomy, work)})
        for taxonomy in _TAXONOMIES
    }


class RestRoutes:
    """Answers what is asked under /wp-json/."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._items: dict[str, list[Json]] = {}
        self._term_ids = {
            (taxonomy, name): 10 + 200 * rank + number
            for rank, (taxonomy, names) in enumerate(terms_of(site.works).items())
            for number, name in enumerate(names)
        }

    def answer(self, asked: Target) -> Answer:
        path = asked.path.rstrip("/")
        if path == "/wp-json":
            return json_answer(self._index())
        if not path.startswith(ROOT.rstrip("/")):
            return _no_route()
        base, _, rest = path.removeprefix(ROOT.rstrip("/")).strip("/").partition("/")
        if base in {"types", "taxonomies"} and not rest:
            return json_answer(self._types() if base == "types" else self._taxonomies())
        if base not in {*_BASES, *_TAXONOMIES, "media"}:
            return _no_route()
        return self._one(base, rest) if rest else self._collection(base, asked)

    def _index(self) -> Json:
        routes = [f"/wp/v2/{base}" for base in (*_BASES, *_TAXONOMIES, "media", "types")]
        return {
            "name": "ICPC",
            "url": self._site.base_url,
            "home": self._site.base_url,
            "namespaces": ["oembed/1.0", "wp/v2"],
            "routes": {route: {"namespace": "wp/v2", "methods": ["GET"]} for route in routes},
        }

    def _types(self) -> Json:
        bases = {kind: base for base, kind in _BASES.items()} | {"attachment": "media"}
        return {
            kind: {
                "name": name,
                "slug": kind,
                "description": "",
                "hierarchical": kind == "page",
                "taxonomies": [key for key, (_, kinds) in _TAXONOMIES.items() if kind in kinds],
                "rest_base": bases[kind],
                "rest_namespace": "wp/v2",
            }
            for kind, name in _TYPE_NAMES.items()
        }

    def _taxonomies(self) -> Json:
        return {
            key: {"name": name, "slug": key, "types": list(kinds), "rest_base": key}
            for key, (name, kinds) in _TAXONOMIES.items()
        }

    def _one(self, base: str, rest: str) -> Answer:
        found = next((item for item in self._all(base) if str(item["id"]) == rest), None)
        return json_answer(found) if found else _error(404, "rest_post_invalid_id", "ID invalide.")

    def _collection(self, base: str, asked: Target) -> Answer:
        size, number = asked.number("per_page", 10), asked.number("page", 1)
        if not 1 <= size <= 100:
            return _error(400, "rest_invalid_param", "Paramètre(s) non valide(s) : per_page")
        found = [item for item in self._all(base) if _matches(item, asked.query)]
        pages = -(-len(found) // size)
        if number > max(pages, 1):
            return _error(400, "rest_post_invalid_page_number", "Le numéro de page est trop grand.")
        shown = [
            _only(item, asked.query.get("_fields", ""))
            for item in found[(number - 1) * size : number * size]
        ]
        headers = [("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(pages))]
        if number < pages:
            following = f"{self._site.base_url}{ROOT}{base}?per_page={size}&page={number + 1}"
            headers.append(("Link", f'<{following}>; rel="next"'))
        return json_answer(shown, headers=tuple(headers))

    def _all(self, base: str) -> list[Json]:
        if base not in self._items:
            self._items[base] = self._make(base)
        return self._items[base]

    def _make(self, base: str) -> list[Json]:
        if base in _TAXONOMIES:
            return self._terms(base)
        if base == "media":
            return self._media()
        works = [work for work in self._site.works if self._belongs(work, base)]
        items = [self._item(work) for work in works]
        if base == "pages":
            items += self._other_pages()
        return sorted(items, key=lambda item: (str(item["date"]), str(item["id"])), reverse=True)

    def _belongs(self, work: Work, base: str) -> bool:
        return post_type(work) == _BASES[base] and work.kind != "newsletter"

    def _terms(self, taxonomy: str) -> list[Json]:
        archives = [a for a in self._site.archives() if a.taxonomy == taxonomy]
        return [
            {
                "id": self._term_ids[taxonomy, archive.name],
                "count": len(archive.works),
                "description": archive.description,
                "link": f"{self._site.base_url}{archive.path}",
                "name": texturize(archive.name),
                "slug": archive.slug,
                "taxonomy": taxonomy,
            }
            for archive in archives
        ]

    def _item(self, work: Work) -> Json:
        kind = post_type(work)
        content = self._site.body(work)
        item = self._common(work.number, kind, work.path, work.deposited, work.title)
        item |= {
            "slug": work.slug,
            "content": {"rendered": content, "protected": False},
            "excerpt": {"rendered": f"<p>{excerpt(content)}</p>\n", "protected": False},
            "author": 1,
            "featured_media": 0,
        }
        for taxonomy, (_, kinds) in _TAXONOMIES.items():
            if kind in kinds:
                names = names_in(taxonomy, work)
                item[taxonomy] = [self._term_ids[taxonomy, name] for name in names]
        if fields := _acf(work):
            item["acf"] = fields
        return item

    def _common(self, number: int, kind: str, path: str, when: datetime, title: str) -> Json:
        local, universal = f"{when:%Y-%m-%dT%H:%M:%S}", f"{utc(when):%Y-%m-%dT%H:%M:%S}"
        return {
            "id": number,
            "date": local,
            "date_gmt": universal,
            "modified": local,
            "modified_gmt": universal,
            "slug": slug_of(title),
            "status": "publish",
            "type": kind,
            "link": self._site.base_url + path,
            "title": {"rendered": texturize(title)},
        }

    def _other_pages(self) -> list[Json]:
        listed = [
            (39280 + rank, path, *aggregates.content_of(self._site.holdings, path))
            for rank, path in enumerate(aggregates.PATHS, start=2)
        ]
        when = datetime(2025, 4, 2, 10, 0, 0)
        items = []
        for number, path, title, content in (*listed, *_LIST_PAGES):
            item = self._common(number, "page", path, when, title)
            item["slug"] = path.strip("/").rpartition("/")[2]
            item["content"] = {"rendered": content, "protected": False}
            item["excerpt"] = {"rendered": "", "protected": False}
            items.append(item)
        return items

    def _media(self) -> list[Json]:
        items = []
        for work in self._site.works:
            for rank, name in enumerate(work.files):
                path = work.upload_path(name)
                stem = name.removesuffix(".pdf")
                number = 50_000 + work.number * 20 + rank
                item = self._common(number, "attachment", f"/?p={number}", work.deposited, stem)
                item |= {"status": "inherit", "post": work.number, "media_type": "file"}
                item |= {"mime_type": "application/pdf", "source_url": self._site.base_url + path}
                items.append(item)
        return items


def _acf(work: Work) -> dict[str, str]:
    if post_type(work) == "document":
        return {"auteurs": work.authors, "annee": work.year, "lien": work.link}
    keys: Mapping[str, tuple[str, ...]] = {
        "event": ("propose_par", "dates", "horaires", "lieu"),
        "training": TRAINING_KEYS,
    }
    return {key: work.get(key) for key in keys.get(work.kind, ())}


def _matches(item: Json, query: Mapping[str, str]) -> bool:
    if "slug" in query and item["slug"] != query["slug"]:
        return False
    return "parent" not in query or str(item.get("post", "")) == query["parent"]


def _only(item: Json, fields: str) -> Json:
    wanted = {name.partition(".")[0].strip() for name in fields.split(",") if name.strip()}
    return {key: value for key, value in item.items() if not wanted or key in wanted}


def _error(status: int, code: str, message: str) -> Answer:
    return json_answer({"code": code, "message": message, "data": {"status": status}}, status)


def _no_route() -> Answer:
    return _error(404, "rest_no_route", "Aucune route ne correspond à l’URL et à la méthode.")
