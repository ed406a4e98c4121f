"""SPF (RFC 7208): may this address send mail for that domain? Bounded as section 4.6.4 says.

Why our own, with pyspf at hand? It asks DNS through a global of its module, without regard to what a mail's other
checks have taken of its time; and its last release is of 2020. The test suite of openspf holds for this one.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from mailbridge.hosts import IpAddress
from mailbridge.sender_checks import spf_macros, spf_record, tags
from mailbridge.sender_checks.dns import Kind, Lookups, NoAnswer
from mailbridge.sender_checks.spf_macros import Asked
from mailbridge.sender_checks.spf_record import BadRecord, Mechanism

MOST_LOOKUPS, MOST_VOID, MOST_NAMES = 10, 2, 10


@dataclass(frozen=True, slots=True)
class SpfResult:
    """`result`: pass, fail, softfail, neutral, none, temperror, permerror. `domain` is the one that was asked."""

    result: str
    domain: str
    why: str = ""


def checked(ip: IpAddress, sender: str, helo: str, lookups: Lookups) -> SpfResult:
    """Whether the address may send for the envelope's sender, or for its HELO name where there is none (2.4).

    Never raises for what a mail or DNS says.
    """
    local, _, domain = sender.rpartition("@")
    domain = domain or helo
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip       # section 5
    asked = Asked(ip, f"{local or 'postmaster'}@{domain}", helo)
    try:
        return SpfResult(_Check(asked, lookups).host(domain), domain.casefold())
    except BadRecord as problem:
        return SpfResult("permerror", domain.casefold(), str(problem))
    except NoAnswer as trouble:
        return SpfResult("temperror", domain.casefold(), str(trouble))


class _Check:
    """One check, which counts what it asks for."""

    def __init__(self, asked: Asked, lookups: Lookups) -> None:
        self._asked = asked
        self._lookups = lookups
        self._terms = 0                 # that ask DNS
        self._void = 0                  # answers with nothing in them

    def host(self, domain: str) -> str:
        """check_host() of section 4. Raises BadRecord and NoAnswer."""
        if "." not in domain.rstrip(".") or not tags.domain(domain.encode("utf-8", "replace")):
            return "none"
        found = [text for text in self._lookups.ask(domain, "TXT") if spf_record.is_record(text)]
        if not found:
            return "none"
        if len(found) > 1:
            raise BadRecord(f"{domain} has {len(found)} SPF records")
        record = spf_record.read(found[0])
        for mechanism in record.mechanisms:
            if self._matches(mechanism, domain):
                return mechanism.result
        if record.redirect and not any(mechanism.name == "all" for mechanism in record.mechanisms):
            return self._redirected(self._name(record.redirect, domain))
        return "neutral"

    def _redirected(self, target: str) -> str:
        self._count()
        result = self.host(target)
        if result == "none":
            raise BadRecord(f"the SPF record leads to {target}, which has none")
        return result

    def _matches(self, mechanism: Mechanism, domain: str) -> bool:
        if mechanism.name == "all":
            return True
        if mechanism.network is not None:
            return self._asked.ip in mechanism.network
        self._count()
        target = self._name(mechanism.domain, domain) if mechanism.domain else domain
        match mechanism.name:
            case "include":
                return self._includes(target)
            case "exists":
                return bool(self._ask(target, "A"))
            case "a":
                return self._is_host(target, mechanism)
            case "mx":
                return self._is_exchange(target, mechanism)
            case _:
                return any(_is_below(name, target) for name in self._validated())

    def _includes(self, target: str) -> bool:
        result = self.host(target)
        if result == "none":
            raise BadRecord(f"the SPF record includes {target}, which has none")
        return result == "pass"

    def _is_host(self, name: str, mechanism: Mechanism) -> bool:
        addresses = self._ask(name, "A" if self._asked.ip.version == 4 else "AAAA")
        bits = mechanism.ip4_bits if self._asked.ip.version == 4 else mechanism.ip6_bits
        return any(self._asked.ip in ipaddress.ip_network((address.decode(), bits), strict=False)
                   for address in addresses)

    def _is_exchange(self, target: str, mechanism: Mechanism) -> bool:
        names = self._ask(target, "MX")
        if len(names) > MOST_NAMES:
            raise BadRecord(f"{target} has more than {MOST_NAMES} MX records")
        return any(self._is_host(name.decode(), mechanism) for name in names if name)

    def _validated(self) -> list[str]:
        """Names of the address that lead back to it (section 5.5). A trouble of DNS means none here."""
        kind: Kind = "A" if self._asked.ip.version == 4 else "AAAA"
        valid = []
        try:
            names = self._ask(self._asked.ip.reverse_pointer, "PTR")
        except NoAnswer:
            return []
        for name in names[:MOST_NAMES]:
            try:
                addresses = self._lookups.ask(name.decode(), kind)
            except NoAnswer:
                continue
            if any(ipaddress.ip_address(address.decode()) == self._asked.ip for address in addresses):
                valid.append(name.decode().casefold())
        return valid

    def _name(self, text: str, domain: str) -> str:
        def validated() -> str:
            self._count()
            names = self._validated()
            exact = [name for name in names if name == domain.casefold()]
            below = [name for name in names if _is_below(name, domain)]
            return (*exact, *below, *names, "unknown")[0]

        return spf_macros.expanded(text, domain, self._asked, validated)

    def _ask(self, name: str, kind: Kind) -> tuple[bytes, ...]:
        found = self._lookups.ask(name, kind)
        if not found:
            self._void += 1
            if self._void > MOST_VOID:
                raise BadRecord(f"the SPF record asks for more than {MOST_VOID} names that are not there")
        return found

    def _count(self) -> None:
        self._terms += 1
        if self._terms > MOST_LOOKUPS:
            raise BadRecord(f"the SPF record asks DNS more than {MOST_LOOKUPS} times")


def _is_below(name: str, domain: str) -> bool:
    name, domain = name.casefold(), domain.casefold().rstrip(".")
    return name == domain or name.endswith("." + domain)
