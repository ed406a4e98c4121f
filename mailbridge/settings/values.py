"""Kinds of values that several sections of the settings hold: each says what it must look like."""

from __future__ import annotations

import difflib
import ipaddress
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator

from mailbridge.records import CONTACT_KINDS, Kind, a


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


def _dns_server(text: str) -> str:
    host, port = text.strip(), "53"
    if not (_is_address(host) or host.endswith("]")):
        host, _, port = host.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not _is_address(host) or not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) <= 65535):
        raise ValueError("must be an address such as 192.0.2.53, or ADDRESS:PORT")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _domain(text: str) -> str:
    name = text.strip().casefold().removeprefix("@").rstrip(".")
    if not name or "@" in name or any(c.isspace() for c in name):
        raise ValueError("must be a domain such as example.com")
    return name


def _zone(name: str) -> str:
    if name not in available_timezones():
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = f'did you mean "{near[0]}"?' if near else "zones are called such as Europe/Berlin or America/New_York"
        raise ValueError(f"there is no time zone {name[:60]!r}; {hint}")
    return name


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/")
                 or parts.query or parts.username):
        raise ValueError("must be an address without a path, such as https://bridge.example.com")
    return text.rstrip("/")


def _contact_kind(kind: Kind) -> Kind:
    if kind not in CONTACT_KINDS:
        raise ValueError(f"{a(kind)} has no address to be found by; there are {', '.join(CONTACT_KINDS)}")
    return kind


EmailAddress = Annotated[str, AfterValidator(_address)]
Listen = Annotated[str, AfterValidator(_listen)]
ListenOrSocket = Annotated[str, AfterValidator(_listen_or_socket)]
Network = Annotated[str, AfterValidator(_network)]
DnsServer = Annotated[str, AfterValidator(_dns_server)]
Domain = Annotated[str, AfterValidator(_domain)]
Zone = Annotated[str, AfterValidator(_zone)]
PublicUrl = Annotated[str, AfterValidator(_public_url)]
ContactKind = Annotated[Kind, AfterValidator(_contact_kind)]
