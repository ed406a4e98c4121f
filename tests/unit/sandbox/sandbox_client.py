"""A client that speaks to a sandbox with nothing but http.client and sockets."""

from __future__ import annotations

import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from mailbridge.sandbox import DEFAULT_LOGIN, Sandbox


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Posts as the sandbox's first login. Each call has a connection of its own."""

    def __init__(self, sandbox: Sandbox, timeout_seconds: float = 5) -> None:
        self.host = urlsplit(sandbox.page_url).netloc
        self.timeout_seconds = timeout_seconds

    def api(self, **fields: object) -> Answer:
        login = {"login_email": DEFAULT_LOGIN.email, "login_password": DEFAULT_LOGIN.password}
        return self.request("POST", "/api.php", login | fields)

    def request(self, method: str, path: str, form: object = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=self.timeout_seconds)
        body = None if form is None else form if isinstance(form, bytes) else urlencode(form)  # type: ignore[arg-type]
        try:
            connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} | headers)
            reply = connection.getresponse()
            return Answer(reply.status, reply.headers, reply.read())
        finally:
            connection.close()

    def raw_bytes_until_closed(self, **fields: object) -> bytes:
        """Everything that comes back over a bare socket, `b""` when the connection is closed without a reply."""
        host, _, port = self.host.partition(":")
        body = urlencode({"login_email": DEFAULT_LOGIN.email, "login_password": DEFAULT_LOGIN.password} | fields)
        head = f"POST /api.php HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall((head + body).encode())
            return b"".join(iter(lambda: connection.recv(65536), b""))
