"""Small images that came before from the same domain belong to somebody's signature (row B6). Pure.

What came before is for the spool to remember (`spool.logos`). A screenshot that somebody pasted comes once, and so it
stays; large images stay as well, for a photograph that is sent twice is meant twice. Smaller ones than a screenshot can
be, and those that the text shows, have been left out by `reading` already.
"""

from __future__ import annotations

from dataclasses import replace

from mailbridge.mail import Attachment, Mail

MAX_BYTES = 100 * 1024
MOST_IMAGES = 20                        # of one mail that are looked at


def candidates(mail: Mail) -> tuple[str, ...]:
    """The SHA-256 of each image that may be a logo, hex."""
    return tuple(dict.fromkeys(file.sha256 for file in mail.attachments if _may_be_logo(file)))[:MOST_IMAGES]


def domains(mail: Mail) -> tuple[str, ...]:
    """Whose images they may be: the sender's, and of a forward its original's."""
    senders = (mail.sender, *((mail.forwarded.sender,) if mail.forwarded else ()))
    found = (sender.email.rpartition("@")[2].casefold() for sender in senders)
    return tuple(dict.fromkeys(domain for domain in found if domain))


def without(mail: Mail, seen: frozenset[str]) -> tuple[Mail, tuple[str, ...]]:
    """The mail in which those that were seen are no attachments, and their names."""
    logos = [file for file in mail.attachments if _may_be_logo(file) and file.sha256 in seen]
    if not logos:
        return mail, ()
    kept = tuple(replace(file, inline=True) if file in logos else file for file in mail.attachments)
    return replace(mail, attachments=kept), tuple(file.filename or file.content_type for file in logos)


def _may_be_logo(file: Attachment) -> bool:
    return file.content_type.startswith("image/") and not file.inline and 0 < file.size <= MAX_BYTES
