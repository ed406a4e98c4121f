"""What `login` says before anybody signs in; signing in itself is a journey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]

MAILBOXES = """
imap:
  - {name: sales, host: imap.example.com, user: sales@example.com, oauth: {provider: microsoft, client_id: c}}
  - {name: gmail, host: imap.gmail.com, user: g@example.com, oauth: {provider: google, client_id: c, client_secret_file: none}}
  - {name: plain, host: imap.example.com, user: plain@example.com, password_file: none}
  - {name: far, host: imap.example.com, user: far@example.com,
     oauth: {provider: microsoft, client_id: c, token_file: none/tokens.json}}
"""


@pytest.fixture
def mailboxes(here: Path) -> None:
    (here / "mailbridge.yaml").write_text(MAILBOXES)


@pytest.mark.parametrize(("arguments", "code", "told"), [
    (("sails",), 2, "there is no mailbox 'sails' to sign in to; there are: sales, gmail, far"),
    (("plain",), 2, "the mailbox plain has a password; to use tokens, give it `oauth: {provider: …}` instead"),
    (("gmail",), 1, "imap.gmail.oauth.client_secret_file: the file none cannot be read: No such file or directory"),
    (("far",), 1, "tokens.json.lock cannot be opened: No such file or directory; its folder must exist"),
])
def test_what_cannot_work_is_told_before_anybody_signs_in(
    call: Call, mailboxes: None, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = call("login", *arguments)
    assert result.exit_code == code and told in result.stderr


def test_google_has_no_codes_for_mail(call: Call, mailboxes: None, here: Path) -> None:
    (here / "none").write_text("s3cret")
    result = call("login", "gmail", "--device")
    assert (result.exit_code, result.stderr) == (
        2, "Google has no codes for mail; leave --device out and use a browser\n")


def test_without_any_such_mailbox_it_says_so(call: Call, here: Path) -> None:
    (here / "mailbridge.yaml").write_text("imap: []")
    assert "no mailbox of the settings has `oauth`" in call("login", "sales").stderr


def test_a_spool_in_a_server_has_no_folder_for_tokens(call: Call, here: Path) -> None:
    (here / "mailbridge.yaml").write_text(f"spool: postgresql://x@db.example/x\n{MAILBOXES}")
    assert "imap.sales.oauth.token_file: say where the tokens are kept" in call("login", "sales").stderr
