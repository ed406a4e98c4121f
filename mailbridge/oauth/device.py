"""Signing in with a code that is typed on another device (RFC 8628): this machine needs no browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from mailbridge.errors import OperatorError
from mailbridge.oauth.exchange import Denied, OAuthTrouble, ask, cleaned, seconds
from mailbridge.oauth.providers import Provider
from mailbridge.oauth.tokens import Tokens, granted

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SHORTEST_SECONDS, USUAL_SECONDS, SLOWEST_SECONDS, LONGEST_SECONDS = 1.0, 5.0, 60.0, 1800.0
_TOLD = {
    "access_denied": "the sign-in was refused in the browser",
    "authorization_declined": "the sign-in was refused in the browser",     # Microsoft's word for it
    "expired_token": "nobody signed in in time; run it again",
}


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person is told (`address`, `user_code`), and what is asked with; times in seconds."""

    address: str
    user_code: str
    code: str = field(repr=False)
    seconds: float
    interval: float


def begin(by: Provider) -> DeviceCode:
    """Ask for a code (section 3.1). Raises OAuthTrouble, OperatorError."""
    answer = ask(by.device_url, {**by.client(), "scope": by.scope})
    if isinstance(answer, Denied):
        raise OperatorError(f"{by.name} gives this client no code ({answer}); does the app registration allow public "
                            "client flows? Or use a browser: --browser")
    try:
        return DeviceCode(
            cleaned(answer["verification_uri"]), cleaned(answer["user_code"]), str(answer["device_code"]),
            seconds(answer.get("expires_in"), usual=LONGEST_SECONDS, least=SHORTEST_SECONDS, most=LONGEST_SECONDS),
            seconds(answer.get("interval"), usual=USUAL_SECONDS, least=SHORTEST_SECONDS, most=SLOWEST_SECONDS))
    except KeyError as missing:
        raise OAuthTrouble(f"{by.name} answered without {missing}") from None


def finish(by: Provider, given: DeviceCode, now: Callable[[], datetime],
           sleep: Callable[[float], None] = time.sleep) -> Tokens:
    """Ask again and again until the person is through (section 3.4). Raises OperatorError when they do not come to."""
    interval, end = given.interval, time.monotonic() + given.seconds
    while time.monotonic() < end:
        sleep(interval)
        try:
            answer = ask(by.token_url, {**by.client(), "grant_type": _GRANT, "device_code": given.code})
        except OAuthTrouble:
            interval = min(interval * 2, SLOWEST_SECONDS)      # section 3.5: wait longer when it cannot be reached
            continue
        if not isinstance(answer, Denied):
            return granted(answer, by, now())
        if answer.error == "slow_down":
            interval += 5
        elif answer.error != "authorization_pending":
            raise OperatorError(_TOLD.get(answer.error, f"{by.name} does not let us in: {answer}"))
    raise OperatorError(_TOLD["expired_token"])
