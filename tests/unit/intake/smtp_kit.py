"""A door that listens, and a client that says exactly the bytes it is told to."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from mailbridge.intake.smtp import SmtpDoor
from mailbridge.mail import Envelope
from mailbridge.settings.doors import DoorLimits, SmtpSettings
from mailbridge.spool import Spool, lists

BRIDGE = "crm@bridge.example.com"


@contextmanager
def a_door(spool: Spool, max_bytes: int = 1_000_000, *, limits: dict[str, Any] | None = None, matches: Any = None,
           **settings: Any) -> Iterator[SmtpDoor]:
    """A door on a free port. Further arguments are settings."""
    doors = SmtpSettings(listen="127.0.0.1:0", recipients=(BRIDGE,), max_bytes=max_bytes,
                         limits=DoorLimits(**(limits or {})), **settings)
    door = SmtpDoor(doors, spool, spool.now, *([matches] if matches else []))
    door.start()
    try:
        yield door
    finally:
        door.stop()


class Client:
    """One connection. Replies are read whole, a multi-line one as one text."""

    def __init__(self, door: SmtpDoor, *, greet: bytes = b"EHLO", link: socket.socket | None = None) -> None:
        self.socket = link or socket.create_connection(("127.0.0.1", door.port), timeout=10)
        self._lines = self.socket.makefile("rb")
        self.greeting = self.reply()
        if greet:
            self.capabilities = self.say(greet + b" client.example")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reply(self) -> str:
        """The next whole reply; "" when the server has hung up."""
        said = ""
        while line := self._lines.readline().decode():
            said += line
            if line[3:4] != "-":
                break
        return said.rstrip()

    def say(self, line: bytes) -> str:
        self.send(line + b"\r\n")
        return self.reply()

    def start_tls(self) -> None:
        """STARTTLS, and a greeting again."""
        assert self.say(b"STARTTLS").startswith("220")
        self.encrypt()
        self.capabilities = self.say(b"EHLO client.example")

    def encrypt(self) -> None:
        """The handshake, believing any certificate."""
        self._lines.close()
        self.socket = anybody().wrap_socket(self.socket)
        self._lines = self.socket.makefile("rb")

    def start_mail(self, sender: bytes = b"<jane@acme.test>", options: bytes = b"") -> None:
        """Up to the server's 354."""
        assert self.say(b"MAIL FROM:" + sender + options).startswith("250"), "MAIL"
        assert self.say(b"RCPT TO:<" + BRIDGE.encode() + b">").startswith("250"), "RCPT"
        assert self.say(b"DATA").startswith("354"), "DATA"

    def mail(self, data: bytes) -> str:
        """A mail whose bytes after DATA are these and the final dot; the reply to it."""
        self.start_mail()
        self.send(data + b".\r\n")
        return self.reply()


def anybody() -> ssl.SSLContext:
    """A client's context that believes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def certificate(folder: Path, name: str = "localhost") -> dict[str, Path]:
    """Settings of a new certificate for that name, and its key."""
    made = {"certificate": folder / "certificate.pem", "key": folder / "key.pem"}
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", made["key"], "-out", made["certificate"], "-days", "2", "-subj", f"/CN={name}"],
                   check=True, capture_output=True)
    return made


def kept(spool: Spool) -> list[bytes]:
    """The raw mails of the spool, in the order of their coming."""
    originals = [lists.original(spool, item.id) for item in lists.summaries(spool, newest_first=False)]
    return [raw for raw in originals if raw is not None]


def envelopes(spool: Spool) -> list[Envelope]:
    """How each of these mails came."""
    stories = [lists.story(spool, item.id) for item in lists.summaries(spool, newest_first=False)]
    return [story.envelope for story in stories if story is not None]
