"""Hashes of passwords, and the command that makes them."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from mailbridge import passwords
from mailbridge.cli import main

from .kit import HASH, PASSWORD


def test_a_hash_takes_its_own_password_and_no_other() -> None:
    assert passwords.matches(PASSWORD, HASH)
    assert not passwords.matches(PASSWORD + " ", HASH)
    assert not passwords.matches("", HASH)


def test_the_same_password_never_gives_the_same_hash() -> None:
    assert passwords.hashed("again and again") != passwords.hashed("again and again")


@pytest.mark.parametrize("kept", [
    "", "plain", "scrypt$15$8$1$AAAA", HASH.replace("scrypt", "md5"), HASH.replace("$10$", "$40$"),
    HASH.replace("$10$", "$x$"), HASH[:-8] + "========", "scrypt$15$8$1$" + "A" * 24 + "$",
])
def test_what_is_no_hash_takes_no_password(kept: str) -> None:
    assert not passwords.is_hash(kept)
    assert not passwords.matches("", kept)
    assert not passwords.matches(PASSWORD, kept)


def test_the_command_reads_standard_input_and_prints_only_the_hash() -> None:
    done = CliRunner().invoke(main, ["password"], input="four words in a row\n")
    assert done.exit_code == 0
    assert passwords.matches("four words in a row", done.stdout.strip())


def test_a_short_password_is_refused() -> None:
    done = CliRunner().invoke(main, ["password"], input="short\n")
    assert done.exit_code == 2
    assert "at least 12" in done.output
