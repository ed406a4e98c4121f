"""The command that writes a first settings file and rules, asking for the few things that nobody else can know."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from mailbridge.errors import AdminError

_TEMPLATE = """\
# Settings of mailbridge. Every key: docs/settings.md; each can also be set as MAILBRIDGE_SECTION__KEY.
# Try them:  mailbridge check        Run it:  mailbridge run

heap:
  {where}
  login_email: {login_email}
  login_password_file: heap-password        # the password and nothing else

team:
  # Whoever has an address in one of these domains is a colleague; everybody else may become a contact.
  domains: [{domain}]
  # A colleague with a Heap login of their own appears as the creator of their records:
  # people:
  #   ben@{domain}: {{heap_login_email: ben@{domain}, heap_login_password_file: ben-password}}

# Anybody can write a colleague's address into From. With this, only mail that proves it has a colleague's rights. Your
# domain needs a DMARC record in DNS for it; `mailbridge check` says whether it has one.
# authentication: {{check: true}}

smtp:
  # Have your mail server hand mail for the bridge's address to this door.
  listen: 127.0.0.1:2525
  recipients: [{address}]

# Or watch a mailbox:
# imap:
#   - {{name: sales, host: imap.{domain}, tls: implicit, user: sales@{domain}, password_file: imap-password}}
# (Gmail and Microsoft 365 want `oauth` instead of a password: docs/doors.md)

# Hear of it when something is not well, and have the whole way tried again and again (docs/watching.md):
# alarms: {{webhook_file: alarms-webhook}}
# canary: {{every_minutes: 15}}

# The operator's pages; `mailbridge password` prints the hash:
# console: {{listen: 127.0.0.1:8080, users: {{ann: {{password_hash: HASH, role: admin}}}}}}

timezone: {timezone}            # your Heap account's: an event's day is taken in it
spool: sqlite:///spool.db                   # where mails are kept until settled
rules: rules/
"""


@click.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), show_default="this one",
              help="Where to write mailbridge.yaml and rules/.")
@click.option("--heap", prompt="The address you sign in to Heap at (or its first part)", help="Subdomain or address.")
@click.option("--login-email", prompt="The bridge's login to Heap (e-mail)", help="A login of its own is best.")
@click.option("--domain", prompt="Your company's e-mail domain", help="Whoever has an address there is a colleague.")
@click.option("--address", prompt="The address that mail for the bridge goes to",
              help="Such as crm@bridge.example.com.")
@click.option("--timezone", default=None, help="Your Heap account's time zone; this machine's if left out.")
@click.pass_context
def init(ctx: click.Context, folder: Path, heap: str, login_email: str, domain: str, address: str,
         timezone: str | None) -> None:
    """Write a commented settings file and rules to begin with, and try them.

    Asks for what it needs, or takes it as options. The password is asked for without showing it, or read from
    $MAILBRIDGE_HEAP__LOGIN_PASSWORD; it goes into a file of its own that only you can read.

    \b
    mailbridge init --folder /etc/mailbridge
    """
    settings, secret = folder / "mailbridge.yaml", folder / "heap-password"
    where = f"url: {heap}" if heap.startswith("http") and "api.php" in heap else f"subdomain: {heap}"
    text = _TEMPLATE.format(where=where, login_email=login_email, domain=domain.lstrip("@"), address=address,
                            timezone=timezone or _own_timezone())
    try:
        if settings.exists():
            raise AdminError(f"{settings} is there already; edit it, or name another folder: mailbridge init --folder "
                             "NEW")
        folder.mkdir(parents=True, exist_ok=True)
        password = os.environ.get("MAILBRIDGE_HEAP__LOGIN_PASSWORD") or _ask_password()
        _write(secret, f"{password}\n", 0o600)
        rules = _copy_rules(folder / "rules")
        _write(settings, text, 0o644)           # last: without it the command can be given again
    except OSError as error:
        raise AdminError(f"{folder} cannot be written: {error.strerror}; name a folder that is yours and has "
                         "room: mailbridge init --folder NEW") from None
    click.echo(f"written: {settings}, {secret}{rules}\n")
    from mailbridge.cli.check import check
    from mailbridge.cli.session import Session

    ctx.obj = Session(str(settings))
    ctx.invoke(check)


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise AdminError("the password of the Heap login: set MAILBRIDGE_HEAP__LOGIN_PASSWORD, or use a terminal")
    return str(click.prompt("Its password", hide_input=True))


def _write(file: Path, text: str, mode: int) -> None:
    """The whole file or none, for those only that its mode lets, whatever lay there before."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w", encoding="utf-8") as stream:
            stream.write(text)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _copy_rules(target: Path) -> str:
    from mailbridge.rules.load import SHIPPED

    if target.exists() or SHIPPED is None:
        return ""
    part = target.with_name(f"{target.name}.part")
    try:
        part.mkdir(exist_ok=True)
        for file in SHIPPED.iterdir():
            shutil.copyfile(file, part / file.name)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return f", {target}"


def _own_timezone() -> str:
    """This machine's zone by its name, UTC when it has none."""
    try:
        place = Path("/etc/localtime").resolve()
        name = str(place).partition("zoneinfo/")[2]
    except OSError:
        name = ""
    return name or "UTC"
