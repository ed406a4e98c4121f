"""Conditions: the words that may stand under `when`, and how each looks at a mail. Pure.

A condition answers yes, no, or "not before Heap was asked who this is" (None). The third answer lets most mails be
decided without a request: people are asked for only if everything else about a rule already holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from mailbridge.mail import Auto
from mailbridge.plan import ConditionTrace, Direction, PersonState
from mailbridge.records import CONTACT_KINDS
from mailbridge.rules import values
from mailbridge.rules.domains import may_name_a_company
from mailbridge.rules.operators import Test
from mailbridge.rules.values import Facts
from mailbridge.team import tag

Answer = bool | None
SAW_LIMIT = 200


class Condition(Protocol):
    """One node of a rule's `when`."""

    def holds(self, facts: Facts) -> Answer:
        """Whether it holds; None when Heap must be asked about the contact first."""

    def trace(self, facts: Facts) -> Iterable[ConditionTrace]:
        """Each leaf with the value that was looked at."""


@dataclass(frozen=True, slots=True)
class All:
    """Every one must hold."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> Answer:
        unsure = False
        for part in self.parts:
            answer = part.holds(facts)
            if answer is False:
                return False
            unsure = unsure or answer is None
        return None if unsure else True

    def trace(self, facts: Facts) -> Iterable[ConditionTrace]:
        for part in self.parts:
            yield from part.trace(facts)


@dataclass(frozen=True, slots=True)
class Any:
    """At least one must hold."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> Answer:
        answers = [part.holds(facts) for part in self.parts]
        return True if True in answers else None if None in answers else False

    def trace(self, facts: Facts) -> Iterable[ConditionTrace]:
        for part in self.parts:
            yield from part.trace(facts)


