"""Reading in a child that can be killed: the same mail comes back, and what goes over the budget ends the child alone."""

from __future__ import annotations

import base64
import os
import sys
from datetime import timedelta

import pytest
from delivery_kit import Bench, writing
from spool.kit import LEASE_SECONDS, arrival, claim_one, message, raw_mail, story

from mailbridge import guarded, reading
from mailbridge.errors import OperatorError
from mailbridge.guarded import LARGE_BYTES, Budget, OverBudget
from mailbridge.plan import ItemState
from mailbridge.reading.text.hygiene import Hygiene
from mailbridge.spool import lists

TIGHT = Budget(cpu_seconds=2, wall_seconds=60, memory_bytes=400 << 20)
RICH = (
    "From: =?utf-8?q?Ann_Gr=C3=BCn?= <ann@example.com>\r\nTo: Bob <bob@example.net>\r\nSubject: Fwd: Angebot\r\n"
    "Date: Mon, 3 Nov 2025 18:23:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBitte ansehen, Grüße 🙂\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: jane@acme.test\r\nSubject: Angebot\r\n"
    "Date: Mon, 3 Nov 2025 09:00:00 +0100\r\n\r\nHallo\r\n"
    "--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    "UID:1\r\nSUMMARY:Meeting\r\nDTSTART:20260301T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n").encode()


def child(what: str) -> tuple[str, ...]:
    """A child whose reader does something else than reading."""
    program = ("import sys, time, os, signal; from mailbridge import guarded, reading\n"
               f"def read(raw, steps):\n    {what}\n"
               "reading.read = read\nsys.exit(guarded.main(sys.argv[1:]))")
    return (sys.executable, "-c", program)


def test_what_comes_from_the_child_is_what_reading_gives() -> None:
    assert guarded.read(RICH, deaths=1) == reading.read(RICH)


@pytest.mark.parametrize(("what", "why"), [
    ("return bytearray(1 << 30)", "more than 400 MiB of memory"),
    ("while True: pass", "more than 2 s of processor time"),
    ("os.kill(os.getpid(), signal.SIGSEGV)", r"failed \(signal 11\)"),
    ("raise ValueError('a bug')", "ValueError: a bug"),
])
def test_a_reading_that_goes_wrong_ends_the_child_with_the_reason(what: str, why: str) -> None:
    with pytest.raises(OverBudget, match=why):
        guarded.read(raw_mail(), 1, TIGHT, child(what))


def test_a_reading_that_sleeps_is_ended_by_the_clock() -> None:
    with pytest.raises(OverBudget, match=r"longer than 1\.5 s"):
        guarded.read(raw_mail(), 1, Budget(wall_seconds=1.5), child("time.sleep(60)"))


def test_no_secret_is_handed_to_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBRIDGE_HEAP__LOGIN_PASSWORD", "secret")
    with pytest.raises(OverBudget, match="0 of them"):
        guarded.read(raw_mail(), 1, Budget(), child(
            "raise ValueError(f'{sum(name.startswith(\"MAILBRIDGE\") for name in os.environ)} of them')"))


def test_a_child_that_cannot_be_started_is_our_trouble_and_not_the_mails() -> None:
    with pytest.raises(OperatorError):
        guarded.read(raw_mail(), 1, Budget(), ("/nowhere/python",))


def test_a_mail_of_the_largest_size_is_read_within_the_budget() -> None:
    head = RICH.rpartition(b"--b--")[0]
    content = base64.encodebytes(os.urandom(17 << 20)).replace(b"\n", b"\r\n")
    raw = head + b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + content + b"--b--\r\n"
    assert len(raw) > LARGE_BYTES
    assert guarded.read(raw).attachments[-1].size == 17 << 20


def test_a_mail_that_ends_its_reader_is_parked_and_the_service_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = guarded._answer
    monkeypatch.setattr(guarded, "_answer", lambda raw, *_: answer(raw, TIGHT, child("bytearray(1 << 30)")))
    bench.decide = writing(message())
    bench.accept("poison", "Offer")
    claim_one(bench.spool, "a worker that died of it")
    bench.pass_time(LEASE_SECONDS + 1)
    while bench.work():
        pass
    assert (bench.state(1), bench.state(2)) == (ItemState.FAILED, ItemState.DONE)
    assert bench.reason(1) == "reading it took more than 400 MiB of memory; the original is kept"
    assert lists.original(bench.spool, story(bench.spool, 1).summary.id) == raw_mail("poison")


def test_a_mail_that_a_worker_died_of_for_another_reason_is_read_in_the_child_and_done(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.spool.accept(arrival(at=bench.clock() - timedelta(seconds=1)))
    claim_one(bench.spool, "a worker that was killed")
    bench.pass_time(LEASE_SECONDS + 1)
    bench.work()
    assert bench.state() is ItemState.DONE


def test_the_child_cleans_a_text_as_the_settings_say() -> None:
    mail = b"From: a@example.com\r\nSubject: [EXTERNAL] Offer\r\n\r\nHello\r\n"
    as_it_came = Hygiene(banners=False)
    assert guarded.read(mail, deaths=1).subject == "Offer"
    assert guarded.read(mail, deaths=1, steps=as_it_came) == reading.read(mail, as_it_came)
    assert guarded.read(mail, deaths=1, steps=as_it_came).subject == "[EXTERNAL] Offer"
