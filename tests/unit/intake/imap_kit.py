"""A scripted IMAP server: one mailbox in memory, and the misbehaviour that real servers show too seldom to wait for."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from pydantic import SecretStr

from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_credentials import ByPassword
from mailbridge.settings.mailbox import ImapSettings

PASSWORD = "s3cret"
CAPABILITIES = "IMAP4rev1 AUTH=PLAIN IDLE MOVE UIDPLUS NAMESPACE"
CAME = "24-Nov-2026 12:00:00 +0100"


@dataclass
class Kept:
    """A mail on the server."""

    uid: int
    raw: bytes
    came: str = CAME
    size: int | None = None             # what the server claims
    flags: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)       # Gmail's; one set for all places of a mail


@dataclass
class Server:
    """`mails` by folder. The other fields are its moods; `said` is every command line it heard."""

    capabilities: str = CAPABILITIES
    capabilities_in: str = ""           # once one is in, if they are others then
    delimiter: str = "/"
    prefix: str = ""
    uid_validity: int = 7
    nil: set[int] = field(default_factory=set)          # NIL instead of these mails
    unlisted: set[int] = field(default_factory=set)     # left out when sizes are asked for
    broken: set[int] = field(default_factory=set)       # NO to any FETCH that asks for these
    deadly: set[int] = field(default_factory=set)       # the connection ends when one of these is asked for
    login_says: str = "OK"
    refuses: dict[str, str] = field(default_factory=dict)       # command word -> the server's NO
    before_done: Callable[[str, Server], str] = lambda command, server: ""      # said just before a command's OK
    with_idling: Callable[[Server], str] = lambda server: ""                    # in the same packet as "+ idling"
    fetch_says: str = ""                                # NO to any FETCH of bodies
    literal_bytes: int = 0                              # announce this size for a body, whatever it is
    silent: bool = False
    uses: dict[str, str] = field(default_factory=dict)  # folder -> what LIST says of it, such as \\Trash
    mails: dict[str, list[Kept]] = field(default_factory=lambda: {"INBOX": []})
    next_uid: int = 1
    said: list[str] = field(default_factory=list)
    logins: int = 0
    port: int = 0
    _links: list[socket.socket] = field(default_factory=list)

    def add(self, raw: bytes, folder: str = "INBOX", **further: object) -> int:
        """A mail comes; whoever idles is told."""
        uid, self.next_uid = self.next_uid, self.next_uid + 1
        self.mails[folder].append(Kept(uid, raw, **further))     # type: ignore[arg-type]
        return uid

    def tell(self, line: str) -> None:
        """Say something to every connection, unasked."""
        for link in self._links:
            with suppress(OSError):
                link.sendall(line.encode() + b"\r\n")

    def hang_up(self) -> None:
        for link in self._links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._links.clear()

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                link = listener.accept()[0]
                self._links.append(link)
                threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        with suppress(OSError, ValueError), link, link.makefile("rb") as lines:
            link.sendall(f"* OK [CAPABILITY {self.capabilities}] ready\r\n".encode())
            session = _Session(self, link)
            for line in lines:
                if self.silent:
                    continue
                text = line.decode().rstrip("\r\n")
                self.said.append(text)
                if not session.answer(text):
                    link.shutdown(socket.SHUT_RDWR)
                    return


class _Session:
    """One connection's dialogue."""

    def __init__(self, server: Server, link: socket.socket) -> None:
        self.server, self.link = server, link
        self.folder = ""
        self.waiting_for = ""           # the tag of AUTHENTICATE or IDLE

    def answer(self, text: str) -> bool:
        """Reply to one line. False: hang up."""
        if self.waiting_for:
            tag, self.waiting_for = self.waiting_for, ""
            self._login(tag) if text != "DONE" else self._end(tag, "IDLE")
            return True
        tag, command, rest = [*text.split(" ", 2), "", ""][:3]
        word = command.upper()
        if word == "UID":
            command, _, rest = rest.partition(" ")
            word = f"UID {command.upper()}"
        if word in self.server.refuses:
            self._say(f"{tag} NO {self.server.refuses[word]}")
            return True
        handler = getattr(self, "_on_" + word.lower().replace(" ", "_"), None)
        return bool(handler(tag, rest)) if handler else not self._say(f"{tag} BAD what is {word}?")

    def _say(self, text: str) -> None:
        self.link.sendall(text.encode() + b"\r\n")

    def _end(self, tag: str, word: str) -> bool:
        self.link.sendall((self.server.before_done(word, self.server) + f"{tag} OK {word} done\r\n").encode())
        return True

    def _login(self, tag: str) -> bool:
        self.server.logins += 1
        self._say(f"{tag} OK in" if self.server.login_says == "OK" else f"{tag} NO {self.server.login_says}")
        return True

    def _on_login(self, tag: str, rest: str) -> bool:
        return self._login(tag)

    def _on_authenticate(self, tag: str, rest: str) -> bool:
        self.waiting_for = tag
        self._say("+ ")
        return True

    def _on_capability(self, tag: str, rest: str) -> bool:
        told = self.server.capabilities_in if self.server.logins and self.server.capabilities_in else self.server.capabilities
        self._say(f"* CAPABILITY {told}")
        return self._end(tag, "CAPABILITY")

    def _on_namespace(self, tag: str, rest: str) -> bool:
        self._say(f'* NAMESPACE (("{self.server.prefix}" "{self.server.delimiter}")) NIL NIL')
        return self._end(tag, "NAMESPACE")

    def _on_list(self, tag: str, rest: str) -> bool:
        if rest == '"" ""':
            self._say(f'* LIST (\\Noselect) "{self.server.delimiter}" ""')
        else:
            for name in self.server.mails:
                self._say(f'* LIST ({self.server.uses.get(name, "")}) "{self.server.delimiter}" "{name}"')
        return self._end(tag, "LIST")

    def _on_create(self, tag: str, rest: str) -> bool:
        self.server.mails[rest.strip('"')] = []
        return self._end(tag, "CREATE")

    def _on_select(self, tag: str, rest: str) -> bool:
        self.folder = rest.strip('"')
        if self.folder not in self.server.mails:
            self._say(f"{tag} NO there is no such mailbox")
            return True
        self._say(f"* {len(self._mails())} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self.server.uid_validity}] valid")
        self._say(f"* OK [UIDNEXT {self.server.next_uid}] next")
        return self._end(tag, "SELECT")

    _on_examine = _on_select

    def _on_noop(self, tag: str, rest: str) -> bool:
        return self._end(tag, "NOOP")

    def _on_logout(self, tag: str, rest: str) -> bool:
        self._say("* BYE")
        self._say(f"{tag} OK bye")
        return False

    def _on_idle(self, tag: str, rest: str) -> bool:
        self.waiting_for = tag
        self.link.sendall(b"+ idling\r\n" + self.server.with_idling(self.server).encode())
        return True

    def _on_uid_search(self, tag: str, rest: str) -> bool:
        wanted = _uids(rest.partition("UID ")[2].split(" ")[0], self._mails())
        self._say("* SEARCH " + " ".join(str(uid) for uid in wanted))
        return self._end(tag, "SEARCH")

    def _on_uid_fetch(self, tag: str, rest: str) -> bool:
        wanted = _uids(rest.split(" ")[0], self._mails())
        is_size = "RFC822.SIZE" in rest
        if not is_size and self.server.deadly & set(wanted):
            return False
        if not is_size and self.server.fetch_says:
            self._say(f"{tag} NO {self.server.fetch_says}")
            return True
        if not is_size and self.server.broken & set(wanted):
            self._say(f"{tag} NO [SERVERBUG] a mail is damaged")
            return True
        for number, mail in enumerate(self._mails(), 1):
            if mail.uid in wanted and not (is_size and mail.uid in self.server.unlisted):
                self._say_mail(number, mail, is_size, "HEADER" in rest)
        return self._end(tag, "FETCH")

    def _say_mail(self, number: int, mail: Kept, is_size: bool, is_header: bool) -> None:
        start = f"* {number} FETCH (UID {mail.uid}"
        if is_size:
            size = len(mail.raw) if mail.size is None else mail.size
            self._say(f'{start} RFC822.SIZE {size} INTERNALDATE "{mail.came}")')
        elif mail.uid in self.server.nil:
            self._say(f"{start} BODY[] NIL)")
        else:
            raw = mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if is_header else mail.raw
            name = "BODY[HEADER]<0>" if is_header else "BODY[]"
            self.link.sendall(f"{start} {name} {{{self.server.literal_bytes or len(raw)}}}\r\n".encode() + raw + b")\r\n")

    def _on_uid_store(self, tag: str, rest: str) -> bool:
        uids, _, flags = rest.partition(" ")
        if "X-GM-LABELS" in flags:
            return self._store_labels(tag, _uids(uids, self._mails()), flags)
        for mail in self._mails():
            if mail.uid in _uids(uids, self._mails()):
                mail.flags |= set(re.findall(r"[\\\w]+", flags.partition("(")[2]))
        return self._end(tag, "STORE")

    def _store_labels(self, tag: str, uids: list[int], said: str) -> bool:
        name = said.partition("(")[2].rstrip(")").strip('"')
        for mail in [mail for mail in self._mails() if mail.uid in uids]:
            if said.startswith("+"):
                mail.labels.add(name)
            else:
                mail.labels.discard(name)
                self.server.mails["INBOX"] = [kept for kept in self.server.mails["INBOX"] if kept.raw != mail.raw]
        return self._end(tag, "STORE")

    def _on_uid_copy(self, tag: str, rest: str) -> bool:
        uids, _, folder = rest.partition(" ")
        for mail in [mail for mail in self._mails() if mail.uid in _uids(uids, self._mails())]:
            self.server.add(mail.raw, folder.strip('"'))
        return self._end(tag, "COPY")

    def _on_uid_move(self, tag: str, rest: str) -> bool:
        uids = _uids(rest.partition(" ")[0], self._mails())
        target = self.server.mails[rest.partition(" ")[2].strip('"')]
        for mail in [mail for mail in self._mails() if mail.uid in uids]:
            self._mails().remove(mail)
            target.append(mail)
        return self._end(tag, "MOVE")

    def _on_uid_expunge(self, tag: str, rest: str) -> bool:
        uids = _uids(rest, self._mails())
        self.server.mails[self.folder] = [
            mail for mail in self._mails() if not (mail.uid in uids and "\\Deleted" in mail.flags)]
        return self._end(tag, "EXPUNGE")

    def _mails(self) -> list[Kept]:
        return self.server.mails[self.folder]


def _uids(text: str, mails: list[Kept]) -> list[int]:
    there = [mail.uid for mail in mails]
    found: set[int] = set()
    for part in text.split(","):
        low, _, high = part.partition(":")
        last = max(there, default=0) if high == "*" else int(high or low)
        found |= {uid for uid in there if min(int(low), last) <= uid <= max(int(low), last)}
    return sorted(found)


@contextmanager
def serving(server: Server | None = None) -> Iterator[Server]:
    server = server or Server()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        threading.Thread(target=server.serve, args=(listener,), daemon=True).start()
        yield server
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        server.hang_up()


def settings(server: Server, **further: object) -> ImapSettings:
    return ImapSettings.model_validate({
        "name": "sales", "host": "127.0.0.1", "port": server.port, "tls": "none", "user": "sales@example.com",
        "since": "all", **further})


def connect(server: Server, **further: object) -> Connection:
    return Connection(settings(server, **further), by_password())


def by_password(password: str = PASSWORD) -> ByPassword:
    return ByPassword(lambda: SecretStr(password))


def seconds_of(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began
