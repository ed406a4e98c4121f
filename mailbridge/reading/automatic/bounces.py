"""Is it a bounce, and of whose address: what mail systems write about mail that did not arrive (RFC 3464, RFC 5965).

Reports say so in their type. The rest of thirty years is weighed: who writes, with which return path, subject and
words. One sign of a mail system is not enough to call a person's mail a bounce; two are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbridge.reading.automatic.signs import Signs, normal, starts
from mailbridge.reading.mime import headers
from mailbridge.reading.mime.message import Message, Part
from mailbridge.reading.patterns import bounces as patterns

MAX_RECIPIENTS = 100
_REPORT_LETTERS = 50_000
_BODY_LINES = 300
_ADDRESS = re.compile(
    r"[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}"
)
_RECIPIENT = re.compile(
    r"(?:final|original)-recipient\s{0,5}:\s{0,5}(?:[a-z0-9-]{1,20}\s{0,5};)?(.{1,400})", re.IGNORECASE
)
_DELIVERED = re.compile(r"action\s{0,5}:\s{0,5}(?:delivered|relayed|expanded)", re.IGNORECASE)
_PROGRAM_REASONS = ("failure", "warning", "postmaster")     # Sendmail: Auto-Submitted: auto-generated (failure)


def why(signs: Signs) -> str:
    """The reason to take the mail for a bounce, in words; "" when there is none."""
    return _by_type(signs) or _by_proof(signs) or _by_weight(signs)


def _by_type(signs: Signs) -> str:
    if signs.report in ("delivery-status", "feedback-report"):
        return f"a report of type {signs.report}"
    for kind in ("message/delivery-status", "message/global-delivery-status", "message/feedback-report"):
        if kind in signs.types:
            return f"it holds a {kind} part"
    if signs.report == "?" and "message/disposition-notification" not in signs.types:
        return "a multipart/report that names no other type"
    return ""


def _by_proof(signs: Signs) -> str:
    for phrase in patterns.HEADERS:
        if phrase.text in signs.names:
            return f"the header field {phrase.text}"
    if signs.submitted.startswith("auto") and any(f"({word}" in signs.submitted for word in _PROGRAM_REASONS):
        return f"Auto-Submitted: {signs.submitted}"
    if signs.is_answer:
        return ""
    proof = patterns.PROOF_SUBJECTS.within(signs.subject)
    if proof:
        return f"the subject says \"{proof.text}\""
    proof = patterns.PROOF_TEXTS.within(signs.top)
    return f"it begins as {proof.origin} does: \"{proof.text}\"" if proof else ""


def _by_weight(signs: Signs) -> str:
    """A system's sender with one more sign, or subject and words of a known program together."""
    sender, points = _sender(signs)
    reasons = [sender] if sender else []
    if signs.has_null_path:
        points += 2
        reasons.append("empty return path")
    is_sent_by_a_system = bool(reasons)
    subject = patterns.SUBJECTS.within(signs.subject)
    if subject:
        points += 2
        reasons.append(f"subject \"{subject.text}\"")
    if signs.is_answer and sender != _DAEMON:
        points -= 3
    enough = 3 if is_sent_by_a_system else 4
    words = patterns.TEXTS.within(signs.opening) if points + _MOST_FOR_WORDS >= enough else None
    if words:
        points += 1 if words.origin == "any" else _MOST_FOR_WORDS
        reasons.append(f"words \"{words.text}\"")
    return ", ".join(reasons) if points >= enough else ""


_MOST_FOR_WORDS = 2                     # points; where they cannot decide, the text is not searched
_DAEMON = "sent by a mail daemon"


def _sender(signs: Signs) -> tuple[str, int]:
    """Who writes, and its weight: an administrator's name only lowers what else is asked for."""
    local = signs.local.partition("\\")[0]         # Exchange has sent postmaster\\@example.com@other.example
    if local in patterns.DAEMONS or starts(patterns.DAEMON_NAMES, signs.name):
        return _DAEMON, 3
    if local in patterns.POSTMASTERS or starts(patterns.POSTMASTER_NAMES, signs.name):
        return "sent by a postmaster", 1
    return ("sent by an administrator", 0) if local in patterns.ADMINISTRATORS else ("", 0)


def recipients(message: Message, text: str) -> tuple[str, ...]:
    """Addresses that could not be reached, in order: of the report, of X-Failed-Recipients, else of the text."""
    found = [address for part in message.parts for address in _reported(part)]
    for value in headers.values(message, "x-failed-recipients"):
        found += _ADDRESS.findall(value[:5_000])
    if not found:
        ours = {a.email.lower() for name in ("from", "to", "sender") for a in headers.addresses(message, name)}
        found = [address for address in _written(text) if address.lower() not in ours]
    unique = {address.lower(): address for address in reversed(found)}
    return tuple(reversed(unique.values()))[:MAX_RECIPIENTS]


def _reported(part: Part) -> Iterator[str]:
    """Original-Recipient and Final-Recipient of each block of a delivery-status part (RFC 3464 2.3)."""
    if part.content_type not in ("message/delivery-status", "message/global-delivery-status"):
        return
    text = part.start(_REPORT_LETTERS).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for block in text.split("\n\n"):
        if _DELIVERED.search(block):
            continue
        for line in sorted(block.split("\n"), key=lambda line: not line.lower().startswith("original")):
            found = _RECIPIENT.match(line)
            if found:
                yield from _ADDRESS.findall(found[1])[:1]


def _written(text: str) -> list[str]:
    """Addresses of the bounce's own words: those that begin a line, else any but the postmaster's."""
    own: list[str] = []
    for line in text[:_REPORT_LETTERS].split("\n")[:_BODY_LINES]:
        if patterns.COPY_FOLLOWS.within(normal(line[:1_000])):
            break
        own.append(line)
    leading = [a for line in own if (a := _leading(line))]
    return leading or [a for line in own for a in _ADDRESS.findall(line[:1_000]) if not _is_system(a)]


def _leading(line: str) -> str:
    """The address a line is about: `<a@b>: host said`, `a@b (user unknown)`, `To: a@b`, alone and indented."""
    start = line.strip()[:500]
    for label in ("to:", "recipient:", "rcpt to:", "address:", "addressee:"):
        if start.lower().startswith(label):
            start = start[len(label):].strip()
    found = _ADDRESS.match(start.lstrip("<\"'[( *-"))
    if not found or _is_system(found[0]):
        return ""
    return found[0].rstrip(".")


def _is_system(address: str) -> bool:
    local = address.partition("@")[0].lower()
    return local in patterns.DAEMONS or local in ("postmaster", "abuse", "support", "helpdesk")
