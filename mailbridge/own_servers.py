"""Our own mail servers: which mail they handed over, and what the trusted one wrote into it. Pure.

One rule for all who ask: anybody can write a field, so what stands in a mail is believed only if a server of ours
handed it over, or if no stranger can put mail where it was found.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbridge import authentication, hosts
from mailbridge.authentication import UNKNOWN, Authentication
from mailbridge.hosts import IpAddress, Networks
from mailbridge.mail import Envelope, Mail


@dataclass(frozen=True, slots=True)
class Ours:
    """Networks of our own mail servers, by the door that they hand mail to: smtp, lmtp."""

    by_door: tuple[tuple[str, Networks], ...] = ()

    def hands_over(self, envelope: Envelope) -> bool:
        """Whether a server of ours handed the mail over, so that its topmost fields are ours."""
        if envelope.door in ("pipe", "lmtp") and not envelope.peer:
            return True                 # a program on this machine, a socket in its file system
        ip = hosts.address(envelope.peer)
        return any(hosts.is_in(ip, networks) for door, networks in self.by_door if door == envelope.door)

    def knows(self, ip: IpAddress) -> bool:
        """Whether an address is of any of them."""
        return ip.is_loopback or any(hosts.is_in(ip, networks) for _, networks in self.by_door)


NOBODY_OURS = Ours()


def told(mail: Mail, envelope: Envelope, trusted_server: str, ours: Ours) -> Authentication:
    """What the server named `trusted_server` found of the address in From; unknown where it did not stand between."""
    is_kept = envelope.door == "file" or envelope.door.startswith("imap:")      # no stranger puts mail there
    if not (mail.from_domain and (is_kept or ours.hands_over(envelope))):
        return UNKNOWN
    return authentication.results(mail.headers, trusted_server, mail.from_domain)
