"""The settings of a mailbox that is watched. What is done with them is `intake`'s knowledge."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from mailbridge.hosts import is_loopback
from mailbridge.settings.oauth import OAuthSettings
from mailbridge.settings.section import Section


def _host(text: str) -> str:
    if not text or any(c.isspace() or c in "/@" for c in text) or not text.isprintable():
        raise ValueError("must be the name of a host such as imap.example.com")
    return text


def _folder(name: str) -> str:
    if not name.strip() or not name.isprintable():
        raise ValueError("must be the name of a folder such as INBOX or Sales/New")
    return name


_NAMED = ("move", "flag", "label")


def _action(text: str) -> str:
    verb, _, what = text.partition(" ")
    if (verb in _NAMED) != bool(what.strip()) or verb not in ("leave", "delete", *_NAMED):
        raise ValueError("must be leave, delete, move FOLDER, flag NAME, or label NAME for Gmail, such as: move Done, "
                         "flag \\Seen")
    name = what.strip()
    is_atom = verb == "flag" or (verb == "label" and name.startswith("\\"))
    if not name.isprintable() or (is_atom and not _is_flag(name)):
        raise ValueError("must name a flag such as \\Seen or a keyword of letters without spaces")
    return f"{verb} {name}".strip()


def _is_flag(name: str) -> bool:
    """An atom of RFC 9051 section 9, as flags and keywords are; a backslash only in front."""
    return name.isascii() and not any(c in ' (){%*"\\]' for c in name.removeprefix("\\"))


Host = Annotated[str, AfterValidator(_host)]
Folder = Annotated[str, AfterValidator(_folder)]
Action = Annotated[str, AfterValidator(_action)]


class AfterSettings(Section):
    """What becomes of a mail in its mailbox once its item has come to an end: leave, delete, move FOLDER, flag NAME.

    On Gmail also label NAME.
    """

    done: Action = Field("leave", description="Its records stand in Heap: leave, delete, move FOLDER, flag NAME; for "
                                              "Gmail also label NAME.")
    skipped: Action = Field("leave", description="A rule skipped it: likewise.")
    failed: Action = Field("leave", description="It was given up: likewise. What is in review stays where it is.")


class ImapSettings(Section):
    """A mailbox that is watched."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
                      description="What the mailbox is called here; never change it, or its mails are looked at anew.")
    host: Host = Field(description="The IMAP server.")
    port: int | None = Field(None, ge=1, le=65535, description="Usually 993 for implicit TLS, else 143.")
    tls: Literal["implicit", "starttls", "none"] = Field("implicit", description="How the connection is encrypted.")
    ca_file: Path | None = Field(None, description="Certificates to trust instead of the system's, PEM.")
    allow_insecure: bool = Field(False, description="Allow `tls: none` to another host. Anybody on the way reads all.")
    user: str = Field(min_length=1, pattern=r"^[^\x00-\x1f\x7f]+$", description="The login, usually the address.")
    password: SecretStr = Field(SecretStr(""), description="Better: password_file.")
    password_file: Path | None = Field(None, description="A file that holds the password and nothing else.")
    oauth: OAuthSettings | None = Field(None, description="Tokens instead of a password, as Gmail and Microsoft 365 "
                                                          "want them; see `mailbridge login`.")
    folder: Folder = Field("INBOX", description="The folder that is watched; / stands between the parts of its name.")
    folders: tuple[Folder, ...] = Field((), description="Several folders instead; IDLE is for the first.")
    since: Literal["all"] | date | None = Field(
        None, description="Take old mail too: since a day such as 2026-01-01, or `all`. By default only new mail.")
    after: AfterSettings = Field(AfterSettings(), description="What becomes of a mail once its item is settled.")
    idle: bool = Field(True, description="Have the server tell of new mail at once (IDLE), if it can.")
    idle_seconds: float = Field(300, ge=5, le=1740, description="A link that is silent this long is taken for dead.")
    poll_seconds: float = Field(60, ge=1, le=86400, description="How often is looked where IDLE does not tell.")
    batch: int = Field(500, ge=1, le=500, description="Mails that are fetched and kept at once.")
    big_bytes: int = Field(1_048_576, ge=1024, description="Larger mails are fetched one by one.")
    max_bytes: int = Field(26_214_400, ge=1024, description="Of larger mails only the headers are kept.")

    @property
    def watched(self) -> tuple[str, ...]:
        """The folders to watch, the first with IDLE."""
        return self.folders or (self.folder,)

    @model_validator(mode="after")
    def _holds_together(self) -> ImapSettings:
        if self.tls == "none" and not self.allow_insecure and not is_loopback(self.host):
            raise ValueError("has tls: none, so anybody on the way reads password and mails; use implicit or starttls")
        if self.oauth is not None and (self.password.get_secret_value() or self.password_file):
            raise ValueError("has both a password and oauth; keep one")
        if self.folders and "folder" in self.model_fields_set:
            raise ValueError("has both folder and folders; keep one")
        watched = [folder.casefold() for folder in self.watched]
        for action in (self.after.done, self.after.skipped, self.after.failed):
            verb, _, target = action.partition(" ")
            if verb == "move" and target.casefold() in watched:
                raise ValueError(f"moves mails to {target}, which is watched itself; name another folder")
        return self
