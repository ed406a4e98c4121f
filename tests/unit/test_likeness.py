"""A mail that is there already and comes once more as a colleague's forward: one mail, and only what is new is added."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from delivery_kit import Bench
from spool.kit import BRIDGE, arrival, raw_mail

from mailbridge import rules
from mailbridge.decider import Decider
from mailbridge.plan import ItemState
from mailbridge.team import Team
from mailbridge.worker import Worker

RULES = """
rules:
  - name: All
    when: {direction: [received, sent]}
    create:
      - message: {title: "{{ subject }}", body: "{{ reply }}"}
"""
TEXT = "The offer is fine, please send it to our Leipzig office until Friday."


@pytest.fixture
def work(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Accepts mails one after the other, each worked off before the next comes."""
    file = tmp_path_factory.mktemp("rules") / "rules.yaml"
    file.write_text(RULES)
    team = Team(domains=frozenset({"example.com"}), bridges=frozenset({BRIDGE}))
    decider = Decider(team, rules.load(file, unmatched="review"), ZoneInfo("UTC"))
    bench.worker = Worker(bench.spool, lambda: decider, bench.accounts, bench.delivery, bench.waits, bench.clock)

    def accept(*mails: bytes) -> None:
        for mail in mails:
            bench.spool.accept(arrival(mail, at=bench.clock()))
            while bench.work():
                pass
    return accept


def forward(comment: str = "", *, by: str = "ben@example.com", sender: str = "Jane Doe <jane@acme.test>",
            text: str = TEXT, date: str = "Mon, 2 Mar 2026 at 08:59") -> bytes:
    body = "\r\n".join((comment, "", "---------- Forwarded message ---------", f"From: {sender}", f"Date: {date}",
                        "Subject: Offer", f"To: <{BRIDGE}>", "", text))
    return raw_mail("Fwd: Offer", sender=by, text=body, message_id=f"{by}{comment}{text[:9]}{date}".replace(" ", "."))


def bodies(bench: Bench) -> list[str]:
    return [str(row["body"]) for row in bench.sandbox.records() if row["kind"] == "message"]


def test_a_later_forward_without_a_word_is_skipped_and_names_the_first(
    bench: Bench, work: Callable[..., None]
) -> None:
    work(raw_mail(text=TEXT), forward())
    assert (bench.state(1), bench.state(2)) == (ItemState.DONE, ItemState.SKIPPED)
    assert bench.reason(2) == "already there as item 1"
    assert len(bodies(bench)) == 1


def test_a_later_forward_with_a_comment_adds_the_comment_alone(bench: Bench, work: Callable[..., None]) -> None:
    work(raw_mail(text=TEXT), forward("I promised her 10 %."))
    first, second = bodies(bench)
    assert "Leipzig" in first
    assert "I promised her 10 %." in second
    assert "Leipzig" not in second


def test_the_second_of_two_colleagues_forwards_adds_its_comment_alone(
    bench: Bench, work: Callable[..., None]
) -> None:
    work(forward("See below"), forward("Mine!", by="eva@example.com"))
    assert ["Leipzig" in body for body in bodies(bench)] == [True, False]


def test_a_text_that_was_wrapped_and_quoted_is_the_same(bench: Bench, work: Callable[..., None]) -> None:
    work(raw_mail(text=TEXT), forward(text=TEXT.replace("please ", "please\r\n").replace("office", "office\r\n")))
    assert bench.state(2) is ItemState.SKIPPED


def test_a_mail_of_another_text_person_or_week_is_another_mail(bench: Bench, work: Callable[..., None]) -> None:
    work(raw_mail(text=TEXT), forward(text=TEXT.replace("Leipzig", "Dresden")),
         forward(sender="Jim <jim@acme.test>"), forward(date="Mon, 9 Mar 2026 at 08:59"))
    assert len(bodies(bench)) == 4


def test_an_outsiders_forward_is_never_taken_for_one_that_is_there(bench: Bench, work: Callable[..., None]) -> None:
    work(raw_mail(text=TEXT), forward(by="eve@evil.test"))
    assert (bench.state(2), len(bodies(bench))) == (ItemState.DONE, 2)


def test_a_mail_that_was_not_brought_is_brought_by_its_forward(bench: Bench, work: Callable[..., None]) -> None:
    bench.sandbox.arm("error-text:create:1")
    work(raw_mail(text=TEXT), forward())
    assert (bench.state(1), bench.state(2)) == (ItemState.FAILED, ItemState.DONE)
    assert "Leipzig" in bodies(bench)[0]


def test_a_few_common_words_are_too_little_to_be_recognised_by(bench: Bench, work: Callable[..., None]) -> None:
    work(raw_mail(text="Thanks!"), forward(text="Thanks!"))
    assert len(bodies(bench)) == 2
