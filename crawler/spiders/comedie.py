"""comedie.org: the pages of the self-training path and the sheets they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.addresses import ComedieAddresses
from crawler.pages.comedie import comedie_reading
from crawler.pages.disguises import disguise_of
from crawler.pages.sheet import Sheet, read_sheet
from crawler.spiders.base import REDIRECTS, Yielded
from crawler.spiders.probing import ProbingSpider

_ARCHIVES = ("/fiche/", "/etapes/", "/popup/")
_KNOWN_PAGES = (
    "/quisommesnous/",
    "/etapes/quest-ce-que-la-concertation/",
    "/etapes/161-2/",
    "/etapes/9-le-processus-de-concertation-etapes-et-outils/",
    "/etapes/7-comment-mobiliser-2/",
    "/etapes/les-fonctions-de-lanimateur/",
    "/etapes/les-competences-de-lanimateur/",
    "/etapes/12-suis-je-legitime-pour-animer-la-concertation/",
    "/etapes/mediation-et-negociation-quelle-place-dans-la-concertation/",
    "/etapes/comment-organiser-la-prise-de-decision/",
    "/etapes/comment-formaliser-et-suivre-laccord/",
    "/etapes/evaluer-capitaliser/",
    "/etapes/quelle-place-donner-a-lexpertise-dans-la-concertation/",
    "/etapes/les-savoirs-des-autres-une-source-de-conflits/",
    "/etapes/faire-dialoguer-les-savoirs-un-enjeu-democratique-complexe/",
    "/popup/on-risque-de-susciter-de-faux-espoirs-ou-de-provoquer-des-conflits/",
    "/popup/on-parle-de-concertation-alors-que-les-decisions-sont-deja-prises/",
    "/popup/quand-on-concerte-les-citoyens-on-a-beaucoup-davis-et-pas-toujours-realistes/",
    "/fiche/citoyens-pour-leau/",
    "/fiche/gestion-des-conflits-dusage-en-vallee-du-leguer/",
    "/fiche/faciliter-la-concertation-a-bon-processus-bon-consensus/",
    "/fiche/memo-place-et-role-de-lanimateur-de-concertation/",
)


class ComedieSpider(ProbingSpider):
    """No REST and no listing of steps is known: follow links from the home page and the archives.

    The pages known by name are asked for too on the real site, whose archives may answer nothing.
    """

    name = "comedie"
    addresses_class = ComedieAddresses

    def seeds(self) -> Iterable[Request]:
        yield from super().seeds()
        if self.starts and self.base_url == self.source.home:
            return
        yield from self.sitemap_probes()
        if self.base_url == self.source.home:
            yield from (self.probe(f"{self.base_url}{path}") for path in _ARCHIVES)
            yield from (self.page_request(f"{self.base_url}{path}") for path in _KNOWN_PAGES)

    def parse(self, response: Response, link_text: str = "", **_: Any) -> Iterator[Yielded]:
        if response.status in REDIRECTS:
            yield from self.redirected(response, link_text=link_text)
            return
        if not self.is_page(response):
            yield from self.unclaimed(response, link_text)
            return
        html, notes = self.html_of(response)
        yield from notes
        sheet = read_sheet(html, response.url, self.site, link_text)
        if note := disguise_of(sheet, response.url):
            yield note
            return
        if not self.site.is_listing(response.url):
            yield from self.kept(comedie_reading(sheet, response.url, self.site), response)
        yield from self.links_of_sheet(sheet)

    def links_of_sheet(self, sheet: Sheet) -> Iterator[Request]:
        """Every link of the page, boxes and menus included; files go with their record."""
        for link in sheet.everywhere:
            if not self.site.names_a_file(link.url):
                yield from self.follow(link.url, link.text)
