"""A real Postfix in front of the doors: SMTP, LMTP and pipe; and a door that many strangers crowd."""

from __future__ import annotations

import os
import re
import resource
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import postfix
import pytest
from dovecot import free_port
from journey_parts import RECIPIENT, RULES, Bridge, Process, Sandbox, until
from postfix import Postfix

SALES, SUPPORT, PIPED = "sales@bridge.example.com", "support@bridge.example.com", "piped@bridge.example.com"
UNKNOWN = "unknown@bridge.example.com"
NOBODY = "nobody"
DEPLOY = Path(__file__).parents[2] / "deploy" / "postfix"

needs_postfix = pytest.mark.skipif(not postfix.CAN_RUN, reason="Postfix is not here, or only root may start it")
Start = Callable[..., Bridge]


def mail(subject: str, size: int = 0) -> bytes:
    return (f"From: Jane Doe <jane@acme.test>\r\nTo: {RECIPIENT}\r\nSubject: {subject}\r\n"
            f"Message-ID: <{subject.replace(' ', '.')}@acme.test>\r\n\r\nHello.\r\n".encode() + b"x" * 76 * (size > 0)
            + b"\r\nxx" * (size // 4) + b"\r\n")


@pytest.fixture(scope="module")
def piped() -> Iterator[Path]:
    """A folder that the pipe's user can reach; its file `accept` is what Postfix runs."""
    with tempfile.TemporaryDirectory(prefix="piped-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    """Of the bridge's doors, SMTP and LMTP: Postfix has to know them before it starts."""
    return free_port(), free_port()


@pytest.fixture(scope="module")
def server(piped: Path, ports: tuple[int, int]) -> Iterator[Postfix]:
    """Five addresses, and three ways to the bridge."""
    smtp, lmtp = f"smtp:[127.0.0.1]:{ports[0]}", f"lmtp:inet:127.0.0.1:{ports[1]}"
    transports = {RECIPIENT: smtp, UNKNOWN: smtp, SALES: lmtp, SUPPORT: lmtp, PIPED: "mailbridge:"}
    with postfix.running(transports, accept=f"{piped}/accept") as running:
        yield running


@pytest.fixture
def relay(server: Postfix) -> Postfix:
    server.clear()
    return server


@pytest.fixture
def start(tmp_path: Path, ports: tuple[int, int]) -> Iterator[Start]:
    """Start a bridge with both doors; `heap` and `limits` are text for its settings."""
    started: list[Process] = []

    def started_with(heap: str = "{url: 'http://127.0.0.1:9/api.php', login_email: b@example.com}", limits: str = "{}",
                     password: str = "x") -> Bridge:
        settings = tmp_path / "mailbridge.yaml"
        settings.write_text(f"""
heap: {heap}
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:{ports[0]}", recipients: [{RECIPIENT}], max_bytes: 100000, limits: {limits}}}
lmtp: {{listen: "127.0.0.1:{ports[1]}", recipients: [{SALES}, {SUPPORT}]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 2}}
spool: sqlite:///spool.db
rules: {RULES}
""")
        process = Process(["--config", str(settings), "run"], tmp_path / "run.log",
                          {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": password})
        started.append(process)
        process.start()
        process.wait_for("ready\n")
        return Bridge(process, settings, tmp_path / "spool.db")

    try:
        yield started_with
    finally:
        for process in started:
            process.kill()


def kept(spool: Path) -> list[tuple[str, str]]:
    """Subject and door of every mail that is kept."""
    with closing(sqlite3.connect(f"file:{spool}?mode=ro", uri=True)) as database:
        rows = database.execute("select raw, door from items join originals on item = items.id order by items.id")
        return [(raw.partition(b"Subject: ")[2].split(b"\r\n")[0].split(b"\n")[0].decode(), door) for raw, door in rows]


@needs_postfix
def test_postfix_hands_mail_on_by_smtp_and_lmtp_and_it_becomes_records(
    relay: Postfix, start: Start, sandbox: Sandbox, ports: tuple[int, int]
) -> None:
    bridge = start(f"{{url: '{sandbox.url}', login_email: {sandbox.login_email}}}", password=sandbox.login_password)
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.test")
    relay.send(mail("by smtp"), RECIPIENT)
    relay.send(mail("by lmtp"), [SALES, SUPPORT])
    until(lambda: bridge.states() == {"done": 2}, "both mails are done")
    assert sorted(kept(bridge.spool)) == [("by lmtp", "lmtp"), ("by smtp", "smtp")]
    assert sandbox.count("message") == 2
    until(lambda: _is_empty(relay), "Postfix has handed both on", 60)
    assert relay.statuses() == ["sent"] * 3
    assert f"lmtp on 127.0.0.1:{ports[1]} for {SALES}, {SUPPORT}" in bridge.command("check").stdout


@needs_postfix
def test_mail_waits_in_postfix_while_the_spool_cannot_be_written(relay: Postfix, start: Start) -> None:
    relay.send(mail("while it was down"), RECIPIENT)
    until(lambda: "deferred" in relay.statuses(), "Postfix keeps it while nobody listens")
    bridge = start()
    until(lambda: len(kept(bridge.spool)) == 1, "it comes once somebody does")
    assert bridge.process.popen is not None
    pid, former = bridge.process.popen.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, former[1]))        # every write to a file fails
    relay.send(mail("by smtp"), RECIPIENT)
    relay.send(mail("by lmtp"), SALES)
    until(lambda: len(re.findall(r"said: 45[12] 4\.3\.", relay.log())) >= 2, "both doors say: try later")
    resource.prlimit(pid, resource.RLIMIT_FSIZE, former)
    until(lambda: _is_empty(relay), "Postfix tries again", 60)
    assert sorted(kept(bridge.spool)) == [("by lmtp", "lmtp"), ("by smtp", "smtp"), ("while it was down", "smtp")]


@needs_postfix
def test_postfix_sends_back_what_only_the_sender_can_change(relay: Postfix, start: Start) -> None:
    bridge = start()
    relay.send(mail("to nobody"), UNKNOWN)
    relay.send(mail("too large", 200_000), RECIPIENT)
    until(lambda: relay.statuses().count("bounced") == 2, "both are sent back")
    assert "550 5.1.1" in relay.log()
    assert kept(bridge.spool) == []


@needs_postfix
def test_the_lines_for_postfix_are_understood_by_it(tmp_path: Path) -> None:
    for name in ("main.cf", "master.cf"):
        shutil.copy(DEPLOY / name, tmp_path)
    for options in (("-n",), ("-M",)):
        told = subprocess.run(["/usr/sbin/postconf", "-c", tmp_path, *options], capture_output=True, text=True)
        assert (told.returncode, told.stderr) == (0, "")
    assert "mailbridge unix" in told.stdout


@needs_postfix
def test_postfix_pipes_to_accept_and_keeps_what_it_does_not_take(relay: Postfix, piped: Path) -> None:
    python = python_for_nobody()
    (piped / "mailbridge.yaml").write_text("heap: {url: 'http://127.0.0.1:9/'}\nspool: sqlite:///spool/spool.db\n")
    spool = piped / "spool"
    spool.mkdir()                       # root's: the user of the pipe cannot write there
    paths = ":".join(path for path in sys.path if path)
    (piped / "accept").write_text(f"""#!/bin/sh
export PYTHONPATH="{paths}" PYTHONDONTWRITEBYTECODE=1
exec {python} -c 'from mailbridge.cli import main; main()' --config {piped}/mailbridge.yaml accept "$@"
""")
    (piped / "accept").chmod(0o755)
    relay.send(mail("by pipe"), PIPED)
    until(lambda: "deferred" in relay.statuses(), "exit 75 has Postfix keep it", 60)
    shutil.chown(spool, NOBODY)
    until(lambda: _sent_by_now(relay), "it is kept once the spool can be written", 60)
    assert kept(spool / "spool.db") == [("by pipe", "pipe")]
    until(lambda: _is_empty(relay), "and Postfix has it no more")


def _sent_by_now(relay: Postfix) -> bool:
    relay.flush()
    time.sleep(1)
    return "sent" in relay.statuses()


def _is_empty(relay: Postfix) -> bool:
    if relay.queued() == 0:
        return True
    relay.flush()
    time.sleep(1)
    return False


def python_for_nobody() -> str:
    """An interpreter that the pipe's user may run with these packages."""
    for candidate in (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"):
        tried = subprocess.run([candidate, "-c", "import mailbridge.cli"], user=NOBODY, group="nogroup", extra_groups=[],
                               env={**os.environ, "PYTHONPATH": ":".join(sys.path)}, capture_output=True) \
            if shutil.which(candidate) and _may_run(candidate) else None
        if tried is not None and tried.returncode == 0:
            return candidate
    pytest.skip("no interpreter that the user nobody may run")


def _may_run(program: str) -> bool:
    return subprocess.run(["/usr/bin/test", "-x", program], user=NOBODY, group="nogroup", extra_groups=[]).returncode == 0


@pytest.mark.parametrize("limits", ["{}", "{connections: 1100}"], ids=["200 places", "1,100 places"])
def test_honest_mail_gets_its_reply_at_once_while_strangers_crowd_the_door(
    start: Start, ports: tuple[int, int], limits: str, many_files: None
) -> None:
    bridge = start(limits=limits)
    door = ("127.0.0.1", ports[0])
    with ExitStack() as strangers:
        for _ in range(20):
            writer = strangers.enter_context(socket.create_connection(door, 10))
            writer.sendall(b"EHLO s.test\r\nMAIL FROM:<s@s.test>\r\nRCPT TO:<%b>\r\nDATA\r\n" % RECIPIENT.encode())
            strangers.callback(_drip(writer).set)
        for _ in range(1000):
            strangers.enter_context(socket.create_connection(door, 10))
        time.sleep(1.2)                 # by now they are not just slow to begin
        waited = [_seconds_to_hand_over(door, n) for n in range(10)]
        assert max(waited) < 1, waited
    assert len(kept(bridge.spool)) == 10


@pytest.fixture
def many_files() -> Iterator[None]:
    """A thousand connections at both their ends are more than a process may have open by default."""
    former = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, former[1]), former[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, former)


def _drip(writer: socket.socket) -> threading.Event:
    """Send a few bytes now and then until the event is set."""
    over = threading.Event()

    def run() -> None:
        while not over.wait(0.2):
            try:
                writer.sendall(b"drip\r\n")
            except OSError:
                return

    threading.Thread(target=run, daemon=True).start()
    return over


def _seconds_to_hand_over(door: tuple[str, int], n: int) -> float:
    started = time.monotonic()
    with smtplib.SMTP(*door, timeout=10) as server:
        server.sendmail("jane@acme.test", [RECIPIENT], mail(f"honest {n}"))
    return time.monotonic() - started
