"""The demo's parts in a folder of their own: a sandbox with a few people, and the bridge in front of it."""

from __future__ import annotations

import secrets
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from mailbridge import bridge, passwords
from mailbridge.demo.samples import PEOPLE, Sample
from mailbridge.errors import OperatorError
from mailbridge.heap.client import HeapClient
from mailbridge.heap.outcomes import Created
from mailbridge.records import LONG_FIELD, Kind, Record
from mailbridge.sandbox import DEFAULT_LOGIN, Sandbox
from mailbridge.settings import (
    ConsoleSettings,
    ConsoleUser,
    HeapSettings,
    Settings,
    TeamSettings,
    WorkSettings,
)
from mailbridge.settings.doors import SmtpSettings
from mailbridge.spool import ItemId, KeptWrite, Story, lists

RECIPIENT = "crm@bridge.example.com"
USER = "demo"


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything running."""

    sandbox: Sandbox
    service: bridge.Service
    heap: HeapClient
    smtp_port: int
    password: str                       # of `USER` at the console

    def send(self, sample: Sample) -> ItemId:
        """Send one sample over SMTP, as any mail program would; the id that the door's reply names."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=30) as smtp:
            smtp.ehlo("demo.example")
            smtp.mail(sample.sender)
            smtp.rcpt(RECIPIENT)
            code, reply = smtp.data(sample.raw)
        if code != 250:
            raise OperatorError(f"the SMTP door answered {code} {reply.decode('utf-8', 'replace')}")
        return ItemId(int(reply.rsplit(b" ", 1)[-1]))

    def story(self, item: ItemId) -> Story:
        """What the spool knows of a mail."""
        story = lists.story(self.service.spool, item)
        assert story is not None
        return story

    def read_back(self, write: KeptWrite) -> Record | None:
        """The record as Heap's API tells it now: found by its marker, a person by the address."""
        kind = write.write.kind
        if kind is Kind.PERSON:
            found = self.heap.get(kind, write.write.field("email"))
            return found[-1] if found else None
        return next((r for r in self.heap.get(kind, write.marker) if write.marker in r[LONG_FIELD[kind]]), None)


def shipped_rules() -> Path:
    """The rules that come with the program: in a checkout the top-level folder, else inside the package."""
    package = Path(__file__).parent.parent
    inside = package / "shipped_rules"
    return inside if inside.is_dir() else package.parent / "rules"


@contextmanager
def set_up(folder: Path, *, smtp_port: int, sandbox_port: int, console_port: int | None = None,
           rules: Path | None = None) -> Iterator[Stage]:
    """Start sandbox and bridge, and stop them at the end. Without a port for it the console stays off."""
    sandbox = Sandbox(folder / "sandbox.db", port=sandbox_port)
    sandbox.start()
    try:
        password = secrets.token_urlsafe(9)
        settings = _settings(folder, sandbox.url, smtp_port, rules or shipped_rules())
        if console_port is not None:
            settings = settings.model_copy(update={"console": _console(console_port, password)})
        client = bridge.heap_client(settings.heap)
        _fill(client, sandbox)
        service = bridge.assemble(settings)
        service.start()
        try:
            assert service.smtp is not None
            yield Stage(sandbox, service, client, service.smtp.port, password)
        finally:
            service.stop()
    finally:
        sandbox.stop()


def _settings(folder: Path, url: str, smtp_port: int, rules: Path) -> Settings:
    return Settings(
        heap=HeapSettings(url=url, login_email=DEFAULT_LOGIN.email, creates_per_second=50,
                          login_password=SecretStr(DEFAULT_LOGIN.password), settle_seconds=2, second_look_seconds=1),
        team=TeamSettings(domains=("example.com",)),
        smtp=SmtpSettings(listen=f"127.0.0.1:{smtp_port}", recipients=(RECIPIENT,)),
        work=WorkSettings(first_wait_seconds=2),
        spool=f"sqlite:///{folder / 'spool.db'}",
        rules=rules,
        timezone="Europe/Berlin",
    )


def _console(port: int, password: str) -> ConsoleSettings:
    user = ConsoleUser(password_hash=SecretStr(passwords.hashed(password)), role="admin")
    return ConsoleSettings(listen=f"127.0.0.1:{port}", users={USER: user})


def _fill(client: HeapClient, sandbox: Sandbox) -> None:
    """Put a few people into an empty Heap, so that some of the senders are known."""
    if sandbox.count("person"):
        return
    for name, email in PEOPLE:
        outcome = client.create_record(Kind.PERSON, {"name": name, "email": email})
        if not isinstance(outcome, Created):
            raise OperatorError(f"the sandbox did not take {name}: {outcome}")


def until_settled(stage: Stage, item: ItemId, seconds: float = 60) -> Story:
    """Wait until a mail has come to its end. Raises OperatorError when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        story = stage.story(item)
        if story.summary.settled_at is not None:
            return story
        time.sleep(0.03)
    raise OperatorError(f"item {item} has not come to its end within {seconds:g} seconds")
