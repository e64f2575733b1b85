"""Events, trainings and offers that only a list shows, in both ways into the site."""

from __future__ import annotations

import json

import pytest

from corpus.record import Record
from corpus.sources import ICPC
from crawler.addresses import IcpcAddresses
from crawler.pages.listed import read_listed
from crawler.pages.sheet import read_sheet
from crawler.spiders.icpc import IcpcSpider
from tests.crawler.small_site import Answer, fixed, serving
from tests.crawler.walking import Harvest, walk

AGENDA = "/ressources/agenda-des-evenements/"
SITE = IcpcAddresses(ICPC, ICPC.home)
OWN_PAGE = "<div><h3><a href='/evenement/a'>A</a></h3><p>Proposé par : ICPC</p></div>"
LISTED = """<div><h3>Café-débat</h3><p>Proposé par : Groupe local de Lyon ; ICPC</p>
<p>Le 15 janvier 2027</p><p>18:30:00 - 18:30:00</p><p>Lieu : Lyon (Rhône)</p>
<p>Chacun vient avec une situation.</p><h4>Inscription</h4>
<p>Par <a href='https://forms.example/x'>formulaire</a>.</p></div>"""


def listed(body: str, path: str = AGENDA) -> list[Record]:
    html = f"<title>Liste</title><main><h1>Liste</h1>{body}</main>"
    url = f"https://i-cpc.org{path}"
    return list(read_listed(read_sheet(html, url, SITE), url, SITE).records)


def test_an_event_without_a_page_is_a_record_with_all_that_the_list_says() -> None:
    (event,) = listed(OWN_PAGE + LISTED)
    assert (event.kind, event.title) == ("event", "Café-débat")
    assert [credit.name for credit in event.credits] == ["Groupe local de Lyon", "ICPC"]
    assert event.date is not None
    assert event.date.value == "2027-01-15"
    assert event.time == ""  # the same start and end is how the site says that it is not known
    assert [place.code for place in event.places] == ["com-69123"]
    assert [link.url for link in event.links_out] == ["https://forms.example/x"]
    assert "Inscription" in event.text
    assert event.extracted_from is not None
    assert event.url == f"https://i-cpc.org{AGENDA}#{event.extracted_from.anchor}"


def test_an_event_stays_the_same_record_as_the_list_rolls() -> None:
    (before,) = listed(OWN_PAGE + LISTED)
    after = listed(LISTED.replace("Café-débat", "Autre") + LISTED)
    assert before in after


def test_two_meetings_of_one_title_are_told_apart_by_their_day() -> None:
    later = LISTED.replace("15 janvier", "12 février")
    assert len({event.id for event in listed(LISTED + later)}) == 2


def test_the_headings_of_the_list_itself_are_no_events() -> None:
    past = "<h2>Évènements passés</h2>"
    assert listed(f"<h2>Filtrer</h2><p>Par mois</p>{past}{OWN_PAGE}{OWN_PAGE}") == []


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        (
            "/ressources/formations/",
            "<h3>Dialogue territorial</h3><p>Organisme : Ifrée</p><p>Trois jours.</p>",
            "training",
        ),
        (
            "/ressources/emplois/",
            "<h3>Parc imaginé (Nantes – Loire-Atlantique) – chargée de mission</h3><p>CDD.</p>",
            "job",
        ),
    ],
)
def test_trainings_and_offers_are_read_so_too(path: str, body: str, kind: str) -> None:
    (work,) = listed(body, path)
    assert work.kind == kind
    assert work.organisations


def test_other_pages_hold_no_listed_works() -> None:
    assert listed(LISTED, "/une-page/") == []


def rest(value: object, total: int = 0) -> Answer:
    headers = {"Content-Type": "application/json", "X-WP-Total": str(total)}
    return Answer(json.dumps(value).encode(), headers=headers)


def walked(types: dict[str, object]) -> Harvest:
    """A site of two events, one with a page, whose API gives those types (and one document)."""
    api = "/wp-json/wp/v2"
    document = {"id": 1, "type": "document", "status": "publish", "link": "/document/d"}
    document |= {"title": {"rendered": "D"}, "content": {"rendered": "<p>Texte de D.</p>"}}
    page = f"<title>Agenda</title><main><h1>Agenda</h1><p>2 évènements trouvés</p>{OWN_PAGE}"
    answers = {
        f"{api}/types": rest(types),
        f"{api}/taxonomies": rest({}),
        f"{api}/media?per_page=100&page=1": rest([]),
        AGENDA: Answer(f"{page}{LISTED}</main>".encode()),
        "/evenement/a": Answer(b"<h1>A</h1><p>Texte de A.</p>"),
    }
    with serving(lambda path: fixed(answers)(path)) as (base, _):
        document["link"] = f"{base}/document/d"
        event = document | {"type": "evenement", "link": f"{base}/evenement/a"}
        for name, work in (("document", document), ("evenement", event)):
            if name in types:
                for fields in ("", "&_fields=link"):
                    path = f"{api}/{name}?per_page=100{fields}&page=1"
                    answers[path] = rest([work], 1)
        return walk(IcpcSpider(base_url=base))


@pytest.mark.parametrize("types", [["document", "evenement"], ["document"], []])
def test_listed_events_are_found_whatever_the_api_gives(types: list[str]) -> None:
    """A site may keep a type out of its API: its list is then walked."""
    harvest = walked({name: {"rest_base": name} for name in types})
    assert harvest.kinds().get("event") == 2
    assert "count_mismatch" not in harvest.codes()
