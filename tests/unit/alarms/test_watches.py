"""What is a trouble, what is well, and what nobody can tell yet."""

from __future__ import annotations

import ssl
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from delivery_kit import Bench, client_of
from intake.smtp_kit import certificate
from spool.kit import arrival, raw_mail

from mailbridge.alarms import watches
from mailbridge.alarms.findings import Finding, Kind
from mailbridge.heap.breaker import Rests
from mailbridge.plan import ItemState
from mailbridge.sandbox import DEFAULT_LOGIN
from mailbridge.spool import ItemId, hands
from mailbridge.spool.backlog import STORM_GUARD
from mailbridge.spool.polls import Polls
from mailbridge.spool.presence import BEAT_SECONDS, Presence

HOUR = timedelta(hours=1)
STALL = timedelta(minutes=30)


def of(found: list[Finding], kind: Kind) -> Finding:
    (finding,) = [finding for finding in found if finding.kind is kind]
    return finding


def queue(bench: Bench, kind: Kind = Kind.STALLED, up: timedelta = HOUR) -> Finding:
    return of(list(watches.queue(bench.spool, STALL, up)), kind)


def heap(bench: Bench, kind: Kind = Kind.HEAP_AWAY) -> Finding:
    return of(list(watches.heap(bench.accounts)), kind)


def settle(bench: Bench, state: ItemState, reason: str = "no") -> ItemId:
    bench.accept(f"Offer {bench.clock()} {reason} {state}")
    (item,) = bench.spool.claim("worker", 1)
    bench.spool.settle(item, state, reason)
    return item.id


def test_a_mail_that_waits_for_too_long_is_a_trouble(bench: Bench) -> None:
    settle(bench, ItemState.DONE)
    bench.accept("Offer")
    bench.pass_time(29 * 60)
    assert queue(bench).is_well
    bench.pass_time(2 * 60)
    assert queue(bench).what == ("Mails wait for too long: 1 wait, the oldest for 31 minutes; the last was settled "
                                 "31 minutes ago.")


def test_a_process_that_is_missing_is_a_trouble_once_it_is_not_just_being_replaced(bench: Bench) -> None:
    look = watches.Processes(bench.spool)
    first, second = (Presence(bench.spool, f"worker-{number}", "db1:12", number, 2) for number in (1, 2))
    first.beat()
    assert (of(list(look()), Kind.PROCESSES).what, of(list(look()), Kind.PROCESSES).is_well) == ("", False)
    second.beat()
    assert of(list(look()), Kind.PROCESSES).is_well
    second.leave()
    for _ in range(7):
        found = of(list(look()), Kind.PROCESSES)
        bench.pass_time(BEAT_SECONDS)
        first.beat()
    assert found.what == "Not all processes are at work: 1 of 2 of db1:12."
    second.beat()
    assert of(list(look()), Kind.PROCESSES).is_well


def test_a_service_that_has_just_started_gives_the_backlog_its_time(bench: Bench) -> None:
    bench.accept("Offer")
    bench.pass_time(86400)
    found = queue(bench, up=timedelta(minutes=1))
    assert (found.what, found.is_well) == ("", False)


def test_an_old_mail_that_a_person_lets_go_again_does_not_wait_since_it_came(bench: Bench) -> None:
    item = settle(bench, ItemState.FAILED)
    bench.pass_time(86400)
    hands.retry(bench.spool, item, "mended")
    assert queue(bench).is_well
    bench.pass_time(31 * 60)
    assert queue(bench).what


def test_mails_that_fail_are_a_trouble_for_an_hour_or_until_they_are_seen_to(bench: Bench) -> None:
    assert queue(bench, Kind.FAILED_MAILS).is_well
    first, second = settle(bench, ItemState.FAILED, "a"), settle(bench, ItemState.FAILED, "b")
    assert queue(bench, Kind.FAILED_MAILS).what == "2 mails failed within the last hour."
    hands.settle(bench.spool, first, "by hand")
    hands.retry(bench.spool, second, "mended")
    assert queue(bench, Kind.FAILED_MAILS).is_well
    settle(bench, ItemState.FAILED, "c")
    bench.pass_time(3601)
    assert queue(bench, Kind.FAILED_MAILS).is_well


def test_what_the_storm_guard_holds_up_is_a_trouble(bench: Bench) -> None:
    settle(bench, ItemState.REVIEW, "somebody should look")
    assert queue(bench, Kind.STORM).is_well
    settle(bench, ItemState.REVIEW, f"{STORM_GUARD}20 records about jane@acme.test")
    assert queue(bench, Kind.STORM).what == "The storm guard has sent 1 mail to review within ten minutes."


def test_heap_is_well_only_once_it_has_answered(bench: Bench) -> None:
    assert (heap(bench).what, heap(bench).is_well) == ("", False)
    bench.accounts.ask_once()
    assert heap(bench).is_well
    assert heap(bench, Kind.HEAP_LOGIN).is_well


