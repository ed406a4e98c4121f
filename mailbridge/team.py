"""Who is who: colleagues, the bridge's own addresses, and whom nobody may log. Pure values from the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mailbridge import hosts
from mailbridge.hosts import Networks
from mailbridge.own_servers import NOBODY_OURS, Ours


@dataclass(frozen=True, slots=True)
class Proof:
    """What the settings want of a mail that says it is a colleague's, and what becomes of one without it."""

    is_checked: bool = False                    # the bridge checks each sender itself
    relays: Networks = ()                       # they vouch for what they hand over
    private: frozenset[str] = frozenset()       # bridge addresses for colleagues only
    unproven: Literal["review", "skip"] = "review"


FROM_IS_BELIEVED = Proof()


@dataclass(frozen=True, slots=True)
class Team:
    """Who is a colleague, and which addresses are the bridge's own. All in lower case."""

    domains: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    bridges: frozenset[str] = frozenset()
    never_log: frozenset[str] = frozenset()     # addresses and domains
    most_contacts: int = 1                      # of one mail that are looked up and named in a record; 0: all
    trusted_server: str = ""                    # whose Authentication-Results are believed; "": nobody's
    own_servers: Ours = NOBODY_OURS             # in whose mail those are believed
    retired: frozenset[str] = frozenset()       # addresses of the bridge that nobody should use any more
    proof: Proof = FROM_IS_BELIEVED

    @property
    def needs_proof(self) -> bool:
        """Whether From alone gives nobody a colleague's rights."""
        return self.proof.is_checked or bool(self.proof.relays or self.trusted_server)

    def is_relay(self, peer: str) -> bool:
        """Whether a host is one of our mail servers that vouch for what they hand over."""
        return hosts.is_in(hosts.address(peer), self.proof.relays)

    def private_among(self, recipients: Iterable[str]) -> str:
        """The first of the addresses that is for colleagues only, "" if none is; a `+tag` makes no difference."""
        return next((to for to in recipients if untagged(to) in self.proof.private
                     or to.casefold() in self.proof.private), "")

    def is_bridge(self, email: str) -> bool:
        """Whether the address is one of ours to receive at; a `+tag` makes no difference."""
        return _is_one_of(self.bridges, email) or self.is_retired(email)

    def is_retired(self, email: str) -> bool:
        """Whether the address is a former one of the bridge; a `+tag` makes no difference."""
        return _is_one_of(self.retired, email)

    def is_colleague(self, email: str) -> bool:
        """Whether the address belongs to the team, by itself or by its domain or a domain above it."""
        return email.casefold() in self.people or _domains(email, self.domains)

    def is_outside(self, email: str) -> bool:
        """Whether the address may be a contact."""
        return bool(email) and not self.is_bridge(email) and not self.is_colleague(email)

    def is_never_logged(self, email: str) -> bool:
        """Whether nothing about this address may be kept (row C8)."""
        return email.casefold() in self.never_log or _domains(email, self.never_log)


def untagged(email: str) -> str:
    """`Crm+x@Bridge.example` is crm@bridge.example."""
    local, _, domain = email.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def tag(email: str) -> str:
    """What stands behind the first `+` of the local part, in lower case; "" if nothing does."""
    return email.casefold().rpartition("@")[0].partition("+")[2]


def _is_one_of(addresses: frozenset[str], email: str) -> bool:
    return untagged(email) in addresses or email.casefold() in addresses


def _domains(email: str, names: frozenset[str]) -> bool:
    """Whether the address's domain, or one above it, is among the names."""
    labels = email.casefold().rpartition("@")[2].split(".")
    return any(".".join(labels[start:]) in names for start in range(len(labels)))
