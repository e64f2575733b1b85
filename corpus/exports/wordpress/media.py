"""Files sent once, whatever the number of articles that hold them.

A file goes under a name that ends with the beginning of its SHA-256: WordPress makes its slug of it,
and by that slug a file is found that was received though the answer was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from corpus.errors import FileMissing
from corpus.exports.mapping import Attachment
from corpus.exports.names import slug_of
from corpus.exports.sent import Sent, What
from corpus.exports.sent_rows import SentThings
from corpus.exports.wordpress.site import RequestRefused, Site
from corpus.files import FileStore

EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": "pdf",
        "application/msword": "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.oasis.opendocument.text": "odt",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
        "application/vnd.ms-powerpoint": "ppt",
        "text/plain": "txt",
        "image/jpeg": "jpg",
        "image/png": "png",
    }
)
"""The types WordPress takes from everybody who may send files, and the extension each must have."""

_EXTENSION = re.compile(r"\.\w{1,5}$")
_LONGEST_NAME = 80


class MediaRefused(Exception):
    """This file cannot be sent; its article is, with a link to where the file was."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A file on the site: `new` when this run put it there."""

    remote_id: int
    url: str
    new: bool = False


@dataclass(slots=True)
class Media:
    """The files on the site."""

    site: Site
    things: SentThings
    files: FileStore
    recreate: bool = False
    created: int = 0
    _sent: dict[str, Sent] = field(default_factory=dict)
    _deleted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._sent = self.things.of(What.MEDIA)

    def place(self, attachment: Attachment) -> Placed:
        """Where the file is on the site, sent if it was not. Raises `MediaRefused`."""
        sent = self._sent.get(attachment.sha256)
        if sent and self._is_there(sent):
            return Placed(sent.remote_id, sent.remote_url)
        if sent and not self.recreate:
            self._deleted.add(attachment.sha256)
            raise MediaRefused(
                f"Le fichier « {attachment.name} » a été supprimé de la médiathèque : il n'est pas "
                "renvoyé (--recreate le renvoie)."
            )
        try:
            placed = self.site.patiently(lambda: self._find_or_send(attachment))
        except (RequestRefused, FileMissing) as error:
            raise MediaRefused(
                f"Le fichier « {attachment.name} » n'a pas été pris : {error}."
            ) from error
        kept = Sent(What.MEDIA, attachment.sha256, placed.remote_id, placed.url)
        self.things.keep(kept)
        self._sent[attachment.sha256] = kept
        return placed

    def attach(self, placed: Placed, post: int) -> None:
        """Says which article the file belongs to."""
        self.site.patiently(lambda: self.site.command(f"media/{placed.remote_id}", {"post": post}))

    def addresses(self, attachments: Iterable[Attachment]) -> dict[str, str]:
        """The new addresses of the files that are on the site, by their old ones."""
        there = (a for a in attachments if a.sha256 not in self._deleted)
        known = ((a.url, self._sent.get(a.sha256)) for a in there)
        return {url: sent.remote_url for url, sent in known if sent}

    def _is_there(self, sent: Sent) -> bool:
        try:
            self.site.get(f"media/{sent.remote_id}", context="edit", _fields="id")
        except RequestRefused as refused:
            if refused.gone:
                return False
            raise
        return True

    def _find_or_send(self, attachment: Attachment) -> Placed:
        name = file_name(attachment)
        found = self.site.get(
            "media", slug=name.rsplit(".", 1)[0], context="edit", status="inherit"
        )
        if isinstance(found, list) and found:
            return _placed(found[0])
        path = self.files.path(attachment.sha256)
        if not path.stat().st_size:
            raise MediaRefused(f"Le fichier « {attachment.name} » est vide : il n'est pas envoyé.")
        row = self.site.upload(path, name, attachment.media_type)
        self.created += 1
        return _placed(row, new=True)


def file_name(attachment: Attachment) -> str:
    """`bilan-3f2a9c81d0b4.pdf`. Raises `MediaRefused` for a type WordPress does not take."""
    extension = EXTENSIONS.get(attachment.media_type)
    if extension is None:
        raise MediaRefused(
            f"Le fichier « {attachment.name} » est d'un type que WordPress ne prend pas "
            f"({attachment.media_type or 'inconnu'}) : l'article garde le lien d'origine."
        )
    stem = slug_of(_EXTENSION.sub("", attachment.name))[:_LONGEST_NAME].strip("-") or "fichier"
    return f"{stem}-{attachment.sha256[:12]}.{extension}"


def _placed(row: Mapping[str, Any], *, new: bool = False) -> Placed:
    return Placed(int(row["id"]), str(row.get("source_url", "")), new)
