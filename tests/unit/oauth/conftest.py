from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from oauth_server import CLIENT_ID, CLIENT_SECRET, SCOPE, OAuthServer, serving_tokens
from spool.kit import Clock

from mailbridge.oauth.access import Access
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import TokenFile, granted


@pytest.fixture
def server() -> Iterator[OAuthServer]:
    with serving_tokens() as running:
        yield running


@pytest.fixture
def provider(server: OAuthServer) -> Provider:
    return Provider("Acme", CLIENT_ID, CLIENT_SECRET, SCOPE, f"{server.url}/token", f"{server.url}/authorize",
                    f"{server.url}/device")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "oauth-sales.json")


@pytest.fixture
def access(provider: Provider, file: TokenFile, clock: Clock, server: OAuthServer) -> Access:
    """Of somebody who has just signed in."""
    file.write(granted(server.grant(), provider, clock()))
    return Access("sales", provider, file, clock)
