"""A file that is a program is known by its first bytes, wherever in the mail it lies."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbridge import reading
from mailbridge.reading.mime import programs


@pytest.mark.parametrize(("start", "is_program"), [
    (b"MZ\x90\0\x03", True), (b"\x7fELF\x02", True), (b"\xcf\xfa\xed\xfe\x07", True), (b"\xca\xfe\xba\xbe\0", True),
    (b"L\0\0\0\x01\x14\x02\0", True), (b"MZ;1;2;3\n4;5;6", False), (b"%PDF-1.7\n", False), (b"PK\x03\x04", False), (b"", False),
])
def test_programs_are_known_by_their_first_bytes(start: bytes, is_program: bool) -> None:
    assert programs.is_program(start) is is_program


def test_a_program_with_a_harmless_name_is_called_a_program() -> None:
    mail = EmailMessage()
    mail.set_content("see the invoice\n\nbegin 644 doc.pdf\n#35J0\n`\nend\n")
    mail.add_attachment(b"MZ\x90\0" + b"x" * 100, maintype="application", subtype="pdf", filename="invoice.pdf")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="offer.pdf")
    found = {file.filename: file.is_program for file in reading.read(mail.as_bytes()).attachments}
    assert (found["invoice.pdf"], found["offer.pdf"]) == (True, False)
