"""Whose mail is it: signed, forged and forwarded mails come in by the real door, while DNS answers and while it does not."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from dns_server import BROKEN, DnsServer, quoted, serving
from journey_parts import RECIPIENT, RULES, Bridge, Process, Sandbox, until
from signed_mails import Signer

OURS, STRANGER = "127.0.0.5", "127.0.0.66"
BEN, LISTS, EVIL = Signer("example.com"), Signer("lists.example", number=1), Signer("evil.example", number=2)
PROVEN = "arc=none; dmarc=pass header.from=example.com"


@pytest.fixture
def dns() -> Iterator[DnsServer]:
    with serving({"example.com": [("TXT", quoted(f"v=spf1 ip4:{OURS} -all"))],
                  "_dmarc.example.com": [("TXT", quoted("v=DMARC1; p=none"))]}) as server:
        for signer in (BEN, LISTS, EVIL):
            server.add(signer.name, signer.record())
        yield server


@pytest.fixture
def bridge(tmp_path: Path, sandbox: Sandbox, dns: DnsServer) -> Iterator[Bridge]:
    settings = tmp_path / "mailbridge.yaml"
    settings.write_text(f"""
heap: {{url: {sandbox.url}, login_email: {sandbox.login_email}, settle_seconds: 1, second_look_seconds: 0.5}}
team: {{domains: [example.com]}}
authentication: {{check: true, dns: ["{dns.address[0]}:{dns.address[1]}"], query_seconds: 2, patience_minutes: 0,
                  sealers: [lists.example]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}], trusted: [127.0.0.9/32]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 1, lease_seconds: 5}}
spool: sqlite:///spool.db
rules: {RULES}
""")
    process = Process(["--config", str(settings), "run"], tmp_path / "run.log",
                      {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password})
    with process.up():
        assert sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example") == "Success"
        yield Bridge(process, settings, tmp_path / "spool.db")


def mail(subject: str) -> bytes:
    """Ben writes to Jane, and has the bridge in Bcc."""
    return (f"From: Ben <ben@example.com>\r\nTo: jane@acme.example\r\nSubject: {subject}\r\n"
            f"Date: Mon, 02 Mar 2026 08:59:00 +0000\r\nMessage-ID: <{subject}@example.com>\r\n\r\nThe offer.\r\n").encode()


def send(bridge: Bridge, raw: bytes, *, from_address: str, sender: str = "ben@example.com") -> None:
    with smtplib.SMTP("127.0.0.1", bridge.port(), "mx.example.com", 30, (from_address, 0)) as server:
        assert server.sendmail(sender, [RECIPIENT], raw) == {}


def shown(bridge: Bridge, item: int = 1) -> dict[str, object]:
    told: dict[str, object] = json.loads(bridge.command("items", "show", str(item), "--json").stdout)
    return told


def test_a_forged_mail_of_a_colleague_has_no_rights_and_a_proven_one_has(sandbox: Sandbox, bridge: Bridge) -> None:
    send(bridge, mail("Forged"), from_address=STRANGER)
    send(bridge, EVIL.sign(mail("Signed-by-somebody")), from_address=STRANGER, sender="eve@evil.example")
    send(bridge, b"Authentication-Results: mx.example.com; dmarc=pass\r\n" + mail("Said"), from_address=STRANGER)
    until(lambda: bridge.states() == {"review": 3}, "the forged mails wait for a person")
    assert sandbox.count("message") == 0
    assert "a colleague, but that is not proven (DMARC: fail, neither SPF nor DKIM proves example.com" in str(shown(bridge))
    send(bridge, mail("Straight"), from_address=OURS)
    send(bridge, BEN.sign(mail("Signed")), from_address=STRANGER, sender="bounce@esp.example")
    until(lambda: bridge.states() == {"review": 3, "done": 2}, "the proven mails are done")
    assert sandbox.count("message", "title IN ('Straight', 'Signed')") == 2
    assert "DMARC: pass, SPF proves example.com" in str(shown(bridge, 4))


def test_what_a_trusted_forwarder_changed_is_believed_and_what_another_wrote_below_its_seal_is_not(
    sandbox: Sandbox, bridge: Bridge
) -> None:
    changed = BEN.sign(mail("Talk")).replace(b"Subject: Talk", b"Subject: [list] Talk")
    sealed = LISTS.seal(changed, PROVEN)
    send(bridge, sealed, from_address=STRANGER, sender="bounce@lists.example")
    until(lambda: bridge.states() == {"done": 1}, "the forwarded mail is done")
    assert sandbox.count("message", "title = '[list] Talk'") == 1
    send(bridge, EVIL.seal(sealed.replace(b"The offer.", b"Pay me."), f"arc=pass; {PROVEN}"), from_address=STRANGER)
    send(bridge, EVIL.seal(mail("Own"), PROVEN), from_address=STRANGER)
    until(lambda: bridge.states() == {"done": 1, "review": 2}, "the others wait for a person")


def test_while_dns_does_not_answer_a_colleagues_mail_waits_and_none_is_lost(
    sandbox: Sandbox, bridge: Bridge, dns: DnsServer
) -> None:
    former = dns.zone["_dmarc.example.com"]
    dns.add("_dmarc.example.com", BROKEN)
    send(bridge, mail("Waiting"), from_address=OURS)
    bridge.process.wait_for("it is not known yet whether From is proven")
    until(lambda: bridge.states() == {"review": 1}, "a person is asked after some tries")
    assert "DNS did not answer for _dmarc.example.com" in str(shown(bridge)["reason"])
    assert sandbox.count("message") == 0
    dns.add("_dmarc.example.com", *former)

    def is_done() -> bool:
        bridge.command("items", "retry", "1")
        return bridge.states() == {"done": 1}

    until(is_done, "tried again, it is done", seconds=60)
    assert sandbox.count("message", "title = 'Waiting'") == 1
