"""The worker with a real spool, client and sandbox: what goes wrong, and that only the mail concerned waits or ends."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from delivery_kit import Bench, a_bench, account_of, client_of, writing
from spool.kit import (
    LEASE_SECONDS,
    arrival,
    claim_one,
    eventually,
    lead,
    message,
    open_spool,
    person,
    plan_of,
    raw_mail,
    story,
)

from mailbridge import reading
from mailbridge.accounts import Accounts
from mailbridge.errors import OperatorError
from mailbridge.heap.breaker import Rests
from mailbridge.mail import Mail
from mailbridge.plan import ItemState, PersonState, Plan, Verdict, WriteState
from mailbridge.reading.text.hygiene import Hygiene
from mailbridge.spool import Claimed, lists
from mailbridge.spool.rows import moment
from mailbridge.spool.schema import items
from mailbridge.waits import Waits
from mailbridge.worker import MOST_DEATHS, Worker


@contextmanager
def running(*workers: Worker) -> Iterator[None]:
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        for thread in threads:
            thread.join(10)
        assert not any(thread.is_alive() for thread in threads)


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.levelno >= logging.ERROR]


# --- the day of a mail

def test_a_mail_becomes_its_records_in_order_and_is_done(bench: Bench) -> None:
    bench.decide = writing(person(), lead(), message())
    bench.accept()
    bench.work()
    assert (bench.state(), bench.reason()) == (ItemState.DONE, "written: person, lead, message")
    assert [row["kind"] for row in bench.sandbox.records()] == ["person", "lead", "message"]


@pytest.mark.parametrize(("verdict", "end"), [
    (Verdict.SKIP, ItemState.SKIPPED), (Verdict.REVIEW, ItemState.REVIEW)])
def test_what_the_rules_do_not_want_written_ends_with_their_reason(
    bench: Bench, verdict: Verdict, end: ItemState
) -> None:
    bench.decide = lambda mail, ask: plan_of(verdict=verdict, reason="a newsletter")
    bench.accept()
    bench.work()
    assert (bench.state(), bench.reason(), bench.requests()) == (end, "a newsletter", 0)


def test_a_copy_through_another_door_is_skipped_and_names_the_first(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept("Offer")
    bench.spool.accept(arrival(b"Received: from a.example\r\n" + raw_mail("Offer"), door="imap:sales"))
    bench.work()
    assert [(bench.state(n), bench.reason(n)) for n in (1, 2)] == [
        (ItemState.DONE, "written: message"), (ItemState.SKIPPED, "the same mail as item 1")]
    assert bench.sandbox.count() == 1


def test_a_plan_is_never_decided_again(bench: Bench) -> None:
    decided: list[str] = []

    def decide(mail: Mail, ask: object) -> Plan:
        decided.append(mail.subject)
        return plan_of(message(f"decision {len(decided)}"))

    bench.decide = decide
    bench.accept()
    bench.sandbox.arm("drop:create:1")
    assert bench.work_until_settled() is ItemState.DONE
    assert decided == ["Offer"]
    assert [row["title"] for row in bench.sandbox.records()] == ["decision 1"]


def test_after_a_trouble_in_the_middle_only_the_rest_is_written(bench: Bench) -> None:
    bench.decide = writing(lead(), message())
    bench.accept()
    bench.sandbox.arm("rate-limit=5:create:message:1")
    assert bench.work_until_settled() is ItemState.DONE
    assert (bench.sandbox.count("lead"), bench.sandbox.count("message")) == (1, 1)


# --- troubles of Heap

def test_a_refused_record_ends_its_mail_as_failed_with_heaps_words(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept("one", "two")
    bench.sandbox.arm("error-text:create:1")
    bench.work()
    assert sorted([bench.state(1), bench.state(2)]) == [ItemState.DONE, ItemState.FAILED]
    assert bench.reason(1).startswith("Heap refused the message: ")


def test_a_refused_login_rests_the_account_keeps_the_mails_and_raises_one_alarm(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.decide = writing(message())
    bench.accept(*(f"mail {n}" for n in range(6)))
    bench.sandbox.arm("refused-login")
    while bench.work():
        pass
    asked = bench.requests(), bench.requests("get")
    assert asked == (1, 1), "one refusal, one question whether it was the login's fault"
    assert lists.counts(bench.spool)[ItemState.WAITING] == 6
    assert len(alarms(caplog)) == 1
    assert "mails are kept" in alarms(caplog)[0]
    assert [bench.write(1).state, story(bench.spool, 6).summary.attempts] == [WriteState.PLANNED, 0]
    bench.sandbox.clear_faults()
    bench.pass_time(Rests().refused_seconds + 1)
    while bench.work():
        pass
    assert bench.sandbox.count("message") == 6


def test_a_login_refused_while_asking_who_somebody_is_costs_no_mail_an_attempt(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def decide(mail: Mail, ask: object) -> Plan:
        assert ask("jane@acme.test").state is PersonState.UNKNOWN  # type: ignore[operator]
        return plan_of(message())

    bench.decide = decide
    bench.accept("one", "two", "three")
    bench.sandbox.arm("refused-login")
    for _ in range(8):
        while bench.work():
            pass
        bench.pass_time(24 * 3600)
    assert lists.counts(bench.spool)[ItemState.WAITING] == 3, "even after days nothing is given up"
    assert {story(bench.spool, n).summary.attempts for n in (1, 2, 3)} == {0}
    assert len(alarms(caplog)) == 1, "also after eight days"
    bench.sandbox.clear_faults()
    assert bench.work_until_settled() is ItemState.DONE


def test_a_login_refused_before_a_person_is_counted_rests_the_account_too(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.decide = writing(person())
    bench.accept("one", "two", "three")
    bench.sandbox.arm("refused-login")
    while bench.work():
        pass
    assert len(alarms(caplog)) == 1
    assert bench.requests("get") <= 2
    assert story(bench.spool, 1).summary.attempts == 0


def test_a_colleagues_refused_login_does_not_rest_the_bridges_own(bench: Bench) -> None:
    ben = account_of(client_of(bench.sandbox, "wrong"))
    bench.accounts = Accounts(bench.account, {"ben@example.com": ben}, lambda: bench.seconds)
    bench.worker = bench.another_worker(threads=2)
    own = message()
    bens = type(own)(own.kind, own.fields, account="ben@example.com")
    bench.decide = lambda mail, ask: plan_of(bens if mail.subject == "Ben" else own)
    bench.accept("Ben", "Offer")
    bench.work()
    assert (bench.state(1), bench.state(2)) == (ItemState.WAITING, ItemState.DONE)


def test_while_heap_is_down_the_waits_grow_nothing_is_lost_and_then_it_is_delivered(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.rest(Rests(after=0))
    bench.accept("one", "two")
    bench.sandbox.stop()
    waits = []
    for _ in range(8):
        assert bench.work() == 2
        waits.append(bench.wait_seconds(1))
        bench.pass_time(max(bench.wait_seconds(1), bench.wait_seconds(2)))
    assert all(0.8 * wanted <= wait <= 1.2 * wanted
               for wait, wanted in zip(waits, (60, 120, 240, 480, 960, 1920, 3600, 3600), strict=True)), waits
    bench.sandbox.start()
    assert (bench.work_until_settled(1), bench.work_until_settled(2)) == (ItemState.DONE, ItemState.DONE)
    assert bench.sandbox.count() == 2


def test_a_heap_that_is_away_is_found_out_once_and_costs_the_mails_no_attempts(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.decide = writing(message())
    bench.accept(*(f"mail {n}" for n in range(6)))
    bench.sandbox.stop()
    for _ in range(40):
        while bench.work():
            pass
        bench.pass_time(15 * 60)
    attempts = [story(bench.spool, n).summary.attempts for n in range(1, 7)]
    assert lists.counts(bench.spool)[ItemState.WAITING] == 6
    assert sum(attempts) <= 5 + 40, "one try when a rest is over, not one for each mail"
    assert len(alarms(caplog)) == 1
    bench.sandbox.start()
    while lists.counts(bench.spool)[ItemState.DONE] < 6:
        bench.work()
        bench.pass_time(20)
    assert bench.sandbox.count() == 6
    assert [record.message for record in caplog.records if "again; its mails go on" in record.message] != []
    assert len(alarms(caplog)) == 1


def test_after_a_rest_one_mail_goes_ahead_and_the_others_wait_for_what_it_finds(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.rest(Rests(after=2, first_seconds=60))
    bench.accept("one", "two", "three", "four")
    bench.sandbox.stop()
    bench.work()
    bench.work()
    assert [story(bench.spool, n).summary.attempts for n in (1, 2, 3, 4)] == [1, 1, 0, 0]
    bench.pass_time(90)
    bench.work()
    bench.work()
    assert sum(story(bench.spool, n).summary.attempts for n in (1, 2, 3, 4)) == 3
    assert bench.accounts.rest_seconds(bench.account) == 120


def test_a_rate_limit_holds_back_the_logins_other_mails_too(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept("one", "two", "three")
    bench.sandbox.arm("rate-limit=100:create:1")
    while bench.work():
        pass
    assert bench.requests() == 1
    assert [bench.wait_seconds(n) for n in (1, 2, 3)] == [100, 100, 100]
    assert [story(bench.spool, n).summary.attempts for n in (2, 3)] == [0, 0]


def test_a_rate_limit_waits_as_long_as_heap_says(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept()
    bench.sandbox.arm("rate-limit=777:create:1")
    bench.work()
    assert bench.wait_seconds() == 777
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == 1


def test_a_rate_limit_met_while_asking_waits_as_long_as_heap_says(bench: Bench) -> None:
    bench.decide = lambda mail, ask: plan_of(message()) if ask("jane@acme.test") else plan_of()
    bench.accept()
    bench.sandbox.arm("rate-limit=777:get:1")
    bench.work()
    assert bench.wait_seconds() == 777
    assert bench.work_until_settled() is ItemState.DONE


def test_a_rate_limit_of_no_time_at_all_makes_no_busy_loop(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept()
    bench.sandbox.arm("rate-limit=0:create")
    bench.work()
    assert bench.wait_seconds() >= 1


def test_an_unreadable_answer_is_never_nobody(bench: Bench) -> None:
    asked: list[object] = []
    bench.decide = lambda mail, ask: plan_of(message()) if asked.append(ask("jane@acme.test")) else plan_of()  # type: ignore[func-returns-value]
    bench.accept()
    bench.sandbox.arm("html-page:get:1")
    bench.work()
    assert asked == []
    assert bench.state() is ItemState.WAITING


def test_what_heap_never_takes_is_given_up_after_days_and_kept(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept()
    bench.waits = Waits(first_seconds=3600, longest_seconds=6 * 3600)
    bench.worker = bench.another_worker()
    bench.sandbox.stop()
    assert bench.work_until_settled() is ItemState.FAILED
    days = (bench.clock() - story(bench.spool, 1).summary.received_at).total_seconds() / 86_400
    assert 5 <= days < 5.5
    assert bench.reason().startswith("given up after 5 days: ")
    assert lists.original(bench.spool, story(bench.spool, 1).summary.id) == raw_mail()


def test_an_old_mail_is_not_given_up_at_its_first_trouble() -> None:
    waits = Waits()
    assert not waits.are_over(0, timedelta(days=30))
    assert waits.are_over(20, timedelta(days=30))
    assert not waits.are_over(20, timedelta(days=4))


# --- troubles of a mail, of the spool, of workers

def test_a_mail_that_breaks_its_reading_is_parked_with_the_traceback_and_the_next_is_served(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "mailbridge.worker")     # pytest-xdist cannot carry the odd byte in its report
    read = reading.read

    def poisoned(raw: bytes, steps: Hygiene) -> Mail:
        if b"Subject: poison" in raw:
            raise RecursionError("too deep \udcff")
        return read(raw, steps)

    monkeypatch.setattr(reading, "read", poisoned)
    bench.decide = writing(message())
    bench.accept("poison", "Offer")
    with running(bench.worker):
        eventually(lambda: bench.state(2) is ItemState.DONE and bench.state(1) is ItemState.FAILED)
    assert "a fault in mailbridge" in bench.reason(1)
    assert "RecursionError: too deep" in bench.reason(1)
    assert "in poisoned" in bench.reason(1)
    assert lists.original(bench.spool, story(bench.spool, 1).summary.id) == raw_mail("poison")


def test_a_mail_whose_reading_ends_the_worker_again_and_again_is_parked(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept()
    for n in range(MOST_DEATHS):
        claim_one(bench.spool, f"worker-that-dies-{n}")
        bench.pass_time(LEASE_SECONDS + 1)
    bench.work()
    assert bench.state() is ItemState.FAILED
    assert f"ended the worker {MOST_DEATHS} times" in bench.reason()


def test_two_workers_on_one_spool_write_each_record_once(tmp_path: Path) -> None:
    with a_bench(tmp_path, ["lost-reply:8", "drop:create:4"], threads=3) as bench:
        bench.decide = lambda mail, ask: plan_of(message(mail.subject))
        subjects = [f"mail {n}" for n in range(24)]
        bench.accept(*subjects)
        other_process = open_spool(tmp_path, bench.clock)
        other = bench.another_worker(other_process, threads=3)

        def all_done() -> bool:
            counts = lists.counts(bench.spool)
            if not counts[ItemState.CLAIMED]:
                bench.pass_time(31)
            return counts[ItemState.DONE] == len(subjects)

        with running(bench.worker, other):
            eventually(all_done, 15)
        other_process.close()
        assert sorted(row["title"] for row in bench.sandbox.records()) == sorted(subjects)


def test_a_worker_whose_spool_is_in_trouble_goes_on_afterwards(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("mailbridge.worker.POLL_SECONDS", 0.02)
    claim, troubles = bench.spool.claim_each, [OperatorError("the spool is locked"), ValueError("a bug")]

    def troubled(owner: str, wishes: list[tuple[int, int | None]]) -> object:
        if troubles:
            raise troubles.pop(0)
        return claim(owner, wishes)

    monkeypatch.setattr(bench.spool, "claim_each", troubled)
    bench.decide = writing(message())
    with running(bench.worker):
        bench.accept()
        eventually(lambda: bench.state() is ItemState.DONE)
    assert alarms(caplog) == ["the spool is locked", "mails could not be claimed"]


def test_a_trouble_with_a_mail_that_was_taken_over_meanwhile_is_no_error(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def decide(mail: Mail, ask: object) -> Plan:
        bench.pass_time(LEASE_SECONDS + 1)
        claim_one(bench.spool, "another")
        raise OperatorError("Heap is away")

    bench.decide = decide
    bench.accept()
    bench.work()
    assert alarms(caplog) == []
    assert "item=1 was taken over by another worker; letting go" in caplog.messages


def test_an_arrival_wakes_the_worker(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbridge.worker.POLL_SECONDS", 60)
    bench.decide = writing(message())
    with running(bench.worker):
        bench.accept()
        eventually(lambda: bench.state() is ItemState.DONE, 5)


def test_large_mails_are_taken_one_after_another_and_small_ones_beside_them(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbridge.in_hand.LARGE_BYTES", 4000)
    for subject, text in (("large 1", "x" * 5000), ("large 2", "x" * 5000), ("small 1", ""), ("small 2", "")):
        bench.spool.accept(arrival(raw_mail(subject, text=text), at=bench.clock()))
    taken = bench.worker._claim()
    bench.decide = writing(message())
    assert [item.id for item in taken] == [1, 3]        # it has two threads
    bench.worker._handle(taken[1])
    assert [item.id for item in bench.worker._claim()] == [4]
    bench.worker._handle(taken[0])
    assert [item.id for item in bench.worker._claim()] == [2]


def test_a_mail_that_waits_is_claimed_with_the_end_of_the_one_before(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept(*(f"mail {n}" for n in range(20)))
    commits: list[int] = []
    sa.event.listen(bench.spool._engine, "commit", lambda connection: commits.append(1))
    with running(bench.another_worker(threads=1)):
        eventually(lambda: bench.state(20) is ItemState.DONE)
    assert bench.sandbox.count() == 20
    assert len(commits) < 45, "one for what is about to be sent, one for what came of it and the next claim"


def test_stopping_finishes_the_mail_in_hand(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.sandbox.arm("slow=0.4:create")
    with running(bench.worker):
        bench.accept()
        eventually(lambda: bool(story(bench.spool, 1).writes) and bench.write().state is WriteState.SENDING)
    assert bench.state() is ItemState.DONE


def test_a_worker_that_stops_takes_no_further_mail(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.sandbox.arm("slow=0.4:create")
    worker = bench.another_worker(threads=1)
    with running(worker):
        bench.accept("one", "two")
        eventually(lambda: bool(story(bench.spool, 1).writes) and bench.write().state is WriteState.SENDING)
    assert (bench.state(1), bench.state(2)) == (ItemState.DONE, ItemState.WAITING)


def test_a_heartbeat_keeps_a_slow_mail_from_being_taken_over(bench: Bench) -> None:
    worker = bench.another_worker(threads=1, heartbeat_seconds=0.05)
    bench.decide = writing(message())
    bench.sandbox.arm("slow=0.5:create:1")
    with running(worker):
        bench.accept()
        eventually(lambda: bool(story(bench.spool, 1).writes) and bench.write().state is WriteState.SENDING)
        for _ in range(2):
            bench.clock.forward(LEASE_SECONDS - 1)
            eventually(lambda: held_until(bench) > bench.clock() + timedelta(seconds=LEASE_SECONDS - 2))
        assert bench.spool.claim("worker-b") == []
        eventually(lambda: bench.state() is ItemState.DONE)


def test_the_heart_beats_until_the_last_mail_in_hand_is_finished_and_not_longer(bench: Bench) -> None:
    beats: list[float] = []
    worker = bench.another_worker(threads=1, heartbeat_seconds=0.02)
    worker.on_beat = lambda: beats.append(time.monotonic())
    bench.decide = writing(message())
    bench.sandbox.arm("slow=0.5:create:1")
    with running(worker):
        bench.accept()
        eventually(lambda: bool(story(bench.spool, 1).writes) and bench.write().state is WriteState.SENDING)
        worker.stop()
        stopped = time.monotonic()
    ended = time.monotonic()
    assert bench.state() is ItemState.DONE
    assert any(beat > stopped + 0.1 for beat in beats), "while the mail was being finished"
    time.sleep(0.1)
    assert max(beats) <= ended, "nobody says that a stopped process is there"


def test_a_heartbeat_that_fails_is_followed_by_the_next(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    beats: list[str] = []

    def fails_once() -> None:
        beats.append("beat")
        if len(beats) == 1:
            raise ValueError("a bug")

    worker = bench.another_worker(threads=1, heartbeat_seconds=0.02)
    worker.on_beat = fails_once
    with running(worker):
        eventually(lambda: len(beats) > 1)
    assert alarms(caplog) == ["the leases of the mails in hand could not be renewed"]


def held_until(bench: Bench) -> datetime:
    with bench.spool.looking() as connection:
        return moment(connection.execute(sa.select(items.c.lease_until)).scalar_one())


def test_a_worker_that_was_frozen_lets_go_without_an_alarm(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.decide = writing(message())
    bench.accept()
    (item,) = bench.worker._claim()
    bench.pass_time(LEASE_SECONDS + 1)
    other = claim_one(bench.spool, "worker-b")
    bench.worker._handle(item)
    assert bench.requests() == 0
    assert alarms(caplog) == []
    bench.spool.settle(other, ItemState.DONE, "by the other")


def test_a_mail_that_has_ended_is_not_kept_in_memory_while_its_thread_goes_on(bench: Bench) -> None:
    worker = bench.another_worker(threads=1)
    alive: list[int] = []
    work = worker.work

    def watched(item: Claimed) -> Claimed | None:
        alive.append(sum(type(each) is Claimed for each in gc.get_objects()))
        return work(item)

    worker.work = watched  # type: ignore[method-assign]
    worker._goes_on = True
    bench.decide = writing(message())
    bench.accept("one", "two", "three")
    gc.collect()
    worker._work_off(worker._claim())
    assert alive == [1, 1, 1]
