"""Articles as a WXR 1.2 file, which the importer of WordPress reads.

The articles are written as they come, beside, for their terms stand before them in the file; memory
holds no more than their slugs. Elements stand in the order in which WordPress writes them.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from corpus.exports.content import legible
from corpus.exports.mapping import CATEGORY, TAG, Attachment, Post, Term
from corpus.exports.names import (
    FILE_NUMBERS,
    POST_NUMBERS,
    TERM_NUMBERS,
    next_free,
    numbers,
    slug_of,
    spare_slug,
    time_of_day,
)

VERSION = "1.2"
NAMESPACES: Mapping[str, str] = {
    "excerpt": f"http://wordpress.org/export/{VERSION}/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": f"http://wordpress.org/export/{VERSION}/",
}
AUTHOR = "souffleur"
HOME = "https://souffleur.invalid"
"""The site the file says it comes from: none; addresses of files are whole."""


def write_wxr(
    stream: BinaryIO,
    scratch: BinaryIO,
    posts: Iterable[Post],
    all_keys: Iterable[str],
    status: str,
    written_at: datetime,
) -> None:
    """Writes the file. `posts` are walked through once; `scratch`, empty, is written and read again.

    `all_keys` are the ids of all records there are, so that an article keeps its number whatever
    part is exported. `status` is that of the articles (`draft`, `publish`); files inherit it.
    """
    met = _Met(numbers(all_keys, POST_NUMBERS))
    items = _Writer(scratch)
    for post in posts:
        _write_post(items, met, post, status)
        for attachment in post.attachments:
            if attachment.url not in met.files:
                met.files.add(attachment.url)
                _write_attachment(items, met, attachment, post)
    scratch.seek(0)

    writer = _Writer(stream)
    writer.raw('<?xml version="1.0" encoding="UTF-8"?>\n')
    spaces = {f"xmlns:{prefix}": uri for prefix, uri in NAMESPACES.items()}
    with writer.inside("rss", version="2.0", **spaces), writer.inside("channel"):
        _write_head(writer, met, written_at)
        shutil.copyfileobj(scratch, stream)


@dataclass(slots=True)
class _Met:
    """What the articles written so far share: terms by taxonomy and slug (of two spellings of one,
    the first is kept), slugs, and the addresses of files, each of which belongs to the first article
    that has it.
    """

    post_ids: Mapping[str, int]
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    _numbers: set[int] = field(default_factory=set)

    def term(self, term: Term) -> Term:
        return self.terms.setdefault((term.taxonomy, term.slug), term)

    def slug(self, post: Post) -> str:
        slug = spare_slug(post.slug, post.key) if post.slug in self.slugs else post.slug
        self.slugs.add(slug)
        return slug

    def file_id(self, url: str) -> int:
        """The number of a file met for the first time."""
        number = next_free(url, FILE_NUMBERS, self._numbers)
        self._numbers.add(number)
        return number


class _Writer:
    """Elements by their prefixed name, one a line.

    WordPress writes its own files so, texts in CDATA and numbers bare, and its simplest reader knows
    no other form. (The streaming writer of lxml 6 crashes on CDATA, which it does not promise.)
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def raw(self, text: str) -> None:
        self._stream.write(text.encode())

    @contextmanager
    def inside(self, name: str, **attributes: str) -> Iterator[None]:
        self.raw(f"<{name}{_attributes(attributes)}>\n")
        yield
        self.raw(f"</{name}>\n")

    def line(self, name: str, text: str | int = "", **attributes: str) -> None:
        self.raw(f"<{name}{_attributes(attributes)}>{_told(str(text))}</{name}>\n")


def _attributes(given: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(legible(value))}" for name, value in given.items())


_PLAIN = re.compile(r"[\w ,:+./?=@-]*", re.ASCII)


def _told(text: str) -> str:
    """Plain words as they are, all else never read as markup: « ]]> » would end that, and is cut."""
    if _PLAIN.fullmatch(text):
        return text
    kept = legible(text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{kept}]]>" if kept else ""


def _write_head(writer: _Writer, met: _Met, written_at: datetime) -> None:
    writer.line("title", "Souffleur")
    writer.line("link", HOME)
    writer.line("description", "Fiches exportées de Souffleur")
    writer.line("pubDate", format_datetime(written_at.astimezone(UTC)))
    writer.line("language", "fr-FR")
    writer.line("wp:wxr_version", VERSION)
    writer.line("wp:base_site_url", HOME)
    writer.line("wp:base_blog_url", HOME)
    _write_author(writer)
    ids = numbers(map(":".join, met.terms), TERM_NUMBERS)
    for named in sorted(met.terms, key=lambda named: (_rank(named[0]), named)):
        _write_term(writer, met.terms[named], ids[":".join(named)])


