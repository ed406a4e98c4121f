"""What other rules would do with a mail: over the mails that are kept (replay), or beside the live ones (shadow; E11).

Looks only; writes nothing anywhere.

Each mail is read again and decided with what Heap knew of its contact then, as the spool keeps it. A mail whose contact
nobody asked for then, but the other rules would, is told as such instead of asking now: today's answer is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbridge import reading
from mailbridge.authentication import Authentication
from mailbridge.decider import Decider
from mailbridge.errors import OperatorError
from mailbridge.mail import Arrival, Mail
from mailbridge.plan import Person, PersonState, Plan, Verdict
from mailbridge.records import LONG_FIELD, Kind, Record
from mailbridge.signature_images import SignatureImages
from mailbridge.spool import ItemId, Spool, Story, lists

Fields = list[dict[str, str]]
Outcome = tuple[str, Fields]
"""What happens in words, and the fields of each record."""

_SAYS = {Verdict.SKIP: "skipped", Verdict.REVIEW: "review"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One mail under both rule sets. `before` and `after` say in words what happens: "lead", "skipped: a bounce"."""

    item: ItemId
    subject: str
    contact: str
    before: str
    after: str
    details: tuple[str, ...] = ()       # fields that differ where the kinds of record are the same

    @property
    def is_different(self) -> bool:
        """Whether the other rules do something else."""
        return self.before != self.after or bool(self.details)


class _NotAskedThen(OperatorError):
    """The other rules ask about a contact that was not asked about when the mail came."""


def replay(spool: Spool, decider: Decider, last: int) -> Iterator[Compared]:
    """The last so many mails that were decided, newest first."""
    for summary in lists.summaries(spool, limit=last):
        story = lists.story(spool, summary.id)
        raw = lists.original(spool, summary.id)
        if story is not None and story.plan is not None and raw is not None:
            yield _compare(spool, story, raw, decider)


def _compare(spool: Spool, story: Story, raw: bytes, decider: Decider) -> Compared:
    """One kept mail under the rules that decided it and under the decider's."""
    item = story.summary
    before = _happened(story)
    if story.checked is None:           # it came before senders were checked, and From was believed
        decider = decider.believing()
    mail = SignatureImages.of(spool, item.id, reading.read(raw, decider.hygiene), decider.attachments).mail
    arrival = Arrival(raw, story.envelope, item.received_at)
    after = _outcome(decider, mail, arrival, item.received_at, person_of(story.plan or {}), story.checked, item.id)
    return _compared(item.id, item.subject, item.contact, before, after)


def shadow(item: ItemId, mail: Mail, plan: Plan, arrival: Arrival, now: datetime, decider: Decider) -> Compared:
    """One mail under the live rules, which made the plan, and under the decider's."""
    after = _outcome(decider, mail, arrival, now, plan.person, plan.parties.authentication, item)
    return _compared(item, mail.subject, plan.parties.contact.email, (_words(plan), _fields(plan)), after)


def _outcome(
    decider: Decider, mail: Mail, arrival: Arrival, now: datetime, known: Person, checked: Authentication | None,
    item: ItemId,
) -> Outcome:
    def ask(email: str) -> Person:
        if known.state is PersonState.NOT_ASKED:
            raise _NotAskedThen
        return known

    try:
        plan = decider.decide(mail, arrival.envelope, now, ask, size=len(arrival.raw), checked=checked, item=item)
    except _NotAskedThen:
        return "would ask Heap about the contact first", []
    return _words(plan), _fields(plan)


def _compared(item: ItemId, subject: str, contact: str, before: Outcome, after: Outcome) -> Compared:
    details = tuple(_differences(before[1], after[1])) if before[0] == after[0] else ()
    return Compared(item, subject, contact, before[0], after[0], details)


def person_of(plan: dict[str, Any]) -> Person:
    """What Heap knew of the contact, from a plan as the spool keeps it."""
    kept = plan.get("person") or {"state": "not-asked", "hits": []}
    hits = tuple(
        Record(Kind(hit["kind"]), tuple((name, value) for name, value in hit.items() if name not in ("kind", "dates")),
               tuple(hit.get("dates", ())))
        for hit in kept["hits"]
    )
    return Person(PersonState(kept["state"]), hits)


def _happened(story: Story) -> Outcome:
    plan = story.plan or {}
    kinds = [write.write.kind for write in story.writes]
    fields = [{name: write.write.field(name) for name, _ in write.write.fields} for write in story.writes]
    if kinds:
        return ", ".join(kinds), fields
    return f"{_SAYS.get(Verdict(plan['verdict']), 'done')}: {plan['reason']}", fields


def _words(plan: Plan) -> str:
    if plan.verdict is Verdict.WRITE:
        return ", ".join(write.kind for write in plan.writes)
    return f"{_SAYS[plan.verdict]}: {plan.reason}"


def _fields(plan: Plan) -> Fields:
    return [{name: write.field(name) for name, _ in write.fields} for write in plan.writes]


def _differences(before: Fields, after: Fields) -> Iterable[str]:
    """Long fields are only told as different: their text may be pages."""
    for old, new in zip(before, after, strict=True):
        for name in dict.fromkeys((*old, *new)):
            was, is_now = old.get(name, ""), new.get(name, "")
            if was == is_now:
                continue
            yield f"{name}: text differs" if name in _LONG else f"{name}: {was!r} -> {is_now!r}"


_LONG = set(LONG_FIELD.values())
