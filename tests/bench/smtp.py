"""How fast mail is taken: the SMTP door against Postfix, which receives as durably and with its input throttle off.

    python tests/bench/smtp.py [--sessions 20] [--kilobytes 20] [--rounds 5] [--seconds 1] [--large]

Postfix's smtp-source sends. Servers take turns in every round, as machines are noisy: what counts is the ratio to Postfix
within a round. CPU is that of the server's processes, memory what they hold after the last round. Every mail is
committed with a flush of the disk before its 250, and logged as `mailbridge run` does. `--large`: the memory that twenty
mails of 25 MB at once take, instead.
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
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import postfix

from mailbridge import logs, onecore
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.settings.doors import SmtpSettings
from mailbridge.spool import Spool, utc_now

RECIPIENT = "crm@bridge.example.com"
LARGE, LARGE_BYTES = 20, 25_000_000
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server under load, and what each round found: mails a second, CPU ms a mail."""

    name: str
    port: int
    pids: list[int]                     # and all below them
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def serve(folder: str, port: int, seat: int) -> None:
    """The door in this process, until it is killed. Prints its port."""
    logs.set_up("text")
    onecore.take_seat(seat)
    door = SmtpDoor(SmtpSettings(listen=f"127.0.0.1:{port}", recipients=(RECIPIENT,)), Spool(f"sqlite:///{folder}/spool.db"),
                    utc_now, reuse_port=port != 0)
    door.start()
    print(door.port, flush=True)
    while True:
        time.sleep(3600)


@contextmanager
def doors(name: str, processes: int) -> Iterator[Server]:
    """So many processes on one port and one spool."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, ExitStack() as running:
        port, pids = postfix.free_port() if processes > 1 else 0, []
        for seat in range(processes):
            command = [sys.executable, __file__, "--serve", folder, "--port", str(port), "--seat", str(seat)]
            process = running.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
            running.callback(process.kill)
            assert process.stdout is not None
            told = int(process.stdout.readline())
            pids.append(process.pid)
        yield Server(name, told, pids)


@contextmanager
def anchor() -> Iterator[Server]:
    """Postfix without the throttle that slows its input when its output does not keep up."""
    with postfix.running({RECIPIENT: "discard:"}, "/bin/true", more="in_flow_delay = 0\n") as running:
        yield Server("Postfix", running.port, [int((running.folder / "queue/pid/master.pid").read_text())])


def family(pids: list[int]) -> list[list[str]]:
    """Fields of proc(5)'s stat, from the state on, of these processes and all below them."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = stat.read_text().partition(" (")
        except OSError:
            continue
        found[int(number)] = rest.rpartition(") ")[2].split()
    members = set(pids)
    while grown := {n for n, fields in found.items() if int(fields[1]) in members} - members:
        members |= grown
    return [found[n] for n in members if n in found]


def cpu_seconds(pids: list[int]) -> float:
    return sum(sum(map(int, fields[11:15])) for fields in family(pids)) / _TICK


def resident_mb(pids: list[int]) -> float:
    return sum(int(fields[21]) for fields in family(pids)) * os.sysconf("SC_PAGESIZE") / 1e6


def send(server: Server, mails: int, given: argparse.Namespace, one_a_connection: bool) -> float:
    """Seconds that the mails took."""
    command = ["smtp-source", "-4", "-s", str(given.sessions), "-m", str(mails), "-l", str(given.kilobytes * 1024),
               "-f", "jane@acme.test", "-t", RECIPIENT, "-M", "client.example", *([] if one_a_connection else ["-d"])]
    started = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{server.port}"], check=True, env={**os.environ, "PATH": _PATH})
    return time.perf_counter() - started


_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"


def compare(servers: list[Server], given: argparse.Namespace, one_a_connection: bool) -> None:
    mails = {}
    for server in servers:              # warm, and how many fill the time
        send(server, 200, given, one_a_connection)
        mails[server.name] = max(200, int(200 / send(server, 200, given, one_a_connection) * given.seconds))
        server.rates.clear()
        server.cpu.clear()
    for number in range(given.rounds):
        for server in servers[number % len(servers):] + servers[: number % len(servers)]:
            before = settled(server.pids)
            seconds = send(server, mails[server.name], given, one_a_connection)
            server.rates.append(mails[server.name] / seconds)
            server.cpu.append((settled(server.pids) - before) / mails[server.name] * 1000)
    how = "one mail a connection" if one_a_connection else "many mails a connection"
    print(f"{given.sessions} sessions, {given.kilobytes} kB, {how}; medians of {given.rounds} rounds, "
          f"load {os.getloadavg()[0]:.1f}")
    for server in servers:
        ratio = statistics.median(ours / base for ours, base in zip(server.rates, servers[0].rates, strict=True))
        print(f"  {server.name:<22}{statistics.median(server.rates):7.0f} mails/s  {ratio:5.2f} x Postfix  "
              f"{statistics.median(server.cpu):5.2f} CPU ms a mail  {resident_mb(server.pids):5.0f} MB", flush=True)


def settled(pids: list[int]) -> float:
    """CPU seconds once the server is at rest: Postfix works on after its 250."""
    last, now = -1.0, cpu_seconds(pids)
    while now - last > 0.015:
        time.sleep(0.15)
        last, now = now, cpu_seconds(pids)
    return now


async def _large(port: int, number: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for line in (b"", b"HELO c.example", b"MAIL FROM:<jane@acme.test>", b"RCPT TO:<" + RECIPIENT.encode() + b">", b"DATA"):
        writer.write(line + b"\r\n" if line else b"")
        assert (await reader.readline())[:1] in b"23"
    writer.write(b"Subject: large %d\r\n\r\n" % number)
    for _ in range(LARGE_BYTES // 78_000):
        writer.write((b"x" * 76 + b"\r\n") * 1000)
        await writer.drain()
    writer.write(b".\r\n")
    assert (await reader.readline()).startswith(b"250"), "it was not kept"


async def peak(server: Server) -> float:
    """The most memory, in MB, while large mails come in at once."""
    coming = asyncio.gather(*(_large(server.port, number) for number in range(LARGE)))
    most = resident_mb(server.pids)
    while not coming.done():
        most = max(most, resident_mb(server.pids))
        await asyncio.sleep(0.02)
    await coming
    return most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--kilobytes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--seat", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--serve", default="", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.port, given.seat)
    if given.large:
        with doors("mailbridge", 1) as server:
            print(f"{LARGE} mails of {LARGE_BYTES // 1_000_000} MB at once: {asyncio.run(peak(server)):.0f} MB at most")
        return
    if not postfix.CAN_RUN:
        sys.exit("this needs Postfix, to compare with and to send: tests/system-packages.sh, and to be root")
    with anchor() as base, doors("mailbridge", 1) as one, doors("mailbridge, 2 processes", 2) as two:
        for one_a_connection in (False, True):
            compare([base, one, two], given, one_a_connection)


if __name__ == "__main__":
    main()