def _rank(taxonomy: str) -> int:
    """Categories come first, then tags, then the terms of other taxonomies."""
    order = (CATEGORY, TAG)
    return order.index(taxonomy) if taxonomy in order else len(order)


def _write_author(writer: _Writer) -> None:
    """One account, without a person behind it; the importer asks whose articles they shall be."""
    with writer.inside("wp:author"):
        writer.line("wp:author_id", 1)
        writer.line("wp:author_login", AUTHOR)
        writer.line("wp:author_email")
        writer.line("wp:author_display_name", "Souffleur")
        writer.line("wp:author_first_name")
        writer.line("wp:author_last_name")


def _write_term(writer: _Writer, term: Term, number: int) -> None:
    if term.taxonomy == CATEGORY:
        with writer.inside("wp:category"):
            writer.line("wp:term_id", number)
            writer.line("wp:category_nicename", term.slug)
            writer.line("wp:category_parent")
            writer.line("wp:cat_name", term.name)
    elif term.taxonomy == TAG:
        with writer.inside("wp:tag"):
            writer.line("wp:term_id", number)
            writer.line("wp:tag_slug", term.slug)
            writer.line("wp:tag_name", term.name)
    else:
        with writer.inside("wp:term"):
            writer.line("wp:term_id", number)
            writer.line("wp:term_taxonomy", term.taxonomy)
            writer.line("wp:term_slug", term.slug)
            writer.line("wp:term_parent")
            writer.line("wp:term_name", term.name)


@dataclass(frozen=True, slots=True)
class _Item:
    """What articles and files have alike; `number` is the post_id."""

    number: int
    title: str
    guid: str
    slug: str
    date: str
    type: str
    status: str
    content: str = ""
    excerpt: str = ""
    parent: int = 0


def _write_post(writer: _Writer, met: _Met, post: Post, status: str) -> None:
    item = _Item(
        number=met.post_ids[post.key],
        title=post.title,
        guid=f"urn:souffleur:{post.key}",
        slug=met.slug(post),
        date=post.date,
        type="post",
        status=status,
        content=post.content,
        excerpt=post.excerpt,
    )
    with writer.inside("item"):
        _write_item(writer, item)
        for term in post.terms:
            name = met.term(term).name
            writer.line("category", name, domain=term.taxonomy, nicename=term.slug)
        for key, value in post.meta:
            with writer.inside("wp:postmeta"):
                writer.line("wp:meta_key", key)
                writer.line("wp:meta_value", value)


def _write_attachment(writer: _Writer, met: _Met, attachment: Attachment, holder: Post) -> None:
    item = _Item(
        number=met.file_id(attachment.url),
        title=html.escape(attachment.name, quote=False),
        guid=attachment.url,
        slug=spare_slug(slug_of(attachment.name) or "fichier", attachment.url),
        date=f"{holder.date[:10]}T{time_of_day(attachment.url)}",
        type="attachment",
        status="inherit",
        parent=met.post_ids[holder.key],
    )
    with writer.inside("item"):
        _write_item(writer, item)
        writer.line("wp:attachment_url", attachment.url)
        with writer.inside("wp:postmeta"):
            writer.line("wp:meta_key", "souffleur_sha256")
            writer.line("wp:meta_value", attachment.sha256)


def _write_item(writer: _Writer, item: _Item) -> None:
    date = item.date.replace("T", " ")
    writer.line("title", item.title)
    writer.line("link", f"{HOME}/?p={item.number}")
    writer.line("pubDate", format_datetime(datetime.fromisoformat(item.date).replace(tzinfo=UTC)))
    writer.line("dc:creator", AUTHOR)
    writer.line("guid", item.guid, isPermaLink="false")
    writer.line("description")
    writer.line("content:encoded", item.content)
    writer.line("excerpt:encoded", item.excerpt)
    writer.line("wp:post_id", item.number)
    writer.line("wp:post_date", date)
    writer.line("wp:post_date_gmt", date)
    writer.line("wp:comment_status", "closed")
    writer.line("wp:ping_status", "closed")
    writer.line("wp:post_name", item.slug)
    writer.line("wp:status", item.status)
    writer.line("wp:post_parent", item.parent)
    writer.line("wp:menu_order", 0)
    writer.line("wp:post_type", item.type)
    writer.line("wp:post_password")
    writer.line("wp:is_sticky", 0)
