"""A contact that a person chose for a mail, when the mail is decided: what Heap is taken to know of it. Pure.

A contact to be created counts as known while the rules decide, so that the mail becomes what it would for somebody
known; then the contact goes first. If Heap knows the address by then, because a colleague, another mail or the same
press of a button was faster, nobody is created.
"""

from __future__ import annotations

from dataclasses import replace

from mailbridge.plan import Outside, Person, PersonState, Plan, Verdict, Write
from mailbridge.records import Record, a
from mailbridge.redaction import Redaction, clear
from mailbridge.spool.chosen import Chosen


class Choice:
    """What a person chose, while one mail is decided."""

    def __init__(self, chosen: Chosen | None) -> None:
        self._chosen = chosen
        self._is_missing = False

    @property
    def email(self) -> str:
        """Whose address must be asked for before it is decided; "" for nobody's."""
        return self._chosen.email if self._chosen is not None and self._chosen.is_new else ""

    def seen(self, about: str, person: Person) -> Person:
        """What Heap knows of `about`, in the light of what was chosen."""
        chosen = self._chosen
        if chosen is None or about.casefold() != chosen.email.casefold():
            return person
        if person.state is PersonState.UNKNOWN and chosen.is_new:
            self._is_missing = True
            return Person(PersonState.KNOWN, (_record(chosen),))
        hits = tuple(hit for hit in person.hits if hit.kind is chosen.kind and hit["name"] == chosen.name)
        return Person(PersonState.KNOWN, hits[:1]) if hits and not chosen.is_new else person

    def with_contact(self, plan: Plan, redaction: Redaction) -> Plan:
        """The plan with the contact before everything else, if it is to be created."""
        chosen = self._chosen
        if chosen is None or not self._is_missing:
            return plan
        what = f"a person had {a(chosen.kind)} created"
        reason = plan.reason if plan.verdict is Verdict.WRITE else f"{what}; else: {plan.reason}"
        parties = replace(plan.parties, evidence=(*plan.parties.evidence, what))
        writes = plan.writes if plan.verdict is Verdict.WRITE else ()
        contact = _write(chosen, plan.writes[0].account if plan.writes else "", redaction)
        return replace(plan, verdict=Verdict.WRITE, reason=reason, parties=parties, person=Person(PersonState.UNKNOWN),
                       writes=(contact, *writes))


def _record(chosen: Chosen) -> Record:
    return Record(chosen.kind, (("name", chosen.name), ("email", chosen.email)))


def _write(chosen: Chosen, account: str, redaction: Redaction) -> Write:
    """As outside text, for the name is the mail's, even if somebody has mended it."""
    fields, _ = clear((("name", (Outside(chosen.name),)), ("email", (Outside(chosen.email),))), redaction)
    return Write(chosen.kind, fields, account=account)
