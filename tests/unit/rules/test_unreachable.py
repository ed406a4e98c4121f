"""Rules that no mail can reach are told, and no others."""

from __future__ import annotations

import pytest

from mailbridge.rules import load_text


def told(earlier: str, later: str) -> str:
    text = f"rules:\n  - {{name: first, {earlier}}}\n  - {{name: second, {later}}}\n"
    return "\n".join(map(str, load_text(text).doubts))


@pytest.mark.parametrize(("earlier", "later"), [
    ("when: {}, skip: x", "when: {subject: a}, skip: y"),
    ("when: {direction: received}, review: x", "when: {direction: received, person: known}, skip: y"),
    ("when: {direction: [received, sent]}, skip: x", "when: {direction: sent}, skip: y"),
    ("when: {from: {domain: acme.test}}, skip: x", "when: {from: {domain: ACME.test}, subject: a}, skip: y"),
    ("when: {subject: [a, b]}, skip: x", "when: {all: [{subject: a}, {person: known}]}, skip: y"),
    ("when: {person: known}, create: {message: {title: x}}", "when: {person: known}, review: y"),
])
def test_a_rule_behind_one_that_takes_all_of_its_mails_is_never_reached(earlier: str, later: str) -> None:
    assert '"second" is never reached: "first" (rules.yaml:2) takes ' in told(earlier, later)


@pytest.mark.parametrize(("earlier", "later"), [
    ("when: {}, create: {message: {title: x}}, continue: true", "when: {}, skip: y"),
    ("when: {direction: received, person: known}, skip: x", "when: {direction: received}, skip: y"),
    ("when: {direction: sent}, skip: x", "when: {direction: [received, sent]}, skip: y"),
    ("when: {subject: a}, skip: x", "when: {subject: {contains: a}}, skip: y"),
    ("when: {any: [{subject: a}, {subject: b}]}, skip: x", "when: {subject: a}, skip: y"),
    ("when: {none: [{subject: a}]}, skip: x", "when: {subject: b}, skip: y"),
    ("when: {from: {domain: acme.test}}, skip: x", "when: {from: jane@acme.test}, skip: y"),
])
def test_a_rule_that_may_be_reached_is_not_told(earlier: str, later: str) -> None:
    assert told(earlier, later) == ""


def test_ten_thousand_rules_are_checked_in_little_time() -> None:
    lines = "\n".join(f"  - {{name: r{n}, when: {{from: p{n}@acme.test}}, skip: x}}" for n in range(3000))
    assert len(load_text("rules:\n" + lines).rules) == 3000
