"""ARC (RFC 8617): whether a chain of forwarders holds, and what those whom the settings trust found when they got it.

A chain that holds says only that its sealers say so: anybody can seal. And a set that was sealed can be put under
another mail by whoever seals next. So a sealer's word counts only if everybody who sealed after it is trusted too.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbridge import authentication
from mailbridge.sender_checks import canonical, keys, signature, tags
from mailbridge.sender_checks.dns import Lookups, NoAnswer
from mailbridge.sender_checks.message import Field, Message
from mailbridge.sender_checks.signature import Bad, Bodies, Result, Times

MOST_SETS = 20                          # RFC 8617 allows 50; nobody is twenty forwarders away
_NAMES = (b"arc-authentication-results", b"arc-message-signature", b"arc-seal")


@dataclass(frozen=True, slots=True)
class ArcSet:
    """What one forwarder added."""

    results: Field
    signature: Field
    seal: Field
    sealer: str                         # its domain; "" if it names none

    def fields(self) -> tuple[Field, Field, Field]:
        """In the order in which they are sealed (section 5.1.1)."""
        return self.results, self.signature, self.seal


@dataclass(frozen=True, slots=True)
class Chain:
    """What came of a mail's chain. `sets` only when it holds, the first forwarder's first."""

    result: Result | str                # pass, fail, none, temperror
    why: str = ""
    sets: tuple[ArcSet, ...] = ()

    def vouched_by(self, sender_domain: str, trusted: frozenset[str]) -> str:
        """The trusted sealer that found From proven, all sealers after it being trusted; "" if there is none."""
        for one in reversed(self.sets):
            if one.sealer not in trusted or signature.signer(one.signature) not in trusted:
                return ""
            if _found_proven(one.results, sender_domain):
                return one.sealer
        return ""


def checked(bodies: Bodies, lookups: Lookups, times: Times) -> Chain:
    """Whether the chain holds (section 5.2). Never raises for what a mail or DNS says."""
    try:
        sets = _sets(bodies.message)
        if not sets:
            return Chain("none")
        newest = signature.checked(sets[-1].signature, bodies, lookups, times, is_arc=True)
        if newest.result != "pass":
            result = "temperror" if newest.result == "temperror" else "fail"
            return Chain(result, newest.why)
        for number in range(len(sets), 0, -1):
            _check_seal(sets[:number], lookups)
    except (Bad, keys.BadKey) as bad:
        return Chain("fail", str(bad))
    except NoAnswer as trouble:
        return Chain("temperror", str(trouble))
    return Chain("pass", "", tuple(sets))


def _sets(message: Message) -> list[ArcSet]:
    """The sets in their order. Raises Bad when one is not whole, or says itself that the chain is broken."""
    found: dict[tuple[int, bytes], Field] = {}
    for name in _NAMES:
        for one in message.named(name):
            instance = _instance(one)
            if (instance, name) in found or instance > MOST_SETS:
                raise Bad("fail", "a set stands there twice, or there are too many")
            found[instance, name] = one
    count = len(found) // len(_NAMES)
    if set(found) != {(instance, name) for instance in range(1, count + 1) for name in _NAMES}:
        raise Bad("fail", "a set is not whole")
    return [_set(number, *(found[number, name] for name in _NAMES)) for number in range(1, count + 1)]


def _set(number: int, results: Field, signed: Field, seal: Field) -> ArcSet:
    said = signature.read(seal, ("i", "a", "b", "cv", "d", "s"))
    if "h" in said:
        raise Bad("fail", "a seal has h=")
    if said["cv"].lower() != (b"none" if number == 1 else b"pass"):
        raise Bad("fail", f"the forwarder that sealed as number {number} says that the chain was broken before")
    return ArcSet(results, signed, seal, tags.domain(said["d"]))


def _instance(one: Field) -> int:
    """The i= of a field: a tag of two of them, and the first words of the third."""
    first = one.value.partition(b";")[0] if one.name == _NAMES[0] else _tag(one, b"i")
    digits = tags.unspaced(first).removeprefix(b"i=") if one.name == _NAMES[0] else first
    if not digits.isdigit() or len(digits) > 2 or digits == b"0":
        raise Bad("fail", "a field of the chain has no number")
    return int(digits)


def _tag(one: Field, name: bytes) -> bytes:
    try:
        return tags.read(one.value).get(name.decode(), b"")
    except tags.BadTags as problem:
        raise Bad("fail", f"a field of the chain cannot be read: {problem}") from None


def _check_seal(sets: list[ArcSet], lookups: Lookups) -> None:
    """The last one's seal, which is over all the sets so far. Raises Bad, BadKey, NoAnswer."""
    seal = sets[-1].seal
    said = signature.read(seal, ("a", "b", "d", "s"))
    sealed = [one.raw for each in sets for one in each.fields()][:-1]
    parts = [canonical.field(raw, b"relaxed") for raw in (*sealed, tags.without_signature(seal.raw))]
    signed = b"".join(parts).removesuffix(b"\r\n")
    if not keys.find(*signature.place(said), lookups, said["a"].lower()).verifies(
            signature.base64_bytes(said["b"]), signed):
        raise Bad("fail", f"the seal of {sets[-1].sealer} does not fit")


def _found_proven(results: Field, sender_domain: str) -> bool:
    """Whether the forwarder's own results say dmarc=pass for exactly the domain in From."""
    text = results.value.partition(b";")[2].decode("utf-8", "replace")
    return authentication.says_dmarc_pass_for(text, sender_domain)
