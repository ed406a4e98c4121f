"""Parts -> the one text a person reads, and what remains as attachments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from mailbridge.mail import Attachment
from mailbridge.reading import html
from mailbridge.reading.message import Message, Part


@dataclass(frozen=True, slots=True)
class Body:
    """`plain` is the readable text, whatever it came from; `html` the markup of the HTML part, "" if there is none."""

    plain: str
    html: str = ""
    defects: tuple[str, ...] = ()


def assemble(message: Message) -> Body:
    """The plain part, else the HTML part as text."""
    plain = "\n".join(decode(p) for p in message.parts if _is_body(p, "text/plain"))
    markup = "\n".join(decode(p) for p in message.parts if _is_body(p, "text/html"))
    return Body(plain.strip() or html.to_text(markup), markup)


def attachments(message: Message, body: Body) -> tuple[Attachment, ...]:
    """Every part that the body is not made of."""
    rest = (p for p in message.parts if not _is_body(p, "text/plain") and not _is_body(p, "text/html"))
    return tuple(
        Attachment(p.filename, p.content_type, len(p.body), hashlib.sha256(p.body).hexdigest(), bool(p.content_id))
        for p in rest
    )


def decode(part: Part) -> str:
    """A text part's letters with \\n line ends."""
    try:
        letters = part.body.decode(part.charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        letters = part.body.decode("cp1252", "replace")
    return letters.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _is_body(part: Part, content_type: str) -> bool:
    return part.content_type == content_type and part.disposition != "attachment" and not part.filename
