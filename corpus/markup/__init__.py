"""HTML to values, with BeautifulSoup over lxml: the one room that imports bs4.

Bytes are read by `decode`, a whole page by `read_page`; the crawler's spiders, which know where
things stand on their source's pages, use `soup_of`, `blocks_of` and `links_of` on parts of one.
"""

from corpus.markup.blocks import blocks_of, ends_in_question, questions_and_answers
from corpus.markup.charset import Decoded, accepted_charset, decode
from corpus.markup.content import main_of
from corpus.markup.links import absolute_url, links_of
from corpus.markup.metadata import iso_date
from corpus.markup.page import PageContent, Titles, read_page
from corpus.markup.selecting import BadSelector, Selector, root_of, selector_of
from corpus.markup.soup import Parsed, attribute, parse, soup_of, tags_in
from corpus.markup.text import clean, text_of
from corpus.markup.written import written_links

__all__ = [
    "BadSelector",
    "Decoded",
    "PageContent",
    "Parsed",
    "Selector",
    "Titles",
    "absolute_url",
    "accepted_charset",
    "attribute",
    "blocks_of",
    "clean",
    "decode",
    "ends_in_question",
    "iso_date",
    "links_of",
    "main_of",
    "parse",
    "questions_and_answers",
    "read_page",
    "root_of",
    "selector_of",
    "soup_of",
    "tags_in",
    "text_of",
    "written_links",
]
