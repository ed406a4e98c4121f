"""`mailbridge check` tries each part and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from intake.smtp_kit import certificate
from webhook_receiver import receiving

from mailbridge.sandbox import Sandbox

Call = Callable[..., Result]
HASH = "scrypt$10$8$1$c2l4dGVlbiBieXRlcy4uLg==$xtptlyQ+a6M9IiIibCb83axn1jSh1flQtV7uhjXPaoE="


@pytest.fixture
def more(settled: Path, sandbox: Sandbox) -> Path:
    """The settings file of a bridge that is well."""
    return settled


def lines(call: Call, *arguments: str) -> tuple[int, list[str]]:
    done = call("check", *arguments)
    return done.exit_code, done.output.splitlines()


def add(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)


def one(found: list[str], part: str) -> str:
    return next(line for line in found if f" {part}:" in line)


def test_all_is_well(more: Path, call: Call) -> None:
    code, found = lines(call)
    assert code == 0, found
    assert found[0].startswith("ok")
    assert not [line for line in found if line.startswith("wrong")]
    assert found[-1] == "all is well; the service: mailbridge run"


def test_a_console_for_machines_needs_nobody_who_signs_in(more: Path, call: Call) -> None:
    add(more, "console: {machines_only: true}\n")
    code, found = lines(call)
    assert code == 0
    assert "/healthz, /readyz and /metrics; nobody signs in" in one(found, "console")


@pytest.mark.parametrize(("users", "told"), [
    ("ann: {password_hash: secret, role: admin}", "console.users.ann.password_hash: is no hash"),
    (f"ann: {{password_hash: '{HASH}'}}", "all are readers"),
    ("", "name somebody who may sign in"),
])
def test_a_console_that_nobody_can_use_is_wrong(more: Path, call: Call, users: str, told: str) -> None:
    add(more, f"console: {{users: {{{users}}}}}\n")
    code, found = lines(call)
    assert code == 1
    assert one(found, "console").startswith("wrong")
    assert found[-1] == "one part is wrong; mend that and check again"
    assert told in one(found, "console")
    assert "secret" not in " ".join(found)


def test_a_console_without_a_public_address_says_what_is_missing_by_that(more: Path, call: Call) -> None:
    add(more, f"console: {{users: {{ann: {{password_hash: '{HASH}', role: admin}}}}}}\n")
    code, found = lines(call)
    assert code == 0
    assert any("console.public_url is not set" in line for line in found)


def test_a_certificate_says_how_long_it_is_good_for(more: Path, call: Call, tmp_path: Path) -> None:
    files = certificate(tmp_path)
    more.write_text(more.read_text().replace(
        "smtp: {", f"smtp: {{tls: {{certificate: {files['certificate']}, key: {files['key']}}}, "))
    code, found = lines(call)
    assert code == 0, found
    assert "with STARTTLS (good until 20" in one(found, "doors")


def test_an_expired_certificate_is_wrong(
    more: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    files = certificate(tmp_path)
    monkeypatch.setattr("mailbridge.cli.check_parts.utc_now", lambda: datetime(2099, 1, 1, tzinfo=UTC))
    more.write_text(more.read_text().replace(
        "smtp: {", f"smtp: {{tls: {{certificate: {files['certificate']}, key: {files['key']}}}, "))
    code, found = lines(call)
    assert code == 1
    assert "expired on 20" in one(found, "doors")


def test_nothing_is_posted_unless_it_is_asked_for(more: Path, call: Call) -> None:
    with receiving() as receiver:
        add(more, f"alarms: {{webhook: '{receiver.url}/T0P-SECRET'}}\n")
        code, found = lines(call)
        assert (code, receiver.methods) == (0, ["HEAD"]), found
        assert "nothing was posted" in one(found, "alarms")
        code, found = lines(call, "--send")
        assert (code, receiver.methods) == (0, ["HEAD", "POST"]), found
        assert receiver.told()[0]["event"] == "test"
        receiver.status = 500
        code, found = lines(call, "--send")
        assert code == 1
        assert "answers with HTTP 500; check alarms.webhook" in one(found, "alarms")
    assert "SECRET" not in " ".join(found)


def test_a_webhook_that_is_no_address_is_wrong(more: Path, call: Call) -> None:
    add(more, "alarms: {webhook: hooks.example.com}\n")
    code, found = lines(call)
    assert code == 1
    assert "must be an address such as https://" in one(found, "alarms")


def test_a_canary_without_a_way_is_wrong(more: Path, call: Call) -> None:
    add(more, "canary: {doors: false}\n")
    code, found = lines(call)
    assert code == 1
    assert "there is no way for it" in one(found, "canary")
