"""A console on a spool of its own, and browsers for it that do what a form does."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import requests
from pydantic import SecretStr
from spool.kit import lead, plan_of

from mailbridge import rules
from mailbridge.accounts import Account, Accounts
from mailbridge.console import Console, Parts
from mailbridge.decider import Decider
from mailbridge.heap.client import HeapClient, Login
from mailbridge.heap.people import People
from mailbridge.mail import Arrival, Envelope
from mailbridge.plan import ItemState
from mailbridge.settings import (
    Colleague,
    ConsoleSettings,
    ConsoleUser,
    HeapSettings,
    Settings,
    SmtpSettings,
    TeamSettings,
)
from mailbridge.settings.alarms import AlarmSettings
from mailbridge.spool import Decided, ItemId, Spool
from mailbridge.team import Team

PASSWORD = "correct horse battery"
HASH = "scrypt$10$8$1$c2l4dGVlbiBieXRlcy4uLg==$xtptlyQ+a6M9IiIibCb83axn1jSh1flQtV7uhjXPaoE="
"""Of `PASSWORD`, at a cost that suits tests."""
HEAP_PASSWORD = "heap-secret-4711"
BEN_PASSWORD = "ben-secret-0815"
HOOK = "hook-secret-1234"
BRIDGE = "crm@bridge.example.com"
RULES = """rules:
  - name: Newsletters
    when: {subject: {starts: News}}
    skip: a newsletter
    tests:
      - mail: {from: a@paper.example, subject: News of today}
        expect: {skip: a newsletter}
  - name: Enquiries
    when: {subject: {starts: Offer}}
    create:
      - lead: {name: "{{ contact.record_name }}", email: "{{ contact.email }}", moreinfo: "{{ text }}"}
"""


def raw_mail(subject: str = "Offer", text: str = "Please call me.", *, sender: str = "Jane Doe <jane@acme.example>",
             more: str = "") -> bytes:
    return (f"From: {sender}\r\nTo: {BRIDGE}\r\nSubject: {subject}\r\nMessage-ID: <{zlib.crc32((subject + text).encode())}@acme.example>\r\n"
            f"Date: Mon, 02 Mar 2026 08:59:00 +0000\r\n{more}\r\n{text}\r\n").encode()


@dataclass
class Site:
    """A console that listens, and what is behind it. `troubles` may be filled by a test."""

    parts: Parts
    console: Console
    troubles: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.console.port}"

    @property
    def spool(self) -> Spool:
        return self.parts.spool

    def browser(self, user: str = "ann") -> Browser:
        """Signed in."""
        browser = Browser(self.url)
        answer = browser.submit("/sign-in", user=user, password=PASSWORD, page="/sign-in")
        assert answer.status_code == 200, answer.text
        return browser

    def keep(self, raw: bytes, *, door: str = "smtp", sender: str = "jane@acme.example") -> ItemId:
        return self.spool.accept(Arrival(raw, Envelope(door, sender, (BRIDGE,), "192.0.2.7"), self.parts.now())).item

    def settle(self, state: ItemState, subject: str = "Offer", reason: str = "") -> ItemId:
        """An item at its end, with one lead planned."""
        self.keep(raw_mail(subject))
        (claimed,) = self.spool.claim("worker", 1)
        self.spool.keep_plan(claimed, Decided(plan_of(lead(), reason=reason or 'rule "Enquiries"'), subject, ("mb0",)))
        self.spool.settle(claimed, state, reason or "written: lead")
        return claimed.id


class Browser(requests.Session):
    """Keeps cookies, and posts with the token of the page that it looked at."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def see(self, path: str, **kwargs: Any) -> requests.Response:
        return self.get(self.url + path, timeout=10, **kwargs)

    def token(self, page: str) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.see(page).text)
        assert found, f"{page} has no form"
        return unescape(found[1])

    def submit(self, path: str, *, page: str = "/", **fields: Any) -> requests.Response:
        """A form of `page` sent to `path`."""
        return self.post(self.url + path, data={"csrf": self.token(page), **fields}, timeout=10)


def make(folder: Path, **console: Any) -> Site:
    """A site, not yet started."""
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "10.yaml").write_text(RULES)
    settings = Settings(
        heap=HeapSettings(url="http://127.0.0.1:1/api.php", login_email="bridge@example.com",
                          login_password=SecretStr(HEAP_PASSWORD)),
        team=TeamSettings(domains=("example.com",), people={
            "ben@example.com": Colleague(heap_login_email="ben@example.com", heap_login_password=SecretStr(BEN_PASSWORD))}),
        smtp=SmtpSettings(recipients=(BRIDGE,)),
        console=ConsoleSettings(**{"listen": "127.0.0.1:0", "users": {
            "ann": ConsoleUser(password_hash=SecretStr(HASH), role="admin"),
            "rob": ConsoleUser(password_hash=SecretStr(HASH), role="reader"),
        }, **console}),
        alarms=AlarmSettings(webhook=SecretStr(f"https://hooks.example.com/{HOOK}"), webhook_secret=SecretStr(HOOK)),
        spool=f"sqlite:///{folder / 'spool.db'}", rules=folder / "rules", timezone="Europe/Berlin",
    )
    spool = Spool(settings.spool)
    client = HeapClient(settings.heap.url, Login("bridge@example.com", HEAP_PASSWORD))
    own = Account(client, People(client.get))
    ben = Account(HeapClient(settings.heap.url, Login("ben@example.com", BEN_PASSWORD)), People(client.get))
    decider = Decider(Team(frozenset({"example.com"}), frozenset(), frozenset({BRIDGE})),
                      rules.load(settings.rules), settings.zone(), console="https://bridge.example.com")
    troubles: dict[str, Any] = {}
    parts = Parts(settings, spool, Accounts(own, {"ben@example.com": ben}, lambda: 0.0), lambda: decider,
                  lambda: str(troubles.get("rules", "")), lambda: not troubles.get("worker"), lambda: datetime.now(UTC))
    return Site(parts, Console(parts), troubles)
