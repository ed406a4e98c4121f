"""Where a secret comes from: the value itself, a file beside the settings, or a systemd credential."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import SecretStr

from mailbridge.errors import AdminError


def secret(value: SecretStr, file: Path | None, what: str) -> SecretStr:
    """The secret itself: the value, else the file's content without its line end, else a systemd credential.

    A file that is not there, or not ours to read, is looked for by its name in $CREDENTIALS_DIRECTORY (systemd).
    """
    if value.get_secret_value() or file is None:
        return value
    try:
        place, content = _read(file)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise AdminError(f"{what}: the file {file} cannot be read: {reason}") from None
    if not content:
        raise AdminError(f"{what}: the file {place} is empty; write the password into it and nothing else")
    return SecretStr(content)


def _read(file: Path) -> tuple[Path, str]:
    """Where the secret was found, and what stands there."""
    try:
        return file, _line(file)
    except OSError:
        credential = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere")) / file.name
        if not credential.exists():
            raise
        return credential, _line(credential)


def _line(file: Path) -> str:
    return file.read_text("utf-8").strip("\r\n")
