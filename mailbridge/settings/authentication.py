"""Settings of who is believed: how a mail proves whose it is, and what becomes of one that does not."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mailbridge.settings.section import Section
from mailbridge.settings.values import DnsServer, Domain, EmailAddress, Network


class AuthenticationSettings(Section):
    """How a mail proves that From is true, and what becomes of one that does not."""

    check: bool = Field(
        False, description="Check SPF, DKIM, DMARC and ARC of each mail. From then on a mail has a colleague's rights "
                           "only if From is proven: by DMARC, by a trusted sealer, a relay, or who signed in at the "
                           "door. Your domains need a DMARC record; `mailbridge check` says whether they have one.")
    dns: tuple[DnsServer, ...] = Field(
        (), description="DNS servers to ask, ADDRESS or ADDRESS:PORT; without, those of the system.")
    query_seconds: float = Field(3, gt=0, le=30, description="The longest wait for one answer of DNS.")
    mail_seconds: float = Field(10, gt=0, le=60, description="The longest time for all questions about one mail.")
    patience_minutes: float = Field(
        30, ge=0, description="While DNS does not answer, a mail whose rights hang on it is tried again for so long, "
                              "and at least three times; then it goes to review.")
    sealers: tuple[Domain, ...] = Field(
        (), description="Forwarders such as list servers whose ARC seal is believed when it says that From was proven "
                        "before they changed the mail.")
    relays: tuple[Network, ...] = Field(
        (), description="Mail servers that let only your own people send with your domains. What they hand over needs "
                        "no further proof: not for a server that also takes mail from outside.")
    private: tuple[EmailAddress, ...] = Field(
        (), description="Bridge addresses for colleagues only. Mail to them from anybody else, or unproven, goes where "
                        "`unproven` says.")
    unproven: Literal["review", "skip"] = Field(
        "review", description="Where a mail goes that says it is a colleague's and does not prove it.")
