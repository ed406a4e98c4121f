"""Kinds of values that several sections of the settings hold: each says what it must look like."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from pydantic import AfterValidator


def _address(text: str) -> str:
    local, at, domain = text.strip().casefold().rpartition("@")
    if not (local and at and domain) or any(c.isspace() for c in text.strip()):
        raise ValueError("must be an e-mail address such as crm@bridge.example.com")
    return f"{local}@{domain}"


def _listen(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65535):
        raise ValueError("must be ADDRESS:PORT such as 127.0.0.1:2525")
    return text


def _listen_or_socket(text: str) -> str:
    if text.startswith("unix:"):
        if not text.startswith("unix:/") or len(text.encode()) > 100:   # the kernel takes 107 bytes
            raise ValueError("must be unix:/PATH of at most 95 characters, such as unix:/run/mailbridge/lmtp")
        return text
    return _listen(text)


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise ValueError("must be an address or a network such as 10.0.0.0/8") from None


EmailAddress = Annotated[str, AfterValidator(_address)]
Listen = Annotated[str, AfterValidator(_listen)]
ListenOrSocket = Annotated[str, AfterValidator(_listen_or_socket)]
Network = Annotated[str, AfterValidator(_network)]
