"""What those who run it see of a running service: systemd's socket, the numbers, and the canary among them."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
import yaml
from journey_parts import MAILBRIDGE, RECIPIENT, RULES, Bridge, Process, Sandbox, until

DEPLOY = Path(__file__).parents[2] / "deploy"


@dataclass
class Notified:
    """A socket as systemd has it, and what came to it."""

    link: socket.socket
    words: list[str] = field(default_factory=list)

    def heard(self, word: str) -> int:
        """How often a word was told until now."""
        while True:
            try:
                self.words += self.link.recv(4096).decode().split("\n")
            except BlockingIOError:
                return self.words.count(word)


@pytest.fixture
def notified(tmp_path: Path) -> Iterator[Notified]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.bind(str(tmp_path / "notify"))
        link.setblocking(False)
        yield Notified(link)


@pytest.fixture
def watched(tmp_path: Path, sandbox: Sandbox, notified: Notified) -> Iterator[Bridge]:
    """A service with console and canary, as systemd starts it."""
    settings = tmp_path / "mailbridge.yaml"
    hashed = subprocess.run([str(MAILBRIDGE), "password"], input="correct horse battery", capture_output=True, text=True,
                            check=True, timeout=30).stdout.strip()
    settings.write_text(f"""
heap: {{url: "{sandbox.url}", login_email: {sandbox.login_email}}}
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}]}}
lmtp: {{listen: "unix:{tmp_path}/lmtp", recipients: [{RECIPIENT}]}}
canary: {{every_minutes: 5}}
console: {{listen: "127.0.0.1:0", users: {{ann: {{password_hash: "{hashed}", role: admin}}}}}}
spool: sqlite:///spool.db
rules: {RULES}
""")
    process = Process(["--config", str(settings), "run"], tmp_path / "run.log", {
        "MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password, "NOTIFY_SOCKET": str(tmp_path / "notify"),
        "WATCHDOG_USEC": "1500000"})
    with process.up():
        yield Bridge(process, settings, tmp_path / "spool.db")


def metrics(bridge: Bridge) -> str:
    """What Prometheus scrapes."""
    address = re.search(r"^console: (\S+)$", bridge.process.output(), re.M)
    assert address
    return requests.get(f"{address[1]}/metrics", timeout=10).text


def numbers(bridge: Bridge) -> dict[str, float]:
    """Every series with its value."""
    found = re.findall(r"^([a-z_]\w*(?:\{.*\})?) (\S+)$", metrics(bridge), re.M)
    return {name: float(value) for name, value in found}


def test_systemd_is_told_that_it_is_ready_lives_and_stops(watched: Bridge, notified: Notified) -> None:
    until(lambda: notified.heard("READY=1") == 1, "it is ready")
    until(lambda: notified.heard("WATCHDOG=1") >= 3, "it lives")
    assert any(re.fullmatch(r"STATUS=\d+ waiting, \d+ in review, \d+ failed", word) for word in notified.words)
    assert watched.process.terminate() == 0
    assert notified.heard("STOPPING=1") == 1
    assert notified.words.index("STOPPING=1") > notified.words.index("READY=1")


def test_a_canary_comes_home_through_each_door_and_nothing_of_it_is_in_heap(watched: Bridge, sandbox: Sandbox) -> None:
    until(lambda: watched.states() == {"skipped": 2}, "both canaries are home")
    seen = numbers(watched)
    for route in ("smtp", "lmtp"):
        assert 0 <= seen[f'mailbridge_canary_seconds{{route="{route}"}}'] < 30
    assert [sandbox.count(kind) for kind in ("person", "lead", "message")] == [0, 0, 0]
    listed = watched.command("items", "list", "--json").stdout.splitlines()
    assert {json.loads(line)["reason"] for line in listed} == {"canary"}


def test_dashboard_and_alerts_name_only_numbers_that_a_running_bridge_has(watched: Bridge) -> None:
    # A family without a series yet, such as an alarm that nobody has raised, has its TYPE line nevertheless.
    there = set(re.findall(r"^(?:# TYPE )?([a-z_]\w*)", metrics(watched), re.M))
    dashboard = json.loads((DEPLOY / "grafana/mailbridge.json").read_text("utf-8"))
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    alerts = yaml.safe_load((DEPLOY / "prometheus/mailbridge.yaml").read_text("utf-8"))
    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    named = set(re.findall(r"\b(?:mailbridge|process)_\w+", " ".join(shown + [rule["expr"] for rule in rules])))
    assert len(named) > 20
    assert named - there == set()
    for rule in rules:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert set(rule["annotations"]) == {"summary", "description"}
    assert len({rule["alert"] for rule in rules}) == len(rules)
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
