"""Bytes in, a `Mail` out. Pure: no clock, no network, no files; the same bytes always give the same mail.

`read` is the assembly of the stations below, in the order a person would go through a mail:

    message    bytes -> headers and parts, however broken they are
    body       parts -> the one readable text
    forwards   text -> the original inside a forward
    replies    text -> the new words, without history and signature
    calendar, forms, automatic    what else the mail is
"""

from __future__ import annotations

from mailbridge.mail import Mail
from mailbridge.reading import automatic, body, calendar, forms, forwards, headers, message, replies


def read(raw: bytes) -> Mail:
    """What a person would understand from the mail. Never raises for what a sender did: see `Mail.defects`.

    `raw` is a whole message (RFC 5322), any line ends. Mails attached to it are read as mails of their own.
    """
    parsed = message.parse(raw)
    text = body.assemble(parsed)
    attached = tuple(read(inner) for inner in parsed.attached)
    subject = headers.text(parsed, "subject")
    original = forwards.find(text.plain, subject=subject, html=text.html, attached=attached)
    senders = headers.addresses(parsed, "from")
    return Mail(
        message_id=headers.message_id(parsed),
        date=headers.date(parsed),
        sender=senders[0] if senders else headers.sender_fallback(parsed),
        senders=senders,
        reply_to=headers.addresses(parsed, "reply-to"),
        to=headers.addresses(parsed, "to"),
        cc=headers.addresses(parsed, "cc"),
        subject=subject,
        text=text.plain,
        reply=original.comment if original else replies.visible(text.plain),
        forwarded=original,
        attachments=body.attachments(parsed, text),
        calendar=calendar.invitations(parsed),
        auto=automatic.kind(parsed, text.plain),
        form=forms.find(text.plain, text.html),
        defects=(*parsed.defects, *text.defects),
        in_reply_to=headers.ids(parsed, "in-reply-to"),
        references=headers.ids(parsed, "references"),
        headers=parsed.headers,
        failed_recipients=automatic.failed_recipients(parsed, text.plain),
        attached=attached,
    )
