"""A watchman whose findings a test says."""

from __future__ import annotations

import json
from typing import Any

from mailbridge.alarms import Finding, Watchman
from mailbridge.alarms.messages import Bridge
from mailbridge.notices.post import NotTaken, Post
from mailbridge.notices.text import Writer
from mailbridge.spool import Spool, outbox

ANN = "ann@example.com"


class Guarded:
    """A watchman over `findings`, and what reached the admin and the webhook. `is_off`: nothing is taken."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.findings: list[Finding] = []
        self.taken: list[tuple[str, bytes]] = []
        self.is_off = False
        self.asked = 0
        self.fault: Exception | None = None     # of a watch of its own
        ways = {ANN: self._send, outbox.WEBHOOK: self._send}
        self.watchman = Watchman(spool, [self._faulty, lambda: self.findings], ways,
                                 Bridge("0123", "https://bridge.example.com"),
                                 Writer("bridge@example.com", "0123"), find_out=self._ask)
        self.post = Post(spool, self._send, ways)

    def look(self, *findings: Finding) -> None:
        self.findings = list(findings)
        self.watchman.look()
        self.post.look()

    def posted(self) -> list[dict[str, Any]]:
        return [json.loads(raw) for recipient, raw in self.taken if recipient == outbox.WEBHOOK]

    def mailed(self) -> list[bytes]:
        return [raw for recipient, raw in self.taken if recipient == ANN]

    def _send(self, recipient: str, raw: bytes) -> None:
        if self.is_off:
            raise NotTaken("it is off")
        self.taken.append((recipient, raw))

    def _faulty(self) -> list[Finding]:
        if self.fault is not None:
            raise self.fault
        return []

    def _ask(self) -> None:
        self.asked += 1
