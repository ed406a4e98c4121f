"""What a mailbox is opened with: a password, or an access token that is renewed. The rest of the door sees a `Key`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import SecretStr

from mailbridge.errors import AdminError
from mailbridge.intake.imap_troubles import LoginRefused, MailboxTrouble
from mailbridge.oauth.access import Access, AccessToken, SignInAgain
from mailbridge.oauth.exchange import OAuthTrouble


@dataclass(frozen=True, slots=True)
class Password:
    """Opens the mailbox until somebody changes it."""

    text: str = field(repr=False)


Key = Password | AccessToken


class Credentials(Protocol):
    """Gives the key to sign in with. `advice`: what an admin does when the server refuses it."""

    advice: str

    def key(self) -> Key:
        """The key for now. Raises LoginRefused when a person must act first, MailboxTrouble when it is tried again."""

    def another(self, refused: Key) -> Key | None:
        """Another one, as the server refused this. None if there is no other. Raises as `key` does."""

    def is_over(self, key: Key) -> bool:
        """Whether a connection that was opened with it should be opened anew."""

    def has_changed(self) -> bool:
        """Whether there is another key than the last that was refused."""


class ByPassword:
    """A password, asked for anew with each sign-in: a mended file is taken up by itself."""

    advice = "mend user and password_file of this mailbox"

    def __init__(self, read: Callable[[], SecretStr]) -> None:
        self._read = read
        self._last = ""

    def key(self) -> Password:
        try:
            self._last = self._read().get_secret_value()
        except AdminError as error:
            raise LoginRefused(str(error)) from None
        return Password(self._last)

    def another(self, refused: Key) -> None:
        return None

    def is_over(self, key: Key) -> bool:
        return False

    def has_changed(self) -> bool:
        try:
            return self._read().get_secret_value() != self._last
        except AdminError:
            return False


class ByToken:
    """An access token (XOAUTH2, RFC 7628)."""

    def __init__(self, access: Access) -> None:
        self.advice = access.advice
        self._access = access

    def key(self) -> AccessToken:
        return _in_words(self._access.token)

    def another(self, refused: Key) -> AccessToken | None:
        return _in_words(lambda: self._access.another(refused)) if isinstance(refused, AccessToken) else None

    def is_over(self, key: Key) -> bool:
        return isinstance(key, AccessToken) and self._access.must_be_renewed(key)

    def has_changed(self) -> bool:
        return self._access.has_changed()


def _in_words(get: Callable[[], AccessToken]) -> AccessToken:
    try:
        return get()
    except (SignInAgain, AdminError) as error:
        raise LoginRefused(str(error)) from None
    except OAuthTrouble as trouble:
        raise MailboxTrouble(str(trouble)) from None
