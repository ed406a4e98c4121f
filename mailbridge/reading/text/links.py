"""Links that a mail filter rewrote -> the links their sender wrote, where the original stands in the new one.

Nothing is fetched. Known: Microsoft Safe Links, Proofpoint URL Defense 1-3, Google's redirect, Barracuda, Mimecast
(where it names the original), Cisco, Trend Micro, Sophos.
"""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qs, unquote, urlsplit

_LINK = re.compile(r"https?://[^\s<>\"'\])]{8,4096}")
_MAX_LINKS = 500
# Host (or its end) -> name of the query parameter that holds the original.
_PARAMETERS = {
    "safelinks.protection.outlook.com": "url", "linkprotect.cudasvc.com": "a", "www.google.com": "q",
    "secure-web.cisco.com": "u", "imsva91-ctp.trendmicro.com": "url", "protection.sophos.com": "u",
    "mimecastprotect.com": "domain", "mimecast.com": "domain", "urldefense.proofpoint.com": "u",
    "statics.teams.cdn.office.net": "url", "l.facebook.com": "u", "slack-redir.net": "url",
}
_HOSTS = (*_PARAMETERS, "urldefense.com")


def unwrap_all(text: str) -> tuple[str, int]:
    """The text with every rewritten link unwrapped, and how many there were."""
    if "://" not in text:
        return text, 0
    count = 0

    def replaced(link: re.Match[str]) -> str:
        nonlocal count
        if count >= _MAX_LINKS:
            return link.group()
        original = unwrap(link.group())
        count += original != link.group()
        return original

    return _LINK.sub(replaced, text), count


def unwrap(link: str) -> str:
    """The original of one link; the link itself when it is none of the known ones."""
    for _ in range(3):                  # filters in a row wrap one another's links
        original = _once(link)
        if original is None:
            break
        link = original
    return link


def _once(link: str) -> str | None:
    lowered = link.lower()
    if not any(host in lowered for host in _HOSTS):
        return None
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if host.endswith("urldefense.com") and parts.path.startswith("/v3/__"):
        return _proofpoint_v3(link)
    name = next((name for end, name in _PARAMETERS.items() if host == end or host.endswith("." + end)), None)
    if name is None or (host == "www.google.com" and parts.path != "/url"):
        return None
    found = parse_qs(parts.query, max_num_fields=50).get(name) if parts.query.count("&") < 50 else None
    if not found:
        return None
    original = found[0]
    if host == "urldefense.proofpoint.com" and parts.path.startswith("/v2"):
        original = unquote(original.translate(str.maketrans("-_", "%/")))
    elif host.endswith("protection.sophos.com"):
        original = _from_base64(original)
    if name == "domain":                # Mimecast names the host only
        return f"https://{original}/" if re.fullmatch(r"[\w.-]{4,253}", original) else None
    return original if re.match(r"https?://\S", original) and len(original) <= 4096 else None


def _proofpoint_v3(link: str) -> str | None:
    """`https://urldefense.com/v3/__URL__;BYTES!!...`: each `*` in URL stands for a byte of BYTES, `**X` for a run."""
    body = link.split("/v3/__", 1)[1]
    url, mark, rest = body.partition("__;")
    if not mark:
        return None
    letters = _from_base64(rest.split("!", 1)[0])
    out: list[str] = []
    used = position = 0
    while position < len(url):
        if url.startswith("**", position) and position + 2 < len(url):
            run = _RUN_LENGTHS.find(url[position + 2]) + 2
            out.append(letters[used:used + run])
            used, position = used + run, position + 3
        elif url[position] == "*":
            out.append(letters[used:used + 1] or "*")
            used, position = used + 1, position + 1
        else:
            out.append(url[position])
            position += 1
    original = "".join(out)
    if original.startswith(("http:/", "https:/")) and "://" not in original:
        original = original.replace(":/", "://", 1)
    return original if original.startswith(("http://", "https://")) else None


_RUN_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _from_base64(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except ValueError:
        return ""
