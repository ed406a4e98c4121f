"""Mail -> Plan. Pure: the same facts and rules always give the same plan.

Rules are gone through in order; the first that matches ends it unless it says `continue`. If whether a rule matches
hangs on what Heap knows of the contact, `AskFirst` comes back instead of a plan: the caller asks and calls again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbridge.plan import Direction, PersonState, Plan, RuleTrace, Verdict, Write
from mailbridge.rules.creations import MissingValue
from mailbridge.rules.model import Rule, Rulebook
from mailbridge.rules.templates import TemplateProblem
from mailbridge.rules.values import Facts


@dataclass(frozen=True, slots=True)
class AskFirst:
    """Heap must be asked before the mail can be decided: about an address, a name, or everybody at `@domain`."""

    about: str

    @property
    def is_employer(self) -> bool:
        """Whether the question is for anybody at the contact's domain, and not for the contact."""
        return self.about.startswith("@")


def decide(facts: Facts, rulebook: Rulebook, *, full_trace: bool = False) -> Plan | AskFirst:
    """What shall happen with the mail. `full_trace` keeps also the rules that did not match, for people to read."""
    if facts.parties.never_log:
        return _plan(facts, Verdict.SKIP, "everybody outside is on the never-log list")
    if facts.parties.refused:
        return _plan(facts, Verdict.SKIP, facts.parties.refused)
    if facts.parties.doubt:
        return _plan(facts, Verdict.REVIEW, facts.parties.doubt)
    traces: list[RuleTrace] = []
    taken: list[tuple[Rule, Facts]] = []
    for rule in rulebook.rules if full_trace else rulebook.candidates(facts):
        answer = rule.when.holds(facts)
        if answer is None:
            return _question(facts)
        if answer or full_trace:
            traces.append(_trace(rule, facts, answer))
        if not answer:
            continue
        taken.append((rule, _with_extracts(rule, facts)))
        if not rule.goes_on:
            break
    if any(rule.needs_person for rule, _ in taken) and _is_askable(facts):
        return _question(facts)
    plan = _carried_out(taken, facts) if taken else _unmatched(facts, rulebook)
    return replace(plan, rules=tuple(traces), notices=tuple(rule.notify for rule, _ in taken if rule.notify))


def _carried_out(taken: list[tuple[Rule, Facts]], facts: Facts) -> Plan:
    writes: list[Write] = []
    for rule, known in taken:
        if rule.skip:
            return _plan(facts, Verdict.SKIP, rule.skip)
        if rule.review:
            return _plan(facts, Verdict.REVIEW, rule.review)
        if rule.stops:
            break
        for creation in rule.creations:
            if facts.parties.direction is Direction.AUTOMATIC and creation.source == "contact":
                return _plan(facts, Verdict.SKIP, "automatic mail never becomes a person or a lead by itself")
            try:
                writes.append(creation.write(known, rule.name, _account(rule, facts)))
            except MissingValue as missing:
                return _plan(facts, Verdict.REVIEW, f'rule "{rule.name}" cannot make its {creation.kind}: {missing}')
            except TemplateProblem as problem:
                return _plan(facts, Verdict.REVIEW, f'rule "{rule.name}": {problem}')
    names = " and ".join(f'"{rule.name}"' for rule, _ in taken)
    if not writes:
        return _plan(facts, Verdict.SKIP, f"rule {names} creates nothing")
    return _plan(facts, Verdict.WRITE, f"rule {names}", tuple(writes))


def _unmatched(facts: Facts, rulebook: Rulebook) -> Plan:
    verdict = Verdict.SKIP if rulebook.unmatched == "skip" else Verdict.REVIEW
    return _plan(facts, verdict, "no rule takes this mail")


def _account(rule: Rule, facts: Facts) -> str:
    """Whose Heap login writes: the colleague's who sent or forwarded the mail, unless the rule says otherwise."""
    return {"colleague": facts.parties.colleague, "bridge": ""}.get(rule.writes_as, rule.writes_as)


def _is_askable(facts: Facts) -> bool:
    contact = facts.parties.contact
    return facts.person.state is PersonState.NOT_ASKED and bool(contact.email or contact.name)


def _question(facts: Facts) -> AskFirst:
    contact = facts.parties.contact
    if _is_askable(facts):
        return AskFirst(contact.email or contact.name)
    return AskFirst(f"@{contact.email.rpartition('@')[2].casefold()}")


def _with_extracts(rule: Rule, facts: Facts) -> Facts:
    if not rule.extract:
        return facts
    found = {name: "" for extraction in rule.extract for name in extraction.groups}
    for extraction in rule.extract:
        found.update(extraction.find(facts))
    return replace(facts, found=found)


def _trace(rule: Rule, facts: Facts, matched: bool) -> RuleTrace:
    return RuleTrace(rule.name, rule.file, rule.line, matched, tuple(rule.when.trace(facts)))


def _plan(facts: Facts, verdict: Verdict, reason: str, writes: tuple[Write, ...] = ()) -> Plan:
    return Plan(verdict, reason, facts.parties, facts.person, writes, decided_at=facts.now)
