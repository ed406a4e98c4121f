"""Signature images are left out once they came before from the same domain; a screenshot stays (row B6)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from delivery_kit import Bench, a_bench
from spool.kit import BRIDGE, arrival, story

from mailbridge import reading, replay
from mailbridge.attachments import Policy, logos
from mailbridge.decider import Decider
from mailbridge.plan import ItemState
from mailbridge.rules import load_text
from mailbridge.spool import ItemId
from mailbridge.spool import logos as memory
from mailbridge.spool.retention import Keep, expire
from mailbridge.team import Team

RULES = "rules: [{name: all, when: {}, create: [{message: {title: '{{ subject }}', body: '{{ reply }}'}}]}]"
LOGO, SCREENSHOT = b"\x89PNG logo" + b"x" * 9000, b"\x89PNG what I see" + b"y" * 50_000
TEAM = Team(frozenset({"example.com"}), bridges=frozenset({BRIDGE}))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as made:
        yield made


def use(bench: Bench, policy: Policy | None = None) -> Decider:
    decider = Decider(TEAM, load_text(RULES), ZoneInfo("UTC"), attachments=policy or Policy())
    bench.worker = bench.another_worker(threads=1)
    bench.worker._planner._decider = lambda: decider
    return decider


def raw(subject: str, *images: bytes, sender: str = "jane@acme.test", forwards: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Somebody <{sender}>", BRIDGE, subject
    mail["Message-ID"] = f"<{subject.replace(' ', '')}@acme.test>"
    original = (f"\n\n---------- Forwarded message ---------\nFrom: Jane <{forwards}>\nDate: Mon, 2 Mar 2026 at 08:59\n"
                f"Subject: {subject}\nTo: Ben <ben@example.com>\n\nThis is about {subject}.\n") if forwards else ""
    mail.set_content(f"Hello, {subject}.{original}")
    for number, image in enumerate(images, 1):
        mail.add_attachment(image, maintype="image", subtype="png", filename=f"image{number:03}.png")
    return mail.as_bytes()


def brought(bench: Bench, *mail: Any, **more: Any) -> str:
    """The body that a mail's message has in Heap."""
    item = bench.spool.accept(arrival(raw(*mail, **more), at=bench.clock())).item
    bench.work()
    told = story(bench.spool, item)
    assert told.summary.state is ItemState.DONE, told.summary.reason
    return told.writes[0].write.field("body")


def test_what_came_before_from_the_same_domain_is_left_out_and_told(bench: Bench) -> None:
    use(bench)
    assert "image001.png" in brought(bench, "one", LOGO)
    assert "image001.png" not in brought(bench, "two", LOGO, sender="omar@ACME.test")
    evidence = cast(dict[str, Any], story(bench.spool, 2).plan)["evidence"]
    assert evidence[-1] == "signature images left out, which came before: image001.png"


def test_a_screenshot_beside_the_logo_stays(bench: Bench) -> None:
    use(bench)
    brought(bench, "one", LOGO)
    body = brought(bench, "two", LOGO, SCREENSHOT)
    assert "image002.png" in body and "image001.png" not in body


def test_another_domains_image_and_a_large_one_stay(bench: Bench) -> None:
    use(bench)
    photograph = b"\x89PNG" + b"z" * logos.MAX_BYTES
    brought(bench, "one", LOGO, photograph)
    assert "image001.png" in brought(bench, "two", LOGO, sender="eva@other.test")
    assert "image001.png" in brought(bench, "three", photograph)


def test_in_a_colleagues_forward_the_originals_domain_counts(bench: Bench) -> None:
    use(bench)
    brought(bench, "one", LOGO)
    assert "image001.png" not in brought(bench, "two", LOGO, sender="ben@example.com", forwards="jane@acme.test")


def test_a_mail_that_is_decided_twice_does_not_take_its_own_images_for_known(bench: Bench) -> None:
    use(bench)
    bench.spool.accept(arrival(raw("one", LOGO), at=bench.clock()))
    memory.remember(bench.spool, ItemId(1), ("acme.test",), logos.candidates(reading.read(raw("one", LOGO))))
    bench.work()
    assert "image001.png" in bench.write(1).write.field("body")


def test_nothing_is_left_out_when_the_settings_say_so(bench: Bench) -> None:
    use(bench, Policy(leaves_out_logos=False))
    brought(bench, "one", LOGO)
    assert "image001.png" in brought(bench, "two", LOGO)


def test_a_replay_sees_what_was_seen_then(bench: Bench) -> None:
    decider = use(bench)
    for subject in ("one", "two"):
        brought(bench, subject, LOGO)
    assert [mail.is_different for mail in replay.replay(bench.spool, decider, 10)] == [False, False]


def test_a_replay_leaves_out_no_more_than_the_settings_do(bench: Bench) -> None:
    decider = use(bench, Policy(leaves_out_logos=False))
    for subject in ("one", "two"):
        brought(bench, subject, LOGO)
    memory.remember(bench.spool, ItemId(1), ("acme.test",), logos.candidates(reading.read(raw("one", LOGO))))
    bench.spool.change(lambda connection: None)
    assert [mail.is_different for mail in replay.replay(bench.spool, decider, 10)] == [False, False]


def test_the_memory_is_bounded_by_domain_and_by_time(bench: Bench) -> None:
    spool = bench.spool
    for number in range(memory.MOST_OF_A_DOMAIN + 20):
        bench.clock.forward(1)
        memory.remember(spool, ItemId(1), ("acme.test",), (f"{number:064x}",))
    newest, oldest = f"{memory.MOST_OF_A_DOMAIN + 19:064x}", f"{0:064x}"
    spool.change(lambda connection: None)       # what was to be kept before is kept then
    assert memory.seen(spool, ("acme.test",), (newest, oldest), ItemId(2)) == {newest}
    bench.clock.forward(366 * 86_400)
    while expire(spool, Keep()):
        pass
    assert memory.seen(spool, ("acme.test",), (newest,), ItemId(2)) == frozenset()
