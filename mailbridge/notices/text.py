"""What a notice says, and how it is marked so that nothing answers it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

from mailbridge.plan import ItemState

MARK = "X-Mailbridge"
"""The header that every notice bears, with the id of the bridge that wrote it."""

_MEANS = {
    ItemState.DONE: "Your mail is in Heap",
    ItemState.SKIPPED: "Nothing was written to Heap for your mail",
    ItemState.REVIEW: "Your mail waits for a person to look at it",
    ItemState.FAILED: "Your mail could not be brought into Heap; it is kept",
}


@dataclass(frozen=True, slots=True)
class About:
    """The mail that a notice is about."""

    item: int
    state: ItemState
    reason: str
    subject: str
    contact: str
    page: str = ""                      # its page in the console, "" without a public address


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the address, and the bridge's id."""

    sender: str
    instance: str

    def message_id(self, unique: str) -> str:
        """A Message-ID of the bridge's own, with brackets."""
        return f"<{unique}.{self.instance}@{self.sender.rpartition('@')[2]}>"


def about(mail: About, writer: Writer, recipient: str, unique: str) -> bytes:
    """A notice of what became of a mail; `unique` makes its Message-ID."""
    lines = [
        f"{_MEANS[mail.state]}.", "",
        f"Mail:    {_line(mail.subject) or '(no subject)'}",
        *([f"Contact: {_line(mail.contact)}"] if mail.contact else []),
        f"Why:     {_line(mail.reason)}",
        f"Item:    {mail.item}", "",
    ]
    if mail.state in (ItemState.REVIEW, ItemState.FAILED):
        by_hand = f"mailbridge items show {mail.item}"
        lines += [f"To settle it: {mail.page or by_hand}", "",
                  "There one can see why, try it again, say whom it is about, or end it.", ""]
    lines += ["This was sent by a program; replies to it are not read."]
    subject = f"{_MEANS[mail.state]}: {_line(mail.subject)[:120] or '(no subject)'}"
    return _message(subject, lines, writer, recipient, unique)


def alarm(
    words: Sequence[str], writer: Writer, recipient: str, unique: str, console: str = "", answers: str = "",
) -> bytes:
    """An alarm to the admin: its subject is the first line. `answers`: the alarm's `unique`, in its all-clear."""
    first, *more = map(_line, words)
    where = f"The console: {console}" if console else "mailbridge verify and mailbridge items list show how it stands."
    return _message(f"mailbridge: {first[:100]}", [first, *more, "", where], writer, recipient, unique, answers)


def told(words: str, item: int, page: str, writer: Writer, recipient: str, unique: str) -> bytes:
    """What a rule wants the admin to know of a mail (`notify`)."""
    lines = [_line(words), "", f"To see the mail: {page or f'mailbridge items show {item}'}"]
    return _message(f"mailbridge: {_line(words)[:100]}", lines, writer, recipient, unique)


def _message(
    subject: str, lines: list[str], writer: Writer, recipient: str, unique: str, answers: str = ""
) -> bytes:
    """The whole message. Marked by RFC 3834 (Auto-Submitted) and in Exchange's way, so that no vacation reply comes."""
    message = EmailMessage(policy.SMTP)
    message["From"] = f"mailbridge <{writer.sender}>"
    message["To"] = recipient
    message["Subject"] = subject
    message["Message-ID"] = writer.message_id(unique)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message[MARK] = writer.instance
    if answers:
        message["In-Reply-To"] = message["References"] = writer.message_id(answers)
    message.set_content("\r\n".join(lines) + "\r\n", cte="quoted-printable")
    return message.as_bytes()


def _line(text: str) -> str:
    """A foreign text on one line, without control characters and lone surrogates."""
    kept = "".join(c if c.isprintable() else " " for c in text[:2000])
    return " ".join(kept.encode("utf-8", "replace").decode().split())[:1000]
