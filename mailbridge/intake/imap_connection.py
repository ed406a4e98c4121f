"""One connection to an IMAP server (RFC 9051), on imapclient: the verbs, each with its trouble in words.

Knows the protocol. How a connection comes about is in `imap_link`; which mails are wanted, and when, is nobody's
business here. A connection belongs to one thread; only `cut` may be called from another.

What the library gets wrong here, and what is done about it: a closed socket looks to it as if nothing had come
(`idle`); an answer to SEARCH over a megabyte ends the connection (`search` asks piece by piece); NIL for a mail is no
error to it (`bodies` leaves it out).
"""

from __future__ import annotations

import imaplib
import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from imapclient import DELETED

from mailbridge.intake import imap_gmail, imap_names
from mailbridge.intake.imap_answers import Listed, in_letters, label_list, listed, tells_of_mail
from mailbridge.intake.imap_credentials import Credentials
from mailbridge.intake.imap_link import in_words, signed_in, silent_seconds
from mailbridge.intake.imap_troubles import FolderMissing, Refused, ended, refused
from mailbridge.settings.mailbox import ImapSettings

GOODBYE_SECONDS = 0.5
SLICE_SECONDS = 0.5                     # of IDLE: how soon a stop or a settled mail interrupts it
MAILS_A_SEARCH = 50_000                 # half a megabyte of UIDs; the library reads lines of up to one
HEADER_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it was when it was selected. `uid_next` is above every UID it holds."""

    uid_validity: int
    uid_next: int
    mails: int


class Connection:
    """A mailbox that one is signed in to. Raises MailboxTrouble; after any but Refused and FolderMissing it is over."""

    def __init__(self, settings: ImapSettings, credentials: Credentials) -> None:
        self.renew_seconds = settings.idle_seconds - silent_seconds(settings)
        self._client, self.key = signed_in(settings, credentials)
        self._imap = self._client._imap     # imaplib's own object, for what imapclient does not hand out
        self._open: tuple[str, Opened] | None = None
        self._names: dict[str, str] = {}        # the server's, of folders that are known to exist

    # --- what the server is

    def can(self, capability: str) -> bool:
        """Whether the server says so (CAPABILITY)."""
        with in_words("asking what the server can do"):
            return bool(self._client.has_capability(capability))

    def is_gmail(self) -> bool:
        """Whether its folders are Gmail's labels."""
        return self.can(imap_gmail.CAPABILITY)

    def folders(self) -> tuple[str, ...]:
        """Names of all folders, as the server writes them."""
        return tuple(self._folders())

    def _folders(self) -> dict[str, tuple[str, ...]]:
        """Name -> what the server says of it, such as `\\Trash` (RFC 6154)."""
        with in_words("listing the folders"):
            return {name: tuple(flag.decode("ascii", "replace") for flag in flags)
                    for flags, _, name in self._client.list_folders() if b"\\Noselect" not in flags}

    def name_of(self, folder: str) -> str:
        """The server's name of a folder that the settings write with `/`, whether it exists or not."""
        with in_words("asking how folders are named"):
            told = self._client.list_folders("", "")
            delimiter = (told[0][1] or b"/").decode("ascii", "replace") if told else "/"
            spaces = self._client.namespace().personal if self._client.has_capability("NAMESPACE") else None
        prefix = spaces[0][0] if spaces else ""
        existing = self._folders()
        uses = {flag: name for name, flags in existing.items() for flag in flags}
        return imap_names.on_server(folder, delimiter, prefix, existing, uses)

    # --- a folder

    def open(self, folder: str, *, read_only: bool) -> Opened:
        """Select a folder, or look whether something is new in the one that is selected. Raises FolderMissing."""
        if self._open is not None and self._open[0] == folder:
            with in_words("asking for news"):
                self._client.noop()
            return self._open[1]
        name = self._names.get(folder) or self.name_of(folder)
        try:
            opened = self._select(name, read_only)
        except Refused:
            self._names.pop(folder, None)
            existing = self.folders()
            if name in existing:
                raise
            raise FolderMissing(imap_names.missing(folder, existing)) from None
        self._names[folder] = name
        self._open = (folder, opened)
        return opened

    def in_all_mail(self) -> bool:
        """Whether the folder that is open holds every mail of the mailbox, as Gmail's All Mail does."""
        return self._open is not None and "\\All" in self._folders().get(self._names[self._open[0]], ())

    def _select(self, name: str, read_only: bool) -> Opened:
        self._open = None
        with in_words(f"opening the folder {name}"):
            try:
                told = self._client.select_folder(name, readonly=read_only)
            except imaplib.IMAP4.readonly:
                told = self._client.select_folder(name, readonly=True)
            uid_next = told.get(b"UIDNEXT") or self._client.folder_status(name, ["UIDNEXT"])[b"UIDNEXT"]
        return Opened(int(told.get(b"UIDVALIDITY", 0)), int(uid_next), int(told.get(b"EXISTS", 0)))

    def search(self, above: int, *, below: int | None = None, since: date | None = None) -> list[int]:
        """UIDs over `above` (and under `below`), lowest first; with `since` only of mails from that day on.

        Many mails are asked for piece by piece, from the newest: what is expunged meanwhile moves the rest into pieces
        that are still to come, never out of them.
        """
        uids = f"{above + 1}:{'*' if below is None else below - 1}"
        criteria: list[Any] = ["UID", uids, *(("SINCE", since) if since is not None else ())]
        mails = self._open[1].mails if self._open is not None else 0
        pieces = [[]] if mails <= MAILS_A_SEARCH else [
            [f"{first}:{'*' if first + MAILS_A_SEARCH > mails else first + MAILS_A_SEARCH - 1}"]
            for first in reversed(range(1, mails + 1, MAILS_A_SEARCH))]
        with in_words("searching"):
            found = {uid for piece in pieces for uid in self._client.search([*piece, *criteria])}
        # "n:*" names the last mail even if its UID is below n (RFC 9051 section 9, seq-range).
        return sorted(uid for uid in found if uid > above and (below is None or uid < below))

    def still_there(self, uids: Sequence[int]) -> set[int]:
        """Those of the UIDs that the folder holds."""
        with in_words("searching"):
            return set(self._client.search(["UID", ",".join(map(str, uids))])) & set(uids) if uids else set()

    def told_of_new(self) -> bool:
        """Whether the server mentioned new mail beside its answers since this was asked last.

        It says so once: a mail that it told of while we searched is not told of again in IDLE.
        """
        for word in ("EXPUNGE", "RECENT", "FETCH"):     # else the library keeps them for ever
            self._imap.response(word)
        return bool(self._imap.response("EXISTS")[1] != [None])

    def sizes(self, uids: Sequence[int]) -> dict[int, Listed]:
        """Size and arrival of mails; one that is gone has no entry."""
        with in_words("asking for sizes"):
            # imapclient takes an answer apart letter by letter, a second for ten thousand mails; this one is simple.
            typ, lines = self._imap.uid("FETCH", ",".join(map(str, uids)), "(RFC822.SIZE INTERNALDATE)")
            if typ != "OK":
                raise refused("asking for sizes", str(lines[-1]))
            return dict(listed(lines))

    def bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Whole mails, their flags untouched; one that the server does not hand over (NIL, or gone) is left out."""
        with in_words("fetching mails"):
            told = self._client.fetch(uids, ["BODY.PEEK[]"])
        return {uid: fields[b"BODY[]"] for uid, fields in told.items() if isinstance(fields.get(b"BODY[]"), bytes)}

    def header(self, uid: int) -> bytes | None:
        """The header of one mail, at most HEADER_BYTES of it."""
        with in_words("fetching a header"):
            fields = self._client.fetch([uid], [f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"]).get(uid, {})
        found = next((value for key, value in fields.items() if key.startswith(b"BODY[HEADER]")), None)
        return found if isinstance(found, bytes) else None

    # --- what comes after

    def flag(self, uids: Sequence[int], flag: str) -> None:
        """Set a flag or keyword."""
        with in_words(f"setting {flag}"):
            self._client.add_flags(uids, [flag], silent=True)

    def label(self, uids: Sequence[int], labels: imap_gmail.Labels) -> None:
        """Add and take away labels of Gmail. A new one is made."""
        add = labels.add if labels.add.startswith("\\") else self._names.get(labels.add) or self._target(labels.add)
        for sign, name in (("+", add), ("-", labels.take_away)):
            if not name:
                continue
            with in_words(f"labelling mails {labels.add}"):
                # The library would ask for .SILENT, which Gmail does not promise to know for labels.
                typ, lines = self._imap.uid("STORE", ",".join(map(str, uids)), f"{sign}X-GM-LABELS", label_list(name))
            if typ != "OK":
                raise refused(f"labelling mails {labels.add}", str(lines[-1]))

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails to a folder, which is made if it does not exist. Without MOVE: COPY, then `delete`."""
        name = self._names.get(folder) or self._target(folder)
        try:
            if self.can("MOVE"):
                with in_words(f"moving mails to {name}"):
                    self._client.move(uids, name)
                return
            with in_words(f"copying mails to {name}"):
                self._client.copy(uids, name)
        except Refused:
            self._names.pop(folder)       # somebody may have removed it; it is made again next time
            raise
        self.delete(uids)

    def _target(self, folder: str) -> str:
        name = self.name_of(folder)
        if name not in self.folders():
            with in_words(f"making the folder {name}"):
                self._client.create_folder(name)
        self._names[folder] = name
        return name

    def delete(self, uids: Sequence[int]) -> None:
        """Delete just these mails. Without UIDPLUS they keep the mark only: a plain EXPUNGE takes others' mails too."""
        with in_words("deleting mails"):
            self._client.add_flags(uids, [DELETED], silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(uids)

    # --- waiting

    def idle(self, seconds: float, interrupted: Callable[[], bool]) -> None:
        """Wait until new mail is told of, `seconds` are over, or `interrupted()`. Raises when the link is dead.

        A socket that was closed, and TLS that had only words of its own, both wake the wait with nothing to show. The
        server's answer to DONE tells them apart, so that neither is waited for in a circle.
        """
        with in_words("waiting for mail"):
            self._client.idle()
            self._client.look_first = True
            news = self._client.idle_check(timeout=0)
            end = time.monotonic() + seconds
            while not tells_of_mail(news) and not interrupted() and (left := end - time.monotonic()) > 0:
                asked, slice_seconds = time.monotonic(), min(SLICE_SECONDS, left)
                news = self._client.idle_check(timeout=slice_seconds)
                if not news and time.monotonic() - asked < slice_seconds / 2:
                    break
            if goodbye := [told for told in news if told[:1] == (b"BYE",)]:
                raise ended("waiting for mail", in_letters(tuple(goodbye[0])[1:]))
            self._client.idle_done()

    # --- the end

    def close(self) -> None:
        """Say goodbye, without waiting long for an answer."""
        with suppress(Exception):
            self._client.socket().settimeout(GOODBYE_SECONDS)
            self._client.logout()
        with suppress(Exception):
            self._client.shutdown()

    def cut(self) -> None:
        """Break the link from another thread: whatever waits on it ends at once with MailboxTrouble."""
        with suppress(OSError, ValueError), socket.socket(fileno=os.dup(self._imap.sock.fileno())) as twin:
            twin.shutdown(socket.SHUT_RDWR)     # on a twin: SSLSocket.shutdown would pull TLS from under the reader
