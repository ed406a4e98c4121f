"""The bridge's mail to itself: through real doors, known by its mark, measured, and never for Heap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from delivery_kit import Bench, a_bench, writing
from intake.smtp_kit import certificate
from spool.kit import BRIDGE, arrival, message, raw_mail, story

from mailbridge import reading
from mailbridge.alarms import watches
from mailbridge.canary import Canary
from mailbridge.canary.doors import OwnDoor
from mailbridge.canary.letter import MARK, Flight, read, written
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.notices.post import NotTaken
from mailbridge.plan import ItemState
from mailbridge.settings import LmtpSettings, SmtpSettings
from mailbridge.spool import ItemId, canaries, lists

EVERY = timedelta(minutes=15)
SECRET = b"k" * 32


class Home:
    """A bridge whose canaries come to `sent` instead of going anywhere."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.sent: list[bytes] = []
        self.trouble = ""
        bench.decide = writing(message())       # any other mail would be written to Heap
        self.canary = Canary(bench.spool, "bridge@example.com", {"sales@example.com": ("sales@example.com", self._send)},
                             EVERY)
        bench.worker = bench.another_worker(own_notice=self.canary.welcome)

    def _send(self, recipient: str, raw: bytes) -> None:
        if self.trouble:
            raise NotTaken(self.trouble)
        self.sent.append(raw)

    def take(self, raw: bytes) -> ItemId:
        item = self.bench.spool.accept(arrival(raw, at=self.bench.clock())).item
        self.bench.work()
        return item

    def flown(self) -> canaries.Flown:
        return canaries.last(self.bench.spool)["sales@example.com"]

    def found(self, up: timedelta = timedelta(hours=9)) -> tuple[str, bool]:
        (finding,) = watches.canary(self.bench.spool, ["sales@example.com"], EVERY + timedelta(minutes=10), up)
        return finding.what + finding.advice, finding.is_well


@pytest.fixture
def home(bench: Bench) -> Home:
    return Home(bench)


def test_one_that_comes_home_is_skipped_and_measured_and_never_reaches_heap(home: Home) -> None:
    home.canary.look()
    home.bench.pass_time(4.25)
    item = home.take(home.sent[0])
    kept = story(home.bench.spool, item).summary
    assert (kept.state, kept.reason) == (ItemState.SKIPPED, "canary")
    assert home.flown().seconds == 4.25
    assert home.bench.requests() == home.bench.requests("get") == 0
    assert home.found() == ("", True)


def test_one_is_sent_every_so_often_and_by_one_node(home: Home) -> None:
    other = Home(home.bench)
    for _ in range(60):                 # an hour
        home.canary.look()
        other.canary.look()
        home.bench.pass_time(60)
    assert len(home.sent) + len(other.sent) == 4


def test_one_that_stays_away_is_a_trouble_and_the_next_that_comes_ends_it(home: Home) -> None:
    home.canary.look()
    home.bench.pass_time(24 * 60)
    assert home.found(up=timedelta(minutes=24)) == ("", False), "it may still come"
    home.bench.pass_time(2 * 60)
    assert home.found(up=timedelta(minutes=26))[0].startswith(
        "No mail of the bridge to itself has come home by way of sales@example.com yet.")
    home.canary.look()
    home.take(home.sent[-1])
    assert home.found() == ("", True)


def test_one_that_cannot_be_sent_says_why(home: Home) -> None:
    home.trouble = "mail.example.com:587: refused"
    home.canary.look()
    home.bench.pass_time(3600)
    assert "It cannot be sent: mail.example.com:587: refused." in home.found()[0]


def test_the_same_one_again_counts_once(home: Home) -> None:
    home.canary.look()
    home.take(home.sent[0])
    came_at = home.flown().came_at
    home.bench.pass_time(600)
    again = home.take(home.sent[0].replace(b"deleted", b"kept for ever"))
    assert home.bench.state(again) is ItemState.SKIPPED
    assert home.flown().came_at == came_at


def test_a_forged_one_is_a_mail_like_any_other(home: Home) -> None:
    home.canary.look()
    mark = reading.read(home.sent[0]).header(MARK)
    for forged in (mark[:-1] + ("0" if mark[-1] != "0" else "1"), mark.replace(".", ".9", 1), "x.1.y", "..", "é.1.2",
                   "YQ==.999999999999999.00", read_by_another(home)):
        item = home.take(raw_mail(f"Offer {forged!r:.20}", text=forged).replace(b"Subject:", f"{MARK}: {forged}\r\nSubject:".encode()))
        assert home.bench.state(item) is ItemState.DONE
    assert home.flown().came_at is None


def read_by_another(home: Home) -> str:
    """The mark of another bridge."""
    raw = written(Flight("sales@example.com", home.bench.clock()), SECRET, "bridge@example.com", BRIDGE)
    assert read(reading.read(raw).header(MARK), SECRET)
    return reading.read(raw).header(MARK)


def test_those_of_yesterday_are_forgotten_and_nothing_else(home: Home) -> None:
    home.canary.look()
    item = home.take(home.sent[0])
    home.bench.pass_time(23 * 3600)
    assert canaries.forget(home.bench.spool) == 0
    home.bench.pass_time(2 * 3600)
    other = home.take(raw_mail())
    assert canaries.forget(home.bench.spool) == 1
    assert lists.story(home.bench.spool, item) is None
    assert lists.story(home.bench.spool, other) is not None


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "other").mkdir()
    with a_bench(tmp_path / "other") as made:
        yield made


@pytest.mark.parametrize("kind", ["smtp", "tls", "lmtp", "socket"])
def test_it_goes_through_each_door_as_a_mail_servers_mail_does(elsewhere: Bench, tmp_path: Path, kind: str) -> None:
    settings: SmtpSettings | LmtpSettings
    match kind:
        case "smtp":
            settings = SmtpSettings(listen="127.0.0.1:0", recipients=(BRIDGE,))
        case "tls":
            settings = SmtpSettings(listen="127.0.0.1:0", recipients=(BRIDGE,), require_tls=True,
                                    tls=certificate(tmp_path))     # type: ignore[arg-type]
        case "lmtp":
            settings = LmtpSettings(listen="127.0.0.1:0", recipients=(BRIDGE,))
        case _:
            settings = LmtpSettings(listen=f"unix:{tmp_path}/lmtp", recipients=(BRIDGE,))
    door = SmtpDoor(settings, elsewhere.spool, elsewhere.clock)
    door.start()
    try:
        where = settings.listen if kind == "socket" else f"127.0.0.1:{door.port}"
        own = OwnDoor(where, kind in ("lmtp", "socket"), kind == "tls")
        raw = written(Flight(kind, elsewhere.clock()), elsewhere.spool.secret(), BRIDGE, BRIDGE)
        own.send(BRIDGE, raw)
        with pytest.raises(NotTaken, match="550"):
            own.send("nobody@bridge.example.com", raw)
    finally:
        door.stop()
    (kept,) = lists.summaries(elsewhere.spool)
    original = lists.original(elsewhere.spool, kept.id)
    assert original is not None
    flight = read(reading.read(original).header(MARK), elsewhere.spool.secret())
    assert flight == Flight(kind, elsewhere.clock())
