"""One mail to one plan: direction, the question to Heap if it is needed, the rules. `run` and `explain` share it.

Writes nothing. The only thing it does to the world is to call `ask`, and only when a rule hangs on the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbridge import colleague_words
from mailbridge.attachments import USUAL as USUAL_POLICY
from mailbridge.attachments import Act, Judged, Policy
from mailbridge.authentication import Authentication
from mailbridge.colleague_words import Named
from mailbridge.direction import by_hand, parties, speaks_for_team
from mailbridge.mail import Address, Envelope, Mail
from mailbridge.plan import Person, PersonState, Plan, Verdict
from mailbridge.reading.text.hygiene import DEFAULT as USUAL_HYGIENE
from mailbridge.reading.text.hygiene import Hygiene
from mailbridge.redaction import DEFAULT as USUAL_REDACTION
from mailbridge.redaction import Redaction
from mailbridge.rules import AskFirst, Facts, Rulebook, decide
from mailbridge.team import FROM_IS_BELIEVED, Team

Ask = Callable[[str], Person]
"""An address, a record's name, or `@domain` -> what Heap knows. Raises OperatorError when Heap cannot be asked: never
"nobody" for that."""

Earlier = Callable[[tuple[str, ...]], str]
"""Message-IDs that a mail refers to -> the contact of the mail that bears one of them, "" if none is known."""

_MOST_QUESTIONS = 3
_STOPS = {Act.PARK: (Verdict.REVIEW, "park"), Act.REFUSE: (Verdict.SKIP, "refuse")}


@dataclass(frozen=True, slots=True)
class Decider:
    """The team and the rules of one moment, and what of a mail reaches Heap."""

    team: Team
    rulebook: Rulebook
    zone: ZoneInfo
    redaction: Redaction = USUAL_REDACTION
    attachments: Policy = USUAL_POLICY
    hygiene: Hygiene = USUAL_HYGIENE    # how a mail's text is cleaned before it is decided
    console: str = ""                   # its address for browsers, "" if it has none that others can reach

    def believing(self) -> Decider:
        """The same for a mail whose sender was never checked, although that is wanted now: From is taken for true."""
        return replace(self, team=replace(self.team, proof=FROM_IS_BELIEVED)) if self.team.proof.is_checked else self

    def decide(
        self, mail: Mail, envelope: Envelope, now: datetime, ask: Ask, *, earlier: Earlier = lambda ids: "",
        assigned: str = "", size: int = 0, full_trace: bool = False, checked: Authentication | None = None,
        item: int = 0,
    ) -> Plan:
        """What shall happen with the mail, which had `size` bytes. `assigned` is a contact that a person chose.

        `checked` is what was found of its sender; None: only what a trusted server wrote into it is known. `item` is
        its number in the spool, 0 if it has none: records link to its page in the console.
        """
        named: Named | None = None
        if speaks_for_team(mail, envelope, self.team, checked):
            mail, named = colleague_words.take(mail, envelope)
        found = parties(mail, envelope, self.team, named, checked)
        if assigned:
            found = by_hand(found, assigned)
        before = earlier((*mail.in_reply_to, *reversed(mail.references)))
        files = self.attachments.judge(mail.attachments)
        facts = Facts(mail, envelope, found, now, self.zone, size=size, earlier=before,
                      redaction=self.redaction, files=files,
                      page=f"{self.console}/items/{item}" if self.console and item else "")
        for _ in range(_MOST_QUESTIONS):
            plan = decide(facts, self.rulebook, full_trace=full_trace)
            if isinstance(plan, Plan):
                return self._told(self._let_through(plan, files, is_seen_to=bool(assigned)))
            facts = self._answered(facts, plan, ask)
        raise AssertionError("a decision asks for the person and the employer once each")

    def _let_through(self, plan: Plan, files: Judged, *, is_seen_to: bool) -> Plan:
        """The plan, unless the settings stop the mail for an attachment. A person who saw to it lets it through."""
        if plan.verdict is not Verdict.WRITE or not files.left_out:
            return plan
        if files.act in _STOPS and not is_seen_to:
            verdict, does = _STOPS[files.act]
            why = f"an attachment that the settings {does}: {files.why}"
            return replace(plan, verdict=verdict, reason=why, writes=())
        told = f"attachments left out: {', '.join(map(str, files.left_out))}"
        return replace(plan, parties=replace(plan.parties, evidence=(*plan.parties.evidence, told)))

    def _told(self, plan: Plan) -> Plan:
        """What people are told of the plan, in lists, notices and the log, holds no more than what Heap gets."""
        words = self.redaction.words
        rules = tuple(
            replace(rule, conditions=tuple(replace(c, saw=words(c.saw)) for c in rule.conditions))
            for rule in plan.rules)
        parties = replace(plan.parties, evidence=tuple(map(words, plan.parties.evidence)))
        return replace(plan, reason=words(plan.reason), parties=parties, rules=rules)

    def _answered(self, facts: Facts, question: AskFirst, ask: Ask) -> Facts:
        if question.is_employer:
            found = ask(question.about)
            return replace(facts, employer=replace(found, state=_asked(found.state)))
        person = ask(question.about)
        if not facts.parties.contact.email:
            return _by_name(facts, person)
        if person.state is PersonState.UNKNOWN and facts.earlier:
            facts, person = _by_thread(facts, person, ask)
        most = self.team.most_contacts or len(facts.parties.contacts)
        others = tuple(ask(contact.email) for contact in facts.parties.contacts[1:most])
        return replace(facts, person=person, others=others)


def _asked(state: PersonState) -> PersonState:
    return PersonState.UNKNOWN if state is PersonState.NOT_ASKED else state


def _by_name(facts: Facts, person: Person) -> Facts:
    """A colleague named a record: it must be exactly one, and it says the address."""
    wanted = facts.parties.contact.name
    if person.state is not PersonState.KNOWN:
        how = "no record" if person.state is PersonState.UNKNOWN else "several records"
        parties = replace(facts.parties, doubt=f"the colleague names {wanted!r}, and Heap has {how} of that name")
        return replace(facts, parties=parties, person=person)
    record = person.hits[0]
    contact = Address(record.person_name, record["email"])
    return replace(facts, person=person, parties=replace(facts.parties, contact=contact, contacts=(contact,)))


def _by_thread(facts: Facts, person: Person, ask: Ask) -> tuple[Facts, Person]:
    """Somebody whom Heap does not know answers in a conversation with somebody whom it knows (row D7)."""
    if facts.earlier.casefold() == facts.parties.contact.email.casefold():
        return facts, person
    known = ask(facts.earlier)
    if known.state is not PersonState.KNOWN:
        return facts, person
    evidence = (*facts.parties.evidence, f"it answers a mail with {facts.earlier}, whom Heap knows")
    return replace(facts, parties=replace(facts.parties, evidence=evidence)), known
