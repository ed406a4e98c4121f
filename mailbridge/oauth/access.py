"""The token to sign in to a mailbox with now: kept, or renewed because it is about to expire.

A race, told as a story: service, `check` and a second node find the same token about to expire, each renews it, and
the provider takes the first two refresh tokens back when it hands out the third. So the tokens' file is locked while
one of them asks, and the others find what it got.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from mailbridge.errors import AdminError, OperatorError
from mailbridge.oauth.exchange import Denied, ask
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import Kept, TokenFile, Tokens, granted

log = logging.getLogger("mailbridge.imap")

_CLIENT_IS_WRONG = ("invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type")


class SignInAgain(OperatorError):
    """The provider takes the refresh token no more, or there is none: a person must sign in."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Opens the mailbox until a while after `renew_at` (aware)."""

    text: str = field(repr=False)
    renew_at: datetime


class Access:
    """Tokens of one mailbox. Safe to use from many threads, and beside other processes."""

    def __init__(self, mailbox: str, provider: Provider, file: TokenFile, now: Callable[[], datetime]) -> None:
        self.advice = f"sign in again with `mailbridge login {mailbox}`"
        self._mailbox = mailbox
        self._provider = provider
        self._file = file
        self._kept = Kept(file)
        self._now = now
        self._refused: Tokens | None = None     # by the provider for good, and in which words
        self._refusal = ""
        self._last: Tokens | None = None        # that were tried

    def token(self) -> AccessToken:
        """The token to use now. Raises SignInAgain, OAuthTrouble, AdminError."""
        self._write_what_is_due()
        tokens = self._signed_in()
        if self._now() >= tokens.renew_at:
            tokens = self._renewed(tokens)
        return self._handed_out(tokens)

    def another(self, refused: AccessToken) -> AccessToken:
        """A newer one than this, which the mailbox refused though it should be good. Raises as `token` does."""
        tokens = self._signed_in()
        return self._handed_out(self._renewed(tokens) if tokens.access_token == refused.text else tokens)

    def must_be_renewed(self, token: AccessToken) -> bool:
        """Whether the token is about to expire."""
        return self._now() >= token.renew_at

    def has_changed(self) -> bool:
        """Whether somebody signed in since the last token was tried. Asks no provider."""
        try:
            return self._kept.read() not in (None, self._last)
        except AdminError:
            return False

    def _signed_in(self) -> Tokens:
        self._last = None               # also when they cannot be read: once they can, there is something new to try
        tokens = self._last = self._kept.read()
        if tokens is None:
            raise SignInAgain(f"nobody has signed in yet; sign in with `mailbridge login {self._mailbox}`")
        if tokens.client_id != self._provider.client_id:
            raise SignInAgain(f"client_id was changed since somebody signed in; {self.advice}")
        if tokens == self._refused:     # asking again would only look like an attack
            raise SignInAgain(self._refusal)
        return tokens

    def _renewed(self, seen: Tokens) -> Tokens:
        with self._file.alone():
            tokens = self._signed_in()
            if tokens != seen:          # somebody was faster
                return tokens
            answer = ask(self._provider.token_url, {
                "grant_type": "refresh_token", "refresh_token": tokens.refresh_token, **self._provider.client(),
                **({"scope": self._provider.scope} if self._provider.scope else {})})
            if isinstance(answer, Denied):
                if answer.error == "invalid_grant":     # only this is said of the refresh token (RFC 6749 section 5.2)
                    self._refused, self._refusal = tokens, self._no(answer)
                raise SignInAgain(self._no(answer))
            renewed = granted(answer, self._provider, self._now(), tokens.refresh_token)
            self._keep(renewed)
            log.info("mailbox=%s the access token is renewed", self._mailbox)
            return renewed

    def _keep(self, renewed: Tokens) -> None:
        try:
            self._kept.keep(renewed)
        except AdminError as error:     # the mailbox is watched with it all the same
            log.error(                  # noqa: TRY400 - the sentence says it
                "mailbox=%s the renewed sign-in is lost when mailbridge stops, unless this is mended before: %s",
                self._mailbox, error)

    def _write_what_is_due(self) -> None:
        if not self._kept.is_behind:
            return
        with suppress(AdminError), self._file.alone():
            tokens = self._kept.read()
            if tokens is not None and self._kept.is_behind:
                self._keep(tokens)

    def _no(self, denied: Denied) -> str:
        client = "mend client_id and client_secret_file, or " if denied.error in _CLIENT_IS_WRONG else ""
        return f"{self._provider.name} does not renew the sign-in ({denied}); {client}{self.advice}"

    def _handed_out(self, tokens: Tokens) -> AccessToken:
        self._last = tokens
        return AccessToken(tokens.access_token, tokens.renew_at)
