"""The key that signs the browser's cookie: made once, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from pathlib import Path

from corpus.errors import ConfigError

FILE_NAME = "secret.key"
SHORTEST_KEY = 32


def read_or_make_key(home: Path) -> str:
    """The key kept in `home`, made at the first start.

    Several processes starting at once end up with one key. Raises `ConfigError` when the file is
    readable by others, or too short to be a key.
    """
    path = home / FILE_NAME
    try:
        if not path.exists():
            home.mkdir(parents=True, exist_ok=True)
            _make(path)
        return _checked(path)
    except OSError as error:
        raise ConfigError(
            f"La clé {path} ne peut être ni lue ni écrite ({error.strerror}). "
            "Vérifiez les droits du dossier, ou choisissez-en un autre avec SOUFFLEUR_HOME."
        ) from error


def _make(path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # created as 0600
    partial = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(SHORTEST_KEY))
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(partial)  # unlike a rename, never replaces a key made meanwhile
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _checked(path: Path) -> str:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise ConfigError(
            f"La clé {path} est lisible par d'autres que son propriétaire (droits {mode:04o}). "
            f"Corrigez-les : chmod 600 {path}."
        )
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST_KEY:
        raise ConfigError(
            f"La clé {path} compte {len(key)} caractères : il en faut au moins {SHORTEST_KEY}. "
            "Effacez ce fichier : une nouvelle clé sera faite au prochain démarrage."
        )
    return key
