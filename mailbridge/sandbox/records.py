"""The SQLite file in which the sandbox keeps its records, open to anybody with `sqlite3 sandbox.db`.

`records`, one row for each record, in the order in which they were kept:

    id INTEGER PRIMARY KEY   internal: the API never tells it
    kind                     lead opportunity customer archive person event message
    name title phone mobile fax email url address city state zip country probability value moreinfo
    year month day location description complete association body emailedfrom emailedto category notes
                             the page's fields as text, '' where the kind has no such field or none was posted
    creator                  display name of the login that posted it
    updated_on               YYYY-MM-DD in the sandbox's zone, what a reply prints as `May 25th`
    created_at               ISO 8601, UTC
    visible_at               Unix seconds before which no search finds it, 0 for at once
    raw                      the form as posted, the password masked

`requests` is the log of what reached the API. What searches look at is kept in memory beside the file and read anew
when somebody else has changed it.

Every record is committed before its reply leaves. `synchronous=NORMAL` means that a power cut may take the last ones;
a killed process takes none. This file knows nothing of HTTP, XML or faults.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from mailbridge.sandbox.kinds import CONTACTS, KINDS, NEWER, READ_ONLY, SETTABLE

FIELDS = tuple(dict.fromkeys(
    [name for kind in ("lead", "event", "message") for name in SETTABLE[kind]] + [*READ_ONLY, *NEWER]
))
_SEPARATOR = "\x1f"                     # stands between a record's words, so that no search matches across two fields
_SCHEMA_VERSION = 1
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS records(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL,
    {", ".join(f'"{name}" TEXT NOT NULL DEFAULT ""' for name in FIELDS).replace('DEFAULT ""', "DEFAULT ''")},
    creator TEXT NOT NULL, updated_on TEXT NOT NULL, created_at TEXT NOT NULL, visible_at REAL NOT NULL,
    raw TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS records_kind ON records(kind);
CREATE TABLE IF NOT EXISTS requests(
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, login TEXT NOT NULL, what TEXT NOT NULL, kind TEXT NOT NULL,
    about TEXT NOT NULL, outcome TEXT NOT NULL, fault TEXT NOT NULL);
PRAGMA user_version = {_SCHEMA_VERSION};
"""

_SEARCHED = {
    **dict.fromkeys(CONTACTS, (*SETTABLE["person"], "moreinfo", *NEWER)),
    "event": ("title", "description", "location", "association"),
    "message": ("title", "creator", "body", "association"),
}
"""Where a search looks. For events and messages the page says so; of contacts it only shows a hit on the name and one
on the address, so here all their text is searched."""


