"""Who hands out tokens: addresses, scopes and habits. Pure.

Google: developers.google.com/identity/protocols/oauth2/native-app. Microsoft: learn.microsoft.com, "Authenticate an
IMAP, POP or SMTP connection using OAuth".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbridge.settings.oauth import OAuthSettings

_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/{what}"


@dataclass(frozen=True, slots=True)
class Provider:
    """`device_url` is "" where no code for another device is had for mail; `authorize_url` likewise for browsers.

    `redirect_host`: this machine as the provider wants it called. `extra`: further fields of the browser's address.
    """

    name: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    token_url: str
    authorize_url: str = ""
    device_url: str = ""
    redirect_host: str = "127.0.0.1"
    extra: tuple[tuple[str, str], ...] = ()

    def client(self) -> dict[str, str]:
        """The fields that say which program asks. A public client has no secret (RFC 6749 section 2.1)."""
        known = {"client_id": self.client_id, "client_secret": self.client_secret}
        return {name: value for name, value in known.items() if value}


def provider(settings: OAuthSettings, client_secret: str) -> Provider:
    """The provider of the settings."""
    client = (settings.client_id, client_secret)
    match settings.provider:
        case "google":
            # Google hands out device codes, but not for mail. Without `consent` it gives a refresh token only once.
            return Provider(
                "Google", *client, settings.scope or "https://mail.google.com/", "https://oauth2.googleapis.com/token",
                "https://accounts.google.com/o/oauth2/v2/auth",
                extra=(("access_type", "offline"), ("prompt", "consent")))
        case "microsoft":
            scope = settings.scope or "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
            token, authorize, device = (_MICROSOFT.format(tenant=settings.tenant, what=what)
                                        for what in ("token", "authorize", "devicecode"))
            # A public client is registered with http://localhost, and then any port of it does.
            return Provider("Microsoft", *client, scope, token, authorize, device, redirect_host="localhost")
        case "custom":
            return Provider("the provider", *client, settings.scope, settings.token_url, settings.authorize_url,
                            settings.device_url)
