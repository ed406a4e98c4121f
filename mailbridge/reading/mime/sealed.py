"""What a mail is wrapped in: encryption nobody here can undo, said in words; the name of an attached mail.

Signed mails need nothing: the first part of a multipart is read like any other, and what an envelope hides is taken out
of it by `message`.
"""

from __future__ import annotations

from mailbridge.reading.mime import encoded_words, fields
from mailbridge.reading.mime.message import Message, Part, is_pkcs7

_PGP = "encrypted with PGP: only the sender's and the recipient's software can read it"
_SMIME = "encrypted with S/MIME: only the sender's and the recipient's software can read it"
_DAMAGED = "signed with S/MIME in a form that hides the text, and damaged: it is in the attachment"
# DER of 1.2.840.113549.1.7.3 envelopedData and .2 signedData (RFC 5652 sections 5.1 and 6.1)
_ENVELOPED = bytes.fromhex("06092a864886f70d010703")
_SIGNED = bytes.fromhex("06092a864886f70d010702")


def notices(message: Message, text: str) -> tuple[str, ...]:
    """What to tell a person who finds no text, or only letters without sense."""
    found = []
    for part in message.parts:
        if part.content_type == "application/pgp-encrypted":
            found.append(_PGP)
        elif is_pkcs7(part):
            start = part.start(64)
            if _ENVELOPED in start:
                found.append(_SMIME)
            elif _SIGNED in start:
                found.append(_DAMAGED)
    if text.lstrip()[:27] == "-----BEGIN PGP MESSAGE-----":
        found.append(_PGP)
    return tuple(dict.fromkeys(found))


def subject_of(part: Part) -> str:
    """The subject of an attached mail, without marks that a file name must not have."""
    start = part.start(16384).lstrip(b" \t\r\n")
    subject = encoded_words.decode(fields.read(start, 0, len(start)).first("subject"))
    is_fine = [letter.isprintable() and letter not in '/\\:*?"<>|' for letter in subject]
    return "".join(letter if fine else "_" for letter, fine in zip(subject, is_fine, strict=True)).strip(" .")
