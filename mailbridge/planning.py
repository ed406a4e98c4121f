"""One mail to its plan: read it, ask who it is about, decide, and guard against storms.

Nothing is sent here. A mail that must wait, because another is just creating its contact, gets `Later` and no plan.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbridge import guarded, likeness, maillog, replay
from mailbridge.accounts import Accounts
from mailbridge.choice import Choice
from mailbridge.decider import Ask, Decider
from mailbridge.delivery import Later
from mailbridge.heap.marker import marker
from mailbridge.heap.outcomes import HeapRests
from mailbridge.mail import Mail
from mailbridge.maillog import Event
from mailbridge.plan import Direction, Likeness, Parties, Person, PersonState, Plan, Verdict, WriteState
from mailbridge.proving import Proving
from mailbridge.records import CONTACT_KINDS
from mailbridge.resumption import Resumption
from mailbridge.rules import Rulebook
from mailbridge.signature_images import SignatureImages
from mailbridge.spool import Claimed, Decided, ItemId, KeptWrite, Spool, backlog, chosen, memory, nodes
from mailbridge.turns import ContactBusy, Turn

log = logging.getLogger("mailbridge.planning")

WAIT_FOR_CONTACT_SECONDS = 5.0
WAIT_FOR_TURN_SECONDS, LONGEST_WAIT_FOR_TURN_SECONDS = 0.2, 10.0


@dataclass(frozen=True, slots=True)
class Storm:
    """More records than this within so many minutes, and further mails wait for a person (row E12). 0: no guard.

    Why are there none by default? A backlog of one customer's mails is no storm. Rules that make contacts of strangers
    should have a `limit` of their own; the shipped one has.
    """

    records: int = 0                    # of one rule
    minutes: float = 10
    contact_records: int = 0            # about one contact: a loop between two machines looks like that
    contact_minutes: float = 120


QUIET = Storm()
"""The guard as it stands when the settings say nothing."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan and its writes. `unkept`: what is to be kept with the first thing that follows from it."""

    plan: Plan
    writes: tuple[KeptWrite, ...]
    unkept: Decided | None


