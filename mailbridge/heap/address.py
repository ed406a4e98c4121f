"""Where Heap is: what an admin may write for it, reduced to the one address that requests go to. Pure."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from mailbridge.errors import AdminError
from mailbridge.hosts import is_loopback

_SUBDOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DOMAIN = "crmondemand.biz"
_NEIGHBOUR = "crmondemand.com"          # Oracle's, another product
_SCRIPT = "/api.php"


def endpoint(given: str, *, allow_insecure: bool = False) -> str:
    """The address of api.php from a subdomain, the address used to sign in, or a whole address of api.php.

    The page's rule: the subdomain is the first part, before the first period, of the address used to sign in. Always
    https there, although the page prints http, because the password goes with every request. Plain http needs
    `allow_insecure`, except on the machine itself. Raises `AdminError`.
    """
    given = given.strip()
    if _SUBDOMAIN.fullmatch(given.casefold()):
        return f"https://{given.casefold()}.{_DOMAIN}{_SCRIPT}"
    parts = _split(given)
    host = (parts.hostname or "").rstrip(".")
    if host.endswith(f".{_NEIGHBOUR}") or host == _NEIGHBOUR:
        raise AdminError(f"{host} is Oracle's CRM On Demand; Heap is at SUBDOMAIN.{_DOMAIN}")
    explicit = parts.path.endswith(_SCRIPT)
    if host.endswith(f".{_DOMAIN}") and not (explicit and (parts.scheme == "https" or allow_insecure)):
        return endpoint(host.partition(".")[0])
    if parts.scheme == "http" and not (allow_insecure or is_loopback(host)):
        raise AdminError(
            f"{given!r} would send the Heap password unencrypted: write https, or set heap.allow_insecure: true")
    return f"{parts.scheme}://{parts.netloc}{parts.path if explicit else parts.path.rstrip('/') + _SCRIPT}"


def _split(given: str) -> SplitResult:
    wrong = f"{given!r} is no address of Heap: write the subdomain, like creativearc, or https://HOST/api.php"
    a_word = "." not in given and "://" not in given
    if a_word or not given.isascii() or not given.isprintable() or " " in given:
        raise AdminError(wrong)
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise AdminError(wrong) from None
    if "@" in parts.netloc:             # not repeated: it may hold a password
        raise AdminError("The address of Heap must not hold a login: use heap.login_email and heap.login_password_file")
    if parts.scheme not in ("http", "https") or not has_host or parts.query or parts.fragment:
        raise AdminError(wrong)
    return parts
