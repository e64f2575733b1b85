"""WordPress's side of its documented REST contract: what it checks, what it keeps, what it answers.

https://developer.wordpress.org/rest-api/reference/ (posts, media, categories, tags, taxonomies,
users) and the controllers of WordPress say what is checked here. It is stricter than WordPress in
one thing: a term that does not exist is a 400, where WordPress silently forgets it.
`wordpress_stand_in` serves it over HTTP.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

HIDDEN = ("trash", "archive")
"""Statuses that `any` leaves out: the bin, and one such as extensions register."""
STATUSES = ("publish", "future", "draft", "pending", "private")
CAPABILITIES = ("edit_posts", "publish_posts", "upload_files", "manage_categories")
MEDIA_TYPES = {"pdf": "application/pdf", "txt": "text/plain", "png": "image/png"}
START = datetime(2026, 11, 28, 8, 0, 0)

Row = dict[str, Any]


class Refused(Exception):
    """An error in WordPress's own form."""

    def __init__(self, status: int, code: str, message: str, **data: Any) -> None:
        self.status, self.code, self.message, self.data = status, code, message, data


@dataclass
class Taxonomy:
    rest_base: str
    hierarchical: bool = False
    terms: dict[int, Row] = field(default_factory=dict)


@dataclass
class Wordpress:
    """A site with its posts, media and terms."""

    address: str = ""
    registered_meta: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset(CAPABILITIES)
    posts: dict[int, Row] = field(default_factory=dict)
    media: dict[int, Row] = field(default_factory=dict)
    taxonomies: dict[str, Taxonomy] = field(
        default_factory=lambda: {
            "category": Taxonomy("categories", hierarchical=True),
            "post_tag": Taxonomy("tags"),
        }
    )
    seconds: int = 0
    last_id: int = 10

    # --- what people do there ------------------------------------------------------------------

    def edit(self, number: int, **values: Any) -> None:
        """A person changes an article in the desk."""
        self.posts[number].update(values)
        self.posts[number]["modified_gmt"] = self.now()

    def bin(self, number: int) -> None:
        post = self.posts[number]
        post["slug"] += "__trashed"
        post["status"] = "trash"
        post["modified_gmt"] = self.now()

    def now(self) -> str:
        """Every change is a second later than the one before."""
        self.seconds += 1
        return (START + timedelta(seconds=self.seconds)).isoformat()

    def number(self) -> int:
        self.last_id += 1
        return self.last_id

    # --- posts ---------------------------------------------------------------------------------

    def list_posts(self, args: Mapping[str, str]) -> list[Row]:
        allowed = {*STATUSES, "any", "trash"}
        statuses = args.get("status", "publish").split(",")
        check(set(statuses) <= allowed, "status", "status[0] is not one of publish, future…")
        shown = [
            post
            for post in self.posts.values()
            if post["status"] in statuses or ("any" in statuses and post["status"] not in HIDDEN)
        ]
        return chosen(shown, args)

    def create_post(self, body: Row) -> Row:
        if body.get("id"):
            raise Refused(400, "rest_post_exists", "Cannot create existing post.")
        if not any(_raw(body.get(name)) for name in ("title", "content", "excerpt")):
            raise Refused(400, "empty_content", "Content, title, and excerpt are empty.")
        number = self.number()
        post: Row = {
            "id": number, "status": "draft", "slug": "", "date": self.now(),
            "title": "", "content": "", "excerpt": "", "meta": dict.fromkeys(self.registered_meta, ""),
            **{taxonomy.rest_base: [] for taxonomy in self.taxonomies.values()},
        }  # fmt: skip
        changes = self.checked(body)
        slug = changes.pop("slug", "") or sanitize_title(_raw(body.get("title")))
        self.posts[number] = {**post, **changes, "slug": self.unique_slug(slug)}
        self.posts[number]["modified_gmt"] = self.now()
        return self.posts[number]

    def update_post(self, number: int, body: Row) -> Row:
        post = self.post(number)
        changes = self.checked(body)
        if "slug" in changes:
            changes["slug"] = self.unique_slug(changes["slug"], number)
        meta = {**post["meta"], **changes.pop("meta", {})}
        post.update(changes, meta=meta, modified_gmt=self.now())
        return post

    def post(self, number: int) -> Row:
        if number not in self.posts:
            raise Refused(404, "rest_post_invalid_id", "Invalid post ID.")
        return self.posts[number]

    def checked(self, body: Row) -> Row:
        """The values WordPress takes from a body, checked one by one; what it does not know is
        ignored, and so is a custom field that was not registered.
        """
        found: Row = {}
        for name in ("title", "content", "excerpt"):
            if name in body:
                check(isinstance(body[name], str | dict), name, f"{name} is not of type object.")
                found[name] = _raw(body[name])
        if "slug" in body:
            check(isinstance(body["slug"], str), "slug", "slug is not of type string.")
            found["slug"] = sanitize_title(body["slug"])
        if "status" in body:
            check(body["status"] in STATUSES, "status", "status is not one of publish, future…")
            found["status"] = body["status"]
        if "date" in body:
            check(_is_date(body["date"]), "date", "Invalid date.")
            found["date"] = body["date"]
        if "meta" in body:
            check(isinstance(body["meta"], dict), "meta", "meta is not of type object.")
            found["meta"] = {k: v for k, v in body["meta"].items() if k in self.registered_meta}
        for taxonomy in self.taxonomies.values():
            if taxonomy.rest_base in body:
                found[taxonomy.rest_base] = self.checked_terms(taxonomy, body[taxonomy.rest_base])
        return found

    def checked_terms(self, taxonomy: Taxonomy, given: Any) -> list[int]:
        base = taxonomy.rest_base
        check(isinstance(given, list), base, f"{base} is not of type array.")
        for number in given:
            check(isinstance(number, int), base, f"{base}[0] is not of type integer.")
            check(number in taxonomy.terms, base, f"{base}[0]: term {number} does not exist.")
        return sorted(given)

    def unique_slug(self, slug: str, own: int = 0) -> str:
        """Posts and media share their slugs."""
        rows = [*self.posts.values(), *self.media.values()]
        taken = {row["slug"] for row in rows if row["id"] != own}
        candidate, n = slug, 2
        while candidate in taken:
            candidate, n = f"{slug}-{n}", n + 1
        return candidate

    # --- media ---------------------------------------------------------------------------------

    def create_media(self, body: bytes, headers: Mapping[str, str]) -> Row:
        if not body:
            raise Refused(400, "rest_upload_no_data", "No data supplied.")
        if not headers.get("Content-Type"):
            raise Refused(400, "rest_upload_no_content_type", "No Content-Type supplied.")
        disposition = headers.get("Content-Disposition", "")
        if not disposition:
            raise Refused(
                400, "rest_upload_no_content_disposition", "No Content-Disposition supplied."
            )
        named = re.search(r'filename="?([^";]+)"?', disposition)
        if not named:
            raise Refused(400, "rest_upload_invalid_disposition", "Invalid Content-Disposition.")
        stem, _, extension = named[1].rpartition(".")
        if MEDIA_TYPES.get(extension) != headers["Content-Type"]:
            message = "Sorry, you are not allowed to upload this file type."
            raise Refused(500, "rest_upload_unknown_error", message)
        number = self.number()
        self.media[number] = {
            "id": number, "status": "inherit", "post": None, "slug": self.unique_slug(sanitize_title(stem)),
            "source_url": f"{self.address}/wp-content/uploads/2026/11/{named[1]}",
            "mime_type": headers["Content-Type"], "sha256": hashlib.sha256(body).hexdigest(),
        }  # fmt: skip
        return self.media[number]

    def update_media(self, number: int, body: Row) -> Row:
        if number not in self.media:
            raise Refused(404, "rest_post_invalid_id", "Invalid post ID.")
        if "post" in body:
            check(isinstance(body["post"], int), "post", "post is not of type integer.")
            self.post(body["post"])
            self.media[number]["post"] = body["post"]
        return self.media[number]

    # --- terms ---------------------------------------------------------------------------------

    def create_term(self, name: str, body: Row) -> Row:
        taxonomy = self.taxonomies[name]
        if "name" not in body:
            missing = {"params": ["name"]}
            raise Refused(
                400, "rest_missing_callback_param", "Missing parameter(s): name", **missing
            )
        if "parent" in body and not taxonomy.hierarchical:
            message = "Cannot set parent term, taxonomy is not hierarchical."
            raise Refused(400, "rest_taxonomy_not_hierarchical", message)
        words = " ".join(re.sub(r"<[^>]*>", "", str(body["name"])).split())
        slug = sanitize_title(str(body.get("slug") or words))
        for term in taxonomy.terms.values():
            if term["slug"] == slug or term["name"].casefold() == words.casefold():
                message = "A term with the name provided already exists in this taxonomy."
                raise Refused(400, "term_exists", message, term_id=term["id"])
        number = self.number()
        taxonomy.terms[number] = {"id": number, "name": words, "slug": slug, "taxonomy": name}
        return taxonomy.terms[number]


def sanitize_title(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^a-z0-9\s_-]", "", plain)).strip("-")[:200]


def check(holds: bool, name: str, message: str) -> None:
    if not holds:
        said = f"Invalid parameter(s): {name}"
        raise Refused(400, "rest_invalid_param", said, params={name: message})


def _is_date(value: Any) -> bool:
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return "T" in value


def _raw(value: Any) -> str:
    return str(value.get("raw", "")) if isinstance(value, dict) else str(value or "")


def _numbers(name: str, value: str) -> set[int]:
    check(re.fullmatch(r"\d+(,\d+)*", value) is not None, name, f"{name}[0] is not an integer.")
    return {int(number) for number in value.split(",")}


def chosen(rows: list[Row], args: Mapping[str, str]) -> list[Row]:
    if "slug" in args:
        slugs = {sanitize_title(slug) for slug in args["slug"].split(",")}
        rows = [row for row in rows if row["slug"] in slugs]
    if "include" in args:
        wanted = _numbers("include", args["include"])
        rows = [row for row in rows if row["id"] in wanted]
    return sorted(rows, key=lambda row: row["id"], reverse=True)
