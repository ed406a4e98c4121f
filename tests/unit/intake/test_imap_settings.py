"""The settings of mailboxes: what is accepted, and what is told at the start rather than when the first mail comes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import ValidationError

from mailbridge import bridge, settings
from mailbridge.errors import AdminError, FileProblems
from mailbridge.settings.mailbox import ImapSettings

SMALLEST = {"name": "sales", "host": "imap.example.com", "user": "sales@example.com"}


def mistake(**further: object) -> str:
    with pytest.raises(ValidationError) as found:
        ImapSettings.model_validate({**SMALLEST, **further})
    return str(found.value)


def test_the_smallest_form_is_a_safe_one() -> None:
    mailbox = ImapSettings.model_validate(SMALLEST)
    assert (mailbox.tls, mailbox.watched, mailbox.since, mailbox.idle) == ("implicit", ("INBOX",), None, True)
    assert {mailbox.after.done, mailbox.after.skipped, mailbox.after.failed} == {"leave"}


@pytest.mark.parametrize("since, expected", [("all", "all"), ("2026-01-01", date(2026, 1, 1)), (None, None)])
def test_since_is_a_day_or_all(since: object, expected: object) -> None:
    assert ImapSettings.model_validate({**SMALLEST, "since": since}).since == expected
    assert mistake(since="yesterday")


@pytest.mark.parametrize("action", ["leave", "delete", "move Done", "move Sales/Done 2026", "flag \\Seen", "flag $Forwarded"])
def test_actions_are_words_that_read_aloud(action: str) -> None:
    assert ImapSettings.model_validate({**SMALLEST, "after": {"done": action}}).after.done == action


@pytest.mark.parametrize("action", [
    "", "move", "flag", "leave it", "delete all", "copy Done", "flag a b", "flag \\\\Seen", "flag x)", "flag x\r\nA1 DELETE INBOX",
    "move x\r\ny", "flag Grün",
])
def test_other_actions_are_mistakes(action: str) -> None:
    assert "must " in mistake(after={"done": action})


def test_a_mail_is_not_moved_into_a_folder_that_is_watched() -> None:
    assert "is watched itself" in mistake(folder="Inbox", after={"done": "move INBOX"})


def test_a_password_goes_over_the_net_only_encrypted_unless_somebody_insists() -> None:
    assert "has tls: none" in mistake(tls="none")
    for host in ("localhost", "127.0.0.1", "::1"):
        assert ImapSettings.model_validate({**SMALLEST, "tls": "none", "host": host})
    assert ImapSettings.model_validate({**SMALLEST, "tls": "none", "allow_insecure": True})


@pytest.mark.parametrize("further", [
    {"name": ""}, {"name": "a b"}, {"name": "x\n"}, {"host": "imap://x"}, {"host": ""}, {"user": "a\r\nb"}, {"folder": "a\nb"},
    {"folder": ""}, {"folder": "A", "folders": ["B"]}, {"port": 0}, {"batch": 501}, {"poll": 1},
])
def test_what_cannot_work_is_a_mistake(further: dict[str, object]) -> None:
    assert mistake(**further)


def load(folder: Path, text: str) -> settings.Loaded:
    file = folder / "mailbridge.yaml"
    file.write_text(text)
    file.chmod(0o644)
    return settings.load(file)


TWO = """imap:
  - {name: sales, host: imap.example.com, user: sales@example.com, password_file: secret, ca_file: ca.pem}
  - {name: info, host: imap.example.com, user: info, password: s3cret, allow_insecure: true, tls: none}
"""


def test_files_are_beside_the_settings_and_a_password_that_others_can_read_is_worth_a_warning(tmp_path: Path) -> None:
    loaded = load(tmp_path, TWO)
    assert loaded.settings.imap[0].password_file == tmp_path / "secret"
    assert loaded.settings.imap[0].ca_file == tmp_path / "ca.pem"
    assert "others can read it" in loaded.warnings[0]
    assert "imap.info: allow_insecure is on" in loaded.warnings[1]
    assert "s3cret" not in f"{loaded!r}"


def test_a_mistake_has_its_place_and_two_mailboxes_have_two_names(tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match=r"mailbridge\.yaml:3:.*imap\.1\.prot: there is no such setting; did you mean .*port"):
        load(tmp_path, TWO.replace("tls: none", "prot: 1"))
    with pytest.raises(FileProblems, match="two mailboxes are called sales"):
        load(tmp_path, TWO.replace("name: info", "name: sales"))


def test_mailboxes_can_be_set_by_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBRIDGE_IMAP", '[{"name": "sales", "host": "imap.example.com", "user": "sales"}]')
    assert settings.load(None).settings.imap[0].user == "sales"


def test_a_mailboxes_own_address_is_the_bridges_and_never_a_contact(tmp_path: Path) -> None:
    team = bridge.team(load(tmp_path, TWO.replace("sales@", "Sales@")).settings)
    assert team.is_bridge("sales+tag@example.com")
    assert "info" not in team.bridges


def test_a_mailbox_without_a_password_is_told_by_its_name() -> None:
    with pytest.raises(AdminError, match=r"imap\.sales\.password_file: name a file"):
        bridge.mailbox_credentials(settings.Settings(), ImapSettings.model_validate(SMALLEST))


def test_the_mailboxes_in_the_documents_are_accepted(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "doors.md").read_text("utf-8")
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.S) if block.startswith("imap:")]
    mailbox, *with_oauth = [load(tmp_path, block).settings.imap[0] for block in blocks]
    assert (mailbox.after.skipped, mailbox.since) == ("flag \\Seen", date(2026, 11, 1))
    assert [other.oauth.provider for other in with_oauth if other.oauth is not None] == ["google", "microsoft"]


class TestOAuth:
    GOOD: ClassVar = {"provider": "custom", "client_id": "c", "token_url": "https://id.example.com/token",
                      "device_url": "https://id.example.com/device"}

    @pytest.mark.parametrize(("oauth", "told"), [
        ({"provider": "google", "client_id": "c"}, "needs client_secret_file"),
        ({"provider": "microsoft", "client_id": "c", "token_url": "https://x.example"}, "token_url, which is only for"),
        ({**GOOD, "token_url": "http://id.example.com/token"}, "must be an address that begins with https://"),
        ({**GOOD, "device_url": ""}, "needs token_url, and authorize_url or device_url"),
        ({**GOOD, "tenant": "a/../b"}, "tenant"),
        ({**GOOD, "provider": "yahoo"}, "provider"),
    ])
    def test_what_cannot_work_is_a_mistake(self, oauth: dict[str, object], told: str) -> None:
        assert told in mistake(oauth=oauth)

    def test_a_password_beside_it_is_a_mistake(self) -> None:
        assert "has both a password and oauth; keep one" in mistake(oauth=self.GOOD, password_file="x")

    def test_its_files_lie_beside_the_settings_and_its_tokens_beside_the_spool(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, """
spool: sqlite:///state/spool.db
imap:
  - {name: sales, host: imap.example.com, user: a@example.com,
     oauth: {provider: google, client_id: c, client_secret_file: secret}}
""").settings
        (mailbox,) = loaded.imap
        assert mailbox.oauth is not None and mailbox.oauth.client_secret_file == tmp_path / "secret"
        assert bridge.token_file(loaded, mailbox, mailbox.oauth).path == tmp_path / "state/oauth-sales.json"
