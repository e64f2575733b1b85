"""The environment of the engines we are compared with, beside Souffleur's own.

    python -m benchmarks.peers FOLDER

makes a virtual environment in FOLDER with what `peers.txt` names, and lets it see this one's
packages, so that Souffleur and its peers run in one process. Then SOUFFLEUR_PEERS=FOLDER lets
`make bench` use it. Xapian, which PyPI does not have, is taken from Debian's python3-xapian when
that is installed for the same version of Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).with_name("peers.txt")
DEBIAN_XAPIAN = Path("/usr/lib/python3/dist-packages/xapian")
SHARED_VARIABLE = "SOUFFLEUR_SHARED_DATA"
PEERS_VARIABLE = "SOUFFLEUR_PEERS"


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("python -m benchmarks.peers FOLDER")
    folder = Path(sys.argv[1])
    venv.create(folder, with_pip=False)
    pip = next((ROOT / "tools").glob("pip-*.whl")) / "pip"
    order = [str(pip), "install", "--quiet", "--only-binary", ":all:", "-r", str(LIST)]
    subprocess.run([_python(folder), *order], check=True)
    packages = _packages(folder)
    (packages / "souffleur-peers.pth").write_text(sysconfig.get_path("purelib") + "\n")
    if _has_xapian_of_this_python() and not (packages / "xapian").exists():
        (packages / "xapian").symlink_to(DEBIAN_XAPIAN)
    print(f"{PEERS_VARIABLE}={folder.resolve()} make bench")


def python_of_peers() -> str | None:
    """The interpreter with the peers: this one if it has them, or that of SOUFFLEUR_PEERS."""
    if find_spec("tantivy"):
        return sys.executable
    folder = os.environ.get(PEERS_VARIABLE)
    return _python(Path(folder)) if folder else None


def shared_data(given: Path | None = None) -> Path:
    """The folder of collections and texts. Ends the program when it was not given."""
    folder = given or Path(os.environ.get(SHARED_VARIABLE, ""))
    if folder == Path() or not folder.is_dir():
        raise SystemExit(
            f"The folder of real texts and question sets is needed: --data or {SHARED_VARIABLE}."
        )
    return folder


def _python(folder: Path) -> str:
    return str(folder / "bin" / "python")


def _packages(folder: Path) -> Path:
    return Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))


def _has_xapian_of_this_python() -> bool:
    tag = f"cpython-{sys.version_info.major}{sys.version_info.minor}-"
    return any(DEBIAN_XAPIAN.glob(f"_xapian.{tag}*.so"))


if __name__ == "__main__":
    main()