@dataclass(frozen=True, slots=True)
class Nothing:
    """None may hold (`none:` in a file)."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> Answer:
        answer = Any(self.parts).holds(facts)
        return None if answer is None else not answer

    def trace(self, facts: Facts) -> Iterable[ConditionTrace]:
        for leaf in Any(self.parts).trace(facts):
            yield ConditionTrace(f"not: {leaf.text}", not leaf.matched, leaf.saw)


@dataclass(frozen=True, slots=True)
class Look:
    """A text condition: any of the texts under `subject` passes the test."""

    word: str
    texts: Callable[[Facts], tuple[str, ...]]
    test: Test

    def holds(self, facts: Facts) -> Answer:
        if self.word in KNOWN_BY_HEAP and _person_state(facts) is None:
            return None
        return any(self.test.ask(text) for text in self.texts(facts))

    def trace(self, facts: Facts) -> Iterable[ConditionTrace]:
        seen = self.texts(facts) if self.holds(facts) is not None else (_NOT_ASKED,)
        yield ConditionTrace(f"{self.word} {self.test.words}", bool(self.holds(facts)), _short(", ".join(seen)))


@dataclass(frozen=True, slots=True)
class Choice:
    """A condition with a few possible words, such as direction."""

    word: str
    value: Callable[[Facts], str | None]
    wanted: tuple[str, ...]

    def holds(self, facts: Facts) -> Answer:
        value = self.value(facts)
        return None if value is None else value in self.wanted

    def trace(self, facts: Facts) -> Iterable[ConditionTrace]:
        value = self.value(facts)
        saw = _NOT_ASKED if value is None else value
        yield ConditionTrace(f"{self.word} is {' or '.join(self.wanted)}", bool(self.holds(facts)), saw)


ALWAYS = All(())
_NOT_ASKED = "Heap was not asked"

TextSource = Callable[[Facts], tuple[str, ...]]


def header_source(name: str) -> TextSource:
    """All values of one header field."""
    wanted = name.casefold()
    return lambda facts: tuple(value for key, value in facts.mail.headers if key.casefold() == wanted)


def _text_source(name: str) -> TextSource:
    return lambda facts: (values.text(facts, name),)


TEXT_CONDITIONS: dict[str, tuple[TextSource, str]] = {
    **{name: (_text_source(name), words) for name, words in values.TEXTS.items()},
    "from": (lambda facts: (facts.mail.sender.email,), "the address in From"),
    "from_name": (lambda facts: (facts.mail.sender.name,), "the name in From"),
    "to": (lambda facts: tuple(a.email for a in facts.mail.to), "any address in To"),
    "cc": (lambda facts: tuple(a.email for a in facts.mail.cc), "any address in Cc"),
    "recipient": (lambda facts: facts.envelope.recipients, "any address the mail was handed over for"),
    "contact": (lambda facts: (facts.parties.contact.email,), "the outside person's address"),
    "participant": (lambda facts: tuple(a.email for a in facts.parties.contacts), "any outside address in the mail"),
    "colleague": (lambda facts: (facts.parties.colleague,), "the colleague who sent or forwarded it"),
    "attachment": (lambda facts: tuple(a.filename for a in facts.mail.attachments), "any attachment's name"),
    "attachment_type": (lambda facts: tuple(a.content_type for a in facts.mail.attachments), "any attachment's type"),
    "envelope_from": (lambda facts: (facts.envelope.sender,), "the address the mail server gave as its sender"),
    "tag": (lambda facts: tuple(filter(None, map(tag, facts.envelope.recipients))) or ("",),
            "the +tag of the bridge address it came to"),
    "door": (lambda facts: (facts.envelope.door,), "the door it came through: smtp, imap:NAME …"),
    "company": (lambda facts: (facts.person.hits[0].company if facts.person.hits else "",),
                "the company Heap knows the contact by"),
}
"""Condition word -> (what is looked at, the same in words)."""

KNOWN_BY_HEAP = ("company",)
"""Those of them that nobody can answer before Heap was asked about the contact."""


def _person_state(facts: Facts) -> str | None:
    if not (facts.parties.contact.email or facts.parties.contact.name):
        return PersonState.UNKNOWN.value
    return None if facts.person.state is PersonState.NOT_ASKED else facts.person.state.value


def _employer(facts: Facts) -> str | None:
    if not may_name_a_company(facts.parties.contact.email.rpartition("@")[2]):
        return "unknown"
    if facts.employer.state is PersonState.NOT_ASKED:
        return None
    return "known" if facts.employer.hits else "unknown"


def _known_as(facts: Facts) -> str | None:
    if _person_state(facts) is None:
        return None
    return facts.person.hits[0].kind.value if facts.person.hits else "nothing"


CHOICE_CONDITIONS: dict[str, tuple[Callable[[Facts], str | None], tuple[str, ...], str]] = {
    "direction": (lambda facts: facts.parties.direction.value, tuple(Direction), "whose mail it is"),
    "person": (_person_state, ("known", "unknown", "ambiguous"), "whether Heap knows the contact"),
    "known_as": (_known_as, (*CONTACT_KINDS, "nothing"), "under which kind of record Heap knows the contact"),
    "employer": (_employer, ("known", "unknown"),
                 "whether Heap knows anybody at the contact's domain (a free-mail domain never counts)"),
    "proven": (lambda facts: "yes" if facts.parties.proven else "no", ("yes", "no"),
               "whether From is proven: by DMARC, a trusted sealer, a relay, or who signed in at the door"),
    "dmarc": (lambda facts: facts.parties.authentication.dmarc or "unknown",
              ("pass", "fail", "none", "temperror", "permerror", "bestguesspass", "unknown"),
              "what was found of From (authentication.check, team.trusted_server)"),
    "spf": (lambda facts: facts.parties.authentication.spf or "unknown",
            ("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy", "unknown"),
            "whether the server that handed the mail in may send for the envelope's sender"),
    "dkim": (lambda facts: facts.parties.authentication.dkim or "unknown",
             ("pass", "fail", "neutral", "none", "temperror", "permerror", "policy", "unknown"),
             "whether any signature of the mail holds, whoever signed"),
    "arc": (lambda facts: facts.parties.authentication.arc or "unknown",
            ("pass", "fail", "none", "temperror", "permerror", "unknown"),
            "whether the forwarders' chain of seals holds, whoever they are"),
    "thread": (lambda facts: "known" if facts.earlier else "new", ("known", "new"),
               "whether it answers a mail that the bridge has seen"),
    "auto": (lambda facts: facts.mail.auto.value if facts.mail.auto else "no", (*Auto, "no"),
             "which kind of automatic mail it is"),
    "calendar": (lambda facts: facts.mail.calendar[0].method.lower() or "publish" if facts.mail.calendar else "no",
                 ("request", "cancel", "reply", "publish", "counter", "add", "refresh", "declinecounter", "no"),
                 "the invitation's method"),
    "forwarded": (lambda facts: "yes" if facts.mail.forwarded else "no", ("yes", "no"), "whether it is a forward"),
    "form": (lambda facts: "yes" if values.form_of(facts) else "no", ("yes", "no"),
             "whether a web form's fields were found"),
}
"""Condition word -> (what is looked at; None: ask Heap first), the words it can be, the same in words."""


def _short(text: str) -> str:
    return text if len(text) <= SAW_LIMIT else text[: SAW_LIMIT - 1] + "…"
