"""Fixtures every test may use, and the rule about what a machine may lack.

A test that needs a program outside Python says so with `needs`: without it the test is skipped
with the reason, except where CI=true, where it fails.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("souffleur", deadline=None)
settings.load_profile("souffleur")


@pytest.fixture(scope="session")
def needs() -> Callable[[str, str], str]:
    """`needs("tesseract", "apt install tesseract-ocr")` → the program's path, or a skip."""

    def find(program: str, remedy: str) -> str:
        found = shutil.which(program)
        if found:
            return found
        reason = f"{program} is not installed ({remedy})"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)

    return find
