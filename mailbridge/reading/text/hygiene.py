"""Cleaning of the text that people read: named steps, each of which can be switched off and says what it did.

Works on text alone. What is left out here is left out of the reading only; the raw mail is kept as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbridge.reading.replies import disclaimers
from mailbridge.reading.text import links


@dataclass(frozen=True, slots=True)
class Hygiene:
    """Which steps are taken."""

    padding: bool = True                # invisible characters behind which senders hide what follows a preheader
    pixels: bool = True                 # images of one pixel; nothing of them is shown either way, the step counts them
    safe_links: bool = True             # links that a mail filter rewrote are shown as their sender wrote them
    banners: bool = True                # "[EXTERNAL]" and "CAUTION: This email originated from outside ..."
    disclaimers: bool = True            # legal notices under a reply; the whole text keeps them


DEFAULT = Hygiene()

_PADDING = "\u034f\u200c\u00ad\u2007\ufeff\u200b\u200d\u2060\u180e"
# A zero-width joiner between letters is spelling (Persian, Hindi, emoji); a row of them with blanks between is padding.
_PADDED = re.compile(f"(?:[{_PADDING}][ \u00a0]{{0,3}}){{3,}}")
_TAG = re.compile(
    r"^\s{0,5}[\[<(*]{1,3}\s?(?:external|ext|extern|externe|externo|externa|esterno|extern(?:e mail| email)|"
    r"external[ -](?:e-?mail|sender|message|source))\s?[\])>*]{1,3}[:\s-]{0,5}", re.IGNORECASE)
_BANNER = re.compile(
    r"(?:caution|warning|attention|important|external|notice|achtung|vorsicht|hinweis|avertissement|precaución|"
    r"atención|aviso|attenzione|let op)\b.{0,120}?"
    r"(?:originated|outside|external|extern|außerhalb|extérieur|externe|externo|esterno|buiten)|"
    r"(?:this|diese|dieser|cet|este|questa|deze)\s(?:e-?mail|message|mail|courriel|mensaje|"
    r"correo|nachricht|bericht)\b.{0,60}?"
    r"(?:outside|external sender|außerhalb|externen? absender|extérieur|fuera|buiten)",
    re.IGNORECASE,
)


def clean(text: str, steps: Hygiene = DEFAULT) -> tuple[str, tuple[str, ...]]:
    """The text after the steps that concern all of it, and a note for each that changed something."""
    changes = []
    if steps.padding and any(mark in text for mark in _PADDING):
        text, count = _PADDED.subn("", text)
        if count:
            changes.append("invisible padding removed")
    if steps.safe_links:
        text, count = links.unwrap_all(text)
        if count:
            changes.append(f"{count} rewritten link{'s' * (count > 1)} unwrapped")
    if steps.banners:
        text, is_changed = _without_banner(text)
        if is_changed:
            changes.append("banner about external mail removed")
    return text, tuple(changes)


def clean_subject(subject: str, steps: Hygiene = DEFAULT) -> str:
    """Without the tag that a mail filter put in front."""
    return _TAG.sub("", subject) or subject if steps.banners else subject


def clean_reply(reply: str, steps: Hygiene = DEFAULT) -> tuple[str, tuple[str, ...]]:
    """Without the legal notice at the end (`replies.disclaimers`), unless nothing else is said."""
    kept = disclaimers.without(reply) if steps.disclaimers else reply
    return kept, ("legal disclaimer removed from the reply",) if kept != reply else ()


def notes(*changes: str) -> tuple[str, ...]:
    """How the changes are recorded beside what was odd about the mail."""
    return tuple(f"cleaned: {change}" for change in changes)


def _without_banner(text: str) -> tuple[str, bool]:
    """The banner stands in the first lines: one short paragraph, or a tag in front of the first line."""
    start = _TAG.match(text[:200])
    if start:
        return text[start.end():].lstrip(), True
    head, gap, rest = text.partition("\n\n")
    if not gap or len(head) > 700 or not rest.strip():
        return text, False
    if _BANNER.search(" ".join(head.split())[:400]) and ("@" not in head):
        return rest.lstrip("\n"), True
    return text, False
