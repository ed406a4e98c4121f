"""HTTP: sockets, requests read and replies written, start and stop. What they mean is known to `api` and `pages`.

One thread for each connection, HTTP/1.1 with keep-alive, a reply in one write. Nothing is printed; what goes wrong in
the sandbox itself is logged to `mailbridge.sandbox`.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
from contextlib import suppress
from email import message_from_bytes
from email.policy import HTTP
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from mailbridge.sandbox.api import Api, Form
from mailbridge.sandbox.mishaps import MOVED_PATH
from mailbridge.sandbox.pages import Pages
from mailbridge.sandbox.replies import Reply

_MOST_BODY_BYTES = 64_000_000
_DRIP_PIECES = 100
_PLAIN = (("Content-Type", "text/plain; charset=utf-8"),)
_log = logging.getLogger("mailbridge.sandbox")


class Server(ThreadingHTTPServer):
    """Listens from its making on; `serve_in_background` answers, `stop` ends."""

    daemon_threads = True
    request_queue_size = 128
    timeout = 0.5                       # seconds until `stop` is noticed at the latest

    def __init__(self, host: str, port: int, api: Api, pages: Pages) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.api = api
        self.pages = pages
        self.stopping = threading.Event()
        self._open: set[Any] = set()
        self._all_closed = threading.Condition()
        super().__init__((host, port), _Handler)
        self.base_url = f"http://{_reachable(host)}:{self.server_address[1]}/"
        self._thread = threading.Thread(target=self._accept, name="sandbox", daemon=True)

    def server_bind(self) -> None:
        """Binds without HTTPServer's look-up of the host's full name, which can wait for a name server."""
        TCPServer.server_bind(self)

    def serve_in_background(self) -> None:
        """Answers requests until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Takes no more requests, ends the connections and waits for those who are in the middle of one."""
        self.stopping.set()
        self.api.stop_waiting()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)      # wakes `_accept` where the system allows it
        self._thread.join()
        self.server_close()
        with self._all_closed:
            for connection in self._open:
                _no_more_reading(connection)
            self._all_closed.wait_for(lambda: not self._open, timeout=10)
        self.api.land_late_records()

    def _accept(self) -> None:
        # Instead of serve_forever, whose end is noticed only at its next poll: tests stop hundreds of sandboxes.
        while not self.stopping.is_set():
            self.handle_request()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Notes the connection before its thread starts, so that `stop` misses none."""
        with self._all_closed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Closes a connection; called once for each, by its own thread."""
        super().shutdown_request(request)
        with self._all_closed:
            self._open.discard(request)
            self._all_closed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no news; anything else is a bug of the sandbox."""
        if not isinstance(sys.exception(), OSError):
            _log.exception("a request could not be handled")


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120                       # seconds without a request, then the connection is closed

    def do_GET(self) -> None:
        if urlsplit(self.path).path in ("/api.php", MOVED_PATH):
            self._post(b"")             # what a redirected POST has turned into: no login, so an error
            return
        self._send(self.server.pages.get(self.path, self.server.base_url))

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        body = self._body()
        if body is not None:
            self._post(body)

    def do_DELETE(self) -> None:
        if self._body() is not None and self._same_origin():
            self._send(self.server.pages.delete(self.path))

    def _post(self, body: bytes) -> None:
        pairs, raw = _pairs(self.headers.get("Content-Type", ""), body)
        form = Form(dict(pairs), raw)   # of a name that occurs twice the last counts, as in PHP
        path = urlsplit(self.path).path
        if path == "/api.php":
            self._send(self.server.api.answer(form, self.server.base_url))
        elif path == MOVED_PATH:
            self._send(self.server.api.followed_redirect(form))
        elif self._same_origin():
            self._send(self.server.pages.post(self.path, pairs))

    def _body(self) -> bytes | None:
        """The request's body, or None after the refusal was sent."""
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdigit()):
            self._refuse(411, b"Content-Length is needed.\n")
            return None
        if len(length) > 9 or int(length) > _MOST_BODY_BYTES:
            self._refuse(413, b"The request is too large.\n")
            return None
        return self.rfile.read(int(length))

    def _same_origin(self) -> bool:
        """False, after the refusal was sent, for a page of somebody else that works the switches."""
        origin = self.headers.get("Origin")
        if origin is None or urlsplit(origin).netloc == self.headers.get("Host"):
            return True
        self._refuse(403, b"Only the sandbox's own page may do this.\n")
        return False

    def _refuse(self, status: int, text: bytes) -> None:
        self.close_connection = True    # the body, if any, was not read
        self._send(Reply(text, status, (*_PLAIN, ("Connection", "close"))))

    def _send(self, reply: Reply | None) -> None:
        if reply is None:
            self.close_connection = True
            return
        reason = HTTPStatus(reply.status).phrase
        lines = [f"HTTP/1.1 {reply.status} {reason}", f"Date: {self.date_time_string()}",
                 *(f"{name}: {value}" for name, value in reply.headers), f"Content-Length: {len(reply.body)}"]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        data = head if self.command == "HEAD" else head + reply.body
        if reply.drip_seconds:
            self._drip(data, reply.drip_seconds)
        else:
            self.wfile.write(data)

    def _drip(self, data: bytes, seconds: float) -> None:
        size = -(-len(data) // _DRIP_PIECES)
        for start in range(0, len(data), size):
            self.wfile.write(data[start:start + size])
            self.server.stopping.wait(seconds * size / len(data))

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the log is the table `requests`."""


def _pairs(content_type: str, body: bytes) -> tuple[list[tuple[str, str]], str]:
    """The posted pairs and, as they came, the form's text without its password.

    The form is a urlencoded one unless multipart is announced (RFC 7578), which is told as if it were.
    """
    if content_type.lower().startswith("multipart/form-data"):
        pairs = _parts(content_type, body)
        raw = urlencode(pairs)
    else:
        raw = body.decode("latin-1")
        pairs = parse_qsl(raw, keep_blank_values=True, encoding="utf-8", errors="replace")
    return pairs, "&".join(
        "login_password=***" if unquote_plus(piece.partition("=")[0]) == "login_password" else piece
        for piece in raw.split("&"))


def _parts(content_type: str, body: bytes) -> list[tuple[str, str]]:
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    pairs = []
    for part in message_from_bytes(head + body, policy=HTTP).iter_parts():
        payload = part.get_payload(decode=True)
        value = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        pairs.append((str(part.get_param("name", "", "Content-Disposition")), value))
    return pairs


def _no_more_reading(connection: socket.socket) -> None:
    """Ends a connection's wait for a next request; a reply that is being written still leaves."""
    with suppress(OSError):             # it was closed by the client already
        connection.shutdown(socket.SHUT_RD)


def _reachable(host: str) -> str:
    """The host for an address that a person can open; a server on all interfaces is reached on this one."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 (read, not bound)
    return f"[{host}]" if ":" in host else host
