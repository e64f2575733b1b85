from __future__ import annotations

import pytest

from corpus.sample.comedie import ComedieSite
from corpus.sample.icpc import IcpcSite
from corpus.sample.library import Library, library


@pytest.fixture(scope="session")
def full() -> Library:
    return library()


@pytest.fixture(scope="session")
def comedie(full: Library) -> ComedieSite:
    return ComedieSite(full, "http://127.0.0.1:8001")


@pytest.fixture(scope="session")
def icpc(full: Library) -> IcpcSite:
    return IcpcSite(full, "http://127.0.0.1:8002", rest_open=False)


@pytest.fixture(scope="session")
def icpc_with_rest(full: Library) -> IcpcSite:
    return IcpcSite(full, "http://127.0.0.1:8002")
