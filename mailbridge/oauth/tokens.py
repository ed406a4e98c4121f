"""The tokens of one mailbox, and the file that keeps them: for us alone, written whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mailbridge.errors import AdminError
from mailbridge.oauth.exchange import OAuthTrouble, seconds
from mailbridge.oauth.providers import Provider

USUAL_SECONDS = 3600.0
LONGEST_SECONDS = 86_400.0 * 30
MARGIN_SECONDS = 300.0                  # a token is renewed so long before it expires


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider handed out. `renew_at` (aware) is a while before the access token expires."""

    client_id: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    renew_at: datetime


def granted(answer: Mapping[str, Any], by: Provider, now: datetime, refresh_token: str = "") -> Tokens:
    """Tokens from a provider's answer (RFC 6749 section 5.1). Not every answer repeats the refresh token.

    Raises OAuthTrouble if there is no token in it.
    """
    access, refresh = answer.get("access_token"), answer.get("refresh_token") or refresh_token
    if not (_is_token(access) and _is_token(refresh)):
        what = "access" if not _is_token(access) else "refresh"
        raise OAuthTrouble(f"{by.name} answered without {what} token; does the scope allow one (offline_access)?")
    lifetime = seconds(answer.get("expires_in"), usual=USUAL_SECONDS, least=1.0, most=LONGEST_SECONDS)
    renew_at = now + timedelta(seconds=lifetime - min(MARGIN_SECONDS, lifetime / 2))
    return Tokens(by.client_id, str(access), str(refresh), renew_at)


def _is_token(value: object) -> bool:
    """Visible ASCII (RFC 6750 section 2.1): nothing that could end a line of another protocol."""
    return isinstance(value, str) and 0 < len(value) <= 100_000 and value.isascii() and value.isprintable() \
        and " " not in value


class TokenFile:
    """Keeps the tokens of one mailbox."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Tokens | None:
        """The tokens, None if nobody signed in yet. Raises AdminError when the file cannot be read."""
        try:
            content = json.loads(self.path.read_bytes())
            return Tokens(**{**content, "renew_at": datetime.fromisoformat(content["renew_at"]).astimezone(UTC)})
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AdminError(f"the token file {self.path} cannot be read: {error.strerror}; it must belong to the user "
                             "that runs mailbridge") from None
        except (ValueError, TypeError, KeyError):
            raise AdminError(f"the token file {self.path} is damaged; remove it and sign in again") from None

    def write(self, tokens: Tokens) -> None:
        """Keep the tokens. Raises AdminError when that is not sure; the file then holds the former or these."""
        content = json.dumps({**asdict(tokens), "renew_at": tokens.renew_at.isoformat()}, indent=1)
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            with suppress(FileNotFoundError):
                new.unlink()
            handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                self._hand_over(handle)
                stream.write(content)
                stream.flush()
                os.fsync(handle)
            new.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise AdminError(f"the token file {self.path} cannot be written: {error.strerror}; its folder must belong "
                             "to the user that runs mailbridge") from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else, thread or process, changes the tokens meanwhile. Waits for its turn. Raises AdminError."""
        lock = self.path.with_name(f"{self.path.name}.lock")
        try:
            handle = os.open(lock, os.O_CREAT | os.O_NOFOLLOW | os.O_RDWR, 0o600)
        except OSError as error:
            raise AdminError(f"the file {lock} cannot be opened: {error.strerror}; its folder must exist and belong to "
                             "the user that runs mailbridge") from None
        try:
            self._take_turn(handle, lock)
            yield
        finally:
            os.close(handle)

    def _take_turn(self, handle: int, lock: Path) -> None:
        try:
            self._hand_over(handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            raise AdminError(f"the file {lock} cannot be locked: {error.strerror}; its folder must be on a disk that "
                             "knows locks, and belong to the user that runs mailbridge") from None

    def _hand_over(self, handle: int) -> None:
        """An admin signs in as root, the service runs as somebody else: to whom the folder belongs, the file does.

        Whoever has the folder must not have other files handed over by a link that is called as ours.
        """
        if os.geteuid() == 0 and os.fstat(handle).st_nlink == 1:
            folder = self.path.parent.stat()
            os.fchown(handle, folder.st_uid, folder.st_gid)


class Kept:
    """The tokens of a file, and in memory those that could not be written there.

    A provider may take the former refresh token back with the new one it hands out: what came is used, written or not.
    """

    def __init__(self, file: TokenFile) -> None:
        self._file = file
        self._unwritten: tuple[Tokens | None, Tokens] | None = None     # what the file held then, what belongs there

    @property
    def is_behind(self) -> bool:
        """Whether the file is to be written again."""
        return self._unwritten is not None

    def read(self) -> Tokens | None:
        """The newest: the file's, unless it still holds what newer ones could not replace. Raises AdminError."""
        unwritten, written = self._unwritten, self._file.read()
        return unwritten[1] if unwritten is not None and written == unwritten[0] else written

    def keep(self, tokens: Tokens) -> None:
        """With nobody else at the file. Raises AdminError when they are kept in memory only."""
        former = self._file.read()
        try:
            self._file.write(tokens)
        except AdminError:
            self._unwritten = (former, tokens)
            raise
        self._unwritten = None


def _sync_folder(folder: Path) -> None:
    """Else a power cut brings back the former file, whose refresh token may be good no more."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
