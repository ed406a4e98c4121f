"""Tests that stand in the rule files: a small mail, and what must come of it (row E9). Pure but for reading .eml files.

The mail is built, read and decided exactly as a real one; only the question to Heap is answered by the test itself
(`person: known`, unknown by default).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from mailbridge import reading
from mailbridge.authentication import Authentication
from mailbridge.decider import Decider
from mailbridge.errors import Problem
from mailbridge.mail import Envelope
from mailbridge.plan import Person, PersonState, Plan, Verdict, Write
from mailbridge.records import LONG_FIELD, Kind, Record
from mailbridge.rules import Rule, RuleTest
from mailbridge.team import FROM_IS_BELIEVED

_NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)     # a test must not depend on the day it runs
_STATES = {Verdict.WRITE: "done", Verdict.SKIP: "skipped", Verdict.REVIEW: "review"}


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of one test. No `differences` means that it passed."""

    rule: str
    file: str
    line: int
    differences: tuple[str, ...]

    def as_problem(self) -> Problem:
        """A test that failed, as a mistake in its file."""
        return Problem(self.file, self.line, 1, f'the test of "{self.rule}" fails: {"; ".join(self.differences)}')


COLLEAGUES, BRIDGE = "example.com", "crm@bridge.example.com"
"""In tests example.com is always the team's and this always a bridge address, beside those of the settings: so the
rules that come with the program pass whatever your domain is called."""


def run(decider: Decider) -> Iterator[Tested]:
    """Every test of every rule, in order."""
    team = decider.team
    decider = replace(decider, team=replace(
        team, domains=team.domains | {COLLEAGUES}, bridges=team.bridges | {BRIDGE}, never_log=frozenset(),
        trusted_server="", proof=FROM_IS_BELIEVED))
    for rule in decider.rulebook.rules:
        for test in rule.tests:
            yield Tested(rule.name, rule.file, test.line, tuple(_differences(rule, test, decider)))


def build(mail: Mapping[str, Any], folder: Path) -> bytes:
    """The raw bytes of a test's mail. `eml` names a file beside the rules instead of the other keys."""
    if mail.get("eml"):
        return (folder / str(mail["eml"])).read_bytes()
    message = EmailMessage()
    for header, key in (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Reply-To", "reply_to"), ("Subject", "subject")):
        if mail.get(key):
            message[header] = _joined(mail[key])
    message["Date"] = str(mail.get("date") or "Thu, 15 Jan 2026 11:00:00 +0000")
    message["Message-ID"] = "<test@mailbridge.invalid>"
    for name, value in (mail.get("headers") or {}).items():
        message[name] = str(value)
    message.set_content(str(mail.get("text") or ""))
    if mail.get("html"):
        message.add_alternative(str(mail["html"]), subtype="html")
    for name in mail.get("attachments") or ():
        message.add_attachment(b"test", maintype="application", subtype="octet-stream", filename=str(name))
    return message.as_bytes()


def _differences(rule: Rule, test: RuleTest, decider: Decider) -> Iterator[str]:
    try:
        raw = build(test.mail, Path(rule.file).parent)
    except (OSError, ValueError, TypeError) as error:
        yield f"the mail of the test cannot be made: {error}"
        return
    recipient = str(test.mail.get("recipient") or BRIDGE)
    person = _person(test.mail.get("person"), str(test.mail.get("from", "")))
    found = test.mail.get("checked")
    checked = Authentication(**dict(found)) if isinstance(found, Mapping) else None
    plan = decider.decide(reading.read(raw, decider.hygiene), Envelope("test", recipients=(recipient,)), _NOW,
                          lambda _: person, checked=checked)
    yield from _compared(plan, dict(test.expect))


def _compared(plan: Plan, expect: dict[str, Any]) -> Iterator[str]:
    state = _STATES[plan.verdict]
    wanted_state = expect.pop("state", None) or next((_WORDS[key] for key in _WORDS if key in expect), None)
    reasons = [str(expect.pop(key)) for key in _WORDS if key in expect]
    matched = " + ".join(rule.name for rule in plan.rules if rule.matched) or "none"
    for what, got, wanted in (
        ("state", state, wanted_state or ("done" if any(k in expect for k in Kind) else None)),
        ("rule", matched, expect.pop("rule", None)),
        ("direction", plan.parties.direction.value, expect.pop("direction", None)),
        ("contact", plan.parties.contact.email.casefold(), _folded(expect.pop("contact", None))),
    ):
        if wanted is not None and got != wanted:
            yield f"{what}: expected {wanted}, got {got} ({plan.reason})"
    for reason in reasons:
        if reason not in ("True", plan.reason):
            yield f"reason: expected {reason!r}, got {plan.reason!r}"
    for kind, wanted in expect.items():
        yield from _record(Kind(kind), wanted, plan)


_WORDS = {"skip": "skipped", "review": "review"}


def _record(kind: Kind, wanted: list[dict[str, str]], plan: Plan) -> Iterator[str]:
    made = [write for write in plan.writes if write.kind is kind]
    if len(made) < len(wanted):
        yield f"{kind}: expected {len(wanted)}, got {len(made)} ({plan.reason})"
        return
    for write, fields in zip(made, wanted, strict=False):
        for name, value in fields.items():
            got = write.field(name)
            if not _same(write, name, got, value):
                yield f"{kind} {name}: expected {value!r}, got {got!r}"


def _same(write: Write, name: str, got: str, wanted: str) -> bool:
    """Long fields carry our heading lines, so what is expected must stand in them; all others must be equal."""
    if name == LONG_FIELD.get(write.kind):
        return wanted.strip() in got and bool(wanted.strip() or not got.strip())
    return got.strip() == wanted.strip()


def _person(word: Any, sender: str) -> Person:
    state = PersonState(str(word or "unknown"))
    record = Record(Kind.PERSON, (("name", "Test Person - Test Company"), ("email", sender)))
    hits = {PersonState.KNOWN: (record,), PersonState.AMBIGUOUS: (record, record)}.get(state, ())
    return Person(state, hits)


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _folded(value: Any) -> str | None:
    return None if value is None else str(value).casefold()
