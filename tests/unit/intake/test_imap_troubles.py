"""What servers say, and what is done about it: their own words, as their users report them."""

from __future__ import annotations

import pytest

from mailbridge.intake import imap_troubles
from mailbridge.intake.imap_troubles import LoginRefused, MailboxTrouble, Refused, Throttled

THROTTLING = [
    "[ALERT] Too many simultaneous connections. (Failure)",
    "[ALERT] Account exceeded command or bandwidth limits. (Failure)",
    "[OVERQUOTA] Account exceeded command or bandwidth limits. tf4mb123 (Failure)",
    "[LIMIT] UID FETCH Rate limit hit.",
    "[THROTTLED] please wait",
    "Request is throttled. Suggested Backoff Time: 92415 milliseconds",
    "Too many commands from this address",
]


@pytest.mark.parametrize("words", THROTTLING)
@pytest.mark.parametrize("read", [
    lambda words: imap_troubles.refused("fetching mails", f"fetch failed: {words}"),
    lambda words: imap_troubles.ended("waiting for mail", words), imap_troubles.login_refused])
def test_a_server_that_asks_for_patience_is_understood_wherever_it_says_so(read: object, words: str) -> None:
    assert isinstance(read(words), Throttled)       # type: ignore[operator]


def test_the_time_that_a_server_asks_for_is_kept_within_reason() -> None:
    asked = [imap_troubles.throttled("x", f"Suggested Backoff Time: {time} milliseconds").asked_seconds
             for time in ("92415", "0", "999999999999", "-5", "9" * 40)]
    assert asked == [92.415, 0, 3600, 0, 0]


@pytest.mark.parametrize(("trouble", "kind", "told"), [
    (imap_troubles.refused("moving mails", "move failed: [OVERQUOTA] Quota exceeded"), Refused, "refused moving mails"),
    (imap_troubles.refused("fetching mails", "fetch failed: [SERVERBUG] damaged"), Refused, "damaged"),
    (imap_troubles.refused("opening INBOX", "select failed: User is authenticated but not connected."), MailboxTrouble,
     "Microsoft says so for too many connections"),
    (imap_troubles.refused("searching", "search failed: [UNAVAILABLE] Server Unavailable. 15"), MailboxTrouble, "is unavailable"),
    (imap_troubles.ended("waiting for mail", "Session expired, please login again."), MailboxTrouble, "Session expired"),
    (imap_troubles.login_refused("[UNAVAILABLE] Temporary authentication failure"), MailboxTrouble, "not let us in now"),
    (imap_troubles.login_refused("[ALERT] Application-specific password required: https://support.google.com/"),
     LoginRefused, "use oauth, see `mailbridge login`"),
    (imap_troubles.login_refused("[AUTHENTICATIONFAILED] Invalid credentials (Failure)"), LoginRefused, "is refused"),
])
def test_what_else_servers_say(trouble: MailboxTrouble, kind: type[MailboxTrouble], told: str) -> None:
    assert type(trouble) is kind and told in str(trouble)


def test_a_servers_words_cannot_break_the_line_or_fill_it() -> None:
    trouble = str(imap_troubles.ended("waiting", "a\r\nERROR all is lost\x1b[31m" + "x" * 10_000))
    assert trouble.isprintable() and len(trouble) < 400
