"""From a mail that comes in to its record in Heap: `python tests/bench/end_to_end.py [--mails 200] [--rounds 3]`.

The service as an operator starts it, beside the sum of what no bridge can do without, each measured alone in this round:
an SMTP dialogue with a server that keeps nothing, reading the mail, and two requests to Heap. What the sum leaves out
is what the bridge adds: keeping the mail, plan and each step on disk, rules, look-ups. The goal: 70 % of that bound.

Then memory: 20 mails of 25 MB at once through the same service; the most that it and its children had resident.
"""

from __future__ import annotations

import argparse
import re
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).parents[1] / "journeys"))

from journey_parts import RECIPIENT, RULES, Process, Sandbox, until

from mailbridge import reading

GOAL = 0.7
MEMORY_GOAL_MIB = 300
BODY = "Hello,\r\nplease call me about the offer of last week; the numbers are fine.\r\n" * 12


def raw_mail(number: int, padding: bytes = b"") -> bytes:
    head = (f"From: Jane Doe <jane@acme.example>\r\nTo: {RECIPIENT}\r\nSubject: mail {number}\r\nMIME-Version: 1.0\r\n"
            f"Message-ID: <{number}.{time.time_ns()}@acme.example>\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\n")
    return head.encode() + BODY.encode() + padding


