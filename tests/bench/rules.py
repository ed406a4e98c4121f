"""What a decision costs as rules grow: 10, 1,000 and 10,000 rules over the same mails, in one run.

Prints microseconds a mail and the ratio to 10 rules. The goal: 10,000 rules cost at most 3 times what 10 cost.
"""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mailbridge import rules
from mailbridge.decider import Decider
from mailbridge.mail import Address, Envelope, Mail
from mailbridge.plan import Person, PersonState
from mailbridge.rules import Rulebook
from mailbridge.team import Team

ROUNDS = 7
ENVELOPE = Envelope("smtp", recipients=("crm@bridge.example.com",))
NOW = datetime(2026, 1, 15, tzinfo=UTC)


def rulebook(count: int) -> Rulebook:
    """A mixture as admins write it: mostly senders, some domains, some words of the subject or text."""
    shapes = (
        "{{from: person{0}@company{0}.example}}", "{{from: {{domain: firm{0}.example}}}}",
        "{{subject: {{contains: order {0} of}}, direction: received}}", "{{from: sales{0}@shop.example, subject: {{starts: Re}}}}",
        "{{subject: {{starts: 'ticket {0}:'}}}}",
    )
    lines = ["rules:"]
    for number in range(count - 1):
        when = shapes[number % len(shapes)].format(number)
        lines.append(f"  - name: rule {number}\n    when: {when}\n    skip: never in this run")
    lines.append("  - name: last\n    when: {}\n    create:\n      - message: {title: '{{ subject }}', body: '{{ reply }}'}")
    return rules.load_text("\n".join(lines))


def mails() -> list[Mail]:
    text = "\n".join(f"Line {line} of an ordinary mail about an order, a visit and a price." for line in range(80))
    return [Mail(message_id=f"{n}@acme.example", date=NOW, sender=Address("Jane", f"jane{n}@acme.example"),
                 senders=(Address("Jane", f"jane{n}@acme.example"),), subject=f"Re: the order of week {n}", text=text,
                 reply=text, to=(Address("", "crm@bridge.example.com"),)) for n in range(50)]


def microseconds(decider: Decider, batch: list[Mail]) -> float:
    started = time.perf_counter()
    for mail in batch:
        decider.decide(mail, ENVELOPE, NOW, lambda email: Person(PersonState.UNKNOWN))
    return (time.perf_counter() - started) / len(batch) * 1e6


def main() -> None:
    team = Team(frozenset({"example.com"}), frozenset(), frozenset({"crm@bridge.example.com"}))
    deciders = {count: Decider(team, rulebook(count), ZoneInfo("UTC")) for count in (10, 1_000, 10_000)}
    batch = mails()
    for decider in deciders.values():
        microseconds(decider, batch)        # builds the index, warms up
    rounds = [{count: microseconds(decider, batch) for count, decider in deciders.items()} for _ in range(ROUNDS)]
    for count in deciders:
        cost = statistics.median(measured[count] for measured in rounds)
        ratio = statistics.median(measured[count] / measured[10] for measured in rounds)
        print(f"{count:>6} rules  {cost:8.1f} us a mail  {ratio:5.2f} x the cost of 10")


if __name__ == "__main__":
    main()