def test_a_heap_that_is_away_is_one_trouble_and_no_refused_login(bench: Bench) -> None:
    bench.rest(Rests(after=1))
    bench.sandbox.stop()
    bench.accounts.ask_once()
    assert heap(bench).what.startswith("Heap is not to be reached: ")
    login = heap(bench, Kind.HEAP_LOGIN)
    assert (login.what, login.is_well, login.about) == ("", False, DEFAULT_LOGIN.email)


def test_a_refused_login_is_a_trouble_of_that_login(bench: Bench) -> None:
    from mailbridge.accounts import Account, Accounts
    from mailbridge.heap.people import People

    client = client_of(bench.sandbox, "wrong")
    accounts = Accounts(Account(client, People(client.get)), {}, lambda: 1.0)
    accounts.ask_once()
    found = of(list(watches.heap(accounts)), Kind.HEAP_LOGIN)
    assert found.name == f"heap-login:{DEFAULT_LOGIN.email}"
    assert "refuses the login" in found.what


def mailboxes(bench: Bench, kind: Kind, up: timedelta = HOUR) -> Finding:
    return of(list(watches.mailboxes(bench.spool, ["sales"], timedelta(minutes=15), up)), kind)


def test_a_mailbox_without_a_good_look_for_so_long_is_a_trouble(bench: Bench) -> None:
    box = Polls(bench.spool, "sales")
    box.good()
    assert mailboxes(bench, Kind.MAILBOX).is_well
    bench.pass_time(14 * 60)
    box.failed("no route")
    assert (mailboxes(bench, Kind.MAILBOX).what, mailboxes(bench, Kind.MAILBOX).is_well) == ("", False)
    bench.pass_time(2 * 60)
    found = mailboxes(bench, Kind.MAILBOX)
    assert (found.what, found.advice) == ("The mailbox sales could not be looked at for 16 minutes.", "no route")
    assert mailboxes(bench, Kind.MAILBOX, up=timedelta(minutes=1)).what == "", "it has hardly tried yet"
    box.good()
    assert mailboxes(bench, Kind.MAILBOX).is_well


def test_a_refused_mailbox_login_is_a_trouble_at_once(bench: Bench) -> None:
    box = Polls(bench.spool, "sales")
    box.failed("the login is refused: token expired", is_refused=True)
    assert "token expired" in mailboxes(bench, Kind.MAILBOX_LOGIN, up=timedelta()).what
    Polls(bench.spool, "sales").good()
    assert mailboxes(bench, Kind.MAILBOX_LOGIN).is_well


def test_a_look_that_changes_nothing_is_not_written_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    box, changes = Polls(bench.spool, "sales"), 0
    change = bench.spool.change

    def counted(*arguments: object) -> object:
        nonlocal changes
        changes += 1
        return change(*arguments)       # type: ignore[arg-type]

    monkeypatch.setattr(bench.spool, "change", counted)
    for _ in range(29):
        box.good()
        bench.pass_time(1)
    box.failed("no route")
    box.failed("no route")
    box.good()
    assert changes == 3


def test_rules_and_worker_and_room_are_told_as_they_stand(bench: Bench) -> None:
    assert [finding.is_well for finding in watches.rules(lambda: "")] == [True]
    assert [finding.advice for finding in watches.rules(lambda: "10.yaml:3:5: no")] == ["10.yaml:3:5: no"]
    assert [finding.is_well for finding in watches.worker(lambda: False)] == [False]
    assert [finding.is_well for finding in watches.room(bench.spool)] == [True]


@pytest.mark.parametrize(("left", "said"), [
    (timedelta(days=11), ""), (timedelta(days=9), "expires in 9 days"), (timedelta(hours=-1), "has expired"),
])
def test_a_certificate_that_expires_soon_is_a_trouble(tmp_path: Path, left: timedelta, said: str) -> None:
    from mailbridge import certificates

    file = certificate(tmp_path)["certificate"]
    until = certificates.validity(file).until
    (found,) = watches.certificate("smtp", file, timedelta(days=10), lambda: until - left)
    assert found.is_well == (not said)
    assert said in found.what


def test_a_certificate_that_cannot_be_read_is_a_trouble(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("-----BEGIN CERTIFICATE-----\nMAAB\n-----END CERTIFICATE-----\n")
    (found,) = watches.certificate("smtp", tmp_path / "cert.pem", timedelta(), lambda: datetime.max)
    assert "holds no certificate" in found.advice


def test_a_certificate_of_a_version_that_nobody_knows_is_a_trouble(tmp_path: Path) -> None:
    file = certificate(tmp_path)["certificate"]
    known = ssl.PEM_cert_to_DER_cert(file.read_text())
    version = b"\xa0\x03\x02\x01"
    file.write_text(ssl.DER_cert_to_PEM_cert(known.replace(version + b"\x02", version + b"\x05", 1)))
    (found,) = watches.certificate("smtp", file, timedelta(), lambda: datetime.max)
    assert "holds no certificate" in found.advice


def test_a_mail_in_the_queue_is_no_trouble_by_itself(bench: Bench) -> None:
    bench.spool.accept(arrival(raw_mail("Hello"), at=bench.clock()))
    assert queue(bench).is_well