class Planner:
    """Plans items that a worker holds."""

    def __init__(
        self, spool: Spool, decider: Callable[[], Decider], accounts: Accounts, now: Callable[[], datetime], *,
        storm: Storm = QUIET, shadow: Callable[[], Decider] | None = None,
        own_notice: Callable[[Mail], str] = lambda mail: "",
        notified: Callable[[ItemId, str], None] = lambda item, words: None, proving: Proving | None = None,
    ) -> None:
        self._spool = spool
        self._decider = decider
        self._accounts = accounts
        self._now = now
        self._storm = storm
        self._shadow = shadow
        self._own_notice = own_notice
        self._notified = notified
        self._proving = proving
        self._secret = spool.secret()
        self._resumption = Resumption(spool, lambda: accounts.own.client)
        self._stormy: set[str] = set()

    def plan(self, item: Claimed, turn: Turn) -> Planned | Later:
        """What shall happen with the item.

        Raises OperatorError when Heap cannot be asked, OverBudget when the mail cannot be read, and LostClaim.
        """
        decider = self._decider()       # once: the rules may be read anew while this mail is planned
        mail = guarded.read(item.arrival.raw, item.deaths, steps=decider.hygiene)
        if notice := self._own_notice(mail):
            plan = Plan(Verdict.SKIP, notice, Parties(Direction.AUTOMATIC, evidence=(f"it is {notice}",)))
            return Planned(plan, (), Decided(plan, _subject(mail, decider)))

        checked = self._proving.look(item, mail, decider.team) if self._proving is not None else item.checked
        if isinstance(checked, Later):
            return checked
        choice = Choice(chosen.of(self._spool, item.id) if item.assigned else None)
        ask = self._asking(item, turn, choice)
        images = SignatureImages.of(self._spool, item.id, mail, decider.attachments)
        mail = images.mail

        def decide(mail: Mail) -> Plan:
            return decider.decide(
                mail, item.arrival.envelope, self._now(), ask, earlier=lambda ids: memory.contact_of(self._spool, ids),
                assigned=item.assigned, size=len(item.arrival.raw), checked=checked, item=item.id)

        try:
            plan = decide(mail)
            if choice.email and plan.person.state is PersonState.NOT_ASKED:
                ask(choice.email)
            like = likeness.of(mail, plan.parties)
            known = self._brought_before(item, plan, like)
            if known is not None:
                plan = likeness.reduced(decide(likeness.only_comment(mail)), mail, known)
        except ContactBusy as busy:
            # The longer the other takes, the later we look again: a Heap that takes half a minute for each reply would
            # else have its waiting mails put back and claimed hundreds of times.
            wait_seconds = min(max(WAIT_FOR_TURN_SECONDS, busy.seconds / 2), LONGEST_WAIT_FOR_TURN_SECONDS)
            return Later("another mail of this contact is in hand", wait_seconds, False)
        plan = choice.with_contact(plan, decider.redaction)
        if waits := self._waits_for(item, plan):
            return waits
        plan, state = self._resumption.of(item, plan)
        plan = self._unless_ignored(plan)
        if not item.assigned:           # else a person has looked at the mail, which is all that the guard wants
            plan = self._guarded(plan, decider.rulebook)
        return self._planned(item, images.told(plan), images, like, state, decider)

    def _planned(
        self, item: Claimed, plan: Plan, images: SignatureImages, like: Likeness | None, state: WriteState,
        decider: Decider,
    ) -> Planned:
        """The plan, with what is told of it, and with what later mails are compared with."""
        mail = images.mail
        if plan.writes:                 # nothing is remembered of mails of which nothing is written
            images.remember(self._spool, item.id)
        markers = tuple(marker(self._secret, item.identity, position) for position in range(len(plan.writes)))
        decided = Decided(plan, _subject(mail, decider), markers, mail.message_id, like, state,
                          tuple(self._told(item, mail, plan)))
        if not plan.notices:
            return Planned(plan, decided.writes(item.id), decided)
        writes = self._spool.keep_plan(item, decided)
        for words in plan.notices:      # once each, whatever follows
            self._notified(item.id, words)
        return Planned(plan, writes, None)

    def _told(self, item: Claimed, mail: Mail, plan: Plan) -> Iterator[Event]:
        """What the timeline says beside the plan."""
        if plan.left_out:
            yield maillog.left_out(plan.left_out)
        yield from map(maillog.notified, plan.notices)
        if self._shadow is not None:
            seen = replay.shadow(item.id, mail, plan, item.arrival, self._now(), self._shadow())
            if seen.is_different:
                yield maillog.shadowed(seen.before, seen.after, seen.details)

    def _asking(self, item: Claimed, turn: Turn, choice: Choice) -> Ask:
        def ask(about: str) -> Person:
            turn.take(about)
            person = self._ask(about)
            if person.state is not PersonState.UNKNOWN:
                turn.end()
            elif self._spool.is_shared:
                person = self._ask_again(item, about)
            return choice.seen(about, person)

        return ask

    def _ask(self, about: str) -> Person:
        account = self._accounts.own
        if self._accounts.wait_seconds(account):
            raise HeapRests("waits until Heap may be asked again")
        return account.people.find(about)

    def _ask_again(self, item: Claimed, about: str) -> Person:
        """Nobody is known who would be created now: one node at a time, and by what Heap says then."""
        if not nodes.take_turn(self._spool, item, about):
            raise ContactBusy
        self._accounts.own.people.forget(about)     # what we heard a moment ago, or what another node has changed since
        return self._ask(about)

    def _brought_before(self, item: Claimed, plan: Plan, like: Likeness | None) -> ItemId | None:
        """The item that brought what a colleague forwards in this one (row G2)."""
        is_forward = plan.verdict is Verdict.WRITE and plan.parties.forwarded and plan.parties.colleague
        if not is_forward or like is None or item.assigned:
            return None
        return memory.brought_before(self._spool, like, likeness.FURTHEST_APART, item.id)

    def _waits_for(self, item: Claimed, plan: Plan) -> Later | None:
        """Another mail has not finished creating the same contact: asked again later, Heap will know it."""
        if not any(write.kind in CONTACT_KINDS for write in plan.writes):
            return None
        other = memory.creating(self._spool, plan.parties.contact.email, item.id)
        if other is None:
            return None
        return Later(f"waits for item {other}, which creates the same contact", WAIT_FOR_CONTACT_SECONDS, False)

    def _unless_ignored(self, plan: Plan) -> Plan:
        if plan.verdict is Verdict.SKIP or not memory.is_ignored(self._spool, plan.parties.contact.email):
            return plan
        return replace(plan, verdict=Verdict.SKIP, reason="a person said to always ignore this contact", writes=())

    def _guarded(self, plan: Plan, rulebook: Rulebook) -> Plan:
        """The same plan, or review if its rules or its contact have made too many records lately."""
        if not plan.writes:
            return plan
        most, minutes, contact = self._storm.contact_records, self._storm.contact_minutes, plan.parties.contact.email
        if most and contact and memory.sent_about(self._spool, contact, self._ago(minutes)) >= most:
            return self._parked(plan, contact, f"{most} records about {contact} within {minutes:g} minutes")
        for rule in dict.fromkeys(write.rule for write in plan.writes):
            most, minutes = rulebook.limit(rule) or (self._storm.records, self._storm.minutes)
            if most and memory.sent_by_rule(self._spool, rule, self._ago(minutes)) >= most:
                return self._parked(plan, rule, f'rule "{rule}" has made {most} records within {minutes:g} minutes')
            self._stormy.discard(rule)
        return plan

    def _ago(self, minutes: float) -> datetime:
        return self._now() - timedelta(minutes=minutes)

    def _parked(self, plan: Plan, key: str, what: str) -> Plan:
        if key not in self._stormy:     # the admin is told once, not with every mail of the storm
            self._stormy.add(key)
            log.error("storm guard: %s; its mails go to review until it is quiet: mailbridge items list --state review",
                      what)
        return replace(plan, verdict=Verdict.REVIEW, reason=f"{backlog.STORM_GUARD}{what}", writes=())


def _subject(mail: Mail, decider: Decider) -> str:
    """For lists, log and notices, all of which more people see than the original."""
    return decider.redaction.words(mail.subject, beside=mail.text)
