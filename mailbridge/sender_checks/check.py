"""One mail's checks: what a trusted server of ours found, or SPF, DKIM, DMARC and ARC, joined to one result in words.

Nothing here raises for what a mail or DNS says, and all of it ends at a time: every question to DNS takes what is left,
and what is done without DNS is bounded by size.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailbridge import own_servers
from mailbridge.authentication import Authentication
from mailbridge.mail import Envelope, Mail
from mailbridge.own_servers import NOBODY_OURS, Ours
from mailbridge.sender_checks import arc, client, dkim, dmarc, message, spf
from mailbridge.sender_checks.arc import Chain
from mailbridge.sender_checks.dmarc import DmarcResult, Proof
from mailbridge.sender_checks.dns import Lookups, Resolver
from mailbridge.sender_checks.message import Malformed
from mailbridge.sender_checks.signature import Bodies, Checked, Times
from mailbridge.sender_checks.spf import SpfResult

_SPF_SHARE, _DKIM_SHARE = 0.4, 0.7
"""By when each must be done, of a mail's time: one slow name of the one must not leave the others unasked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings say. `trusted_server` is believed only about mails that a server of ours handed over."""

    seconds: float = 10.0               # for one mail
    trusted_server: str = ""
    sealers: frozenset[str] = frozenset()
    ours: Ours = NOBODY_OURS


class SenderChecks:
    """Checks mails. Safe to use from many threads."""

    def __init__(self, resolver: Resolver, wanted: Wanted, now: Callable[[], datetime]) -> None:
        self._resolver = resolver
        self._wanted = wanted
        self._now = now

    def check(self, raw: bytes, mail: Mail, envelope: Envelope, came_at: datetime | None = None) -> Authentication:
        """What is found of the mail, which was read from `raw`. Results are words of RFC 8601; "" is not known.

        `came_at` is aware; None: it came just now.
        """
        told = own_servers.told(mail, envelope, self._wanted.trusted_server, self._wanted.ours)
        if told.dmarc not in ("", "temperror"):
            return told                 # else that server found nothing of From, or had no answer
        began, seconds = time.monotonic(), self._wanted.seconds
        lookups = Lookups(self._resolver, began + seconds)
        sender_domain = dmarc.ascii_domain(mail.from_domain)
        checked_spf = self._spf(mail, envelope, replace(lookups, ends_at=began + _SPF_SHARE * seconds))
        try:
            bodies = Bodies(message.split(raw))
        except Malformed as why:
            return _malformed(str(why), checked_spf)
        if not sender_domain or len(bodies.message.named(b"from")) != 1:
            return _malformed("From does not hold exactly one address", checked_spf)
        now = self._now()
        times = Times(now, min(came_at or now, now))
        signatures = dkim.checked(bodies, replace(lookups, ends_at=began + _DKIM_SHARE * seconds), times,
                                  lambda signer: _is_near(signer, sender_domain))
        proven = dmarc.checked(sender_domain, _proofs(checked_spf, signatures), lookups)
        chain = arc.checked(bodies, lookups, times)
        sealer = "" if proven.result == "pass" else chain.vouched_by(sender_domain, self._wanted.sealers)
        return Authentication(
            spf=checked_spf.result if checked_spf else "none", dkim=dkim.in_one_word(signatures),
            dmarc=_dmarc_word(proven, checked_spf), arc=chain.result, sealer=sealer,
            evidence=tuple(_evidence(checked_spf, signatures, proven, chain, sealer)))

    def _spf(self, mail: Mail, envelope: Envelope, lookups: Lookups) -> SpfResult | None:
        """None where nobody says whose server handed the mail in."""
        found = client.find(envelope, mail.headers, self._wanted.ours)
        return spf.checked(found.ip, envelope.sender, found.helo, lookups) if found is not None else None


def _is_near(signer: str, sender_domain: str) -> bool:
    """Whether a signer may be the owner of From: those are checked before all others."""
    return bool(signer) and (signer == sender_domain or signer.endswith("." + sender_domain)
                             or sender_domain.endswith("." + signer))


def _proofs(checked_spf: SpfResult | None, signatures: tuple[Checked, ...]) -> Iterator[Proof]:
    for one in signatures:
        if one.result in ("pass", "temperror"):
            yield Proof("DKIM", one.domain, one.result)
    if checked_spf is not None and checked_spf.result in ("pass", "temperror"):
        yield Proof("SPF", checked_spf.domain, checked_spf.result)


def _dmarc_word(proven: DmarcResult, checked_spf: SpfResult | None) -> str:
    """Without SPF, for want of the client's address, nobody can say that a mail fails."""
    return "" if proven.result == "fail" and checked_spf is None else proven.result


def _evidence(
    checked_spf: SpfResult | None, signatures: tuple[Checked, ...], proven: DmarcResult, chain: Chain, sealer: str
) -> Iterator[str]:
    """In words, at most one sentence a standard, the one that decides last."""
    if checked_spf is None:
        yield "SPF is not known: nobody says whose server handed the mail in"
    elif checked_spf.domain:
        yield f"SPF of {checked_spf.domain[:80]}: {checked_spf.result}{_because(checked_spf.why)}"
    for one in signatures[:2]:
        yield f"DKIM signature of {one.domain or 'nobody'}: {one.result}{_because(one.why)}"
    if chain.result != "none":
        yield f"ARC: {chain.result}{_because(chain.why)}"
    yield f"DMARC: {proven.result}, {proven.why}"
    if sealer:
        yield f"{sealer}, a trusted forwarder, found From proven"


def _because(why: str) -> str:
    return f", {why}" if why else ""


def _malformed(why: str, checked_spf: SpfResult | None) -> Authentication:
    return Authentication(spf=checked_spf.result if checked_spf else "none", dkim="permerror", dmarc="permerror",
                          arc="none", evidence=(f"DMARC: permerror, {why}",))
