"""Every error Souffleur raises on purpose, in one tree.

    SouffleurError
    ├── ReaderError            what a visitor typed cannot be answered
    │   └── QueryError
    ├── StaffError             what an operator or librarian asked cannot be done
    │   ├── ConfigError
    │   ├── UnknownSource
    │   ├── SourceUnreachable
    │   ├── HarvestRunning
    │   ├── ExportRunning
    │   ├── RunNotFound
    │   ├── RunSettled
    │   ├── RecordNotFound
    │   ├── FileWithdrawn
    │   ├── ListNotFound
    │   ├── EditConflict
    │   ├── BadCorrection
    │   ├── SignInRefused
    │   ├── BadImport
    │   ├── BadDescription
    │   ├── SiteRefused
    │   └── WitnessesBroken
    ├── StorageError           the disk, the database or the index failed us
    │   ├── StorageFull
    │   ├── CatalogueError
    │   ├── FileMissing
    │   ├── IndexMissing
    │   ├── IndexOutdated
    │   ├── IndexDamaged
    │   └── IndexBusy
    └── ExtractionError        a file gave no text; carries a code of `ExtractionCode`

The message of each is one or two sentences: what happened, with the value, and what to do next. It
is in French; `english` says the same, or is empty where nobody wrote it.
Errors carry no HTTP status: `search_app.errors` maps them.
"""

from __future__ import annotations

from enum import StrEnum


class SouffleurError(Exception):
    """The root of the tree; `code` is stable and meant for reports and JSON."""

    code = "error"

    def __init__(self, message: str, english: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.english = english


class ReaderError(SouffleurError):
    """What a visitor typed cannot be answered."""

    code = "bad_request"


class QueryError(ReaderError):
    """A query or a parameter of it is not understood."""

    code = "bad_query"


class StaffError(SouffleurError):
    """What an operator or a librarian asked for cannot be done."""

    code = "refused"


class ConfigError(StaffError):
    code = "bad_config"


class UnknownSource(StaffError):
    code = "unknown_source"


class SourceUnreachable(StaffError):
    code = "source_unreachable"


class HarvestRunning(StaffError):
    code = "harvest_running"


class ExportRunning(StaffError):
    """Another process is sending to the same site."""

    code = "export_running"


class RunNotFound(StaffError):
    code = "run_not_found"


class RunSettled(StaffError):
    code = "run_settled"


class RecordNotFound(StaffError):
    code = "record_not_found"


class FileWithdrawn(StaffError):
    """The file is kept, and every record that had it was withdrawn."""

    code = "file_withdrawn"


class ListNotFound(StaffError):
    code = "list_not_found"


class EditConflict(StaffError):
    """Somebody saved before you: what you saw is no longer what is kept."""

    code = "edit_conflict"


class BadCorrection(StaffError):
    """What a person wrote over a field is no value of that field."""

    code = "bad_correction"


class SignInRefused(StaffError):
    code = "sign_in_refused"


class BadImport(StaffError):
    code = "bad_import"


class BadDescription(StaffError):
    """The description of a source cannot be followed: the file, the key, the value, the remedy."""

    code = "bad_description"


class SiteRefused(StaffError):
    """A site we export to does not take what we send: who asks, or the site itself, is at fault."""

    code = "site_refused"


class WitnessesBroken(StaffError):
    """A rebuilt index no longer finds what the one in service finds: it was not published."""

    code = "witnesses_broken"


class StorageError(SouffleurError):
    """The disk, the database or the index failed us."""

    code = "storage"


class StorageFull(StorageError):
    code = "disk_full"


class CatalogueError(StorageError):
    code = "catalogue"


class FileMissing(StorageError):
    code = "file_missing"


class IndexMissing(StorageError):
    code = "index_missing"


class IndexOutdated(StorageError):
    """The index was written by another version of the analysis or of the fields."""

    code = "index_outdated"


class IndexDamaged(StorageError):
    code = "index_damaged"


class IndexBusy(StorageError):
    """Another process was writing to the index for longer than we wait."""

    code = "index_busy"


class ExtractionCode(StrEnum):
    """Why a file gave no text; kept in the catalogue and in reports, so never renamed."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    NO_TEXT_LAYER = "no_text_layer"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    UNREADABLE = "unreadable"
    CRASHED = "crashed"


class ExtractionError(SouffleurError):
    """A file gave no text.

    `reason` is the typed cause; the message says it in a sentence, with the value and the remedy.
    """

    def __init__(self, reason: ExtractionCode, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    @property
    def code(self) -> str:  # type: ignore[override]
        return self.reason.value
