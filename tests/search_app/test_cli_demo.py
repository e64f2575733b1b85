"""The demonstration's site and ports; the whole of it is in tests/end_to_end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.errors import ConfigError
from search_app.cli import demo, souffleur


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_before_anything_is_harvested(tmp_path: Path, taken: int) -> None:
    home = tmp_path / "home"
    order = ["--home", str(home), "demo", "--small", "--port", str(taken)]
    answer = CliRunner().invoke(souffleur, order)
    assert isinstance(answer.exception, ConfigError)
    assert f"Le port {taken}" in answer.exception.message
    assert "--port" in answer.exception.message
    assert not home.exists()


def test_sites_take_other_ports_when_the_usual_ones_are_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], taken: int
) -> None:
    monkeypatch.setattr(demo, "SITE_PORTS", (taken, 0))
    assert demo.usual_ports() == (0, 0)
    assert str(taken) in capsys.readouterr().err


def test_the_usual_ports_are_taken_when_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "SITE_PORTS", (0, 0))
    assert demo.usual_ports() is demo.SITE_PORTS


def test_the_sites_end_with_a_demonstration_that_is_killed() -> None:
    code = (
        "from search_app.cli.demo import demonstration_site\n"
        "with demonstration_site(small=True, ports=(0, 0)) as sites:\n"
        "    print(sites.comedie, flush=True)\n"
        "    input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline().strip().rpartition(":")[2])
        assert not demo.is_free(port)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    assert wait_until_free(port)


def wait_until_free(port: int) -> bool:
    for _ in range(200):
        if demo.is_free(port):
            return True
        time.sleep(0.05)
    return False


def test_ctrl_c_in_the_terminal_does_not_reach_the_sites() -> None:
    """The terminal sends it to all of its group: the sites are in one of their own."""
    with demo.demonstration_site(small=True, ports=(0, 0)) as sites:
        port = int(sites.icpc.rpartition(":")[2])
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        groups = {os.getpgid(int(child)) for child in children}
        assert os.getpgid(0) not in groups
    assert wait_until_free(port)
