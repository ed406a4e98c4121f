"""A plan as people and programs read it: the object of `explain --json`. Pure."""

from __future__ import annotations

from typing import Any

from mailbridge.authentication import METHODS
from mailbridge.heap import wire
from mailbridge.plan import Plan, Verdict, Write
from mailbridge.spool.rows import record_as_json

_STATES = {Verdict.WRITE: "done", Verdict.SKIP: "skipped", Verdict.REVIEW: "review"}


def explained(plan: Plan, path: str) -> dict[str, Any]:
    """{path, direction, contact, evidence, authentication, person, rules, state, reason, writes}, all always there.

    `writes` hold the fields as they would be sent, after the last gate, without the marker.
    """
    parties = plan.parties
    return {
        "path": path,
        "direction": parties.direction.value,
        "contact": {"name": parties.contact.name, "email": parties.contact.email},
        "evidence": list(plan.evidence),
        "authentication": {method: getattr(parties.authentication, method) or None for method in METHODS},
        "person": {"state": plan.person.state.value, "hits": [record_as_json(hit) for hit in plan.person.hits]},
        "rules": [
            {"name": rule.name, "file": rule.file, "line": rule.line, "matched": rule.matched,
             "conditions": [{"text": c.text, "matched": c.matched, "saw": c.saw} for c in rule.conditions]}
            for rule in plan.rules
        ],
        "state": _STATES[plan.verdict],
        "reason": plan.reason,
        "writes": [{"kind": write.kind.value, "fields": _sent(write)} for write in plan.writes],
    }


def _sent(write: Write) -> dict[str, str]:
    sending = wire.fields_to_send(write, marker="", newer_fields=True)
    if isinstance(sending, wire.Problems):
        return {name: write.field(name) for name, _ in write.fields}
    return dict(sending.fields)
