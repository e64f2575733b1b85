"""The bytes of kept files, and the text that was read in them, whole or page by page."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request, send_file

from corpus.catalogue.kept_files import KeptFile, is_withdrawn, kept_file
from corpus.errors import FileWithdrawn
from corpus.fields import FILE_TYPES
from search_app.asking.query_args import read
from search_app.formats import file_name
from search_app.headers import FILE_POLICY, PDF_POLICY, READING_POLICY
from search_app.holdings import holdings
from search_app.interface import current_user, language
from search_app.shown.file_text import file_text

blueprint = Blueprint("files", __name__, url_prefix="/fichier")

PDF = "application/pdf"
INLINE = frozenset((PDF, "text/plain", "image/png", "image/jpeg"))
"""What browsers show without acting on it; everything else is handed over as a download."""


@blueprint.get("/<sha256>/texte")
def text(sha256: str) -> str:
    file = _file(sha256)
    return render_template(
        "file_text.html",
        file=file,
        name=_shown_name(file),
        text=file_text(holdings().texts, file, language()),
    )


@blueprint.get("/<sha256>/page/<int:number>")
def page(sha256: str, number: int) -> Response:
    """One page's text, the words of the search marked in it, beside the file itself."""
    file = _file(sha256)
    query = read(request.args.items(multi=True))
    found = file_text(holdings().texts, file, language())
    pages = {page.number: page for page in found.pages}
    if number not in pages:
        abort(404)
    spans = holdings().engine.marked(query, [p.text for p in found.pages], holdings().synonyms)
    marked = {p.number: marks for p, marks in zip(found.pages, spans, strict=True) if marks}
    numbers = sorted(pages)
    rank = numbers.index(number)
    answer = render_template(
        "file_page.html",
        file=file,
        name=_shown_name(file),
        query=query,
        text=found,
        page=pages[number],
        spans=marked.get(number, ()),
        matching=[(n, len(spans)) for n, spans in sorted(marked.items())],
        previous=numbers[rank - 1] if rank else None,
        following=numbers[rank + 1] if rank + 1 < len(numbers) else None,
        last=numbers[-1],
        is_pdf=file.media_type == PDF,
    )
    response = make_response(answer)
    response.headers["Content-Security-Policy"] = READING_POLICY
    return response


@blueprint.get("/<sha256>/<name>")
def content(sha256: str, name: str) -> Response:
    """`name` makes the address readable; what is served depends on the hash alone."""
    file = _file(sha256)
    inline = file.media_type in INLINE
    response = send_file(
        holdings().files.path(sha256),
        mimetype=file.media_type if inline else "application/octet-stream",
        as_attachment=not inline,
        download_name=_shown_name(file),
        etag=sha256,
        max_age=86_400,
    )
    policy = PDF_POLICY if file.media_type == PDF else FILE_POLICY
    response.headers["Content-Security-Policy"] = policy
    return response


def _file(sha256: str) -> KeptFile:
    """Raises `FileMissing`, and `FileWithdrawn` for who is not signed in, as its records' pages."""
    database = holdings().database
    file = kept_file(database, sha256)
    if current_user() is None and is_withdrawn(database, sha256):
        raise FileWithdrawn(
            "Ce fichier n'est plus donné à lire : toutes les fiches qui l'avaient ont été retirées "
            "de la base. Cherchez par le titre ou par le thème.",
            "This file is no longer given to readers: every record that had it was withdrawn from "
            "the base. Search by title or theme.",
        )
    return file


def _shown_name(file: KeptFile) -> str:
    known = FILE_TYPES.get(file.media_type)
    return file_name(file.name or file.url.rsplit("/", 1)[-1], known[0] if known else "")
