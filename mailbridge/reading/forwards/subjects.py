"""What a subject says of its mail by the words that clients put before it: "Fwd:", "WG:", "TR :", "Re: AW:"."""

from __future__ import annotations

from enum import StrEnum

from mailbridge.reading.forwards.forward_lines import key
from mailbridge.reading.patterns.forwards_subjects import PREFIXES

_MAX_PREFIX_CHARS = 24
_MAX_PREFIXES = 20
_COLONS = (":", "：")


class Kind(StrEnum):
    """What the first prefix says. `EITHER` is one that forwards and replies share in different languages ("VS:")."""

    FORWARD = "forward"
    REPLY = "reply"
    EITHER = "either"
    NONE = "none"


def kind(subject: str) -> Kind:
    """What the outermost prefix says."""
    subject = _untagged(subject)
    prefix, _ = _split(subject)
    if prefix:
        return _KINDS[prefix]
    folded = subject.casefold()
    is_old_style = folded.startswith(("[fwd:", "(fwd)", "[fwd]", "[forward:")) or folded.endswith("(fwd)")
    return Kind.FORWARD if is_old_style else Kind.NONE


def kind_in(subject: str, languages: tuple[str, ...]) -> Kind:
    """As `kind`; a prefix that may be either is decided by the likeliest language of the text, if that has it."""
    prefix, _ = _split(_untagged(subject))
    if _KINDS.get(prefix) is not Kind.EITHER:
        return kind(subject)
    for language in languages:
        if language in _LANGUAGES[prefix]:
            return _LANGUAGES[prefix][language]
    return Kind.EITHER


def bare(subject: str) -> str:
    """The subject without any prefix of forwards and replies."""
    for _ in range(_MAX_PREFIXES):
        prefix, rest = _split(_untagged(subject))
        if not prefix:
            break
        subject = rest
    return subject.strip()


def unforwarded(subject: str) -> str:
    """What the forwarded mail was called: the subject without the forward's own prefix."""
    prefix, rest = _split(_untagged(subject))
    if prefix and _KINDS[prefix] in (Kind.FORWARD, Kind.EITHER):
        return rest
    folded = subject.strip().casefold()
    if folded.startswith("[fwd:") and folded.endswith("]"):
        return subject.strip()[5:-1].strip()
    return subject.strip()


def _split(subject: str) -> tuple[str, str]:
    """The known prefix as it is looked up, and what follows it; ("", subject) if there is none."""
    places = [at for colon in _COLONS if (at := subject.find(colon, 0, _MAX_PREFIX_CHARS)) > 0]
    if not places:
        return "", subject
    at = min(places)
    prefix = key(subject[:at]).rstrip(".")
    counted = prefix.rstrip("0123456789^ ").rstrip("[(") if prefix[-1:] in "])0123456789" else prefix
    prefix = counted if counted in _KINDS else key(prefix.rstrip("])").rstrip("0123456789^ ").rstrip("[( "))
    return (prefix, subject[at + 1:].strip()) if prefix in _KINDS else ("", subject)


def _untagged(subject: str) -> str:
    """Without what gateways put in front: "[EXTERNAL] ", "[list] "."""
    subject = subject.strip()
    for _ in range(3):
        end = subject.find("]", 0, 40)
        is_prefix = subject[:5].casefold() in ("[fwd:", "[fwd]")
        if not subject.startswith("[") or is_prefix or end < 0 or end + 1 == len(subject):
            break
        subject = subject[end + 1:].strip()
    return subject


def _table() -> dict[str, dict[str, Kind]]:
    found: dict[str, dict[str, Kind]] = {}
    for language, forwards, replies in PREFIXES:
        for words, its_kind in ((replies, Kind.REPLY), (forwards, Kind.FORWARD)):
            for prefix in words.split("; "):
                found.setdefault(key(prefix).rstrip("."), {})[language] = its_kind
    return found


_LANGUAGES = _table()
_KINDS = {prefix: next(iter(kinds)) if len(kinds := set(its.values())) == 1 else Kind.EITHER
          for prefix, its in _LANGUAGES.items()}