def with_attachment(number: int, size: int) -> bytes:
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3\r\n"
    head = raw_mail(number).replace(b"text/plain; charset=utf-8", b'multipart/mixed; boundary="b"').replace(
        b"\r\n\r\n", b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n", 1)
    part = b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + part + line * (size // len(line)) + b"--b--\r\n"


def in_turns(total: int, act: Callable[[int], None], at_once: int) -> float:
    """Seconds for `total` calls by so many threads."""
    def some(start: int) -> None:
        for number in range(start, total, at_once):
            act(number)

    threads = [threading.Thread(target=some, args=(start,)) for start in range(at_once)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def sending(port: int) -> Callable[[int], None]:
    def send(number: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
            smtp.sendmail("jane@acme.example", [RECIPIENT], raw_mail(number))

    return send


_KEEPS_NOTHING = """
import asyncio
from aiosmtpd.smtp import SMTP
class Handler:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
async def serve():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Handler()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(serve())
"""


@contextmanager
def keeps_nothing() -> Iterator[int]:
    """The port of an SMTP server that takes each mail and forgets it."""
    with subprocess.Popen([sys.executable, "-c", _KEEPS_NOTHING], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def unavoidable(mails: int, sandbox: Sandbox) -> dict[str, float]:
    """Seconds a mail of each part, as fast as two threads get it done."""
    local = threading.local()
    login = {"login_email": sandbox.login_email, "login_password": sandbox.login_password}

    def ask(number: int) -> None:
        if not hasattr(local, "heap"):
            local.heap = requests.Session()
        local.heap.post(sandbox.url, data={**login, "get": "person", "search": "jane@acme.example"}, timeout=30)
        local.heap.post(sandbox.url, data={**login, "create": "message", "title": f"bound {number}", "body": BODY},
                        timeout=30).raise_for_status()

    began = time.perf_counter()
    for number in range(mails):
        reading.read(raw_mail(number))
    read = time.perf_counter() - began
    with keeps_nothing() as port:
        taken = in_turns(mails, sending(port), 2)
    return {"smtp": taken / mails, "reading": read / mails, "heap": in_turns(mails, ask, 2) / mails}


@contextmanager
def services(folder: Path, workers: int) -> Iterator[tuple[Sandbox, Process]]:
    """A practice Heap, and the service on it."""
    heap = Process(["sandbox", "--port", "0", "--data", str(folder / "sandbox.db")], folder / "sandbox.log")
    heap.start()
    heap.wait_for("login_password: ")
    told = dict(line.split(": ", 1) for line in heap.output().splitlines() if ": " in line)
    sandbox = Sandbox(heap, folder / "sandbox.db", told["url"], told["login_email"], told["login_password"])
    settings = folder / "mailbridge.yaml"
    settings.write_text(f"""
heap: {{url: "{sandbox.url}", login_email: {sandbox.login_email}, creates_per_second: 1000}}
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}]}}
work: {{storm_records: 0, contact_records: 0}}
spool: sqlite:///spool.db
rules: {RULES}
""")
    service = Process(["--config", str(settings), "run", "--workers", str(workers)], folder / "run.log",
                      {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password})
    service.start()
    try:
        service.wait_for("ready\n")
        sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
        yield sandbox, service
    finally:
        service.kill()
        heap.kill()


def port_of(service: Process) -> int:
    found = re.findall(r"listening on port (\d+)", service.output())
    return int(found[-1])


def whole_way(mails: int, sandbox: Sandbox, service: Process) -> float:
    """Seconds a mail, from the first connection to the last record."""
    before = sandbox.count("message")
    began = time.perf_counter()
    in_turns(mails, sending(port_of(service)), 2)
    until(lambda: sandbox.count("message") >= before + mails, "every mail is a record", 600)
    return (time.perf_counter() - began) / mails


def resident_mib(pid: int) -> float:
    """Of a process and all its descendants. What they share counts once: a child that has just been forked shares all."""
    total = 0.0
    for process in [pid, *descendants(pid)]:
        with suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
            total += int(found[1]) / 1024 if found else 0.0
    return total


def descendants(pid: int) -> list[int]:
    try:
        children = [int(word) for task in Path(f"/proc/{pid}/task").iterdir()
                    for word in (task / "children").read_text().split()]
    except OSError:
        return []
    return children + [each for child in children for each in descendants(child)]


def most_memory(sandbox: Sandbox, service: Process, mails: int, size: int) -> tuple[float, float]:
    """MiB resident (before, at most) while so many large mails come at once and are worked off."""
    assert service.popen is not None
    pid, done = service.popen.pid, threading.Event()
    most = before = resident_mib(pid)
    failed: list[str] = []

    def send(number: int) -> None:
        raw = with_attachment(number, size)
        for _ in range(60):
            try:
                with smtplib.SMTP("127.0.0.1", port_of(service), timeout=300) as smtp:
                    smtp.sendmail("jane@acme.example", [RECIPIENT], raw)
                return
            except (OSError, smtplib.SMTPException):
                time.sleep(1)
        failed.append(f"mail {number} was never taken")

    def work() -> None:
        records = sandbox.count("message")
        in_turns(mails, send, mails)
        until(lambda: bool(failed) or sandbox.count("message") >= records + mails, "every mail is a record", 600)
        done.set()

    threading.Thread(target=work, daemon=True).start()
    while not done.wait(0.02):
        most = max(most, resident_mib(pid))
    assert not failed, failed[0]
    return before, most


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--large", type=int, default=20)
    given = parser.parse_args()
    with ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd()))
        sandbox, service = held.enter_context(services(Path(folder), given.workers))
        whole_way(20, sandbox, service)
        shares = []
        for _ in range(given.rounds):
            parts = unavoidable(given.mails, sandbox)
            took, bound = whole_way(given.mails, sandbox, service), sum(parts.values())
            shares.append(bound / took)
            print(f"{1 / took:6.1f} mails/s; bound {1 / bound:6.1f} ("
                  + ", ".join(f"{name} {seconds * 1000:.1f} ms" for name, seconds in parts.items())
                  + f"): {bound / took:.0%}", flush=True)
        share = statistics.median(shares)
        print(f"{share:.0%} of the bound (goal: {GOAL:.0%})", flush=True)
        before, most = most_memory(sandbox, service, given.large, 25_000_000)
        print(f"{given.large} mails of 25 MB at once: {most:.0f} MiB resident in all, {before:.0f} before "
              f"(goal: {MEMORY_GOAL_MIB})")
    return 0 if share >= GOAL and most < MEMORY_GOAL_MIB else 1


if __name__ == "__main__":
    sys.exit(main())
