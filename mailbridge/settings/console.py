"""Settings of the operator's pages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, model_validator

from mailbridge.settings.section import Section
from mailbridge.settings.values import Listen, Network, PublicUrl


class ConsoleUser(Section):
    """Somebody who may sign in at the console."""

    password_hash: SecretStr = Field(SecretStr(""), description="What `mailbridge password` prints.")
    role: Literal["admin", "reader"] = Field("reader", description="An admin acts, a reader only looks.")


class ConsoleSettings(Section):
    """The operator's pages. Without this section they are off."""

    listen: Listen = Field("127.0.0.1:8080", description="ADDRESS:PORT; port 0 takes a free one and prints it.")
    public_url: PublicUrl = Field("", description="How browsers reach it; with https the cookie travels over TLS only. "
                                                  "With it, records link to the files of their mail.")
    users: dict[str, ConsoleUser] = Field(
        default_factory=dict, description="Who may sign in: `NAME: {password_hash: …, role: admin}`, or role reader.")
    allowed_hosts: tuple[str, ...] = Field(
        (), description="Further names that browsers may use for it, beside those of listen and public_url.")
    trusted_proxies: tuple[Network, ...] = Field(
        (), description="Proxies in front: what they say of a browser's address is believed.")
    trusted_proxy_header: str = Field(
        "", description="The header in which those proxies name the user who signed in at them, such as Remote-User.")
    machines_only: bool = Field(False, description="Nobody signs in: it is there for /healthz, /readyz and /metrics.")
    open_metrics: bool = Field(False, description="Answer /metrics to everybody, not only to this machine.")

    @model_validator(mode="after")
    def _proxies_are_named(self) -> ConsoleSettings:
        if self.trusted_proxy_header and not self.trusted_proxies:
            raise ValueError("has trusted_proxy_header without trusted_proxies: anybody could send that header")
        return self
