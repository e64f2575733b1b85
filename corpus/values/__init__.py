"""Clean one value: texts, dates, names, addresses. Pure: standard library only."""

from corpus.values.dates import (
    ALL_DAY,
    DateReading,
    find_date,
    find_date_in_prose,
    find_time,
    parse_date,
    read_dates,
)
from corpus.values.names import (
    CreditLine,
    Organisation,
    clean_name,
    looks_like_a_person,
    parse_credit_line,
    parse_organisation,
    split_names,
)
from corpus.values.text import (
    clean_text,
    fold,
    language_of,
    normalised_text,
    shorten,
    text_hash,
)
from corpus.values.urls import (
    file_name_of,
    host_of,
    media_type_of,
    names_a_document,
    normalise_url,
    path_of,
    without_parameters,
    without_tracking,
)

__all__ = [
    "ALL_DAY",
    "CreditLine",
    "DateReading",
    "Organisation",
    "clean_name",
    "clean_text",
    "file_name_of",
    "find_date",
    "find_date_in_prose",
    "find_time",
    "fold",
    "host_of",
    "language_of",
    "looks_like_a_person",
    "media_type_of",
    "names_a_document",
    "normalise_url",
    "normalised_text",
    "parse_credit_line",
    "parse_date",
    "parse_organisation",
    "path_of",
    "read_dates",
    "shorten",
    "split_names",
    "text_hash",
    "without_parameters",
    "without_tracking",
]
