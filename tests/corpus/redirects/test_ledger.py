from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import insert, update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.catalogue.file_rows import FileRow
from corpus.database import Database
from corpus.doubles.store import Doubles
from corpus.record import ExtractedFrom, Record
from corpus.redirects.ledger import NewSite, read_legacy
from corpus.redirects.planning import Plan, Rule, plan_of
from tests.corpus.doubles.texts import page, prose

OLD = "https://www.comedie.org"
BASE = "https://new.org"
ONE = page("/fiche/un/", prose(1), urls=(f"{OLD}/fiche/un/", f"{OLD}/?p=12"))
TWO = page("/fiche/deux/", prose(2), "Deux")
COPY = page("/document/un", prose(1), source="icpc")
ITEMS = [
    page(
        f"/tout#{n}",
        prose(5 + n),
        f"Partie {n}",
        extracted_from=ExtractedFrom(f"{OLD}/tout", str(n), n),
    )
    for n in (2, 1)
]


@pytest.fixture
def filled(database: Database, catalogue: Catalogue) -> Database:
    catalogue.put([ONE, TWO, COPY, *ITEMS])
    return database


def planned(database: Database, target: str = "") -> Plan:
    return plan_of(*read_legacy(database, NewSite(BASE, target)))


def rule(database: Database, path: str, target: str = "") -> Rule:
    found = planned(database, target).rule_of(f"{OLD}{path}")
    assert found is not None
    return found


def set_record(database: Database, record: Record, **values: str) -> None:
    with database.write() as connection:
        where = t.records.c.id == record.id
        connection.execute(update(t.records).where(where).values(**values))


def put_page(database: Database, path: str, **values: object) -> None:
    row: Mapping[str, object] = {
        "source": "comedie",
        "url_key": path,
        "url": f"{OLD}{path}",
        "run_id": 1,
        "status": 200,
        "fetched_at": "",
    }
    with database.write() as connection:
        connection.execute(insert(t.pages).values(**{**row, **values}))


@pytest.mark.parametrize("path", ["/fiche/un/", "/fiche/un", "/?p=12"])
def test_every_address_of_a_record_leads_to_it(filled: Database, path: str) -> None:
    assert rule(filled, path).target == f"{BASE}/fiche/{ONE.id}"


def test_the_addresses_of_a_folded_double_lead_to_the_record_that_is_kept(filled: Database) -> None:
    assert rule(filled, "/document/un").target == f"{BASE}/fiche/{COPY.id}"
    doubles = Doubles(filled)
    doubles.find()
    assert rule(filled, "/document/un").target == f"{BASE}/fiche/{ONE.id}"
    doubles.choose(COPY.id, "camille", doubles.case(COPY.id).state)
    assert rule(filled, "/fiche/un/").target == f"{BASE}/fiche/{COPY.id}"


def test_what_was_exported_leads_to_where_it_was_exported(filled: Database) -> None:
    row = {"what": "record", "key": TWO.id, "remote_id": 7, "at": ""}
    with filled.write() as connection:
        for target in ("https://wp.org", "https://autre.org"):
            made = {"target": target, "remote_url": f"{target}/deux/"}
            connection.execute(insert(t.exports).values(**row, **made))
    assert rule(filled, "/fiche/deux/", "https://wp.org").target == "https://wp.org/deux/"
    assert rule(filled, "/fiche/un/", "https://wp.org").target == f"{BASE}/fiche/{ONE.id}"
    assert rule(filled, "/fiche/deux/").target == f"{BASE}/fiche/{TWO.id}"


def test_a_record_that_moved_leads_to_the_one_at_the_end(filled: Database) -> None:
    set_record(filled, ONE, standing="moved", moved_to=COPY.id)
    set_record(filled, COPY, standing="moved", moved_to=TWO.id)
    assert rule(filled, "/?p=12").target == f"{BASE}/fiche/{TWO.id}"


def test_records_that_move_round_are_refused(filled: Database) -> None:
    set_record(filled, ONE, standing="moved", moved_to=COPY.id)
    set_record(filled, COPY, standing="moved", moved_to=ONE.id)
    refusals = planned(filled).refusals
    assert {refusal.url for refusal in refusals} == {*ONE.urls, COPY.url}
    assert f"{ONE.id} → {COPY.id} → {ONE.id}" in refusals[0].sentence + refusals[-1].sentence


def test_a_withdrawn_record_is_gone(filled: Database) -> None:
    set_record(filled, TWO, standing="withdrawn")
    assert rule(filled, "/fiche/deux/").status == 410


def test_a_page_that_records_were_read_off_leads_to_the_first_of_them(filled: Database) -> None:
    put_page(filled, "/tout")
    assert rule(filled, "/tout#2").target == f"{BASE}/fiche/{ITEMS[1].id}"


def test_a_kept_file_leads_to_the_file(filled: Database) -> None:
    url, sha256 = f"{OLD}/wp-content/l%27eau.pdf", "a" * 64
    Catalogue(filled).keep_file(FileRow(url, sha256, "application/pdf", "l'eau 1.pdf", 10))
    assert (
        rule(filled, "/wp-content/l'eau.pdf").target == f"{BASE}/fichier/{sha256}/l%27eau%201.pdf"
    )


@pytest.mark.parametrize(
    "found", [{"status": 404}, {"status": 410}, {"status": 0, "state": "gone"}]
)
def test_a_page_that_was_gone_already_stays_gone(
    filled: Database, found: dict[str, object]
) -> None:
    put_page(filled, "/fiche/perdue/", **found)
    assert rule(filled, "/fiche/perdue/").status == 410


def test_a_page_that_led_elsewhere_leads_to_the_end_of_it(filled: Database) -> None:
    put_page(filled, "/ancien/", status=301, state="moved", moved_to=f"{OLD}/fiche/deux/")
    assert rule(filled, "/ancien/").target == f"{BASE}/fiche/{TWO.id}"


def test_a_page_a_person_discarded_is_gone(filled: Database) -> None:
    put_page(filled, "/panier/")
    verdict = {"source": "comedie", "url_key": "/panier/", "verdict": "ignored"}
    with filled.write() as connection:
        connection.execute(insert(t.page_verdicts).values(**verdict, by="camille", at=""))
    assert rule(filled, "/panier/").status == 410


def test_the_home_page_leads_home_and_a_list_is_told(filled: Database) -> None:
    put_page(filled, "/")
    put_page(filled, "/fiche/page/2/")
    assert rule(filled, "/").target == f"{BASE}/"
    assert [one.url for one in planned(filled).left] == [f"{OLD}/fiche/page/2/"]
