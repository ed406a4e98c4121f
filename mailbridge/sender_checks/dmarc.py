"""DMARC: whether SPF or DKIM prove the domain in From (RFC 7489, and RFC 9989 for finding the domain's owner).

Why walk up the tree of DNS, and no list of public suffixes? The walk asks the domains themselves, so there is no list
that must be shipped, and be fresh, for a check to be right. Price: up to eight questions, which are remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mailbridge.sender_checks import tags
from mailbridge.sender_checks.dns import Lookups, NoAnswer

_MOST_QUESTIONS = 8                     # RFC 9989 section 4.10
_POLICIES = (b"none", b"quarantine", b"reject")


@dataclass(frozen=True, slots=True)
class Record:
    """A DMARC record that counts. `psd`: y, n or u (section 4.7)."""

    domain: str
    policy: str
    is_strict_dkim: bool = False
    is_strict_spf: bool = False
    psd: str = "u"


@dataclass(frozen=True, slots=True)
class Proof:
    """A domain that SPF or DKIM found, and how: "pass", or "temperror" if it might have been."""

    method: str                         # "SPF", "DKIM"
    domain: str
    result: str


@dataclass(frozen=True, slots=True)
class DmarcResult:
    """`result`: pass, fail, none, temperror, permerror; `why` in words."""

    result: str
    why: str


def checked(sender_domain: str, proofs: Iterable[Proof], lookups: Lookups) -> DmarcResult:
    """Whether one of the proofs is for the domain in From. Never raises for what a mail or DNS says."""
    domain = ascii_domain(sender_domain)
    if not domain:
        return DmarcResult("permerror", "From names no domain that DNS could know")
    try:
        return _checked(domain, tuple(proofs), lookups)
    except NoAnswer as trouble:
        return DmarcResult("temperror", str(trouble))


def _checked(domain: str, proofs: tuple[Proof, ...], lookups: Lookups) -> DmarcResult:
    found = walk(domain, lookups)
    owner = organizational(domain, found)
    record = next((r for r in found if r.domain == domain), None) or next((r for r in found if r.domain == owner), None)
    if record is None:
        return DmarcResult("none", f"{domain} has no DMARC record")
    doubtful = None
    for proof in proofs:
        if not _is_aligned(proof, domain, owner, record, lookups):
            continue
        if proof.result == "pass":
            return DmarcResult("pass", f"{proof.method} proves {proof.domain}")
        doubtful = proof
    if doubtful is not None:
        return DmarcResult("temperror", f"DNS did not say whether {doubtful.method} proves {doubtful.domain}")
    others = " and ".join(dict.fromkeys(f"{p.method} proves {p.domain}" for p in proofs if p.result == "pass"))
    return DmarcResult("fail", f"neither SPF nor DKIM proves {domain}" + (f", {others}" if others else ""))


def _is_aligned(proof: Proof, domain: str, owner: str, record: Record, lookups: Lookups) -> bool:
    """Whether a proven domain is the one in From, or of the same owner unless the record is strict (3.1)."""
    if proof.domain == domain:
        return True
    is_strict = record.is_strict_dkim if proof.method == "DKIM" else record.is_strict_spf
    if is_strict or not _is_related(proof.domain, owner):
        return False
    return organizational(proof.domain, walk(proof.domain, lookups)) == owner


def _is_related(domain: str, owner: str) -> bool:
    return domain == owner or domain.endswith("." + owner)


def walk(domain: str, lookups: Lookups) -> list[Record]:
    """The records of the domain and those above it, the longest name's first (section 4.10). Raises NoAnswer."""
    labels = domain.split(".")
    found: list[Record] = []
    starts = range(len(labels)) if len(labels) <= _MOST_QUESTIONS else (0, *range(len(labels) - 7, len(labels)))
    for start in starts:
        record = _record(".".join(labels[start:]), lookups)
        if record is not None:
            found.append(record)
            if record.psd in ("n", "y"):
                break
    return found


def organizational(domain: str, found: list[Record]) -> str:
    """The domain whose owner is responsible, from the records of `walk` (section 4.10.2)."""
    for record in found:
        if record.psd == "n":
            return record.domain
        if record.psd == "y" and record.domain != domain:
            above = record.domain.count(".") + 1
            return ".".join(domain.split(".")[-above - 1:])
    return found[-1].domain if found else domain


def _record(domain: str, lookups: Lookups) -> Record | None:
    texts = [text for text in lookups.ask(f"_dmarc.{domain}", "TXT") if _is_dmarc(text)]
    if len(texts) != 1:
        return None                     # several are as good as none (section 4.10.1)
    try:
        said = tags.read(texts[0])
    except tags.BadTags:
        return None
    policy = said.get("p", b"none").lower()
    if policy not in _POLICIES:
        if "rua" not in said:
            return None
        policy = b"none"
    psd = said.get("psd", b"u").lower().decode("ascii", "replace")
    return Record(domain, policy.decode(), said.get("adkim", b"r").lower() == b"s",
                  said.get("aspf", b"r").lower() == b"s", psd if psd in ("y", "n") else "u")


def _is_dmarc(text: bytes) -> bool:
    version, _, _ = text.partition(b";")
    name, _, value = version.partition(b"=")
    return name.strip() == b"v" and value.strip() == b"DMARC1"


def ascii_domain(domain: str) -> str:
    """The domain as DNS knows it, also one with other letters (IDNA); "" if it is none."""
    if len(domain) > 253:
        return ""
    try:
        return tags.domain(domain.casefold().encode("idna"))
    except UnicodeError:
        return tags.domain(domain.encode("ascii", "replace"))
