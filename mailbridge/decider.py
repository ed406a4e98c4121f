"""One mail to one plan: direction, the question to Heap if it is needed, the rules. `run` and `explain` share it.

Writes nothing. The only thing it does to the world is to call `ask`, at most once, and only when a rule hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbridge.direction import Team, parties
from mailbridge.mail import Envelope, Mail
from mailbridge.plan import Person, Plan
from mailbridge.rules import AskFirst, Facts, Rulebook, decide

Ask = Callable[[str], Person]
"""An address -> what Heap knows of it. Raises OperatorError when Heap cannot be asked: never "nobody" for that."""


@dataclass(frozen=True, slots=True)
class Decider:
    """The team and the rules of one moment."""

    team: Team
    rulebook: Rulebook
    zone: ZoneInfo

    def decide(self, mail: Mail, envelope: Envelope, now: datetime, ask: Ask, *, full_trace: bool = False) -> Plan:
        """What shall happen with the mail."""
        facts = Facts(mail, envelope, parties(mail, envelope, self.team), now, self.zone)
        plan = decide(facts, self.rulebook, full_trace=full_trace)
        if isinstance(plan, AskFirst):
            plan = decide(replace(facts, person=ask(plan.email)), self.rulebook, full_trace=full_trace)
        assert isinstance(plan, Plan), "a decision asks for the person once"
        return plan
