"""What `mailbridge check` says of who is believed: whether DNS answers, and whether our own domains can be proven."""

from __future__ import annotations

import time
from collections.abc import Iterator

from mailbridge import bridge
from mailbridge.errors import MailbridgeError
from mailbridge.sender_checks import Lookups, NoAnswer, dmarc
from mailbridge.settings import Settings

_MOST_DOMAINS = 20


def told(settings: Settings) -> Iterator[str]:
    """A line for each thing that was tried. Raises MailbridgeError, which says what to do."""
    wanted = settings.authentication
    if wanted.relays:
        yield f"{', '.join(wanted.relays)} vouch for what they hand over"
    if settings.team.trusted_server:
        yield f"{settings.team.trusted_server} is believed when it says dmarc=pass"
    if wanted.check:
        yield from _asked(settings)
    elif not wanted.relays and not settings.team.trusted_server:
        yield ("From is believed as it stands: let nobody but your own mail server reach the doors, or set\n"
               "`authentication: {check: true}`, and forged mails of colleagues go to review")


def _asked(settings: Settings) -> Iterator[str]:
    lookups = Lookups(bridge.resolver(settings.authentication), time.monotonic() + 30)
    domains = sorted({*settings.team.domains, *(email.rpartition("@")[2] for email in settings.team.people)})
    without = []
    for domain in domains[:_MOST_DOMAINS]:
        try:
            found = dmarc.walk(dmarc.ascii_domain(domain), lookups)
        except NoAnswer as trouble:
            raise MailbridgeError(f"{trouble}; see that this machine may ask DNS, or name servers that answer:\n"
                                  "`authentication: {dns: [192.0.2.53]}`. Until then colleagues' mails go to "
                                  "review") from None
        if not found:
            without.append(domain)
        else:
            yield f"{domain} has a DMARC record ({found[0].domain}: p={found[0].policy})"
    if without:
        raise MailbridgeError(
            f"{', '.join(without)} without a DMARC record: no mail can prove to be from there, and colleagues' mails "
            f"go to review.\nPublish a TXT record at _dmarc.{without[0]}: v=DMARC1; p=none")
