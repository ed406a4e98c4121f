"""One write to Heap, against a real sandbox whose faults are called by name."""

from __future__ import annotations

import pytest
from delivery_kit import TIMING, Bench, account_of, client_of, writing
from spool.kit import LEASE_SECONDS, claim_one, lead, message, person

from mailbridge.delivery import MOST_LOST, AccountRefused, Later, Refused, Step, Written
from mailbridge.heap.wire import write_of
from mailbridge.plan import ItemState, Write, WriteState
from mailbridge.records import Kind
from mailbridge.spool import ItemId, LostClaim, hands

KINDS = {"message": message(), "lead": lead(), "person": person(),
         "event": write_of(Kind.EVENT, {"year": "2026", "month": "3", "day": "5", "title": "Call Jane"})}


@pytest.fixture(params=KINDS)
def write(request: pytest.FixtureRequest, bench: Bench) -> Write:
    """Each kind of record in turn; the bench's mails become one."""
    chosen = KINDS[request.param]
    bench.decide = writing(chosen)
    bench.accept()
    return chosen


def test_a_record_is_written_once_and_the_mail_is_done(bench: Bench, write: Write) -> None:
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == bench.sandbox.count(write.kind.value) == 1
    assert (bench.write().state, bench.write().attempts) == (WriteState.WRITTEN, 1)


@pytest.mark.parametrize("fault", ["lost-reply", "error-after-keep", "html-page:create:kept", "empty-body:create:kept"])
def test_a_lost_reply_is_looked_up_before_writing_again(bench: Bench, write: Write, fault: str) -> None:
    bench.sandbox.arm(f"{fault}:1")
    bench.work()
    assert bench.write().state is WriteState.UNKNOWN
    assert bench.wait_seconds() == TIMING.settle_seconds
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == bench.requests() == 1
    assert bench.write().said == "found in Heap"


@pytest.mark.parametrize("fault", ["drop:create", "error-500:create", "html-page:create", "empty-body:create"])
def test_a_request_that_came_to_nothing_is_sent_again_after_two_looks(
    bench: Bench, write: Write, fault: str
) -> None:
    bench.sandbox.arm(f"{fault}:1")
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == 1
    assert bench.requests() == 2
    assert (bench.write().attempts, bench.write().lost) == (2, 1)


