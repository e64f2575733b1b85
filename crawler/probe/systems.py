"""Which software serves a site, told by traces that can be shown. Pure.

A trace is evidence, never a verdict: a page may quote another system's addresses. `judged` says how
many different traces each system left; none at all is a site of plain files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

Trace = tuple[str, str]

_LOOKED_AT = 400_000  # characters of a page

_IN_PAGES: tuple[tuple[str, str, str], ...] = (
    ("WordPress", "adresse /wp-content/", r"""["'(][^"'()\s]*/wp-content/"""),
    ("WordPress", "adresse /wp-includes/", r"""["'(][^"'()\s]*/wp-includes/"""),
    ("WordPress", "lien vers /wp-json/", r"""href=["'][^"']*/wp-json/"""),
    ("WordPress", "classe wp-block-…", r"""class=["'][^"']*\bwp-block-"""),
    ("SPIP", "adresse spip.php", r"""(?:href|src|action)=["'][^"']*spip\.php"""),
    ("SPIP", "classe spip…", r"""class=["'][^"']*\bspip(?:_\w+)?\b"""),
    ("SPIP", "dossier /squelettes/ ou /local/cache-", r"""["'(][^"'()\s]*/?(?:squelettes|local/cache-)"""),
    ("Drupal", "dossier /sites/…/files/", r"""["'(][^"'()\s]*/sites/[\w.-]+/(?:files|themes|modules)/"""),
    ("Drupal", "réglages drupal-settings-json", r"drupal-settings-json|Drupal\.settings"),
    ("Drupal", "attributs data-drupal-…", r"\bdata-drupal-"),
    ("Joomla", "adresse option=com_…", r"""(?:href|action)=["'][^"']*option=com_"""),
    ("Joomla", "dossier /media/jui/ ou /media/system/js/", r"""["'(][^"'()\s]*/media/(?:jui|system/js|vendor/joomla)"""),
    ("Omeka", "dossier /files/original/ ou /application/asset/", r"""["'(][^"'()\s]*/(?:files/(?:original|fullsize)|application/asset)/"""),
    ("MediaWiki", "identifiant mw-content-text", r"""id=["']mw-content-text"""),
    ("MediaWiki", "adresse index.php?title=", r"""href=["'][^"']*index\.php\?title="""),
    ("WikiNi / YesWiki", "adresse wakka.php?wiki=", r"""href=["'][^"']*wakka\.php\?wiki="""),
    ("WikiNi / YesWiki", "marques de YesWiki", r"""\byeswiki\b|class=["'][^"']*\byw-"""),
    ("DokuWiki", "adresse doku.php", r"""href=["'][^"']*doku\.php"""),
    ("TYPO3", "dossier /typo3temp/ ou /fileadmin/", r"""["'(][^"'()\s]*/?(?:typo3temp|typo3conf|fileadmin)/"""),
    ("DSpace", "adresse /bitstream/handle/", r"""href=["'][^"']*/(?:bitstream/handle|xmlui)/"""),
    ("Invenio / HAL", "adresse de dépôt HAL", r"""href=["'][^"']*hal\.science"""),
    ("Moodle", "adresse /theme/yui_combo.php ou M.cfg", r"yui_combo\.php|\bM\.cfg\s*="),
    ("Wix", "adresse static.wixstatic.com", r"static\.wixstatic\.com"),
    ("Pages à cadres", "élément frameset", r"<frameset\b"),
    ("Application sans HTML", "élément racine vide d'une application", r"""<div id=["'](?:root|app|__next|__nuxt)["']>\s*</div>"""),
)  # fmt: skip
_QUOTE = re.compile(r"""["'(]""")
_PATTERNS = tuple((name, what, re.compile(p, re.IGNORECASE)) for name, what, p in _IN_PAGES)
_GENERATORS: tuple[tuple[str, str], ...] = (
    ("WordPress", r"wordpress"),
    ("SPIP", r"\bspip\b"),
    ("Drupal", r"drupal"),
    ("Joomla", r"joomla"),
    ("Omeka", r"omeka"),
    ("MediaWiki", r"mediawiki"),
    ("WikiNi / YesWiki", r"wikini|yeswiki"),
    ("DokuWiki", r"dokuwiki"),
    ("TYPO3", r"typo3"),
    ("DSpace", r"dspace"),
    ("Wix", r"wix\.com"),
)
_HEADERS: tuple[tuple[str, str, str], ...] = (
    ("WordPress", "link", r"api\.w\.org"),
    ("WordPress", "x-pingback", r"xmlrpc\.php"),
    ("SPIP", "composed-by", r"spip"),
    ("SPIP", "x-spip-cache", r""),
    ("Drupal", "x-generator", r"drupal"),
    ("Drupal", "x-drupal-cache", r""),
    ("Drupal", "x-drupal-dynamic-cache", r""),
)
HEADER_NAMES = tuple(dict.fromkeys(name for _, name, _ in _HEADERS))
_ANSWERS = {
    "wordpress": ("WordPress", "réponse de /wp-json/"),
    "omeka": ("Omeka", "réponse de /api"),
    "mediawiki": ("MediaWiki", "réponse de api.php"),
}


@dataclass(frozen=True, slots=True)
class System:
    """A software with its traces, each with the number of pages that show it."""

    name: str
    evidence: Mapping[str, int]


def traces_in(html: str, generator: str, is_own: Callable[[str], bool]) -> tuple[Trace, ...]:
    """What the text of a page, and its `<meta name=generator>`, show.

    `is_own` tells an address of the site from those of others, which show nothing of it.
    """
    looked_at = html[:_LOOKED_AT]
    found = (
        (name, what)
        for name, what, pattern in _PATTERNS
        if any(_shows(match.group(), is_own) for match in pattern.finditer(looked_at))
    )
    return (*_from_generator(generator), *found)


def _shows(match: str, is_own: Callable[[str], bool]) -> bool:
    address = _QUOTE.split(match)[-1]
    return "//" not in address or is_own(address)


def _from_generator(generator: str) -> Iterator[Trace]:
    if not generator:
        return
    known = (n for n, p in _GENERATORS if re.search(p, generator, re.IGNORECASE))
    yield next(known, generator[:60]), f"meta generator « {generator[:80]} »"


def traces_of_headers(headers: Mapping[str, str]) -> tuple[Trace, ...]:
    """What the headers of an answer show; `headers` by lower-case name."""
    return tuple(
        (system, f"en-tête {name}")
        for system, name, pattern in _HEADERS
        if name in headers and re.search(pattern, headers[name], re.IGNORECASE)
    )


def trace_of_answer(kind: str) -> tuple[Trace, ...]:
    """That a programming interface of a known system answered."""
    return (_ANSWERS[kind],) if kind in _ANSWERS else ()


def judged(traces: Iterable[Trace]) -> tuple[System, ...]:
    """The systems that left traces, the one with the most kinds of trace first."""
    counts: dict[str, Counter[str]] = {}
    for name, what in traces:
        counts.setdefault(name, Counter())[what] += 1
    systems = (System(name, dict(found.most_common())) for name, found in counts.items())
    return tuple(sorted(systems, key=lambda s: (-len(s.evidence), -sum(s.evidence.values()))))
