"""What `mailbridge check` tries, a function each: yields what is well, raises MailbridgeError with what to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from mailbridge import bridge, certificates, ruletests
from mailbridge.alarms import messages
from mailbridge.cli import show
from mailbridge.errors import MailbridgeError
from mailbridge.intake import imap_check
from mailbridge.intake.smtp_tls import Certificate
from mailbridge.keeping import open_spool
from mailbridge.notices import text
from mailbridge.notices.post import NotTaken
from mailbridge.passwords import is_hash
from mailbridge.records import Kind
from mailbridge.settings import ConsoleSettings, Settings
from mailbridge.settings.canary import CanarySettings
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.settings.notices import NoticeSettings
from mailbridge.spool import alarms, rests, utc_now
from mailbridge.spool.outbox import WEBHOOK


def team(settings: Settings) -> Iterator[str]:
    """Whether anybody is a colleague."""
    if not (settings.team.domains or settings.team.people):
        raise MailbridgeError("nobody is a colleague yet, so your own people would become contacts; add "
                              "`team: {domains: [example.com]}`")
    yield ", ".join((*settings.team.domains, *settings.team.people))


def rules(settings: Settings) -> Iterator[str]:
    """Whether the rule files load and their tests pass."""
    decider = bridge.decider(settings)
    wrong = [tested for tested in ruletests.run(decider) if tested.differences]
    if wrong:
        raise MailbridgeError("\n".join(f"{t.file}:{t.line}: the test fails: {t.differences[0]}" for t in wrong))
    yield f"{len(decider.rulebook.rules)} rules from {settings.rules}, their tests pass"


def spool(settings: Settings) -> Iterator[str]:
    """Whether the spool can be opened."""
    kept = open_spool(settings)
    try:
        yield kept.address              # without its password
        yield from map(show.rest, rests.now(kept))      # what a service that runs tells of itself
        for alarm in alarms.standing(kept):
            yield f"an alarm stands since {alarm.since:%Y-%m-%d %H:%M} UTC: {alarm.what}"
    finally:
        kept.close()


def heap(settings: Settings) -> Iterator[str]:
    """Whether Heap answers and takes the login."""
    client = bridge.heap_client(settings.heap)
    started = time.monotonic()
    found = client.get(Kind.PERSON, settings.heap.login_email)
    yield f"{client.url} answers in {time.monotonic() - started:.1f} s, the login works ({len(found)} people found)"


def doors(settings: Settings) -> Iterator[str]:
    """Whether mail can come in at all."""
    if settings.smtp is None and settings.lmtp is None and not settings.imap:
        raise MailbridgeError("no door is set up, so no mail can come; add `smtp: {listen: …, recipients: […]}`")
    if settings.imap:
        yield f"imap for {', '.join(mailbox.name for mailbox in settings.imap)}"
    for name, door in (("smtp", settings.smtp), ("lmtp", settings.lmtp)):
        if door is not None:
            yield _door(name, door)


def _door(name: str, door: SmtpSettings | LmtpSettings) -> str:
    if not door.recipients:
        raise MailbridgeError(f"{name} takes mail for nobody; name addresses, such as "
                              f"`{name}: {{recipients: [crm@bridge.example.com]}}`")
    tls = ""
    if isinstance(door, SmtpSettings) and door.tls is not None:
        Certificate(door.tls)
        tls = f", TLS first on {door.listen_tls}" if door.listen_tls else ", with STARTTLS"
        tls += f" ({_good_for(door.tls.certificate)})"
        wrong = [user for user, kept in door.users.items() if not is_hash(kept.password_hash.get_secret_value())]
        if wrong:
            raise MailbridgeError(f"smtp.users.{wrong[0]}.password_hash is not what `mailbridge password` prints")
    return f"{name} on {door.listen}{tls} for {', '.join(door.recipients)}"


def notices(wanted: NoticeSettings, send: bool, settings: Settings) -> Iterator[str]:
    """Whether the mail server for our own mails lets us in; with `send`, whether it takes a test."""
    relay = bridge.relay(wanted)
    relay.try_out()
    told = f"; colleagues: {wanted.to_colleagues}, alarms: {wanted.admin or 'nobody'}"
    if send and wanted.admin:
        try:
            relay.send(wanted.admin, text.alarm(("This is a test of mailbridge's alarms.", "Nothing is wrong."),
                                                text.Writer(wanted.sender, "test"), wanted.admin, uuid4().hex))
        except NotTaken as trouble:
            raise MailbridgeError(f"{wanted.smtp} does not take a test for {wanted.admin}: {trouble}") from None
        told += f"; a test was sent to {wanted.admin}"
    yield f"{wanted.smtp} takes them{told}"


def mailbox(wanted: ImapSettings, settings: Settings) -> Iterator[str]:
    """Whether a mailbox lets us in and has its folders."""
    credentials = bridge.mailbox_credentials(settings, wanted)
    kept = open_spool(settings)
    try:
        yield from imap_check.tried(wanted, credentials, kept, utc_now)
    finally:
        kept.close()


def _good_for(file: Path) -> str:
    """How long a certificate is good for. Raises what is to be done if it is not."""
    validity, now = certificates.validity(file), utc_now()
    if validity.until <= now:
        raise MailbridgeError(f"the certificate {file} expired on {validity.until:%Y-%m-%d %H:%M} UTC; renew it")
    if validity.since > now:
        raise MailbridgeError(f"the certificate {file} is good only from {validity.since:%Y-%m-%d %H:%M} UTC on; does "
                              "this machine's clock go right?")
    return f"good until {validity.until:%Y-%m-%d}, {(validity.until - now).days} days"


def console(wanted: ConsoleSettings, settings: Settings) -> Iterator[str]:
    """Whether somebody could sign in, and by which address."""
    from mailbridge.console.server import check_users  # late: a web server is nothing that the other commands need

    check_users(wanted)
    if wanted.machines_only and not wanted.users:
        yield f"http://{wanted.listen} for /healthz, /readyz and /metrics; nobody signs in"
        return
    admins = [name for name, user in wanted.users.items() if user.role == "admin"]
    if not admins:
        raise MailbridgeError("console.users: all are readers, so nobody can settle a mail; give somebody role: admin")
    where = wanted.public_url or f"http://{wanted.listen}"
    yield f"{where} for {', '.join(wanted.users)}"
    if not wanted.public_url:
        yield "console.public_url is not set: alarms and notices cannot link to a page"


def webhook(send: bool, settings: Settings) -> Iterator[str]:
    """Whether the webhook's host answers; with `send`, whether it takes a test."""
    hook = bridge.webhook(settings.alarms)
    if hook is None:
        yield "nowhere; alarms.webhook posts them to a chat or a program"
        return
    if not send:
        yield f"{hook.host} answers ({hook.try_out()}); nothing was posted: --send posts a test"
        return
    kept = open_spool(settings)
    try:
        hook.send(WEBHOOK, messages.tried(bridge.speaker(settings, kept), utc_now()))
    except NotTaken as trouble:
        raise MailbridgeError(f"a test is not taken: {trouble}; check alarms.webhook") from None
    finally:
        kept.close()
    yield f"a test was posted to {hook.host}"


def canary(wanted: CanarySettings, settings: Settings) -> Iterator[str]:
    """By which ways canaries are sent."""
    ways = bridge.canary_routes(settings)
    if not ways:
        raise MailbridgeError("canary: there is no way for it; set smtp or lmtp up, or name addresses in canary.to")
    yield f"every {wanted.every_minutes:g} minutes by way of {', '.join(ways)}"
