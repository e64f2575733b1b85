"""The rules of a WXR 1.2 file, as WordPress writes it (`wp-admin/includes/export.php`) and as its
importer reads it: what stands where, what must be unique, what must point to something.

`broken_rules` gives a sentence for each rule that a file breaks; none for a good one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from lxml import etree

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
_CHANNEL = (
    *("title", "link", "description", "pubDate", "language", "wp:wxr_version"),
    *(
        "wp:base_site_url",
        "wp:base_blog_url",
        "wp:author",
        "wp:category",
        "wp:tag",
        "wp:term",
        "item",
    ),
)
_ITEM = (
    *("title", "link", "pubDate", "dc:creator", "guid", "description", "content:encoded"),
    *("excerpt:encoded", "wp:post_id", "wp:post_date", "wp:post_date_gmt", "wp:comment_status"),
    *("wp:ping_status", "wp:post_name", "wp:status", "wp:post_parent", "wp:menu_order"),
    *("wp:post_type", "wp:post_password", "wp:is_sticky", "wp:attachment_url", "category"),
    "wp:postmeta",
)
_SEVERAL = {"wp:author", "wp:category", "wp:tag", "wp:term", "item", "category", "wp:postmeta"}
_OPTIONAL = {*_SEVERAL, "wp:attachment_url"}
_PARTS = {
    "wp:author": ("wp:author_id", "wp:author_login", "wp:author_email", "wp:author_display_name", "wp:author_first_name", "wp:author_last_name"),
    "wp:category": ("wp:term_id", "wp:category_nicename", "wp:category_parent", "wp:cat_name"),
    "wp:tag": ("wp:term_id", "wp:tag_slug", "wp:tag_name"),
    "wp:term": ("wp:term_id", "wp:term_taxonomy", "wp:term_slug", "wp:term_parent", "wp:term_name"),
    "wp:postmeta": ("wp:meta_key", "wp:meta_value"),
}  # fmt: skip
_STATUSES = {"publish", "future", "draft", "pending", "private", "trash", "inherit"}
_SLUG = re.compile(r"[a-z0-9%_-]{1,200}")

Element = etree._Element


def items_of(data: bytes) -> list[Element]:
    return channel_of(data).findall("item")


def channel_of(data: bytes) -> Element:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    channel = root.find("channel")
    assert channel is not None
    return channel


def text_of(element: Element, name: str) -> str:
    return element.findtext(name, "", NAMESPACES) or ""


def broken_rules(data: bytes) -> list[str]:
    """Raises `etree.XMLSyntaxError` for what is not XML at all."""
    channel = channel_of(data)
    root = channel.getparent()
    assert root is not None
    items = channel.findall("item")
    return [
        *_head(root, channel),
        *_order(channel, _CHANNEL),
        *(fault for name in _PARTS for e in _all(channel, name) for fault in _parts(e, name)),
        *(fault for item in items for fault in _item(item)),
        *_terms(channel, items),
        *_uniqueness(items),
        *_references(channel, items),
    ]


def _head(root: Element, channel: Element) -> Iterator[str]:
    if root.tag != "rss" or root.get("version") != "2.0":
        yield "the root is not rss 2.0"
    for prefix, uri in NAMESPACES.items():
        if root.nsmap.get(prefix) != uri:
            yield f"the prefix {prefix} is not declared on the root"
    if not re.fullmatch(r"\d+\.\d+", text_of(channel, "wp:wxr_version")):
        yield "the version is not d.d: the importer refuses the file"


def _name(element: Element) -> str:
    found = etree.QName(element)
    return f"{_PREFIXES[found.namespace]}:{found.localname}" if found.namespace else found.localname


def _all(channel: Element, name: str) -> Iterable[Element]:
    return channel.iterfind(f".//{name}", NAMESPACES)


def _order(element: Element, names: tuple[str, ...]) -> Iterator[str]:
    found = [_name(child) for child in element]
    if unknown := set(found) - set(names):
        yield f"{_name(element)} holds {sorted(unknown)}"
        return
    if found != sorted(found, key=names.index):
        yield f"the parts of {_name(element)} are not in order"
    counts = Counter(found)
    for name in names:
        if counts[name] > 1 and name not in _SEVERAL:
            yield f"{_name(element)} has {name} twice"
        if counts[name] == 0 and name not in _OPTIONAL:
            yield f"{_name(element)} has no {name}"


def _parts(element: Element, name: str) -> Iterator[str]:
    if [_name(child) for child in element] != list(_PARTS[name]):
        yield f"{name} holds {[_name(child) for child in element]}"
    for child in element:
        if (
            _name(child) in ("wp:author_login", "wp:cat_name", "wp:tag_name", "wp:meta_key")
            and not (child.text or "").strip()
        ):
            yield f"{_name(child)} is empty"
        if len(child.text or "") > 200 and _name(child).endswith("_name"):
            yield f"{_name(child)} has more than 200 characters"


def _item(item: Element) -> Iterator[str]:
    yield from _order(item, _ITEM)
    number = text_of(item, "wp:post_id")
    if not re.fullmatch(r"[1-9]\d*", number) or int(number) >= 2**31:
        yield f"the number {number!r} is none"
    for name in ("wp:post_date", "wp:post_date_gmt"):
        if not _is_instant(text_of(item, name)):
            yield f"{number}: {name} is {text_of(item, name)!r}"
    if not re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", text_of(item, "pubDate")):
        yield f"{number}: pubDate is {text_of(item, 'pubDate')!r}"
    if not _SLUG.fullmatch(text_of(item, "wp:post_name")):
        yield f"{number}: the slug is {text_of(item, 'wp:post_name')!r}"
    type_, status = text_of(item, "wp:post_type"), text_of(item, "wp:status")
    if status not in _STATUSES or (status == "inherit") != (type_ == "attachment"):
        yield f"{number}: a {type_} has the status {status!r}"
    if (type_ == "attachment") != text_of(item, "wp:attachment_url").startswith("http"):
        yield f"{number}: a {type_} and its file do not agree"
    if not text_of(item, "title") and not text_of(item, "content:encoded"):
        yield f"{number}: neither title nor text"


def _is_instant(written: str) -> bool:
    try:
        return bool(datetime.strptime(written, "%Y-%m-%d %H:%M:%S"))
    except ValueError:
        return False


def _terms(channel: Element, items: list[Element]) -> Iterator[str]:
    declared = [
        *(("category", text_of(e, "wp:category_nicename")) for e in _all(channel, "wp:category")),
        *(("post_tag", text_of(e, "wp:tag_slug")) for e in _all(channel, "wp:tag")),
        *((text_of(e, "wp:term_taxonomy"), text_of(e, "wp:term_slug")) for e in _all(channel, "wp:term")),
    ]  # fmt: skip
    yield from (f"the term {term} is declared twice" for term in _twice(declared))
    numbers = [text_of(e, "wp:term_id") for e in channel if e.find("wp:term_id", NAMESPACES) is not None]  # fmt: skip
    yield from (f"two terms have the number {number}" for number in _twice(numbers))
    known = set(declared)
    for item in items:
        given = [(c.get("domain", ""), c.get("nicename", "")) for c in item.findall("category")]
        yield from (f"the term {term} is not declared" for term in given if term not in known)
        yield from (f"the term {term} is given twice to one item" for term in _twice(given))


def _uniqueness(items: list[Element]) -> Iterator[str]:
    for name in ("wp:post_id", "guid"):
        values = [text_of(item, name) for item in items]
        yield from (f"two items have the {name} {value}" for value in _twice(values))
    slugs = [text_of(item, "wp:post_name") for item in items]  # posts and files share theirs
    yield from (f"two items have the slug {slug}" for slug in _twice(slugs))
    seen = [tuple(text_of(i, n) for n in ("title", "wp:post_date", "wp:post_type")) for i in items]
    yield from (f"the importer takes two items for one: {same}" for same in _twice(seen))


def _references(channel: Element, items: list[Element]) -> Iterator[str]:
    logins = {text_of(author, "wp:author_login") for author in _all(channel, "wp:author")}
    numbers = {text_of(item, "wp:post_id"): text_of(item, "wp:post_type") for item in items}
    for item in items:
        if text_of(item, "dc:creator") not in logins:
            yield f"the author {text_of(item, 'dc:creator')!r} is not declared"
        parent = text_of(item, "wp:post_parent")
        if parent != "0" and numbers.get(parent) != "post":
            yield f"the parent {parent} is no article of the file"


def _twice(values: Iterable[object]) -> list[object]:
    return [value for value, number in Counter(values).items() if number > 1]
