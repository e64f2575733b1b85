"""i-cpc.org: by the WordPress REST API when it answers, by the pages otherwise.

The state of the walk travels in the requests (`known`, `covered`, `seen`), never in the spider: a
harvest that is killed goes on from the requests that are left. `covered` names the records that
the API gives, so that their pages are not asked for; what only pages show (newsletters, static
files, counters), and works the API does not know, are asked for in both ways.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from corpus.values import normalise_url
from crawler.addresses import IcpcAddresses
from crawler.items import Note
from crawler.pages.disguises import disguise_of
from crawler.pages.icpc import Listed, Shape, icpc_reading, shape_at
from crawler.pages.icpc_rest import SHAPE_OF_TYPE, Known, read_item
from crawler.pages.listed import read_listed
from crawler.pages.lists import ListPage, next_page, read_list
from crawler.pages.sheet import Sheet, read_sheet
from crawler.spiders.base import REDIRECTS, Yielded
from crawler.spiders.probing import ProbingSpider

if TYPE_CHECKING:
    from twisted.python.failure import Failure

API = "/wp-json/wp/v2"
_PER_PAGE = 100
_EVERY_ANSWER = {"handle_httpstatus_all": True}
_LISTS: Mapping[str, str] = {
    "document": "/ressources/documents-ressources/",
    "evenement": "/ressources/agenda-des-evenements/",
    "formation": "/ressources/formations/",
    "emploi": "/ressources/emplois/",
}
_NEWS = "/actus/"
_KNOWN_PAGES = (
    "/comedie-etudes-de-cas",
    "/comedie-les-parcours",
    "/comedie-methodes-et-outils",
    "/?p=39285",
    "/les-chartes-de-la-participation/",
    "/apropos/le-manifeste-2",
    "/revue_democraties/",
    "/?email_id=64&na=archive",
)
_REST_PRIORITY = 10


class IcpcSpider(ProbingSpider):
    """Ask the API first; its absence, refusal or failure leads to the pages."""

    name = "icpc"
    addresses_class = IcpcAddresses

    def seeds(self) -> Iterable[Request]:
        if self.starts and self.base_url == self.source.home:
            yield from super().seeds()
            return
        yield self._rest_request("/types", self.parse_types, errback=self.rest_absent)

    # --- the API -------------------------------------------------------------------------------

    def _rest_request(self, path: str, callback: Any, errback: Any = None, **state: Any) -> Request:
        return Request(
            f"{self.base_url}{API}{path}",
            callback=callback,
            errback=errback,
            cb_kwargs=state,
            meta=dict(_EVERY_ANSWER),
            priority=_REST_PRIORITY,
        )

    def rest_absent(self, failure: Failure) -> Iterator[Yielded]:
        """The API cannot be asked (robots, network): the pages are the other way in."""
        yield from self.page_seeds(())

    def parse_types(self, response: Response) -> Iterator[Yielded]:
        """Which types the API gives; the pages when it gives none."""
        answer = _json(response)
        types = {
            name: str(values.get("rest_base") or name)
            for name, values in (answer.items() if isinstance(answer, dict) else ())
            if name in SHAPE_OF_TYPE and isinstance(values, dict)
        }
        if response.status != 200 or not types:
            yield from self.page_seeds(())
            return
        known = Known(types=types)
        yield self._rest_request("/taxonomies", self.parse_taxonomies, known=known.to_json())

    def parse_taxonomies(self, response: Response, known: dict[str, Any]) -> Iterator[Yielded]:
        """What is to be known before the works: the terms, the files, and which works there are."""
        answer = _json(response)
        taxonomies = answer if isinstance(answer, dict) else {}
        todo = [
            ["terms", name, f"/{values.get('rest_base') or name}?per_page={_PER_PAGE}"]
            for name, values in taxonomies.items()
            if isinstance(values, dict) and name not in ("nav_menu", "post_tag", "category")
        ]
        todo.append(["media", "", f"/media?per_page={_PER_PAGE}"])
        todo += [
            ["works", "", f"/{collection}?per_page={_PER_PAGE}&_fields=link"]
            for collection in known["types"].values()
        ]
        yield from self._next_known(todo, known)

    def _next_known(self, todo: list[list[str]], known: dict[str, Any]) -> Iterator[Yielded]:
        """One request after the other until all is known, then the works."""
        if todo:
            path = todo[0][2]
            yield self._rest_request(
                f"{path}&page=1", self.parse_known, todo=todo, known=known, page=1
            )
            return
        yield from self._collections(known)

    def parse_known(
        self, response: Response, todo: list[list[str]], known: dict[str, Any], page: int
    ) -> Iterator[Yielded]:
        what, name, path = todo[0]
        answer = _json(response)
        if not isinstance(answer, list):
            yield _rest_note(response)
            yield from self._next_known(todo[1:], known)
            return
        now = self._learnt(what, name, answer, Known.from_json(known)).to_json()
        if page < _total_pages(response):
            state = {"todo": todo, "known": now, "page": page + 1}
            yield self._rest_request(f"{path}&page={page + 1}", self.parse_known, **state)
        else:
            yield from self._next_known(todo[1:], now)

    def _learnt(self, what: str, name: str, answer: Sequence[Any], known: Known) -> Known:
        if what == "terms":
            return known.with_terms(name, answer)
        if what == "media":
            return known.with_media(answer)
        return known.with_works(answer, self.site)

    def _collections(self, known: dict[str, Any]) -> Iterator[Yielded]:
        """The first page of each collection, and what only pages show."""
        covered = Known.from_json(known).covered
        for type_ in known["types"]:
            yield self._collection_request(type_, 1, known)
        for type_ in _LISTS:
            if type_ not in known["types"]:  # a type that the site keeps out of its API
                yield from self._seeds_of_type(type_, covered)
        yield from self.page_seeds(covered)

    def _collection_request(self, type_: str, page: int, known: dict[str, Any]) -> Request:
        path = f"/{known['types'][type_]}?per_page={_PER_PAGE}&page={page}"
        return self._rest_request(path, self.parse_collection, type_=type_, page=page, known=known)

    def parse_collection(
        self, response: Response, type_: str, page: int, known: dict[str, Any]
    ) -> Iterator[Yielded]:
        """Up to a hundred works; the first page leads to the others and to the list to check."""
        answer = _json(response)
        if not isinstance(answer, list):
            yield _rest_note(response)
            yield from self._seeds_of_type(type_)
            return
        if page == 1:
            for number in range(2, _total_pages(response) + 1):
                yield self._collection_request(type_, number, known)
            yield from self._counter_check(type_, response)
        learnt = Known.from_json(known)
        for item in answer:
            reading = read_item(item, self.site, learnt)
            yield from self.kept(reading, response)
            for link in reading.links:
                yield from self.follow_uncovered(link.url, link.text, learnt.covered)

    def _counter_check(self, type_: str, response: Response) -> Iterator[Request]:
        """The printed counter of a list is compared with the total that the API announces."""
        total = _header_number(response, "X-WP-Total")
        if total is not None and type_ in _LISTS:
            url = f"{self.base_url}{_LISTS[type_]}"
            yield self.probe(url).replace(callback=self.parse_counter, cb_kwargs={"total": total})

    def parse_counter(self, response: Response, total: int) -> Iterator[Yielded]:
        if response.status != 200 or not self.is_page(response):
            return
        html, notes = self.html_of(response)
        yield from notes
        sheet = read_sheet(html, response.url, self.site)
        counter = read_list(sheet, response.url, self.site).counter
        only_listed = read_listed(sheet, response.url, self.site)
        yield from self.kept(only_listed, response)
        yield from _counter_note(response.url, counter, total + len(only_listed.records))

    # --- the pages -----------------------------------------------------------------------------

    def page_seeds(self, covered: Sequence[str]) -> Iterator[Request]:
        """The home page, then the lists and the sitemap when the API does not give the works."""
        yield self.page_request(f"{self.base_url}/", covered=list(covered))
        if covered:
            return
        for type_ in _LISTS:
            yield from self._seeds_of_type(type_)
        yield self.probe(f"{self.base_url}{_NEWS}")
        yield from self.sitemap_probes()
        if self.base_url == self.source.home:
            yield from (self.probe(self.base_url + path) for path in _KNOWN_PAGES)

    def _seeds_of_type(self, type_: str, covered: Sequence[str] = ()) -> Iterator[Request]:
        path = _LISTS.get(type_, _NEWS)
        state = {"covered": list(covered)} if covered else {}
        yield self.probe(f"{self.base_url}{path}").replace(cb_kwargs=state)

    def parse(
        self,
        response: Response,
        link_text: str = "",
        listed: Mapping[str, str] | None = None,
        covered: Sequence[str] = (),
        seen: int = 0,
        **_: Any,
    ) -> Iterator[Yielded]:
        if response.status in REDIRECTS:
            state = {"link_text": link_text, "listed": listed, "covered": list(covered)}
            for thing in self.redirected(response, **state):
                if not (isinstance(thing, Request) and self._is_covered(thing.url, covered)):
                    yield thing
            return
        if not self.is_page(response):
            yield from self.unclaimed(response, link_text)
            return
        html, notes = self.html_of(response)
        yield from notes
        sheet = read_sheet(html, response.url, self.site)
        if note := disguise_of(sheet, response.url):
            yield note
            return
        if elsewhere := self._said_elsewhere(sheet, response.url):
            yield from self.follow_uncovered(elsewhere, link_text, covered)
        else:
            about = Listed(**listed) if listed else None
            yield from self.kept(icpc_reading(sheet, response.url, self.site, about), response)
            yield from self._list_steps(sheet, response, covered, seen)
        for link in sheet.everywhere:
            yield from self.follow_uncovered(link.url, link.text, covered)

    def _said_elsewhere(self, sheet: Sheet, url: str) -> str:
        """The address that a short link's page says is its own, when it is another of the site."""
        if not sheet.canonical or not self.site.is_within(sheet.canonical):
            return ""
        canonical = self.canonical(sheet.canonical)
        is_short = shape_at(url, self.site) is Shape.NEWS
        return canonical if is_short and canonical != self.canonical(url) else ""

    def follow_uncovered(self, url: str, text: str, covered: Sequence[str]) -> Iterator[Request]:
        """A link, unless the API gives what it shows, or it is a list walked from its seed."""
        if not self.site.is_within(url) or self.site.names_a_file(normalise_url(url)):
            return
        shape = shape_at(url, self.site)
        if shape in (Shape.LIST, Shape.HOME, Shape.FILE) or self._is_covered(url, covered):
            return
        if covered and shape is Shape.ARCHIVE:
            return
        yield from self.follow(url, text, covered=list(covered))

    def _is_covered(self, url: str, covered: Sequence[str]) -> bool:
        return bool(covered) and self.site.record_id(url) in covered

    def followed_from_sitemap(self, url: str) -> Iterator[Yielded]:
        yield from self.follow_uncovered(url, "", ())

    def _list_steps(
        self, sheet: Sheet, response: Response, covered: Sequence[str], seen: int
    ) -> Iterator[Yielded]:
        """The works a list names or holds, the next page of a paged list, its counter at the end."""
        url = response.url
        if shape_at(url, self.site) not in (Shape.LIST, Shape.ARCHIVE):
            return
        page = read_list(sheet, url, self.site)
        for item in page.items:
            listed = {"authors": item.listed.authors, "year": item.listed.year}
            listed["type_term"] = item.listed.type_term
            if not self._is_covered(item.url, covered):
                yield from self.follow(item.url, item.title, listed=listed, covered=list(covered))
        only_listed = read_listed(sheet, url, self.site)
        yield from self.kept(only_listed, response)
        if page.counter is not None:
            found = seen + len(page.items) + len(only_listed.records)
            yield from self._paged(page, url, covered, found)

    def _paged(
        self, page: ListPage, url: str, covered: Sequence[str], seen: int
    ) -> Iterator[Yielded]:
        is_paged = _LISTS["document"] in url
        if is_paged and page.items and page.counter is not None and seen < page.counter:
            following = next_page(url, self.site)
            yield self.page_request(following, covered=list(covered), seen=seen)
            return
        yield from _counter_note(url, page.counter, seen)


def _json(response: Response) -> Any:
    """What a REST answer holds; None for an error, and for what is no JSON."""
    if response.status != 200:
        return None
    try:
        return json.loads(response.body)
    except ValueError:
        return None


def _header_number(response: Response, name: str) -> int | None:
    text = (response.headers.get(name) or b"").decode("latin-1")
    return int(text) if text.isascii() and text.isdigit() else None


def _total_pages(response: Response) -> int:
    return _header_number(response, "X-WP-TotalPages") or 1


def _rest_note(response: Response) -> Note:
    return Note(
        "rest_failed",
        response.url,
        "L'interface REST n'a pas donné cette liste ; les pages sont lues à sa place.",
        value=str(response.status),
        remedy="Rien à faire si les fiches sont là ; sinon, relancer la moisson.",
    )


def _counter_note(url: str, printed: int | None, found: int) -> Iterator[Note]:
    if printed is None or printed == found:
        return
    yield Note(
        "count_mismatch",
        url,
        f"Le site annonce {printed} entrées dans cette liste ; {found} ont été trouvées.",
        value=f"{printed} annoncées, {found} trouvées",
        remedy="Comparer la liste du site et les fiches moissonnées.",
    )
