"""The pages, as a browser without scripts gets them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from spool.kit import lead, plan_of

from mailbridge.authentication import Authentication
from mailbridge.console import health, overview, rendering
from mailbridge.console.plots import bars
from mailbridge.plan import ItemState
from mailbridge.settings.canary import CanarySettings
from mailbridge.settings.mailbox import ImapSettings
from mailbridge.spool import Decided, SpoolTrouble, alarms, canaries, lists, memory, polls
from mailbridge.spool.alarms import Sighting
from mailbridge.spool.presence import Presence
from mailbridge.spool.room import Room, Watermarks
from mailbridge.spool.schema import originals

from .kit import Browser, Site, raw_mail


def state(site: Site, item: int) -> ItemState:
    story = lists.story(site.spool, item)       # type: ignore[arg-type]
    assert story is not None
    return story.summary.state


def listed(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'class="row" href="/items/(\d+)"', text)]


def test_the_overview_counts_and_names_the_troubles(site: Site, ann: Browser) -> None:
    site.settle(ItemState.DONE)
    site.keep(raw_mail("Offer two"))
    (claimed,) = site.spool.claim("worker", 1)
    site.spool.put_back(claimed, 600, "Heap could not be asked: it is down")
    alarms.keep(site.spool, [
        Sighting("rules", "Changed rule files cannot be used.", "10.yaml:3:5: there is no such condition"),
        Sighting("worker", "The worker has stopped.", "restart the service"),
    ], (), lambda alarm, is_over: ())
    page = ann.see("/").text
    assert "Heap could not be asked: it is down" in page
    assert "1 waits" in page
    assert '<span class="soft">wait_seconds</span> 600' in ann.see(f"/items/{claimed.id}").text
    assert "10.yaml:3:5" in page
    assert "The worker has stopped." in page
    assert page.count('<span class="soft">2 mails') == 2      # both plots
    assert '<b>1</b> <span>done</span>' in page
    assert page.count("Look at them") == page.count('<a href="/rules">Look at them') == 1


def test_a_process_that_is_missing_is_told_at_once_and_not_twice(site: Site, ann: Browser) -> None:
    Presence(site.spool, "worker-1", "db1:12", 1, 2).beat()
    assert "Only 1 of 2 processes of db1:12 are at work." in ann.see("/").text
    alarms.keep(site.spool, [Sighting("processes", "Not all processes are at work: 1 of 2 of db1:12.", "")], (),
                lambda alarm, is_over: ())
    page = ann.see("/").text
    assert (page.count("Not all processes are at work"), page.count("Only 1 of 2")) == (1, 0)


def test_refusing_new_mail_makes_one_unready(
    site: Site, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = iter(range(0, 6000, 60)).__next__          # it counts again only after a while
    monkeypatch.setattr(site.spool, "room", Room(Watermarks(free_bytes=0, rows=1, bytes=0), lambda: None, minutes))
    assert ann.see("/readyz").status_code == 200
    site.keep(raw_mail())
    monkeypatch.setattr(health, "BELIEVED_SECONDS", -1.0)
    assert ann.see("/readyz").status_code == 503


def test_a_door_says_how_it_is(site: Site) -> None:
    mailbox = ImapSettings(name="sales", host="imap.example.com", user="sales@example.com")
    settings = site.parts.settings.model_copy(update={"imap": (mailbox,), "canary": CanarySettings()})
    polls.Polls(site.spool, "sales").failed("no route to host")
    canaries.take_due(site.spool, ["smtp", "crm@bridge.example.com"], timedelta(hours=1))
    flown = canaries.last(site.spool)["smtp"]
    canaries.came(site.spool, "smtp", flown.sent_at)
    doors = {door.name: door for door in overview.doors(replace(site.parts, settings=settings))}
    assert set(doors) == {"imap:sales", "smtp", "crm@bridge.example.com"}
    assert doors["imap:sales"].trouble == "no route to host"
    smtp, by_mail = doors["smtp"].canary, doors["crm@bridge.example.com"].canary
    assert smtp is not None and smtp.seconds is not None
    assert by_mail is not None and by_mail.seconds is None


def test_the_overview_says_how_it_goes(site: Site, ann: Browser) -> None:
    site.settle(ItemState.DONE)
    site.keep(raw_mail("Offer two"))
    page = ann.see("/").text
    assert "<dt>came within the hour</dt><dd>2</dd>" in page
    assert "<dt>came to their end</dt><dd>1</dd>" in page
    assert "the oldest that waits came at" in page


def test_an_original_that_was_deleted_is_said(site: Site, ann: Browser) -> None:
    item = site.settle(ItemState.DONE)
    site.spool.change(lambda connection: connection.execute(sa.delete(originals).where(originals.c.item == item)))
    page = ann.see(f"/items/{item}").text
    assert "The original has been deleted" in page
    assert "Download" not in page
    for path in ("original", "html", "parts/0"):
        assert ann.see(f"/items/{item}/{path}").status_code == 404


def test_a_login_that_rests_is_a_trouble(site: Site, ann: Browser) -> None:
    site.parts.accounts.rest(site.parts.accounts.of("ben@example.com"))
    assert "with the login ben@example.com for now" in ann.see("/").text


def test_items_are_found_by_words_filters_and_days(site: Site, ann: Browser) -> None:
    first = site.settle(ItemState.DONE, "Offer for a house")
    second = site.settle(ItemState.REVIEW, "Offer for a boat")
    third = site.keep(raw_mail("Unread", sender="x@other.example"), door="pipe", sender="x@other.example")
    today = site.parts.now().astimezone(site.parts.settings.zone()).date()
    for query, found in (
        ("", [third, second, first]), ("q=HOUSE", [first]), ("q=jane%40acme", [second, first]),
        ("q=other.example", [third]), (f"q={second}", [second]), (f"q=%23{second}", [second]), ("state=review", [second]),
        ("direction=received", [second, first]), ("door=pipe", [third]), (f"since={today}", [third, second, first]),
        (f"until={today - timedelta(days=1)}", []), ("q=%25", []), ("q=_ouse", []), ("state=nonsense", [third, second, first]),
        ("since=nonsense", [third, second, first]), ("after=nonsense", [third, second, first]),
    ):
        assert listed(ann.see(f"/items?{query}").text) == found, query


def test_pages_follow_one_another_both_ways_without_a_gap(site: Site, ann: Browser) -> None:
    ids = [site.keep(raw_mail(f"Mail {number}")) for number in range(120)]
    pages = [ann.see("/items").text]
    while following := re.search(r'href="([^"]+)" rel="next"', pages[-1]):
        pages.append(ann.see(following[1].replace("&amp;", "&")).text)
    assert [item for page in pages for item in listed(page)] == ids[::-1]
    back = [pages[-1]]
    while before := re.search(r'href="([^"]+)" rel="prev"', back[-1]):
        back.append(ann.see(before[1].replace("&amp;", "&")).text)
    assert [listed(page) for page in back[::-1]] == [listed(page) for page in pages]


def test_an_item_tells_its_whole_story(site: Site, ann: Browser) -> None:
    item = site.settle(ItemState.FAILED, "Offer", "Heap refused the lead: no such field")
    page = ann.see(f"/items/{item}").text
    for words in ("Heap refused the lead: no such field", "Please call me.", "mb0", "jane@acme.test", "192.0.2.7",
                  "accepted", "planned", "settled"):
        assert words in page, words
    assert ann.see("/items/999").status_code == 404


def test_before_the_first_mail_it_is_said_where_it_comes_to(site: Site, ann: Browser) -> None:
    assert "No mail yet. It comes to crm@bridge.example.com." in ann.see("/items").text
    assert "No item is like that." in ann.see("/items?q=house").text


@pytest.mark.parametrize(("seconds", "words"), [
    (-90, "1 minute ago"), (-5, "just now"), (5, "in a moment"), (90, "in 1 minute"), (86_400, "in 24 hours"),
])
def test_how_far_off_a_moment_is(seconds: float, words: str) -> None:
    now = datetime.now(UTC)
    shown = rendering._environment().from_string("{{ at|ago }}").render(now=now, at=now + timedelta(seconds=seconds))
    assert shown == words


@pytest.mark.parametrize(("date", "shown"), [
    ("Mon, 02 Mar 2026 08:59:00 +0100", "Mon 2 Mar 2026 08:59:00 +0100"), ("2 Mar 2026 08:59:00", "Mon 2 Mar 2026 08:59:00"),
    ("Mon, 01 Jan 0001 00:00:00 +1400", "Mon 1 Jan 1 00:00:00 +1400"),
    ("Fri, 31 Dec 9999 23:59:59 -1200", "Fri 31 Dec 9999 23:59:59 -1200"),
])
def test_a_mails_date_is_shown_as_it_was_written(site: Site, ann: Browser, date: str, shown: str) -> None:
    item = site.keep(raw_mail().replace(b"Mon, 02 Mar 2026 08:59:00 +0000", date.encode()))
    assert f"<dt>Date</dt><dd>{shown}</dd>" in ann.see(f"/items/{item}").text


def test_who_is_refused_a_page_keeps_the_menu_and_a_stranger_sees_none(site: Site, ann: Browser, rob: Browser) -> None:
    for answer in (ann.see("/nothing"), ann.see("/items/999"), rob.see("/rules/try")):
        assert answer.status_code in (403, 404)
        assert 'aria-label="Pages"' in answer.text
    assert 'aria-label="Pages"' not in Browser(site.url).see("/nothing").text


def test_who_is_refused_a_page_while_the_spool_is_away_is_told_that_much(
    site: Site, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(spool: object) -> object:
        raise SpoolTrouble("the spool cannot be read")

    monkeypatch.setattr(lists, "counts", away)
    assert ann.see("/nothing").status_code == 404
    answer = ann.see("/items")
    assert (answer.status_code, "the spool cannot be read" in answer.text) == (503, True)


@pytest.mark.parametrize(("text", "shown"), [
    ("write `when: {}` or `<b>`", "write <code>when: {}</code> or <code>&lt;b&gt;</code>"), ("a ` <b>", "a ` &lt;b&gt;"),
])
def test_what_stands_between_backticks_is_code_and_nothing_more(text: str, shown: str) -> None:
    assert rendering._environment().from_string("{{ text|code }}").render(text=text) == shown


@pytest.mark.parametrize(("act", "after", "words"), [
    ("retry", ItemState.WAITING, "1 item put back"), ("skip", ItemState.SKIPPED, "1 item skipped"),
    ("settle", ItemState.DONE, "1 item settled as done"),
])
def test_an_admin_acts_on_an_item_and_the_timeline_names_them(
    site: Site, ann: Browser, act: str, after: ItemState, words: str
) -> None:
    item = site.settle(ItemState.REVIEW)
    page = ann.submit(f"/items/{item}", act=act, reason="I called them")
    assert words in page.text
    assert state(site, item) is after
    story = lists.story(site.spool, item)
    assert story is not None
    assert story.events[-1].details == {"act": act, "by": "ann", "reason": "I called them"}


@pytest.mark.parametrize("fields", [
    {"act": "assign", "email": " new@person.example "}, {"act": "retry", "email": "new@person.example"},
])
def test_an_admin_says_whom_a_mail_is_about(site: Site, ann: Browser, fields: dict[str, str]) -> None:
    item = site.settle(ItemState.REVIEW)
    assert "1 item put back to be worked off with that contact" in ann.submit(f"/items/{item}", **fields).text
    (claimed,) = site.spool.claim("worker", 1)
    assert (claimed.id, claimed.assigned, claimed.writes) == (item, "new@person.example", ())


def test_a_candidate_is_taken_with_one_press(site: Site, ann: Browser) -> None:
    item, other = site.settle(ItemState.REVIEW), site.settle(ItemState.REVIEW, "Offer two")
    assert f'name="assign" value="{item} jane@acme.test"' in ann.see("/review").text
    assert "1 item put back" in ann.submit("/review", assign=f"{item} jane@acme.test", item=str(other)).text
    assert (state(site, item), state(site, other)) == (ItemState.WAITING, ItemState.REVIEW)


@pytest.mark.parametrize("email", ["", "nobody", "a b@c.example", "a@b.example, c@d.example", "@b.example", "a@",
                                   "x" * 320 + "@b.example", "a\u202e@b.example"])
def test_what_is_no_address_is_not_assigned(site: Site, ann: Browser, email: str) -> None:
    item = site.settle(ItemState.REVIEW)
    page = ann.submit("/review", act="assign", email=email, item=str(item))
    assert "no e-mail address" in page.text
    assert state(site, item) is ItemState.REVIEW


def test_a_contact_is_always_ignored_from_now_on(site: Site, ann: Browser) -> None:
    item = site.settle(ItemState.REVIEW)
    assert "so is whatever comes from the same contact" in ann.submit("/review", act="always", item=str(item)).text
    assert state(site, item) is ItemState.SKIPPED
    assert memory.is_ignored(site.spool, "jane@acme.test")


def test_an_unknown_act_is_none(site: Site, ann: Browser) -> None:
    item = site.settle(ItemState.REVIEW)
    assert ann.submit(f"/items/{item}", act="delete").status_code == 400
    assert state(site, item) is ItemState.REVIEW


def test_several_items_of_a_queue_are_settled_at_once(site: Site, ann: Browser) -> None:
    items = [site.settle(ItemState.REVIEW, f"Offer {number}") for number in range(3)]
    assert all(f'value="{item}"' in ann.see("/review").text for item in items)
    page = ann.submit("/review", act="skip", item=[str(items[0]), str(items[2])], reason="spam")
    assert "2 items skipped" in page.text
    assert [state(site, item) for item in items] == [ItemState.SKIPPED, ItemState.REVIEW, ItemState.SKIPPED]


def test_what_has_moved_on_since_the_page_was_loaded_is_left_alone(site: Site, ann: Browser) -> None:
    done, waiting = site.settle(ItemState.DONE), site.settle(ItemState.REVIEW, "Offer two")
    page = ann.submit("/review", act="skip", item=[str(done), str(waiting), "999", "x"])
    assert "1 item skipped. 2 had moved on meanwhile" in page.text
    assert state(site, done) is ItemState.DONE


def test_nothing_chosen_is_said(site: Site, ann: Browser) -> None:
    site.settle(ItemState.REVIEW)
    assert "Nothing was chosen" in ann.submit("/review", act="skip").text


def test_all_that_failed_are_tried_again_with_one_press(site: Site, ann: Browser) -> None:
    items = [site.settle(ItemState.FAILED, f"Offer {number}") for number in range(3)]
    review = site.settle(ItemState.REVIEW, "Offer in review")
    assert "3 items put back" in ann.submit("/failed", all="retry").text
    assert [state(site, item) for item in items] == [ItemState.WAITING] * 3
    assert state(site, review) is ItemState.REVIEW


def test_what_a_page_says_it_did_cannot_be_put_into_its_address(site: Site, ann: Browser) -> None:
    page = ann.see("/review?acted=<b>gone</b>&done=7").text
    assert "gone" not in page
    assert "role=\"status\"" not in page


def test_heap_being_away_is_a_sentence(ann: Browser) -> None:
    page = ann.see("/people?q=jane")
    assert page.status_code == 200
    assert "Heap could not be asked" in page.text


def test_a_search_of_control_characters_asks_nobody(ann: Browser) -> None:
    assert "no text to search for" in ann.see("/people?q=%00%01").text


def test_a_resting_login_is_not_asked(site: Site, ann: Browser) -> None:
    site.parts.accounts.rest(site.parts.accounts.own)
    assert "left alone" in ann.see("/people?q=jane").text


@pytest.mark.parametrize(("moment", "words"), [
    ("2026-11-25T23:05:00", ">00:05<"), ("2026-11-25T12:00:00", ">25 Nov 13:00<"), ("2026-06-05T22:30:00", ">6 Jun 00:30<"),
    ("2025-11-05T22:30:00", ">5 Nov 2025<"),
])
def test_times_are_told_in_the_accounts_zone_and_as_short_as_they_can_be(moment: str, words: str) -> None:
    context = {"zone": ZoneInfo("Europe/Berlin"), "now": datetime(2026, 11, 26, 8, 0, tzinfo=UTC)}
    assert words in rendering._when(context, datetime.fromisoformat(f"{moment}+00:00"))


def test_bars_are_stacked_without_gaps_and_stay_inside() -> None:
    plot = bars([{"done": 3, "failed": 1, "claimed": 1, "waiting": 1}, {}, {"done": 7}], ["a", "b", "c"], ["a", "", ""])
    assert [bar.total for bar in plot.bars] == [6, 0, 7]
    assert plot.bars[0].told == "a: 3 done, 1 failed, 2 waiting"
    assert plot.bars[1].told == "b: nothing"
    top = plot.base
    for block in plot.bars[0].blocks:
        assert block.y + block.height == pytest.approx(top, abs=0.1)
        top = block.y
    assert min(block.y for bar in plot.bars for block in bar.blocks) > 0


def test_an_empty_plot_is_drawn() -> None:
    plot = bars([{}, {}], ["a", "b"], ["", ""])
    assert plot.total == 0


def test_an_item_says_what_was_found_of_its_sender(site: Site, ann: Browser) -> None:
    site.keep(raw_mail())
    (claimed,) = site.spool.claim("worker", 1)
    plan = plan_of(lead())
    checked = replace(plan.parties, authentication=Authentication("pass", "", "fail", "none"))
    site.spool.keep_plan(claimed, Decided(replace(plan, parties=checked), "Offer", ("mb0",)))
    assert "<dt>Sender</dt><dd>SPF pass, DMARC fail, ARC none</dd>" in ann.see(f"/items/{claimed.id}").text
