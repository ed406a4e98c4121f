"""One signature over a mail: DKIM-Signature (RFC 6376), and ARC-Message-Signature, which is nearly one (RFC 8617)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailbridge.sender_checks import canonical, keys, tags
from mailbridge.sender_checks.dns import Lookups, NoAnswer
from mailbridge.sender_checks.message import Field, Message

Result = Literal["pass", "fail", "neutral", "permerror", "temperror"]

_ALGORITHMS = (b"rsa-sha256", b"ed25519-sha256")
_MOST_SIGNED_FIELDS = 200
_CLOCK_SECONDS = 3600                   # so wrong may clocks be


class Bad(Exception):
    """The signature does not count. `result` as in RFC 8601 section 2.7.1."""

    def __init__(self, result: Result, why: str) -> None:
        super().__init__(why)
        self.result = result


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one signature. `domain` is its signer's, "" if it names none."""

    domain: str
    result: Result
    why: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """Both aware: now, and when the mail came, as a signature need not hold for longer (RFC 6376 section 3.5, x=)."""

    now: datetime
    came_at: datetime


@dataclass(slots=True)
class Bodies:
    """The body's hashes, each worked out once however many signatures ask."""

    message: Message
    _known: dict[bytes, bytes] = field(default_factory=dict)

    def hash(self, form: bytes) -> bytes:
        """SHA-256 of the body in that form."""
        if form not in self._known:
            self._known[form] = canonical.body_hash(self.message, form)
        return self._known[form]


def signer(one: Field) -> str:
    """The domain that a signature says it is by, "" if it says none."""
    try:
        return tags.domain(tags.read(one.value).get("d", b""))
    except tags.BadTags:
        return ""


def checked(one: Field, bodies: Bodies, lookups: Lookups, times: Times, *, is_arc: bool = False) -> Checked:
    """Whether a signature holds. Never raises for what a mail or DNS says."""
    domain = signer(one)
    try:
        _check(one, bodies, lookups, times, is_arc=is_arc)
    except Bad as bad:
        return Checked(domain, bad.result, str(bad))
    except keys.BadKey as bad:
        return Checked(domain, "permerror", str(bad))
    except NoAnswer as trouble:
        return Checked(domain, "temperror", str(trouble))
    return Checked(domain, "pass")


def _check(one: Field, bodies: Bodies, lookups: Lookups, times: Times, *, is_arc: bool) -> None:
    said = read(one, ("a", "b", "bh", "d", "h", "s") + (() if is_arc else ("v",)))
    if not is_arc and said["v"] != b"1":
        raise Bad("permerror", "the signature is of another version")
    head_form, body_form = _forms(said.get("c", b"simple/simple"))
    wanted = _signed_names(said["h"], is_arc=is_arc)
    _must_be_of_its_time(said, times)
    _must_be_whole(said)
    key = keys.find(*place(said), lookups, said["a"].lower())
    if not is_arc:
        _must_fit(said, key)
    _must_cover_all(wanted, bodies.message)
    if bodies.hash(body_form) != base64_bytes(said["bh"]):
        raise Bad("fail", "the body was changed")
    parts = [canonical.field(signed.raw, head_form) for signed in canonical.chosen(bodies.message.fields, wanted)]
    parts.append(canonical.field(tags.without_signature(one.raw), head_form).removesuffix(b"\r\n"))
    if not key.verifies(base64_bytes(said["b"]), b"".join(parts)):
        raise Bad("fail", "the signature does not fit the head")


def read(one: Field, needed: tuple[str, ...]) -> dict[str, bytes]:
    """A signature's tags, all the needed ones among them. Raises Bad."""
    try:
        said = tags.read(one.value)
    except tags.BadTags as problem:
        raise Bad("permerror", f"the signature cannot be read: {problem}") from None
    missing = [name for name in needed if name not in said]
    if missing:
        raise Bad("permerror", f"the signature lacks {missing[0]}=")
    if said["a"].lower() not in _ALGORITHMS:    # rsa-sha1 proves nothing any more (RFC 8301)
        raise Bad("neutral", f"the kind of signature is not known here: {said['a'][:30].decode('ascii', 'replace')}")
    return said


def place(said: dict[str, bytes]) -> tuple[str, str]:
    """Selector and domain of the key. Raises Bad."""
    selector, domain = tags.domain(said["s"]), tags.domain(said["d"])
    if not selector or not domain:
        raise Bad("permerror", "the signature names no key that DNS could know")
    return selector, domain


def base64_bytes(value: bytes) -> bytes:
    """The bytes of a tag. Raises Bad."""
    try:
        return base64.b64decode(tags.unspaced(value), validate=True)
    except binascii.Error:
        raise Bad("permerror", "the signature holds what is no base64") from None


def _forms(value: bytes) -> tuple[bytes, bytes]:
    head, _, body = value.lower().partition(b"/")
    if head not in canonical.FORMS or (body or b"simple") not in canonical.FORMS:
        raise Bad("permerror", "the signature's c= is not known")
    return head, body or b"simple"


def _signed_names(value: bytes, *, is_arc: bool) -> list[bytes]:
    """The fields under the signature. Only what a sender could not leave out by mistake is asked for."""
    wanted = tags.names(value)
    if len(wanted) > _MOST_SIGNED_FIELDS:
        raise Bad("permerror", "the signature names too many fields")
    if b"from" not in wanted:
        raise Bad("permerror", "From is not under the signature")
    if is_arc and b"arc-seal" in wanted:
        raise Bad("permerror", "an ARC-Seal is under the signature")
    return wanted


_ONCE = (b"from", b"subject", b"to", b"cc", b"date", b"reply-to", b"sender", b"message-id", b"content-type",
         b"content-transfer-encoding", b"mime-version")
"""Fields that a mail has once. A second one, written above a signed one, would be read and not signed (8.15)."""


def _must_cover_all(wanted: list[bytes], message: Message) -> None:
    for name in _ONCE:
        if 0 < wanted.count(name) < len(message.named(name)):
            raise Bad("fail", f"one more {name.decode().title()} was added than is under the signature")


def _must_be_of_its_time(said: dict[str, bytes], times: Times) -> None:
    signed_at, ends_at = (_seconds(said[name]) if name in said else None for name in ("t", "x"))
    if ends_at is not None and ends_at + _CLOCK_SECONDS < times.came_at.timestamp():
        raise Bad("fail", "the signature has run out")
    if signed_at is not None and signed_at > times.now.timestamp() + _CLOCK_SECONDS:
        raise Bad("fail", "the signature is from the future")


def _seconds(value: bytes) -> int:
    if not value.isdigit() or len(value) > 12:
        raise Bad("permerror", "the signature holds a time that is none")
    return int(value)


def _must_be_whole(said: dict[str, bytes]) -> None:
    """Not under l=: anybody could have written on behind what it covers."""
    if "l" in said:
        raise Bad("neutral", "only the beginning of the body is under the signature (l=)")


def _must_fit(said: dict[str, bytes], key: keys.Key) -> None:
    """What is special to DKIM: i= and q=."""
    domain = tags.domain(said["d"])
    of = tags.domain(said.get("i", b"@" + said["d"]).rpartition(b"@")[2])
    if of != domain and (key.is_strict or not of.endswith("." + domain)):
        raise Bad("permerror", "the signature is by another domain than its i= says")
    if b"dns/txt" not in tags.names(said.get("q", b"dns/txt")):
        raise Bad("permerror", "the key is not in DNS")
