"""The bytes of kept files, and the text that was read in them."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, send_file

from corpus.catalogue.kept_files import KeptFile, kept_file
from corpus.fields import FILE_TYPES
from search_app.file_text import file_text
from search_app.formats import file_name
from search_app.headers import FILE_POLICY
from search_app.holdings import holdings
from search_app.interface import language

blueprint = Blueprint("files", __name__, url_prefix="/fichier")

INLINE = frozenset(("application/pdf", "text/plain", "image/png", "image/jpeg"))
"""What browsers show without acting on it; everything else is handed over as a download."""


@blueprint.get("/<sha256>/texte")
def text(sha256: str) -> str:
    file = kept_file(holdings().database, sha256)
    return render_template(
        "file_text.html",
        file=file,
        name=_shown_name(file),
        text=file_text(holdings().texts, file, language()),
    )


@blueprint.get("/<sha256>/<name>")
def content(sha256: str, name: str) -> Response:
    """`name` makes the address readable; what is served depends on the hash alone."""
    file = kept_file(holdings().database, sha256)
    inline = file.media_type in INLINE
    response = send_file(
        holdings().files.path(sha256),
        mimetype=file.media_type if inline else "application/octet-stream",
        as_attachment=not inline,
        download_name=_shown_name(file),
        etag=sha256,
        max_age=86_400,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def _shown_name(file: KeptFile) -> str:
    known = FILE_TYPES.get(file.media_type)
    return file_name(file.name or file.url.rsplit("/", 1)[-1], known[0] if known else "")
