"""Encrypted connections, to a real server."""

from __future__ import annotations

import pytest
from dovecot import PASSWORD, Dovecot

from mailbridge.intake.imap_connection import Connection
from mailbridge.intake.imap_troubles import MailboxTrouble
from mailbridge.settings.mailbox import ImapSettings

from .imap_kit import by_password


def connect(server: Dovecot, tls: str, **further: object) -> Connection:
    port = server.tls_port if tls == "implicit" else server.port
    return Connection(ImapSettings.model_validate({
        "name": "sales", "host": "127.0.0.1", "port": port, "tls": tls, "user": "tls@example.com", **further}),
        by_password(PASSWORD))


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
class TestTls:
    def test_a_certificate_of_a_named_authority_is_trusted(self, imap_server: Dovecot, tls: str) -> None:
        connection = connect(imap_server, tls, ca_file=imap_server.certificate)
        assert connection.open("INBOX", read_only=True).mails == 0
        connection.idle(0.2, lambda: False)
        connection.close()

    def test_any_other_is_not_and_the_words_say_what_to_do(self, imap_server: Dovecot, tls: str) -> None:
        with pytest.raises(MailboxTrouble, match=r"certificate is not trusted .*goes into ca_file"):
            connect(imap_server, tls)

    def test_nor_is_one_of_another_host(self, imap_server: Dovecot, tls: str) -> None:
        with pytest.raises(MailboxTrouble, match="certificate is not trusted"):
            connect(imap_server, tls, ca_file=imap_server.certificate, host="localhost")

    def test_a_missing_authority_file_is_told_by_its_name(self, imap_server: Dovecot, tls: str) -> None:
        with pytest.raises(MailboxTrouble, match=r"ca_file /nowhere/ca\.pem cannot be read"):
            connect(imap_server, tls, ca_file="/nowhere/ca.pem")
