"""The settings of signing in to a mailbox by OAuth 2. What is done with them is `oauth`'s knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from mailbridge.hosts import is_loopback
from mailbridge.settings.section import Section

_URLS = ("authorize_url", "device_url", "token_url")


def _endpoint(text: str) -> str:
    parts = urlsplit(text)
    if not text or (parts.scheme == "https" and parts.hostname) or (
            parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return text
    raise ValueError("must be an address that begins with https://; secrets are sent to it")


Endpoint = Annotated[str, AfterValidator(_endpoint)]


class OAuthSettings(Section):
    """Tokens instead of a password: `mailbridge login NAME` gets them, and they are renewed by themselves."""

    provider: Literal["google", "microsoft", "custom"] = Field(
        description="Who hands out the tokens: google (Gmail), microsoft (Microsoft 365), custom with its addresses.")
    client_id: str = Field(min_length=1, pattern=r"^[\x21-\x7e]+$", description="Of your app registration there.")
    client_secret: SecretStr = Field(SecretStr(""), description="Better: client_secret_file.")
    client_secret_file: Path | None = Field(
        None, description="A file that holds its secret. Google gives one; Microsoft's public clients have none.")
    tenant: str = Field("organizations", pattern=r"^[A-Za-z0-9.-]+$",
                        description="microsoft: the directory's domain or id, or `consumers` for outlook.com.")
    scope: str = Field("", pattern=r"^[\x20-\x7e]*$",
                       description="What is asked for; google and microsoft know theirs.")
    authorize_url: Endpoint = Field("", description="custom: where a browser signs in.")
    device_url: Endpoint = Field("", description="custom: where a code for another device is had (RFC 8628).")
    token_url: Endpoint = Field("", description="custom: where tokens are had.")
    token_file: Path | None = Field(
        None, description="Where the tokens are kept, for us alone. By default oauth-NAME.json beside an SQLite spool.")

    @model_validator(mode="after")
    def _holds_together(self) -> OAuthSettings:
        if self.provider != "custom" and (given := [name for name in _URLS if getattr(self, name)]):
            raise ValueError(f"has {given[0]}, which is only for provider: custom; {self.provider}'s are known")
        if self.provider == "custom" and not (self.token_url and (self.authorize_url or self.device_url)):
            raise ValueError("needs token_url, and authorize_url or device_url, for provider: custom")
        if self.provider == "google" and not (self.client_secret.get_secret_value() or self.client_secret_file):
            raise ValueError("needs client_secret_file: Google gives a desktop app a secret beside its client_id")
        return self
