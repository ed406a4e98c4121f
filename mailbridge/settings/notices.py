"""The settings of notices by mail. What is told in them is `notices`' knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator

from mailbridge.hosts import is_loopback
from mailbridge.settings.section import Section
from mailbridge.settings.values import EmailAddress, Listen


class NoticeSettings(Section):
    """Mails that the bridge itself sends: to the colleague whose mail it was, and alarms to the admin."""

    smtp: Listen = Field(description="HOST:PORT of the mail server that takes them, such as mail.example.com:587.")
    tls: Literal["starttls", "implicit", "none"] = Field("starttls", description="How the connection is encrypted.")
    user: str = Field("", description="The login there, if it wants one.")
    password: SecretStr = Field(SecretStr(""), description="Better: password_file.")
    password_file: Path | None = Field(None, description="A file that holds the password and nothing else.")
    sender: EmailAddress = Field(description="From whom they are. What comes from this address is never worked off.")
    to_colleagues: Literal["never", "problems", "always"] = Field(
        "never", description="Tell the colleague who forwarded or copied a mail what became of it: only when it needs "
                             "a person, or always. Nobody outside is ever written to.")
    admin: EmailAddress | Literal[""] = Field("", description="Who is told of alarms, and of what rules `notify`.")
    most_per_hour: int = Field(20, ge=1, le=1000, description="To one address; further ones are dropped.")

    @model_validator(mode="after")
    def _is_private(self) -> NoticeSettings:
        host = self.smtp.rpartition(":")[0]
        if self.user and self.tls == "none" and not is_loopback(host):
            raise ValueError("has tls: none, so anybody on the way reads the password; use starttls or implicit")
        return self
