"""How a connection to an IMAP server comes about: TLS, timeouts, bounds, the login; and the library's errors in words.

What the library gets wrong for a service, and what is done about it: it waits for ever (timeouts and TCP keepalive
here); a literal is read whatever its size (`_bounded`); what came in the same packet as "+ idling" lies in its buffer
unseen (`_Client`); it drops the zone of a mail's arrival (`normalise_times`).
"""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError, ProtocolError

from mailbridge.intake import imap_sasl
from mailbridge.intake.imap_credentials import Credentials, Key, Password
from mailbridge.intake.imap_troubles import LoginRefused, MailboxTrouble, ended, login_refused, refused, said
from mailbridge.settings.mailbox import ImapSettings

CONNECT_SECONDS = 20.0
SILENT_SECONDS = 60.0                   # the longest that an answer may keep us waiting
SLACK_BYTES = 1024 * 1024


class _Client(IMAPClient):      # type: ignore[misc]    # the library has no types
    """imapclient, but IDLE begins with what lies in the buffer, which polling the socket does not see."""

    look_first = False

    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        if self.look_first:
            self.look_first = False
            return [sock]
        return super()._poll_socket(sock, timeout)


def silent_seconds(settings: ImapSettings) -> float:
    """How long an answer may keep us waiting: a part of the time in which a dead link must be noticed."""
    return min(SILENT_SECONDS, settings.idle_seconds / 5)


def signed_in(settings: ImapSettings, credentials: Credentials) -> tuple[Any, Key]:
    """imapclient's client, signed in, and what with. Raises MailboxTrouble, LoginRefused."""
    key = credentials.key()
    try:
        return _signed_in(settings, key), key
    except LoginRefused as refused:
        renewed = credentials.another(key)
        if renewed is None:
            raise LoginRefused(f"{refused}; {credentials.advice}") from None
    # A token that should still be good may have been taken back, as after a change of the account's password.
    try:
        return _signed_in(settings, renewed), renewed
    except LoginRefused as refused:
        raise LoginRefused(f"{refused}; is IMAP switched on for {settings.user}, and may whoever signed "
                           f"in open it? If so, {credentials.advice}") from None


def _signed_in(settings: ImapSettings, key: Key) -> _Client:
    client = _connected(settings)
    try:
        client.normalise_times = False
        client._imap.debug = 0          # else every line of every mail is made ready for a log that nobody keeps
        client._imap.read = _bounded(client._imap.read, 2 * settings.max_bytes + SLACK_BYTES)
        _keep_alive(client._imap.sock)
        with in_words("signing in"):
            if isinstance(key, Password):
                _by_password(client, settings.user, key.text)
            else:
                imap_sasl.by_token(client, settings.user, key.text)
        client._cached_capabilities = None      # many servers can more once one is in, and not all say so by themselves
    except BaseException:
        with suppress(Exception):
            client.shutdown()
        raise
    return client


def _connected(settings: ImapSettings) -> _Client:
    implicit = settings.tls == "implicit"
    port = settings.port or (993 if implicit else 143)
    trust = None if settings.tls == "none" else _tls(settings)
    with in_words(f"connecting to {settings.host} port {port}"):
        client = _Client(settings.host, port, ssl=implicit, ssl_context=trust if implicit else None,
                         timeout=SocketTimeout(CONNECT_SECONDS, silent_seconds(settings)))
        if settings.tls == "starttls":
            client.starttls(trust)
    return client


def _tls(settings: ImapSettings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise MailboxTrouble(f"the certificates of ca_file {settings.ca_file} cannot be read: {error}") from None


def _by_password(client: _Client, user: str, password: str) -> None:
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(user, password)      # passwords of all letters; LOGIN takes ASCII only
    elif client.has_capability("LOGINDISABLED"):
        raise LoginRefused("the server takes no password on this connection; set tls: implicit or starttls")
    elif not f"{user}{password}".isascii():
        raise LoginRefused("the server takes user and password in ASCII only, as it has no AUTH=PLAIN; take others")
    else:
        quoted = user.replace("\\", "\\\\").replace('"', '\\"')
        client.login(f'"{quoted}"', password)


def _keep_alive(link: socket.socket) -> None:
    """A peer that vanished is noticed after two minutes, and the way's address tables do not forget us."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, option):
            link.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def _bounded(read: Callable[[int], bytes], most: int) -> Callable[[int], bytes]:
    """The library reads as much as the server announces; a server that lies must not fill our memory."""
    def bounded(size: int) -> bytes:
        if size > most:
            raise imaplib.IMAP4.abort(f"the server announced {size} bytes, more than was asked for")
        return read(size)
    return bounded


@contextmanager
def in_words(doing: str) -> Iterator[None]:
    """The library's exceptions as ours, where they are first met."""
    try:
        yield
    except LoginError as error:
        is_lost = isinstance(error.__context__, imaplib.IMAP4.abort)
        raise (ended(doing, str(error)) if is_lost else login_refused(str(error))) from None
    except TimeoutError:
        raise MailboxTrouble(f"the server was silent while {doing}") from None
    except ssl.SSLCertVerificationError as error:
        raise MailboxTrouble(f"the server's certificate is not trusted ({error.verify_message}); is the host's name "
                             "right? A private authority's certificate goes into ca_file") from None
    except (OSError, imaplib.IMAP4.abort, ProtocolError) as error:
        raise ended(doing, str(error) or type(error).__name__) from None
    except IMAPClientError as error:
        is_no = " failed: " in str(error) or "command error: " in str(error)    # NO or BAD: the connection goes on
        raise (refused(doing, str(error)) if is_no else ended(doing, str(error))) from None
    except (ValueError, LookupError, AttributeError, TypeError) as error:   # the library's, on a malformed answer
        raise MailboxTrouble(f"the server's answer was not understood while {doing}: {said(error)}") from None
