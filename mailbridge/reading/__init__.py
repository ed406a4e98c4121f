"""Bytes in, a `Mail` out. Pure: no clock, no network, no files; the same bytes always give the same mail.

`read` is the assembly of the stations below, in the order a person would go through a mail:

    mime/       bytes -> headers and parts, however broken they are
    text/       parts -> the one readable text, cleaned by the steps of `hygiene`
    forwards/   text -> the original inside a forward
    replies/    text -> the new words, without history and signature
    calendar/, forms/, automatic/       what else the mail is
    patterns/   what they know of clients and languages, as data
    limits      how much of a mail is looked at
"""

from __future__ import annotations

from dataclasses import replace

from mailbridge.mail import Auto, Form, Forwarded, Mail
from mailbridge.reading import limits
from mailbridge.reading.automatic import automatic
from mailbridge.reading.calendar import calendar
from mailbridge.reading.forms import form_screen, forms
from mailbridge.reading.forms.form_screen import Asked
from mailbridge.reading.forwards import forwards, redirects
from mailbridge.reading.mime import headers, message
from mailbridge.reading.replies import replies
from mailbridge.reading.text import body, hygiene
from mailbridge.reading.text.hygiene import Hygiene


def read(raw: bytes, steps: Hygiene = hygiene.DEFAULT) -> Mail:
    """What a person would understand from the mail. Never raises for what a sender did: see `Mail.defects`.

    `raw` is a whole message (RFC 5322), any line ends. Mails attached to it are read as mails of their own. `steps` are
    the ways of cleaning that are wanted; what they changed is in the defects too, each as `cleaned: ...`.
    """
    return _read(raw, steps, depth=0)


def _read(raw: bytes, steps: Hygiene, depth: int) -> Mail:
    parsed = message.parse(raw)
    text = body.assemble(parsed, steps)
    is_deep = depth >= limits.MAX_ATTACHED_DEPTH
    attached = () if is_deep else tuple(_read(inner, steps, depth + 1) for inner in parsed.attached)
    subject = hygiene.clean_subject(headers.text(parsed, "subject"), steps)
    senders, to, cc = (headers.addresses(parsed, field) for field in ("from", "to", "cc"))
    auto = automatic.kind(parsed, text.plain)
    # A bounce returns a mail and forwards none, though it often looks the same.
    original = None if auto is Auto.BOUNCE else forwards.find(
        text.plain, subject=subject, html=text.html, attached=attached, recipients=(*to, *cc))
    own_words = original.comment if original else replies.visible(
        text.plain, html=text.html, keeps_disclaimers=not steps.disclaimers)
    reply, notes = hygiene.clean_reply(own_words, steps)
    asked = form_screen.questions(text.plain, text.html)
    return Mail(
        message_id=headers.message_id(parsed),
        date=headers.date(parsed),
        sender=senders[0] if senders else headers.sender_fallback(parsed),
        senders=senders,
        reply_to=headers.addresses(parsed, "reply-to"),
        to=to,
        cc=cc,
        subject=subject,
        text=text.plain,
        reply=reply,
        forwarded=replace(original, form=_form_in(original, attached, asked)) if original else None,
        redirect=redirects.automatic_forward(parsed.headers),
        attachments=body.attachments(parsed, text),
        calendar=calendar.invitations(parsed),
        auto=auto,
        form=forms.find(text.plain, text.html, asked),
        defects=(*parsed.defects, *headers.defects(parsed), *text.defects, *hygiene.notes(*text.notes, *notes)),
        in_reply_to=headers.ids(parsed, "in-reply-to"),
        references=headers.ids(parsed, "references"),
        headers=parsed.headers,
        failed_recipients=automatic.failed_recipients(parsed, text.plain) if auto is Auto.BOUNCE else (),
        attached=attached,
    )


def _form_in(original: Forwarded, attached: tuple[Mail, ...], asked: Asked) -> Form | None:
    """The web form whose mail was forwarded, also through several hands. `asked` are the whole mail's questions."""
    inside = next((mail.form for mail in attached if mail.form and mail.text == original.text), None)
    if inside is not None or not forms.may_be(asked):
        return inside
    return next((form for mail in forwards.chain(original) if (form := forms.find(mail.text, ""))), None)
