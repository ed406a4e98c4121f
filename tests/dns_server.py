"""A DNS server of the tests' own: real datagrams and connections on this machine, with a zone that a test writes."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

SILENT, BROKEN = "SILENT", "BROKEN"
"""In a zone: nobody answers for the name; the server says SERVFAIL."""

Zone = Mapping[str, Sequence[tuple[str, str] | str]]
"""Name -> records as (type, text as in a zone file), or SILENT or BROKEN."""


@dataclass(slots=True)
class DnsServer:
    """A server that is running. `zone` may be changed while it does."""

    zone: dict[str, list[tuple[str, str] | str]]
    address: tuple[str, int] = ("", 0)
    ttl: int = 300
    asked: list[tuple[str, str]] = field(default_factory=list)
    truncates: bool = False

    def add(self, name: str, *records: tuple[str, str] | str) -> None:
        self.zone[name.casefold()] = list(records)

    def answer(self, wire: bytes, *, is_datagram: bool) -> bytes | None:
        question = dns.message.from_wire(wire)
        asked = question.question[0]
        kind = dns.rdatatype.to_text(asked.rdtype)
        self.asked.append((_text(asked.name), kind))
        reply = dns.message.make_response(question, recursion_available=True)
        name = asked.name
        for _ in range(10):             # as a server that resolves for others: it follows aliases
            records = self.zone.get(_text(name))
            if records is None:
                reply.set_rcode(dns.rcode.NXDOMAIN)
            elif SILENT in records and not any(record[0] == kind for record in records):
                return None
            elif BROKEN in records:
                reply.set_rcode(dns.rcode.SERVFAIL)
            aliases = self._add(reply, name, "CNAME")
            self._add(reply, name, kind)
            if not aliases:
                break
            name = dns.name.from_text(aliases[0])
        if is_datagram and (self.truncates or len(reply.to_wire(max_size=65535)) > 1232):
            reply.answer.clear()
            reply.flags |= dns.flags.TC
        return reply.to_wire(max_size=65535)

    def _add(self, reply: dns.message.Message, name: dns.name.Name, kind: str) -> list[str]:
        texts = [record[1] for record in self.zone.get(_text(name)) or () if record[0] == kind]
        if texts:
            reply.answer.append(dns.rrset.from_text_list(name, self.ttl, "IN", kind, texts))
        return texts


def _text(name: dns.name.Name) -> str:
    return ".".join(label.decode("latin-1") for label in name.labels).rstrip(".").casefold()


@contextmanager
def serving(zone: Zone) -> Iterator[DnsServer]:
    """A server of the zone on a free port, over UDP and TCP."""
    served = DnsServer({name.casefold(): list(records) for name, records in zone.items()})

    class Datagram(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, channel = self.request
            reply = served.answer(wire, is_datagram=True)
            if reply is not None:
                channel.sendto(reply, self.client_address)

    class Connection(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = self.rfile.read(2)
            reply = served.answer(self.rfile.read(*struct.unpack("!H", head)), is_datagram=False)
            if reply is not None:
                self.wfile.write(struct.pack("!H", len(reply)) + reply)

    datagrams, streams = _on_one_port(Datagram, Connection)
    served.address = ("127.0.0.1", datagrams.server_address[1])
    threads = [threading.Thread(target=server.serve_forever, args=(0.01,)) for server in (datagrams, streams)]
    for thread in threads:
        thread.start()
    try:
        yield served
    finally:
        for server in (datagrams, streams):
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()


def _on_one_port(
    datagram: type[socketserver.BaseRequestHandler], connection: type[socketserver.StreamRequestHandler]
) -> tuple[socketserver.UDPServer, socketserver.TCPServer]:
    """A port that is free for both: what is for datagrams may be somebody's for connections."""
    while True:
        datagrams = socketserver.UDPServer(("127.0.0.1", 0), datagram)
        try:
            return datagrams, socketserver.TCPServer(datagrams.server_address, connection)
        except OSError:
            datagrams.server_close()


def quoted(text: str | bytes) -> str:
    """A TXT record's text as in a zone file, in strings of 255 bytes as DNS wants them."""
    raw = text.encode() if isinstance(text, str) else text
    pieces = [raw[start:start + 255] for start in range(0, len(raw), 255)] or [b""]
    return " ".join('"' + "".join(f"\\{byte:03d}" for byte in piece) + '"' for piece in pieces)


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
