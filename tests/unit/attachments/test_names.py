"""Names of attached files are names: no paths, no marks that turn their ends round, and never without their ends."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbridge import reading
from mailbridge.attachments import names


@pytest.mark.parametrize(("written", "name"), [
    ("offer.pdf", "offer.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Users\\jane\\offer.pdf", "offer.pdf"),
    ("/tmp/x.pdf", "x.pdf"), ("\\\\server\\share\\x.pdf", "x.pdf"), ("C:x.pdf", "x.pdf"), ("./x.pdf", "x.pdf"),
    ("~/x.pdf", "x.pdf"), ("offer 3/4.pdf", "offer 3_4.pdf"), ("invoice\u202efdp.exe", "invoicefdp.exe"),
    ("a\r\nb\x00.pdf", "ab.pdf"), ("a/../", ""), ("", ""), ("見積書.pdf", "見積書.pdf"),
])
def test_a_name_is_only_a_name(written: str, name: str) -> None:
    assert names.clean(written) == name


def test_an_overlong_name_keeps_its_end() -> None:
    long = f"invoice.pdf{'x' * 300}.exe"
    assert names.clean(long).endswith("x.exe") and len(names.clean(long)) == names.MAX_CHARS
    mail = EmailMessage()
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=long)
    (file,) = reading.read(mail.as_bytes()).attachments
    assert file.filename.endswith("x.exe") and len(file.filename) == 255
