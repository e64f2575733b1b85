"""Follows the links of a demonstration site, without a socket, as a patient reader would."""

from __future__ import annotations

import html
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from corpus.sample.answers import Answer

_HREF = re.compile(r'<a\b[^>]*\shref="([^"]*)"')
_TRAPS = ("?s=", "replytocom=", "share=", "/agenda/?", "/feed/", "preview=true", "na=profile")


class Site(Protocol):
    def answer(self, target: str) -> Answer: ...


@dataclass
class Walked:
    """What was met: each target's answer, redirections followed, and where the pages lead."""

    answers: dict[str, Answer] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)

    def with_status(self, status: int) -> set[str]:
        return {target for target, answer in self.answers.items() if answer.status == status}


def links_of(answer: Answer) -> list[str]:
    """The `href` of every anchor of a page, as written."""
    text = answer.body.decode("utf-8", "replace")
    return [html.unescape(found) for found in _HREF.findall(text)]


def walk(site: Site, hosts: tuple[str, ...], start: str = "/") -> Walked:
    """Every page that can be reached from the front page; `hosts` are the site's own names."""
    walked = Walked()
    waiting = deque([start])
    while waiting:
        target = waiting.popleft()
        if target in walked.answers or any(trap in target for trap in _TRAPS):
            continue
        answer = site.answer(target)
        walked.answers[target] = answer
        found = [value for name, value in answer.headers if name == "Location"]
        if answer.content_type.startswith("text/html") and answer.status == 200:
            found += links_of(answer)
        for link in found:
            absolute = urlsplit(urljoin(f"https://{hosts[0]}{target}", link))
            if absolute.hostname in hosts:
                query = f"?{absolute.query}" if absolute.query else ""
                waiting.append((absolute.path or "/") + query)
            else:
                walked.outside.add(link)
    return walked
