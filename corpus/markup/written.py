"""Every address a page writes, menus, pictures and scripts included: what a visitor's browser meets.

Unlike `links_of`, which reads what a page points its readers to. lxml gives each opening tag as it
comes: no tree is built, and nothing hidden is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from corpus.markup.links import absolute_url

_HOLDERS = ("href", "src")


def written_links(html: str, url: str) -> Iterator[str]:
    """The full http(s) address in each `href` and each `src`, in order, as often as it is written.

    Empty ones and those within the page (`#…`) are left out. `url` is where the page was fetched.
    """
    found = _Addresses()
    parser = etree.HTMLParser(encoding="utf-8", target=found, huge_tree=True)  # type: ignore[arg-type]  # as lxml documents a target
    parser.feed(html.encode("utf-8", "surrogatepass"))
    parser.close()
    base = absolute_url(found.base, url) or url
    return filter(None, (absolute_url(raw, base) for raw in found.written))


class _Addresses:
    """What lxml's parser tells of the tags it meets."""

    def __init__(self) -> None:
        self.base = ""
        self.written: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "base":
            self.base = self.base or attributes.get("href", "").strip()
            return
        for holder in _HOLDERS:
            address = (attributes.get(holder) or "").strip()
            if address and not address.startswith("#"):
                self.written.append(address)

    def end(self, tag: str) -> None:
        """Nothing ends that matters here."""

    def close(self) -> None:
        """Nothing to return: the addresses are read off the target."""
