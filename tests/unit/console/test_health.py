"""For machines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
import sqlalchemy as sa

from mailbridge.console import health
from mailbridge.plan import ItemState
from mailbridge.spool import SpoolTrouble, alarms, search
from mailbridge.spool.schema import items

from .kit import Site, raw_mail


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "BELIEVED_SECONDS", -1.0)


def get(site: Site, path: str, **headers: str) -> requests.Response:
    return requests.get(site.url + path, headers=headers, timeout=5)


def test_ready_means_that_mail_could_be_kept_and_worked_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (get(site, "/readyz").status_code, get(site, "/readyz").text) == (200, "ready\n")
    site.troubles["worker"] = True
    assert get(site, "/readyz").status_code == 503
    assert get(site, "/healthz").status_code == 200
    site.troubles.clear()

    def full(*_: object) -> None:
        raise SpoolTrouble("/var/lib/secret/place is full")

    monkeypatch.setattr(search, "prove_writable", full)
    answer = get(site, "/readyz")
    assert (answer.status_code, answer.text) == (503, "the spool cannot be written\n")


def test_the_numbers_are_prometheus_text(site: Site) -> None:
    site.settle(ItemState.DONE)
    site.keep(raw_mail("Offer two"), door="pipe")
    text = get(site, "/metrics").text
    for line in ('mailbridge_items{state="done"} 1.0', 'mailbridge_items{state="waiting"} 1.0',
                 'mailbridge_accepted_total{door="smtp"} 1.0', 'mailbridge_accepted_total{door="pipe"} 1.0',
                 'mailbridge_writes{state="planned"} 1.0', "mailbridge_worker_up 1.0", "mailbridge_rules_in_force 1.0"):
        assert line in text.splitlines(), line
    assert "mailbridge_oldest_waiting_seconds" in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip"])
def test_numbers_are_for_this_machine_and_a_proxy_on_it_does_not_count(site: Site, header: str) -> None:
    assert get(site, "/metrics", **{header: "127.0.0.1"}).status_code == 403


def test_the_settings_open_the_numbers(start: Callable[..., Site]) -> None:
    assert get(start(open_metrics=True), "/metrics", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 200


def test_counts_only_ever_rise_also_when_old_mails_are_deleted(site: Site) -> None:
    def counted(series: str) -> float:
        (line,) = [line for line in get(site, "/metrics").text.splitlines() if line.startswith(series)]
        return float(line.rsplit(" ", 1)[1])

    site.settle(ItemState.DONE)
    site.settle(ItemState.FAILED, "Offer two")
    assert counted('mailbridge_accepted_total{door="smtp"}') == 2
    assert counted('mailbridge_settled_total{state="failed"}') == 1
    site.spool.change(lambda connection: connection.execute(sa.delete(items).where(items.c.state == "done")))
    assert counted('mailbridge_accepted_total{door="smtp"}') == 2
    assert counted('mailbridge_settled_total{state="done"}') == 1


def test_what_stands_as_an_alarm_is_a_number(site: Site) -> None:
    sighting = alarms.Sighting("mailbox:sales", "It is away.", "")
    alarms.keep(site.spool, [sighting], (), lambda alarm, is_over: ())
    lines = get(site, "/metrics").text.splitlines()
    assert 'mailbridge_alarm{about="sales",trouble="mailbox"} 1.0' in lines
    assert "mailbridge_alarms 1.0" in lines
