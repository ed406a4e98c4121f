"""The command that signs in to a mailbox whose provider wants tokens instead of a password (OAuth 2)."""

from __future__ import annotations

import sys

import click

from mailbridge import bridge
from mailbridge.cli.session import Session
from mailbridge.errors import MailbridgeError, UsageError
from mailbridge.intake.imap_connection import Connection
from mailbridge.oauth import browser, device
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import Tokens
from mailbridge.settings import Settings
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.settings.oauth import OAuthSettings
from mailbridge.spool import utc_now


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--browser/--device", "with_browser", default=None,
              help="Sign in with a browser, or with a code on another device. Default: a code where there are such.")
@click.pass_obj
def login(session: Session, name: str, with_browser: bool | None) -> None:
    """Sign in to the mailbox NAME of the settings, for Gmail, Microsoft 365 and others that want OAuth.

    Prints an address to open in a browser, on this machine or another. The tokens go into a file that only the
    service's user can read, and are renewed by themselves from then on; a running service takes them up at once.

    \b
    mailbridge login sales
    """
    mailbox, oauth = _chosen(session.settings, name)
    provider = bridge.oauth_provider(mailbox, oauth)
    file = bridge.token_file(session.settings, mailbox, oauth)
    with file.alone():                  # what is wrong with its place shows now, not after the sign-in
        pass
    tokens = _by_browser(provider, mailbox.user) if _wants_browser(provider, with_browser) else _by_device(provider)
    with file.alone():
        file.write(tokens)
    click.echo(f"signed in; the tokens are in {file.path}")
    try:
        Connection(mailbox, bridge.mailbox_credentials(session.settings, mailbox)).close()
    except MailbridgeError as error:
        raise MailbridgeError(f"but {mailbox.host} does not open the mailbox: {error}") from None
    click.echo(f"{mailbox.host} lets {mailbox.user} in")


def _chosen(settings: Settings, name: str) -> tuple[ImapSettings, OAuthSettings]:
    with_oauth = {mailbox.name: (mailbox, mailbox.oauth) for mailbox in settings.imap if mailbox.oauth is not None}
    if name in with_oauth:
        return with_oauth[name]
    if name in (mailbox.name for mailbox in settings.imap):
        raise UsageError(f"the mailbox {name} has a password; to use tokens, give it `oauth: {{provider: …}}` instead")
    there = f"there are: {', '.join(with_oauth)}" if with_oauth else "no mailbox of the settings has `oauth`"
    raise UsageError(f"there is no mailbox {name!r} to sign in to; {there}")


def _wants_browser(provider: Provider, chosen: bool | None) -> bool:
    if chosen and not provider.authorize_url:
        raise UsageError("no browser can sign in there: the settings have no authorize_url")
    if chosen is False and not provider.device_url:
        raise UsageError(f"{provider.name} has no codes for mail; leave --device out and use a browser")
    return chosen if chosen is not None else not provider.device_url


def _by_device(provider: Provider) -> Tokens:
    given = device.begin(provider)
    click.echo(f"Open {given.address} in a browser on any device and enter the code {given.user_code}\n"
               f"Waiting for it, at most {given.seconds / 60:.0f} minutes …")
    return device.finish(provider, given, utc_now)


def _by_browser(provider: Provider, user: str) -> Tokens:
    with browser.listener() as listening:
        asked = browser.begin(provider, listening.getsockname()[1], user)
        click.echo(f"Open this address in a browser and allow the access:\n\n{asked.address}\n\n"
                   "If the browser runs on another machine, it ends on a page that cannot be shown: copy that page's\n"
                   "address, paste it here and press Enter. Waiting …")
        code = browser.wait(listening, asked, click.echo, sys.stdin.fileno() if sys.stdin else None)
    return browser.finish(provider, asked, code, utc_now)