class DataFileError(Exception):
    """The data file cannot be used. The message is one sentence for the person who started the sandbox."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record on its way in. `hidden_seconds` is how long a search shall not find it."""

    kind: str
    fields: Mapping[str, str]
    creator: str
    created_at: datetime                # aware
    updated_on: date
    raw: str = ""
    hidden_seconds: float = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the log: `what` is create, get or "", `about` the name, title or search text."""

    at: str
    login: str
    what: str
    kind: str
    about: str
    outcome: str
    fault: str


class _Words(NamedTuple):
    """What a search looks at: a record's text, case-folded. Kept in memory because SQLite's instr() is a fifth as
    fast, and a full-text index would make each new record dearer."""

    id: int
    text: str
    visible_at: float


class Store:
    """One connection, one lock: SQLite writes one at a time anyway, and a search takes milliseconds."""

    def __init__(self, path: Path, *, search_moreinfo: bool = True) -> None:
        self._search_moreinfo = search_moreinfo
        self._words: dict[str, list[_Words]] = {kind: [] for kind in KINDS}
        self._words_version = -1                        # PRAGMA data_version when they were read
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
            self._db.row_factory = sqlite3.Row
            self._prepare(path)
        except sqlite3.Error as error:
            raise DataFileError(f"cannot use {path} as the sandbox's data file: {error}") from error

    def _prepare(self, path: Path) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _SCHEMA_VERSION):
            self._db.close()
            raise DataFileError(f"{path} was not written by this version of the sandbox: name another file")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version == 0:
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Closes the file. Nothing is lost by it and nothing works after it."""
        with self._lock:
            self._db.close()

    def keep(self, entry: Entry) -> None:
        """Adds one record and commits it."""
        created_at = entry.created_at.astimezone(UTC)
        row = {"kind": entry.kind, **entry.fields, "creator": entry.creator,
               "updated_on": entry.updated_on.isoformat(), "created_at": created_at.isoformat(timespec="milliseconds"),
               "visible_at": created_at.timestamp() + entry.hidden_seconds if entry.hidden_seconds else 0,
               "raw": entry.raw}
        names = ", ".join(f'"{name}"' for name in row)      # from FIELDS only, never from a request
        marks = ", ".join("?" * len(row))
        with self._lock:
            cursor = self._db.execute(f"INSERT INTO records({names}) VALUES ({marks})", [*row.values()])  # noqa: S608
            if self._words_version >= 0:
                self._words[entry.kind].append(self._words_of(row | {"id": cursor.lastrowid}))

    def find(self, kind: str, text: str, now: datetime) -> list[dict[str, Any]]:
        """Records of a kind that hold `text` anywhere, in any case, oldest first. An empty text finds all."""
        needle, seconds = text.casefold(), now.timestamp()
        with self._lock:
            self._read_words()
            hits = [id for id, words, visible_at in self._words[kind] if needle in words and visible_at <= seconds]
            if not hits:
                return []
            return self._rows("SELECT records.* FROM json_each(?) JOIN records ON records.id = json_each.value"
                              " ORDER BY records.id", (json.dumps(hits),))

    def records(self, kind: str | None = None, newest: int = -1) -> list[dict[str, Any]]:
        """All records, or one kind's, or only the `newest` so many; always oldest first."""
        rows = self._rows("SELECT * FROM records WHERE ? IS NULL OR kind = ? ORDER BY id DESC LIMIT ?",
                          (kind, kind, newest))
        return rows[::-1]

    def counts(self) -> dict[str, int]:
        """Kind to number of records, every kind present."""
        found = {row["kind"]: row["n"] for row in self._rows("SELECT kind, count(*) n FROM records GROUP BY kind", ())}
        return {kind: found.get(kind, 0) for kind in KINDS}

    def log(self, request: Request) -> None:
        """Notes one request to the API."""
        with self._lock:
            self._db.execute("INSERT INTO requests(at, login, what, kind, about, outcome, fault)"
                             " VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(request))

    def requests(self, newest: int = -1) -> list[dict[str, Any]]:
        """The log as rows of its table, newest first."""
        return self._rows("SELECT * FROM requests ORDER BY id DESC LIMIT ?", (newest,))

    def wipe(self) -> None:
        """Forgets every record and request."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM records")
            self._db.execute("DELETE FROM requests")
            self._words_version = -1

    def _read_words(self) -> None:
        """Reads what searches look at, the first time and whenever another connection has changed the file."""
        version = self._db.execute("PRAGMA data_version").fetchone()[0]
        if version == self._words_version:
            return
        self._words = {kind: [] for kind in KINDS}
        for row in self._db.execute("SELECT * FROM records ORDER BY id"):
            self._words[row["kind"]].append(self._words_of(row))
        self._words_version = version

    def _words_of(self, row: Mapping[str, Any] | sqlite3.Row) -> _Words:
        names = _SEARCHED[row["kind"]]
        if not self._search_moreinfo:
            names = tuple(name for name in names if name != "moreinfo")
        present = row.keys()            # a row on its way in lacks the fields that its kind does not have
        text = _SEPARATOR.join(row[name] for name in names if name in present)
        return _Words(row["id"], text.casefold(), row["visible_at"])

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(row) for row in self._db.execute(sql, values)]
