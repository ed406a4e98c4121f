"""An alarm and an all-clear in words: as JSON for the webhook, as text for a mail. Pure.

The JSON's keys are a promise to whoever receives it; README lists them. `text` is what Slack, Mattermost, Teams and
ntfy show.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbridge.alarms import findings
from mailbridge.spool.alarms import Alarm

VERSION = 1


@dataclass(frozen=True, slots=True)
class Bridge:
    """Who speaks: the bridge's id, and its console's public address ("" without one)."""

    instance: str
    console: str = ""


def posted(alarm: Alarm, bridge: Bridge, now: datetime, *, is_over: bool) -> bytes:
    """What the webhook gets. All keys are always there."""
    kind, about = findings.split(alarm.name)
    event = "all-clear" if is_over else "alarm"
    return _json(
        bridge, event=event, id=alarm.episode, trouble=kind, about=about,
        summary=findings.over(alarm.name) if is_over else alarm.what, advice="" if is_over else alarm.advice,
        since=_iso(alarm.since), until=_iso(now) if is_over else None, text="\n".join(lines(alarm, is_over=is_over)))


def tried(bridge: Bridge, now: datetime) -> bytes:
    """What `mailbridge check --send` posts: the same keys, event `test`."""
    words = "This is a test of mailbridge's alarms. Nothing is wrong."
    return _json(bridge, event="test", id="test", trouble="", about="", summary=words, advice="", since=_iso(now),
                 until=None, text=words)


def lines(alarm: Alarm, *, is_over: bool) -> list[str]:
    """The words of a mail, the first of them as its subject."""
    if is_over:
        return [f"All clear: {findings.over(alarm.name)}",
                f"It began at {alarm.since:%Y-%m-%d %H:%M} UTC: {alarm.what}"]
    return [f"Alarm: {alarm.what}", *(line for line in (alarm.advice,) if line)]


def _json(bridge: Bridge, **told: str | None) -> bytes:
    whole = {"version": VERSION, **told, "bridge": bridge.instance, "console": bridge.console}
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
