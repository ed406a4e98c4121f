"""The command that makes a password's hash for the console's users."""

from __future__ import annotations

import sys

import click

from mailbridge import passwords
from mailbridge.errors import UsageError

SHORTEST = 12


@click.command()
def password() -> None:
    """Ask for a password and print its hash, for console.users.NAME.password_hash in the settings.

    In a pipe the password is the first line of standard input.

    \b
    mailbridge password
    """
    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if len(given) < SHORTEST:
        raise UsageError(f"a password has at least {SHORTEST} characters; a few words in a row are easy to keep")
    click.echo(passwords.hashed(given))
