"""Settings -> logins to Heap and to mailboxes, their secrets read, their tokens found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from mailbridge.accounts import Account, Accounts
from mailbridge.errors import AdminError
from mailbridge.heap.breaker import DEFAULT_RESTS, Rests
from mailbridge.heap.client import Habits, HeapClient, Login
from mailbridge.heap.pace import Pace
from mailbridge.heap.people import Equality, People
from mailbridge.heap.transport import Patience
from mailbridge.intake.imap_credentials import ByPassword, ByToken, Credentials
from mailbridge.oauth.access import Access
from mailbridge.oauth.providers import Provider, provider
from mailbridge.oauth.tokens import TokenFile
from mailbridge.settings import HeapSettings, Settings, secret
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.settings.oauth import OAuthSettings
from mailbridge.spool import engines, utc_now

Asked = Callable[[str, str, float], None]


def _unheard(act: str, outcome: str, seconds: float) -> None:
    """Nobody counts."""


def heap_client(heap: HeapSettings, asked: Asked = _unheard) -> HeapClient:
    """The client of the bridge's own login. Raises AdminError when address or login are missing."""
    password = secret(heap.login_password, heap.login_password_file, "heap.login_password_file")
    return _client(heap, heap.login_email, password, asked)


def accounts(settings: Settings, clock: Callable[[], float], asked: Asked = _unheard) -> Accounts:
    """The bridge's own Heap login and those of colleagues. `asked` is told of each request."""
    of_colleagues: dict[str, Account] = {}
    for address, person in settings.team.people.items():
        if not person.heap_login_email:
            continue
        what = f"team.people.{address}.heap_login_password_file"
        password = secret(person.heap_login_password, person.heap_login_password_file, what)
        client = _client(settings.heap, person.heap_login_email, password, asked)
        of_colleagues[address] = _account(settings.heap, client)
    work = settings.work
    rests = Rests(work.rest_after, work.first_wait_seconds, min(work.longest_wait_seconds, work.longest_rest_seconds),
                  try_seconds=min(DEFAULT_RESTS.try_seconds, work.first_wait_seconds))
    return Accounts(_account(settings.heap, heap_client(settings.heap, asked)), of_colleagues, clock, rests)


def mailbox_credentials(settings: Settings, mailbox: ImapSettings) -> Credentials:
    """What a mailbox is opened with. Raises AdminError when there is nothing, or it cannot be read."""
    if mailbox.oauth is not None:
        return ByToken(mailbox_access(settings, mailbox, mailbox.oauth))

    def read() -> SecretStr:
        password = secret(mailbox.password, mailbox.password_file, f"imap.{mailbox.name}.password_file")
        if not password.get_secret_value():
            raise AdminError(f"imap.{mailbox.name}.password_file: name a file that holds the password of "
                             f"{mailbox.user}, or sign in with oauth")
        return password

    read()
    return ByPassword(read)


def mailbox_access(settings: Settings, mailbox: ImapSettings, oauth: OAuthSettings) -> Access:
    """A mailbox's tokens. Raises AdminError."""
    return Access(mailbox.name, oauth_provider(mailbox, oauth), token_file(settings, mailbox, oauth), utc_now)


def oauth_provider(mailbox: ImapSettings, oauth: OAuthSettings) -> Provider:
    """Who hands out a mailbox's tokens. Raises AdminError when the client's secret cannot be read."""
    what = f"imap.{mailbox.name}.oauth.client_secret_file"
    return provider(oauth, secret(oauth.client_secret, oauth.client_secret_file, what).get_secret_value())


def token_file(settings: Settings, mailbox: ImapSettings, oauth: OAuthSettings) -> TokenFile:
    """Where a mailbox's tokens are kept. Raises AdminError when nothing says where."""
    folder = engines.folder(settings.spool)
    if oauth.token_file is None and folder is None:
        raise AdminError(f"imap.{mailbox.name}.oauth.token_file: say where the tokens are kept; a spool in PostgreSQL "
                         "has no folder for them")
    return TokenFile(oauth.token_file or (folder or Path()) / f"oauth-{mailbox.name}.json")


def _account(heap: HeapSettings, client: HeapClient) -> Account:
    people = People(client.get, kinds=heap.contact_kinds, remember_seconds=heap.cache_seconds,
                    equality=Equality(frozenset(heap.loose_domains)), ambiguous=heap.ambiguous)
    return Account(client, people)


def _client(heap: HeapSettings, login_email: str, password: SecretStr, asked: Asked = _unheard) -> HeapClient:
    if not (heap.subdomain or heap.url):
        raise AdminError("heap.subdomain: say where your Heap is: the first part of the address you sign in at "
                         "(heap: {subdomain: creativearc}), or MAILBRIDGE_HEAP__URL")
    if not (login_email and password.get_secret_value()):
        raise AdminError("heap.login_email and heap.login_password_file: the bridge needs a login to Heap "
                         "(MAILBRIDGE_HEAP__LOGIN_EMAIL, MAILBRIDGE_HEAP__LOGIN_PASSWORD)")
    return HeapClient(
        heap.url or heap.subdomain, Login(login_email, password.get_secret_value()),
        allow_insecure=heap.allow_insecure,
        habits=Habits(newer_fields=heap.newer_fields, create_people_as=heap.create_people_as),
        patience=Patience(whole_seconds=heap.call_seconds),
        pace=Pace(creates_per_second=heap.creates_per_second), asked=asked,
    )
