"""The server speaks HTTP/1.1: connections kept, lengths said, conditional requests answered."""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from corpus.sample.server import Demonstration, main, serve_sample


@pytest.fixture(scope="module")
def served() -> Iterator[Demonstration]:
    with serve_sample(small=True) as demonstration:
        yield demonstration


def connect(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    return http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)


def get(
    connection: http.client.HTTPConnection, target: str, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", target, headers=named)
    response = connection.getresponse()
    return response, response.read()


def test_a_connection_serves_many_pages(served: Demonstration) -> None:
    connection = connect(served.comedie_url)
    get(connection, "/")
    socket = connection.sock
    for target in ("/fiche/", "/nulle-part/", "/fiche"):
        response, body = get(connection, target)
        assert int(response.headers["Content-Length"]) == len(body)
    assert connection.sock is socket
    connection.close()


def test_a_page_that_has_not_changed_answers_304(served: Demonstration) -> None:
    connection = connect(served.icpc_url)
    response, body = get(connection, "/document/animer-un-atelier-a-distance")
    assert response.status == 200
    assert body
    for name in ("ETag", "Last-Modified"):
        asked = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[name]
        again, nothing = get(
            connection,
            "/document/animer-un-atelier-a-distance",
            **{asked: response.headers[name]},
        )
        assert (again.status, nothing) == (304, b"")
        assert again.headers["ETag"] == response.headers["ETag"]
    connection.close()


def test_another_tag_or_a_bad_date_gives_the_page(served: Demonstration) -> None:
    connection = connect(served.icpc_url)
    for headers in ({"If_None_Match": '"autre"'}, {"If_Modified_Since": "hier"}):
        response, body = get(connection, "/actus/", **headers)
        assert response.status == 200
        assert body
    connection.close()


def test_head_gives_the_length_and_no_body(served: Demonstration) -> None:
    connection = connect(served.icpc_url)
    connection.request("HEAD", "/actus/")
    response = connection.getresponse()
    assert response.read() == b""
    assert int(response.headers["Content-Length"]) > 1000
    connection.close()


def test_files_are_served_byte_for_byte(served: Demonstration) -> None:
    connection = connect(served.comedie_url)
    name = "231113_Session_de_lancement_et_participants.pdf"
    response, body = get(connection, f"/wp-content/uploads/2019/05/{name}")
    assert response.headers["Content-Type"] == "application/pdf"
    assert body.startswith(b"%PDF-")
    response, body = get(connection, "/wp-content/uploads/2019/05/programme-vide.pdf")
    assert (response.status, response.headers["Content-Length"], body) == (200, "0", b"")
    connection.close()


def test_rest_links_carry_the_served_address(served: Demonstration) -> None:
    connection = connect(served.icpc_url)
    _, body = get(connection, "/wp-json/wp/v2/posts?per_page=1")
    escaped = served.icpc_url.replace("/", "\\/")
    assert f'"link":"{escaped}\\/?p='.encode() in body
    connection.close()


def test_rest_can_be_closed() -> None:
    with serve_sample(small=True, rest=False) as demonstration:
        connection = connect(demonstration.icpc_url)
        assert get(connection, "/wp-json/")[0].status == 404
        connection.close()


def test_a_port_that_is_taken_is_said_in_a_sentence(
    served: Demonstration, capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(urlsplit(served.comedie_url).port)
    assert main(["--small", "--ports", port, "0"]) == 1
    said = capsys.readouterr().err
    assert port in said
    assert "--ports" in said


def test_importing_the_folder_imports_nothing_else() -> None:
    code = "import sys, corpus.sample; print([m for m in sys.modules if m.startswith('corpus.')])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['corpus.sample']"
