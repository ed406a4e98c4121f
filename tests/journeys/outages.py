"""What befalls a node: killed, frozen, cut off its database, the database restarted; each while it has work in hand."""

from __future__ import annotations

import os
import random
import select
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from dovecot import free_port
from journey_parts import MAILBRIDGE, Process, until
from postgresql import PostgreSQL

TAKEN_OVER_SECONDS = 30
_SESSIONS = """select pid, client_port, state, wait_event, pg_blocking_pids(pid)::text, (now() - state_change)::text, left(query, 120)
from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()"""


class Line:
    """A node's line to its database; it can be cut."""

    def __init__(self, to_port: int) -> None:
        self.port = free_port()
        self._to_port = to_port
        self._ends: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._is_cut = False
        self.ports: set[int] = set()    # by which the database knows the node's sessions
        self.mend()

    def mend(self) -> None:
        self._is_cut = False
        listener = self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Nothing goes through, and nothing new gets in."""
        self._is_cut = True
        if self._listener is not None:
            with suppress(OSError):     # it was cut before
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        for end in list(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                threading.Thread(target=self._carry, args=(here,), daemon=True).start()

    def _carry(self, here: socket.socket) -> None:
        with suppress(OSError), here, socket.create_connection(("127.0.0.1", self._to_port)) as there:
            other = {here: there, there: here}
            self._ends.update(other)            # not |=, which makes a new set: two threads lose each other's
            self.ports.add(there.getsockname()[1])
            try:
                while not self._is_cut:         # it may have been while this connection was made
                    for end in select.select(list(other), [], [])[0]:
                        data = end.recv(65536)
                        if not data:
                            return
                        other[end].sendall(data)
            finally:
                self._ends.difference_update(other)


@dataclass
class Node:
    """A service of its own, with its own log, on the shared database."""

    process: Process
    line: Line

    def restart(self) -> None:
        times = self.process.output().count("ready\n")
        self.process.start()
        until(lambda: self.process.output().count("ready\n") > times or not self.process.runs(), "it is ready", 90)

    def port(self) -> int:
        lines = [line for line in self.process.output().splitlines() if "listening on port" in line]
        return int(lines[-1].rsplit(" ", 1)[-1])

    def command(self, *arguments: str) -> None:
        """Another command with the node's settings."""
        settings = self.process.arguments[1]
        subprocess.run([str(MAILBRIDGE), "--config", settings, *arguments], check=True, capture_output=True, timeout=120,
                       env={**os.environ, **self.process.environment})

    def send_signal(self, number: signal.Signals) -> None:
        assert self.process.popen is not None
        self.process.popen.send_signal(number)

    @property
    def pid(self) -> int:
        assert self.process.popen is not None
        return self.process.popen.pid


@dataclass
class Supply:
    """How many mails may be sent so far, so that there is work in hand for each outage."""

    allowed: int = 0
    is_over: bool = False               # no more will be allowed


class Outages:
    """Each waits until the node has work in hand, and tells how long it took until that was somebody else's."""

    def __init__(self, postgresql: PostgreSQL, database: str, supply: Supply, lease_seconds: float) -> None:
        self._postgresql = postgresql
        self._database = database
        self._supply = supply
        self._lease_seconds = lease_seconds

    def kill(self, node: Node) -> float:
        held = self._in_hand(node)
        node.process.kill()
        seconds = self._taken_over(held)
        node.restart()
        return seconds

    def freeze(self, node: Node) -> float:
        held = self._in_hand(node)
        node.send_signal(signal.SIGSTOP)
        seconds = self._taken_over(held)
        time.sleep(max(0.0, self._lease_seconds + 1 - seconds))     # its leases are over when it comes back
        node.send_signal(signal.SIGCONT)
        return seconds

    def freeze_within_a_claim(self, node: Node) -> float:
        """Stopped again and again until its session stands still in the middle of one: its rows are locked then."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            self._supply.allowed += 1
            time.sleep(random.uniform(0.01, 0.1))
            node.send_signal(signal.SIGSTOP)
            if self._claims(node):
                began = time.monotonic()
                until(lambda: not self._claims(node), "the server ends what stands still in a transaction")
                seconds = time.monotonic() - began
                node.send_signal(signal.SIGCONT)
                return seconds
            node.send_signal(signal.SIGCONT)
        raise AssertionError("it was never met within a claim")

    def cut_off(self, node: Node) -> float:
        held = self._in_hand(node)
        node.line.cut()
        seconds = self._taken_over(held)
        node.line.mend()
        return seconds

    def restart_database(self, node: Node) -> float:
        self._in_hand(node)
        began = time.monotonic()
        self._postgresql.stop("fast")
        self._postgresql.start()
        return time.monotonic() - began

    def _in_hand(self, node: Node) -> list[tuple[object, object]]:
        """(item, claim) of what the node has, once it has something."""
        held: list[tuple[object, object]] = []

        def has_some() -> bool:
            held[:] = [(item, claim) for item, claim in self._sql(
                f"select id, claim from items where state = 'claimed' and owner like '%:{node.pid}:%'")]
            return bool(held)

        until(has_some, f"process {node.pid} has something in hand", 60)
        return held

    def _taken_over(self, held: list[tuple[object, object]]) -> float:
        """Seconds until none of it is this claim's any more."""
        began = time.monotonic()
        same = " or ".join(f"(id = {item} and claim = {claim} and state = 'claimed')" for item, claim in held)
        while self._sql(f"select 1 from items where {same}"):
            assert time.monotonic() - began < TAKEN_OVER_SECONDS, (
                f"{held} is not taken over; what the sessions do, since when:\n" + "\n".join(map(str, self._sql(_SESSIONS))))
            time.sleep(0.05)
        return time.monotonic() - began

    def _claims(self, node: Node) -> bool:
        """Whether a session of the node, which stands still, is in a claim that has taken items."""
        ports = ", ".join(map(str, node.line.ports))
        return bool(self._sql(f"select 1 from pg_stat_activity where client_port in ({ports}) and "
                              "state = 'idle in transaction' and query ~* 'from originals|from writes'"))

    def _sql(self, query: str) -> list[list[object]]:
        return self._postgresql.sql(query, self._database)