def test_no_look_is_taken_before_the_grace_time_is_over(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("lost-reply:1")
    bench.work()
    looks = bench.requests("get")
    bench.pass_time(TIMING.settle_seconds - 1)
    assert bench.work() == 0
    item_in_other_hands = bench.spool.claim("worker-b")
    assert item_in_other_hands == []
    assert bench.requests("get") == looks


def test_a_request_that_lands_within_the_grace_time_is_not_doubled(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("late=3600:1")
    bench.work()
    assert bench.sandbox.count() == 0
    bench.land()
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == bench.requests() == 1


def test_a_request_that_lands_between_the_two_looks_is_not_doubled(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("late=3600:1")
    bench.work()
    bench.pass_time(TIMING.settle_seconds)
    bench.work()
    assert bench.write().looks == 1
    bench.land()
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == bench.requests() == 1


def test_a_request_that_lands_while_its_repetition_waits_is_not_doubled(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("late=3600:1")
    bench.work()
    for wait in (TIMING.settle_seconds, TIMING.second_look_seconds):
        bench.pass_time(wait)
        bench.work()
    assert (bench.write().state, bench.write().lost) == (WriteState.PLANNED, 1)
    bench.land()
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == bench.requests() == 1


def test_a_record_that_heap_hides_for_a_while_is_not_doubled(bench: Bench) -> None:
    bench.decide = writing(message())
    bench.accept()
    bench.sandbox.arm(f"hidden={TIMING.settle_seconds + 5:g}:1")
    bench.sandbox.arm("lost-reply:1")
    bench.work()
    bench.pass_time(TIMING.settle_seconds)
    bench.work()
    assert bench.write().looks == 1
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == 1


def test_a_write_that_is_never_found_is_sent_no_more_than_so_often(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("drop:create")
    assert bench.work_until_settled() is ItemState.REVIEW
    assert bench.requests() == bench.write().attempts == MOST_LOST
    assert f"sent {MOST_LOST} times and never found" in bench.reason()


def never_found(bench: Bench) -> None:
    bench.sandbox.arm("drop:create")
    assert bench.work_until_settled() is ItemState.REVIEW
    bench.sandbox.clear_faults()


def test_what_a_person_did_not_find_in_heap_is_sent_once_more_and_arrives(bench: Bench, write: Write) -> None:
    never_found(bench)
    hands.retry(bench.spool, ItemId(1), "look again")
    assert bench.work_until_settled() is ItemState.REVIEW, "a retry looks, and sends nothing"
    assert bench.requests() == MOST_LOST
    hands.not_in_heap(bench.spool, ItemId(1), "I looked")
    assert bench.work_until_settled() is ItemState.DONE
    assert (bench.requests(), bench.sandbox.count()) == (MOST_LOST + 1, 1)


def test_each_word_of_a_person_sends_no_oftener_than_once(bench: Bench, write: Write) -> None:
    never_found(bench)
    bench.sandbox.arm("drop:create")
    hands.not_in_heap(bench.spool, ItemId(1), "I looked")
    assert bench.work_until_settled() is ItemState.REVIEW
    assert bench.requests() == MOST_LOST + 1


def test_what_came_after_all_is_not_sent_once_more_whatever_a_person_says(bench: Bench, write: Write) -> None:
    bench.sandbox.arm(f"late=3600:{MOST_LOST}")
    assert bench.work_until_settled() is ItemState.REVIEW
    bench.land()
    landed = bench.sandbox.count()
    hands.not_in_heap(bench.spool, ItemId(1), "I did not look well")
    assert bench.work_until_settled() is ItemState.DONE
    assert (bench.requests(), bench.sandbox.count()) == (MOST_LOST, landed)


def test_a_crash_between_asking_and_hearing_is_looked_up_by_who_takes_over(bench: Bench, write: Write) -> None:
    item = claim_one(bench.spool, "worker-that-dies")
    kept = bench.plan(item)
    before = 0 if write.kind is Kind.PERSON else None
    bench.account.client.create(kept.write, kept.marker,
                                about_to_send=lambda: bench.spool.about_to_send(item, kept, before))
    bench.pass_time(LEASE_SECONDS + 1)
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count() == bench.requests() == 1


def test_a_worker_that_lost_its_claim_sends_nothing(bench: Bench, write: Write) -> None:
    item = claim_one(bench.spool, "worker-that-froze")
    kept = bench.plan(item)
    bench.pass_time(LEASE_SECONDS + 1)
    claim_one(bench.spool, "worker-b")
    with pytest.raises(LostClaim):
        bench.delivery.carry_out(item, kept, bench.account)
    assert bench.requests() == 0


def test_a_worker_that_froze_while_noting_that_it_will_send_sends_nothing(bench: Bench, write: Write) -> None:
    item = claim_one(bench.spool, "worker-that-froze")
    kept = bench.plan(item)
    change = bench.spool.change

    def freeze(act: object) -> object:
        result = change(act)  # type: ignore[arg-type,type-var]
        bench.pass_time(LEASE_SECONDS + 1)
        return result

    bench.spool.change = freeze  # type: ignore[method-assign,assignment]
    with pytest.raises(LostClaim):
        bench.delivery.carry_out(item, kept, bench.account)
    assert bench.requests() == 0


def carry_out(bench: Bench) -> Step:
    item = claim_one(bench.spool)
    kept = item.writes[0] if item.writes else bench.plan(item)
    return bench.delivery.carry_out(item, kept, bench.account)


def test_a_refusal_in_words_is_final(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("error-text:create:1")
    step = carry_out(bench)
    assert isinstance(step, Refused)
    assert bench.write().state is WriteState.REFUSED
    assert bench.write().said == step.text != ""


def test_a_refused_login_is_not_the_writes_fault(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("refused-login")
    assert isinstance(carry_out(bench), AccountRefused)
    assert bench.write().state is WriteState.PLANNED
    assert bench.sandbox.count() == 0


def test_a_login_refused_while_looking_up_is_not_the_writes_fault(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("lost-reply:1")
    bench.work()
    bench.pass_time(TIMING.settle_seconds)
    bench.account = account_of(client_of(bench.sandbox, "wrong"))
    assert isinstance(carry_out(bench), AccountRefused)
    assert bench.write().state is WriteState.UNKNOWN


def test_when_heap_says_how_long_to_wait_so_long_is_waited(bench: Bench, write: Write) -> None:
    bench.sandbox.arm("rate-limit=7:create:1")
    step = carry_out(bench)
    assert isinstance(step, Later)
    assert (step.wait_seconds, step.is_trouble) == (7, True)
    assert bench.write().state is WriteState.PLANNED


def test_a_person_whose_reply_was_lost_is_found_by_one_more_of_the_same_than_before(bench: Bench) -> None:
    assert bench.account.client.create(person()) is not None
    bench.decide = writing(person())
    bench.accept()
    bench.sandbox.arm("lost-reply:1")
    bench.work()
    assert (bench.write().before, bench.write().state) == (1, WriteState.UNKNOWN)
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count("person") == 2


def test_a_person_equal_to_older_ones_is_not_taken_for_written(bench: Bench) -> None:
    bench.account.client.create(person())
    bench.decide = writing(person())
    bench.accept()
    bench.sandbox.arm("drop:create:1")
    assert bench.work_until_settled() is ItemState.DONE
    assert bench.sandbox.count("person") == 2
    assert bench.write().attempts == 2


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.LEAD])
def test_a_contact_without_an_address_whose_reply_was_lost_is_a_persons_question(
    bench: Bench, kind: Kind
) -> None:
    bench.decide = writing(write_of(kind, {"name": "Jane Doe"}))
    bench.accept()
    bench.sandbox.arm("drop:create:1")
    assert bench.work_until_settled() is ItemState.REVIEW
    assert "cannot be told" in bench.reason()
    assert bench.requests() == 1


def test_a_person_just_created_is_known_to_the_next_question(bench: Bench) -> None:
    assert bench.account.people.find("jane@acme.test").hits == ()
    bench.decide = writing(person())
    bench.accept()
    assert bench.work_until_settled() is ItemState.DONE
    assert len(bench.account.people.find("jane@acme.test").hits) == 1


def test_a_write_that_is_written_is_never_sent_again(bench: Bench, write: Write) -> None:
    item = claim_one(bench.spool)
    kept = bench.plan(item)
    assert isinstance(bench.delivery.carry_out(item, kept, bench.account), Written)
    assert isinstance(bench.delivery.carry_out(item, bench.write(), bench.account), Written)
    assert bench.requests() == 1
