"""How fast mail is taken: the SMTP door against aiosmtpd that keeps nothing, and Postfix where it is here.

    python tests/bench/smtp.py [--sessions 20] [--mails 50] [--kilobytes 20] [--rounds 3] [--one-a-connection]

The load comes from a process of its own that speaks SMTP with many sessions at once. Servers take turns in every round,
as machines are noisy: the ratio within a round is what counts. The door commits each mail with a flush of the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

sys.path.insert(0, str(Path(__file__).parents[1]))

import postfix

from mailbridge.intake.smtp import SmtpDoor
from mailbridge.settings.doors import SmtpSettings
from mailbridge.spool import Spool, utc_now

RECIPIENT = "crm@bridge.example.com"


class _KeepsNothing:
    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        return "250 OK"


def serve(kind: str, folder: str) -> None:
    """One server in this process, until it is killed. Prints its port."""
    if kind == "aiosmtpd":
        plain = Controller(_KeepsNothing(), hostname="127.0.0.1", port=postfix.free_port())
        plain.start()
        print(plain.port, flush=True)
    else:
        spool = Spool(f"sqlite:///{folder}/spool.db")
        door = SmtpDoor(SmtpSettings(listen="127.0.0.1:0", recipients=(RECIPIENT,)), spool, utc_now)
        door.start()
        print(door.port, flush=True)
    while True:
        time.sleep(3600)


@contextmanager
def running(kind: str, folder: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server in a process of its own."""
    process = subprocess.Popen([sys.executable, __file__, "--serve", kind, "--folder", folder], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline()), process.pid
    finally:
        process.kill()
        process.wait()


async def _session(port: int, mails: range, body: bytes, one_a_connection: bool) -> None:
    link = None
    for n in mails:
        if link is None:
            link = await asyncio.open_connection("127.0.0.1", port)
            await _said(link, b"")
            await _said(link, b"EHLO bench.example\r\n")
        await _said(link, b"MAIL FROM:<jane@acme.test>\r\n")
        await _said(link, b"RCPT TO:<" + RECIPIENT.encode() + b">\r\n")
        await _said(link, b"DATA\r\n")
        await _said(link, b"Subject: mail %d of %d\r\n" % (n, time.time_ns()) + body + b".\r\n")
        if one_a_connection:
            await _said(link, b"QUIT\r\n")
            link[1].close()
            link = None


async def _said(link: tuple[asyncio.StreamReader, asyncio.StreamWriter], line: bytes) -> None:
    if line:
        link[1].write(line)
    while True:
        reply = await link[0].readline()
        assert reply[:1] in b"23", reply
        if reply[3:4] != b"-":
            return


def load(port: int, given: argparse.Namespace) -> float:
    """Mails a second."""
    body = b"From: jane@acme.test\r\nTo: crm@bridge.example.com\r\n\r\n" + (b"x" * 76 + b"\r\n") * (given.kilobytes * 1024 // 78)

    async def all_at_once() -> None:
        await asyncio.gather(*(_session(port, range(k * given.mails, (k + 1) * given.mails), body, given.one_a_connection)
                               for k in range(given.sessions)))

    started = time.perf_counter()
    asyncio.run(all_at_once())
    return given.sessions * given.mails / (time.perf_counter() - started)


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--mails", type=int, default=50)
    parser.add_argument("--kilobytes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one-a-connection", action="store_true")
    parser.add_argument("--serve", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.folder)
    with ExitStack() as servers:
        folder = servers.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd()))
        ports = {kind: servers.enter_context(running(kind, folder)) for kind in ("aiosmtpd", "mailbridge")}
        if postfix.CAN_RUN:
            ports["postfix"] = (servers.enter_context(postfix.running({RECIPIENT: "discard:"}, "/bin/true")).port, 0)
        rates: dict[str, list[float]] = {kind: [] for kind in ports}
        cpu: dict[str, list[float]] = {kind: [] for kind in ports}
        for _ in range(given.rounds + 1):
            for kind, (port, pid) in ports.items():
                before = cpu_seconds(pid) if pid else 0.0
                rates[kind].append(load(port, given))
                cpu[kind].append((cpu_seconds(pid) - before) / given.sessions / given.mails * 1000 if pid else 0.0)
        how = "one mail a connection" if given.one_a_connection else f"{given.mails} mails a connection"
        print(f"{given.sessions} sessions, {given.kilobytes} kB, {how}; medians of {given.rounds} rounds after a first")
        for kind in ports:
            ratio = statistics.median(ours / plain for ours, plain in zip(rates[kind][1:], rates["aiosmtpd"][1:], strict=True))
            print(f"{kind:12}{statistics.median(rates[kind][1:]):8.0f} mails/s   {ratio:5.2f} x aiosmtpd"
                  + (f"   {statistics.median(cpu[kind][1:]):5.2f} CPU ms a mail" if ports[kind][1] else ""))


if __name__ == "__main__":
    main()
