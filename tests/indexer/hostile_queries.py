"""Texts that have made search engines slow, silent or fall over, by name; every one may be typed.

Promise: each gives results or a `QueryError` with a sentence, in under two seconds, and nothing else is
ever raised. They are written as recipes where they are long.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_MANY = 100_000
_ZWJ = "\u200d"

HOSTILE: Mapping[str, str] = MappingProxyType(
    {
        # Nothing to search
        "empty": "",
        "spaces": " \t\n\u00a0\u2003",
        "only small words": "de la le les et ou où que qui",
        "only an elision": "l' d' qu’",
        "only punctuation": "?!…;:,.·•/\\|",
        "a lone minus": "-",
        "minuses": "- -- --- -----",
        "a lone quotation mark": '"',
        "an empty phrase": '""',
        "a phrase of small words": '"de la"',
        "a phrase of punctuation": '"-- ,,, !!"',
        "only excluded": "-concertation -médiation",
        "everything and its contrary": "concertation -concertation",
        # Length
        "a million quotation marks": '"' * 1_000_000,
        "a million parentheses": "(" * 1_000_000,
        "a megabyte of words": "concertation médiation " * 45_000,
        "20,000 different words": " ".join(f"mot{n}" for n in range(20_000)),
        "one word of 100,000 letters": "a" * _MANY,
        "one word of 299 letters": "é" * 299,
        "stars by 100,000": "*" * _MANY,
        "10,000 terms with OR": " OR ".join(f"mot{n}" for n in range(10_000)),
        "just under the longest": ("eau " * 75)[:299],
        "just over the longest": "eau " * 76,
        "a phrase of 500 words": '"' + "concertation " * 500 + '"',
        "a phrase of nine words": '"un deux trois quatre cinq six sept huit neuf dix onze douze"',
        "sixteen times a word": "projet " * 16,
        "seventeen words": " ".join(f"quartier{n}" for n in range(17)),
        "10 kB pasted": "Compte rendu de la réunion publique du 12 mars, salle des fêtes. " * 160,
        # Wildcards, fuzziness, regular expressions
        "a lone star": "*",
        "a lone question mark": "?",
        "one letter and a star": "a*",
        "two letters and a star": "co*",
        "sixteen prefixes of three letters": (
            "con* pro* tra* par* pré* com* int* dis* sup* sou* per* for* rec* rep* ent* dem*"
        ),
        "26 prefixes of one letter": " ".join(f"{chr(97 + n)}*" for n in range(26)),
        "infix wildcards": "*e* *a* *i* *r* *s*",
        "50 infix wildcards": " ".join(f"*{a}{b}*" for a in "aeiou" for b in "nrstlcdmpv"),
        "star inside a word": "con*tion",
        "stars around punctuation": "*.* **- *'* (*)",
        "a star in a phrase": '"budget part*"',
        "question marks and stars": "?*?*?*?*e",
        "fuzzy of 9": "histoire~9",
        "fuzzy of 5": "histoire~5",
        "short fuzzy": "ab~2",
        "20 fuzzy words": " ".join(f"concertation{n}~2" for n in range(20)),
        "fuzzy small word": "le~1",
        "slop of a million": '"concertation publique"~1000000',
        "catastrophic regular expression": "/(a+)+$/ (a|a)*b r/.*/",
        "character classes": "[a-z]{1,1000} titre:200[1-9] \\d+ \\p{L}",
        "3,000 opening brackets": "[" * 3_000,
        # Operators and nesting
        "NOT alone": "NOT",
        "NOT by 500": "NOT " * 500,
        "OR alone": "OU OR | ||",
        "OR at both ends": "OU concertation OU",
        "AND alone": "AND ET && +",
        "60 nested groups": "(" * 60 + "eau" + ")" * 60,
        "400 nested ORs": "(eau OU " * 400 + "air" + ")" * 400,
        "2,000 parentheses that never close": "(" * 2_000,
        "closing first": ")eau(",
        "empty groups": "() (()) ( OU )",
        "minus before a group": "-(eau OU air) -((",
        "minus before a phrase that never closes": '-"eau et air',
        "quotation marks that cross": '"eau (air" terre)',
        # Fields, ranges, numbers
        "unknown field": "inconnu:eau nulle:part",
        "field without a value": "titre: auteur:",
        "field of a field": "titre:titre:titre:eau",
        "only a colon": ": :: a: :b",
        "range of terms": "body:[a TO zzzz]",
        "range without ends": "année:.. année:[TO] année:..2020..",
        "range backwards": "année:2020..1990",
        "year that is none": "année:99999999999999999999 année:-5 année:2e308",
        "boosts": "eau^1e308 air^nan terre^-1 feu^",
        "a code with a hyphen and a digit": "W-2 L.121-15 A69 n°9 -2",
        "numbers": "1e309 0x7f ٣٤ ½ ² Ⅷ 1_000",
        "bad date": "date:2018-13-45 date:[2018-02-30 TO *]",
        # Bytes, Unicode
        "NUL": "eau\x00air \x00",
        "control characters": "".join(map(chr, range(1, 32))) + "eau\x7f\x9f",
        "lone surrogate": "eau \ud800 \udfff air",
        "lone surrogate in a word": "concer\udc80tation",
        "5,000 combining marks": "e" + "\u0301" * 5_000,
        "290 combining marks": "e" + "\u0301" * 290,
        "decomposed accents": "re\u0301gion e\u0301te\u0301",
        "emoji joined": f"👩🏽{_ZWJ}🚀 👨{_ZWJ}👩{_ZWJ}👧 🇫🇷",
        "right to left": "\u202econcertation\u202c العربية עברית",
        "zero width": "con\u200bcer\u200dta\ufefftion \u2060",
        "soft hyphens": "con\u00adcer\u00adta\u00adtion",
        "ligatures and wide letters": "ﬃ ŒUVRE ｃｏｎｃｅｒｔａｔｉｏｎ ǆ ß ẞ İ ı",
        "dots of inclusive writing": "praticien·ne·s·x·y·z ····· .ne.s (e)s /euse",
        "unclosed inclusive writing": "acteur(rice acteur·",
        "many apostrophes": "l'''d’’’qu‘‘ 'eau' aujourd''hui",
        "no spaces": "東京都議会選挙民主主義" * 20,
        "private use and unassigned": "\ue000\uf8ff\u0378\U0010ffff",
        # Injections
        "markup": "<script>alert(1)</script> <b>eau</b> &amp; &#x3c;",
        "SQL": "'; DROP TABLE entries; -- eau",
        "FTS5": 'NEAR("eau" "air", 5) {body}: ^eau "a"*',
        "template": "{{ 7*7 }} ${7*7} %(x)s %s %n {0} {eau!r}",
        "path": "../../../../etc/passwd file:///etc/passwd",
        "header": "eau\r\nSet-Cookie: a=b",
        "shell": "$(reboot) `reboot` ; | &",
        "URL": "https://example.org/a?b=c&d=%00#e",
    }
)
