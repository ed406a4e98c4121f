"""Notices to colleagues and the admin: who gets which, that they go out, and that nothing ever goes round."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from delivery_kit import Bench, a_bench
from spool.kit import BRIDGE, arrival, raw_mail

from mailbridge import rules
from mailbridge.decider import Decider
from mailbridge.errors import OperatorError
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.mail import Arrival, Envelope
from mailbridge.notices import Notices, Wanted, instance, own
from mailbridge.notices.post import NotTaken, Post
from mailbridge.notices.relay import Relay
from mailbridge.plan import ItemState
from mailbridge.settings import SmtpSettings
from mailbridge.spool import lists, outbox
from mailbridge.team import Team
from mailbridge.worker import Worker

RULES = """
rules:
  - {name: Automatic, when: {direction: automatic}, skip: automatic mail}
  - {name: Odd, when: {subject: {contains: odd}}, review: somebody should look}
  - {name: Orders, when: {subject: {contains: order}}, skip: an order, notify: somebody orders}
  - name: All
    when: {direction: [received, sent]}
    create:
      - message: {title: "{{ subject }}", body: "{{ reply }}"}
"""
NOTICES = "notices@example.com"


class Office:
    """A bridge with notices, a colleague Ben, and what was sent by it."""

    def __init__(self, bench: Bench, folder: Path, **wanted: Any) -> None:
        self.bench = bench
        self.sent: list[tuple[str, bytes]] = []
        self.trouble: NotTaken | None = None
        file = folder / "rules.yaml"
        file.write_text(RULES)
        team = Team(domains=frozenset({"example.com"}), bridges=frozenset({BRIDGE}))
        decider = Decider(team, rules.load(file, unmatched="skip"), ZoneInfo("UTC"))
        chosen = Wanted(**{"sender": NOTICES, "to_colleagues": "always", **wanted})
        self.notices = Notices(bench.spool, lambda: team, chosen)
        self.post = Post(bench.spool, self._send, {})
        bench.worker = Worker(
            bench.spool, lambda: decider, bench.accounts, bench.delivery, bench.waits, bench.clock,
            settled=self.notices.settled, notified=self.notices.notified,
            own_notice=partial(own, sender=chosen.sender, our_instance=instance(bench.spool)))

    def _send(self, recipient: str, raw: bytes) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((recipient, raw))

    def take(self, raw: bytes, sender: str = "ben@example.com") -> None:
        """A mail comes, is worked off, and what is to be told goes out."""
        self.bench.spool.accept(Arrival(raw, Envelope("smtp", sender, (BRIDGE,)), self.bench.clock()))
        while self.bench.work():
            pass
        self.post.look()

    def messages(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=policy.default) for _, raw in self.sent]


@pytest.fixture
def office(bench: Bench, tmp_path: Path) -> Office:
    return Office(bench, tmp_path)


def by_ben(subject: str = "Offer", to: str = "jane@acme.test", headers: str = "") -> bytes:
    return raw_mail(subject, sender="Ben <ben@example.com>").replace(
        f"To: {BRIDGE}".encode(), f"{headers}To: {to}".encode())


def test_a_colleague_is_told_what_became_of_the_mail(office: Office) -> None:
    office.take(by_ben())
    ((recipient, _),), (told,) = office.sent, office.messages()
    assert recipient == "ben@example.com"
    assert told["Subject"] == "Your mail is in Heap: Offer"
    assert "Contact: jane@acme.test" in told.get_content()


def test_a_notice_is_marked_so_that_nothing_answers_it(office: Office) -> None:
    office.take(by_ben())
    told = office.messages()[0]
    assert told["Auto-Submitted"] == "auto-replied"
    assert told["X-Auto-Response-Suppress"] == "All"
    assert told["X-Mailbridge"] == instance(office.bench.spool)
    assert told["Message-ID"].endswith("@example.com>")
    assert told["Precedence"] is None


def test_who_wants_to_hear_of_problems_hears_of_nothing_else(bench: Bench, tmp_path: Path) -> None:
    office = Office(bench, tmp_path, to_colleagues="problems", console="https://bridge.example.com")
    office.take(by_ben("Offer"))
    office.take(by_ben("An odd mail"))
    (told,) = office.messages()
    assert told["Subject"] == "Your mail waits for a person to look at it: An odd mail"
    assert "https://bridge.example.com/items/2" in told.get_content()
    assert "somebody should look" in told.get_content()


@pytest.mark.parametrize(("raw", "sender"), [
    (raw_mail(), "jane@acme.test"),                                                 # somebody outside
    (by_ben(headers="Auto-Submitted: auto-replied\r\n"), "ben@example.com"),        # a program in a colleague's name
    (by_ben(), ""),                                                                 # a bounce has no sender
    (raw_mail(sender=BRIDGE).replace(b"To: crm@bridge.example.com", b"To: jane@acme.test"), BRIDGE),
])
def test_nobody_outside_no_program_and_no_bridge_is_written_to(office: Office, raw: bytes, sender: str) -> None:
    office.take(raw, sender)
    assert office.sent == []


def test_never_is_the_default(bench: Bench, tmp_path: Path) -> None:
    office = Office(bench, tmp_path, to_colleagues=Wanted(NOTICES).to_colleagues)
    office.take(by_ben("An odd mail"))
    assert office.sent == []


def test_a_strangers_words_cannot_add_a_header_to_a_notice(office: Office) -> None:
    office.take(by_ben("=?utf-8?q?odd=0D=0ABcc:_eve@evil.test=0D=0A=0D=0Ahello?="))
    (told,) = office.messages()
    assert told["Bcc"] is None
    assert office.sent[0][0] == "ben@example.com"


def test_our_own_notice_that_comes_back_is_skipped_and_told_to_nobody(office: Office) -> None:
    office.take(by_ben())
    (_, raw), = office.sent
    office.take(raw)
    office.take(raw_mail("Hello", sender=f"Bridge <{NOTICES}>"))
    assert [office.bench.reason(n) for n in (2, 3)] == ["our own notice"] * 2
    assert len(office.sent) == 1


def test_no_more_than_so_many_an_hour_go_to_one_colleague(bench: Bench, tmp_path: Path) -> None:
    office = Office(bench, tmp_path, most_per_hour=3)
    for n in range(6):
        office.take(by_ben(f"Offer {n}"))
    assert len(office.sent) == 3
    bench.pass_time(3601)
    office.take(by_ben("Offer again"))
    assert len(office.sent) == 4


def test_a_mail_server_that_is_away_holds_up_no_mail_and_gets_the_notice_later(office: Office) -> None:
    office.trouble = NotTaken("connection refused")
    office.take(by_ben())
    assert (office.bench.state(), office.sent) == (ItemState.DONE, [])
    office.trouble = None
    assert office.post.look() == 0, "not at once"
    office.bench.pass_time(61)
    assert (office.post.look(), office.post.look(), len(office.sent)) == (1, 0, 1)


def test_a_notice_that_is_refused_for_good_is_given_up(office: Office) -> None:
    office.trouble = NotTaken("550 no such user", for_good=True)
    office.take(by_ben())
    office.bench.pass_time(100_000)
    assert outbox.take(office.bench.spool) == []


def test_the_admin_is_told_what_a_rule_notifies(bench: Bench, tmp_path: Path) -> None:
    office = Office(bench, tmp_path, admin="ann@example.com", console="https://bridge.example.com")
    office.take(raw_mail("An order"), "jane@acme.test")
    ((recipient, _),), (told,) = office.sent, office.messages()
    assert recipient == "ann@example.com"
    assert told["Subject"] == "mailbridge: somebody orders"
    assert "https://bridge.example.com/items/1" in told.get_content()


def test_a_notice_goes_through_a_real_mail_server_with_an_empty_sender(office: Office, tmp_path: Path) -> None:
    with a_bench(tmp_path_of(tmp_path)) as other:
        door = SmtpDoor(SmtpSettings(listen="127.0.0.1:0", recipients=("ben@example.com",)), other.spool, other.clock)
        door.start()
        try:
            relay = Relay("127.0.0.1", door.port, "none")
            relay.send("ben@example.com", by_ben())
            with pytest.raises(NotTaken) as refused:
                relay.send("nobody@example.com", by_ben())
        finally:
            door.stop()
        (kept,) = lists.summaries(other.spool)
        assert (kept.sender, refused.value.for_good) == ("", True)
    with pytest.raises(NotTaken) as away:
        Relay("127.0.0.1", 1, "none").send("ben@example.com", by_ben())
    assert not away.value.for_good


@pytest.mark.parametrize("lost_headers", [(), (b"Auto-Submitted", b"X-Auto-Response-Suppress"), (b"X-Mailbridge",)])
def test_two_bridges_wired_back_to_back_come_to_rest(
    bench: Bench, tmp_path: Path, lost_headers: tuple[bytes, ...]
) -> None:
    """Whatever one sends is handed to the other, as Ben's mailbox would that forwards all to a bridge."""
    with a_bench(tmp_path_of(tmp_path)) as other_bench:
        first, second = Office(bench, tmp_path, most_per_hour=1000), Office(other_bench, tmp_path, most_per_hour=1000)
        first.take(by_ben())
        second.take(by_ben("An odd mail"))
        sent = []
        for _ in range(1000):
            for one, other in ((first, second), (second, first)):
                handed, one.sent = one.sent, []
                for _, raw in handed:
                    other.take(without(raw, lost_headers))
            sent.append(len(first.sent) + len(second.sent))
        assert sent == [0] * 1000
        assert lists.counts(bench.spool)[ItemState.SKIPPED] == lists.counts(other_bench.spool)[ItemState.SKIPPED] == 1


def without(raw: bytes, names: tuple[bytes, ...]) -> bytes:
    return b"\r\n".join(line for line in raw.split(b"\r\n") if line.partition(b":")[0] not in names)


def tmp_path_of(folder: Path) -> Path:
    other = folder / "other"
    other.mkdir()
    return other


def test_an_arrival_without_an_envelope_is_told_of_too(office: Office) -> None:
    office.bench.spool.accept(arrival(by_ben(), door="imap:sales", sender=""))
    while office.bench.work():
        pass
    assert office.post.look() == 1


def test_a_mail_server_can_be_tried_out_without_sending_anything(bench: Bench) -> None:
    door = SmtpDoor(SmtpSettings(listen="127.0.0.1:0", recipients=("ben@example.com",)), bench.spool, bench.clock)
    door.start()
    try:
        Relay("127.0.0.1", door.port, "none").try_out()
        with pytest.raises(OperatorError, match=r"check notices\.smtp"):
            Relay("127.0.0.1", door.port, "starttls").try_out()
    finally:
        door.stop()
    assert lists.summaries(bench.spool) == []
