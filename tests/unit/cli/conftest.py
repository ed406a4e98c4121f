"""The program as a person calls it, in a folder of its own and without any setting around it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailbridge.cli import main
from mailbridge.sandbox import DEFAULT_LOGIN, Sandbox

Call = Callable[..., Result]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, no variables of ours, no colours."""
    for name in [name for name in os.environ if name.startswith("MAILBRIDGE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def call() -> Call:
    """Calls the program with arguments; whatever it does, never a traceback for what a person did."""

    def run(*arguments: object, given: bytes = b"") -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A running sandbox, known by variables alone."""
    running = Sandbox(tmp_path / "sandbox.db")
    running.start()
    monkeypatch.setenv("MAILBRIDGE_HEAP__URL", running.url)
    monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_EMAIL", DEFAULT_LOGIN.email)
    monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_PASSWORD", DEFAULT_LOGIN.password)
    yield running
    running.stop()


@pytest.fixture
def mails(here: Path) -> Path:
    """Three mails in a folder, one of them deeper."""
    folder = here / "mails"
    (folder / "older").mkdir(parents=True)
    for place, sender, subject in (("b.eml", "jane@acme.example", "Offer"), ("a.eml", "omar@lumen.example", "Prices"),
                                   ("older/c.eml", "forms@example.com", "New enquiry")):
        (folder / place).write_bytes(letter(sender, subject, "Name: Jane Doe\nE-mail: jane@acme.test\n"))
    return folder


def letter(sender: str, subject: str, text: str = "hello\n") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ben@example.com", subject
    message["Date"] = "Thu, 15 Jan 2026 11:00:00 +0000"
    message["Message-ID"] = f"<{subject.replace(' ', '.')}@mail.example>"
    message.set_content(text)
    return message.as_bytes()


@pytest.fixture
def write_letter(here: Path) -> Callable[..., Path]:
    """Writes one mail to a file of the current folder."""

    def write(name: str, sender: str = "jane@acme.example", subject: str = "Offer", text: str = "hello\n") -> Path:
        (here / name).write_bytes(letter(sender, subject, text))
        return here / name

    return write


RULES = """rules:
  - {name: Offers, when: {subject: Offer}, skip: an offer}
  - name: Known
    when: {person: known}
    create: [{message: {title: "{{ subject }}"}}]
    tests:
      - {mail: {from: a@x.test, subject: Hi}, person: known, expect: {message: {}}}
"""


@pytest.fixture
def settled(here: Path) -> Path:
    """A settings file with rules beside it."""
    (here / "rules").mkdir()
    (here / "rules/all.yaml").write_text(RULES)
    file = here / "mailbridge.yaml"
    file.write_text("team: {domains: [example.com]}\nsmtp: {listen: 127.0.0.1:0, recipients: [crm@bridge.example.com]}\n")
    return file
