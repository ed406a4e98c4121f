"""The settings of alarms. Which there are is `alarms`' knowledge; by mail they go to `notices.admin`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr

from mailbridge.settings.section import Section


class AlarmSettings(Section):
    """When something is a trouble, and where it is told beside the console and `notices.admin`."""

    webhook: SecretStr = Field(SecretStr(""), description="The http(s) address that alarms are posted to as JSON: "
                                                          "Slack, Teams, ntfy or a program of your own.")
    webhook_file: Path | None = Field(None, description="A file that holds that address: a chat's is a secret.")
    webhook_secret: SecretStr = Field(SecretStr(""), description="Better: webhook_secret_file.")
    webhook_secret_file: Path | None = Field(
        None, description="A file with the secret that signs each post (X-Mailbridge-Signature).")
    stall_minutes: float = Field(30, gt=0, description="A mail that waits longer is a trouble.")
    mailbox_minutes: float = Field(15, gt=0, description="A mailbox that was not looked at for so long is one.")
    hold_seconds: float = Field(30, ge=1, description="A trouble must be gone for so long before the all-clear: one "
                                                      "that comes and goes is told once.")
    certificate_days: float = Field(10, ge=0, description="A door's certificate that expires sooner is one.")
