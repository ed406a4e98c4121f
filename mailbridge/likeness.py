"""By what a later forward of a mail is recognised, and what is left of the forward then. Pure.

A colleague is in Bcc of a mail, or it lies in a shared mailbox, and another forwards it a day later: one mail, and the
forward adds only what was said about it. Only forwards by colleagues are compared, so that no outsider can have
somebody else's mail taken for one that is there already.

Compared are author, subject and the beginning of the text, in letters and digits alone: clients wrap, quote and indent.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from mailbridge.mail import Forwarded, Mail
from mailbridge.plan import Likeness, Parties, Plan, Verdict
from mailbridge.reading.forwards import subjects
from mailbridge.records import Kind

_COMPARED_CHARS = 400
_FEWEST_CHARS = 20                      # "Thanks!" is written twice, and each time it is another mail
_SCANNED_CHARS = 8000
FURTHEST_APART = timedelta(hours=15)
"""Forwards give local times without a zone; but last week's report, with the same beginning, is another mail."""


def of(mail: Mail, parties: Parties) -> Likeness | None:
    """The likeness of the mail, or of the original that a colleague forwarded in it. None if it says too little."""
    if parties.forwarded and mail.forwarded is not None:
        original = mail.forwarded
        return _likeness(original.sender.email, original.subject, original.text, _moment(original))
    return _likeness(mail.sender.email, mail.subject, mail.text, mail.date)


def only_comment(mail: Mail) -> Mail:
    """The forward as if its original had said only what the colleague says about it."""
    original = mail.forwarded
    assert original is not None
    return replace(mail, forwarded=replace(original, text=original.comment, comment="", form=None))


def reduced(plan: Plan, mail: Mail, known: int) -> Plan:
    """The plan of `only_comment`, for a forward of what item `known` has brought: the colleague's words, or nothing."""
    messages = tuple(write for write in plan.writes if write.kind is Kind.MESSAGE)
    if messages and mail.forwarded is not None and mail.forwarded.comment.strip():
        return replace(plan, writes=messages, reason=f"{plan.reason}; only the comment, the mail is item {known}")
    return replace(plan, verdict=Verdict.SKIP, writes=(), reason=f"already there as item {known}")


def _likeness(sender: str, subject: str, text: str, written_at: datetime | None) -> Likeness | None:
    letters = "".join(islice(filter(str.isalnum, text[:_SCANNED_CHARS].casefold()), _COMPARED_CHARS))
    if not sender or len(letters) < _FEWEST_CHARS:
        return None
    title = "".join(filter(str.isalnum, subjects.bare(subject).casefold()))
    words = "\0".join((sender.casefold(), title, letters))
    return Likeness(hashlib.sha256(words.encode("utf-8", "replace")).hexdigest(), written_at)


def _moment(original: Forwarded) -> datetime | None:
    try:
        return datetime.fromisoformat(original.date) if original.date else None
    except ValueError:
        return None
