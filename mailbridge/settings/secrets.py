"""Where a secret comes from: the value itself, a file beside the settings, or a systemd credential."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import SecretStr

from mailbridge.errors import AdminError


def secret(value: SecretStr, file: Path | None, what: str) -> SecretStr:
    """The secret itself: the value, else the file's content without its line end, else a systemd credential.

    A relative file that does not exist beside the settings is looked for in $CREDENTIALS_DIRECTORY (systemd).
    """
    if value.get_secret_value() or file is None:
        return value
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    place = Path(credentials) / file.name if credentials and not file.exists() else file
    try:
        content = place.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise AdminError(f"{what}: the file {place} cannot be read: {reason}") from None
    if not content:
        raise AdminError(f"{what}: the file {place} is empty; write the password into it and nothing else")
    return SecretStr(content)
