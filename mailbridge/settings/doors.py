"""The settings of the doors that mail servers hand mail to: SMTP and LMTP. What is done with them is `intake`'s."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from mailbridge.settings.section import Section
from mailbridge.settings.values import EmailAddress, Listen, ListenOrSocket, Network

LOOPBACK = ("127.0.0.0/8", "::1/128")


class DoorLimits(Section):
    """How much a door takes from whom. Nobody honest meets them."""

    connections: int = Field(200, ge=1, le=10_000, description="Places. When all are taken, the connection that has "
                                                               "been idle longest makes room; else 421.")
    connections_per_address: int = Field(50, ge=1, description="Places that one address (IPv6: /64) may take.")
    connections_per_minute: int = Field(300, ge=1, description="New connections of one address a minute.")
    mails_per_minute: int = Field(500, ge=1, description="Mails of one address a minute; beyond them 451.")
    sender_mails_per_minute: int = Field(0, ge=0, description="Mails of one sender (MAIL FROM) a minute, from trusted "
                                                              "networks too; beyond them 451. 0: no limit.")
    recipients: int = Field(100, ge=1, description="Recipients of one mail; further ones are answered 452.")
    errors: int = Field(15, ge=1, description="Refused commands of a session; then it ends with 421.")
    unknown_commands: int = Field(5, ge=1, description="Likewise for commands that are none.")
    idle_commands: int = Field(50, ge=1, description="Likewise for NOOP, RSET, VRFY and others that bring no mail.")
    command_bytes: int = Field(2048, ge=512, le=65_536, description="The longest command line.")
    command_seconds: float = Field(60, gt=0, description="The longest silence between commands.")
    data_seconds: float = Field(300, gt=0, description="The time to hand a mail over, and more for each of its bytes:")
    data_bytes_per_second: int = Field(500, ge=1, description="a sender slower than this is cut off after that time.")
    session_seconds: float = Field(1200, gt=0, description="The longest session; a mail in hand is still taken.")
    stressed_seconds: float = Field(10, gt=0, description="All of these times while more than four of five places are "
                                                          "taken; senders must then be ten times as fast.")
    bytes_at_once: int = Field(1_073_741_824, ge=1_048_576, description="Bytes of all mails that are being handed "
                                                                        "over, large ones in files; beyond them 421.")


class TlsSettings(Section):
    """The certificate that the SMTP door shows. Taken up anew when the files change."""

    certificate: Path = Field(description="The certificate and those between it and the root, PEM.")
    key: Path | None = Field(None, description="Its key, PEM, if it does not stand in the same file.")


class SmtpUser(Section):
    """Somebody who may sign in at the SMTP door, over TLS only."""

    password_hash: SecretStr = Field(SecretStr(""), description="What `mailbridge password` prints.")


class DoorSettings(Section):
    """What SMTP and LMTP have in common."""

    recipients: tuple[EmailAddress, ...] = Field((), description="Addresses that are taken; all others answer 550.")
    retired: dict[EmailAddress, Literal["refuse", "review"]] = Field(
        default_factory=dict, description="Former addresses, with any +tag: `refuse` answers 550 with a sentence, "
                                          "`review` takes the mail and has a person look at it.")
    max_bytes: int = Field(26_214_400, ge=1024, description="Announced as SIZE; larger mails are refused with 552.")
    trusted: tuple[Network, ...] = Field(
        LOOPBACK, description="Networks of your own mail servers: the limits for one address do not hold for them, and "
                              "what they wrote into a mail is believed.")
    bare_newlines: Literal["refuse", "accept", "from-trusted"] = Field(
        "from-trusted", description="A lone CR or LF in a mail, which smuggles mails past some servers: refuse it with "
                                    "550, accept it, or accept it from trusted networks.")
    limits: DoorLimits = Field(DoorLimits(), description="How much is taken from whom.")

    @model_validator(mode="after")
    def _is_taken_or_retired(self) -> Self:
        both = sorted(set(self.recipients) & set(self.retired))
        if both:
            raise ValueError(f"has {both[0]} in recipients and in retired; take it out of one of them")
        return self


class SmtpSettings(DoorSettings):
    """The SMTP door."""

    listen: Listen = Field("127.0.0.1:2525", description="ADDRESS:PORT; port 0 takes a free one and prints it.")
    listen_tls: Listen | None = Field(
        None, description="A second ADDRESS:PORT where TLS comes first, such as 0.0.0.0:465.")
    tls: TlsSettings | None = Field(None, description="The certificate for STARTTLS and listen_tls.")
    require_tls: bool = Field(False, description="Take no mail before STARTTLS. Not for mail from everywhere.")
    users: dict[str, SmtpUser] = Field(
        default_factory=dict, description="Who may sign in (AUTH) over TLS: `NAME: {password_hash: …}`. The name is "
                                          "kept with the mail; nobody has to.")

    proxies: tuple[Network, ...] = Field(
        (), description="Proxies in front, such as HAProxy, that name the client in a PROXY header (v1 or v2).")

    @model_validator(mode="after")
    def _holds_together(self) -> SmtpSettings:
        needs = [name for name in ("listen_tls", "require_tls", "users") if getattr(self, name)]
        if needs and self.tls is None:
            raise ValueError(f"has {needs[0]} without tls: {{certificate: FILE, key: FILE}}")
        if self.proxies and self.listen_tls:
            raise ValueError("has proxies and listen_tls; let the proxy do that TLS, or use STARTTLS")
        return self


class LmtpSettings(DoorSettings):
    """The LMTP door (RFC 2033), for a mail server beside the bridge."""

    listen: ListenOrSocket = Field("127.0.0.1:24", description="ADDRESS:PORT, or unix:/PATH for a socket.")
