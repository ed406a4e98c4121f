"""The object of `explain --json`: every key, also when there is nothing to tell."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbridge.decider import Decider
from mailbridge.explain import explained
from mailbridge.mail import Address, Envelope, Mail
from mailbridge.plan import Person, PersonState
from mailbridge.records import Kind, Record
from mailbridge.rules import load_text
from mailbridge.team import Team

KEYS = ["path", "direction", "contact", "evidence", "authentication", "person", "rules", "state", "reason", "writes"]
JANE = Record(Kind.PERSON, (("name", "Jane Doe"), ("email", "jane@acme.example")))


def told(rules: str, mail: Mail, person: Person) -> dict[str, object]:
    decider = Decider(Team(domains=frozenset({"example.com"})), load_text(rules, "r.yaml"), ZoneInfo("UTC"))
    now = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
    found = explained(decider.decide(mail, Envelope("file"), now, lambda _: person, full_trace=True), "a.eml")
    assert list(found) == KEYS
    json.dumps(found)
    return found


def mail(sender: str, subject: str = "[category:x] Hello") -> Mail:
    return Mail("1@x", None, Address("", sender), subject, "text", "text", senders=(Address("", sender),))


RULES = """rules:
  - name: Not this one
    when: {subject: {starts: zzz}}
    skip: x
  - name: This one
    when: {person: known}
    create: [{message: {title: "{{ subject }}", body: "{{ text }}"}}]
"""


def test_each_rule_and_condition_tells_whether_it_held_and_what_it_saw() -> None:
    found = told(RULES, mail("jane@acme.example"), Person(PersonState.KNOWN, (JANE,)))
    assert found["rules"] == [
        {"name": "Not this one", "file": "r.yaml", "line": 2, "matched": False,
         "conditions": [{"text": "subject starts 'zzz'", "matched": False, "saw": "[category:x] Hello"}]},
        {"name": "This one", "file": "r.yaml", "line": 5, "matched": True,
         "conditions": [{"text": "person is known", "matched": True, "saw": "known"}]},
    ]
    assert (found["state"], found["reason"]) == ("done", 'rule "This one"')
    assert found["contact"] == {"name": "", "email": "jane@acme.example"}
    assert found["authentication"] == {"spf": None, "dkim": None, "dmarc": None, "arc": None}
    person = found["person"]
    assert isinstance(person, dict) and person["state"] == "known" and person["hits"][0]["name"] == "Jane Doe"


def test_writes_are_told_as_they_would_be_sent() -> None:
    found: Any = told(RULES, mail("jane@acme.example"), Person(PersonState.KNOWN, (JANE,)))
    (write,) = found["writes"]
    assert write["kind"] == "message"
    assert "[category" not in write["fields"]["title"] and write["fields"]["title"].endswith("Hello")


def test_a_doubtful_mail_has_every_key_too() -> None:
    found = told(RULES, mail(""), Person(PersonState.UNKNOWN))
    assert (found["state"], found["reason"]) == ("review", "From holds no address")
    assert (found["rules"], found["writes"]) == ([], [])
    assert found["person"] == {"state": "not-asked", "hits": []}


def test_what_is_taken_out_of_the_writes_is_told_and_is_itself_nowhere() -> None:
    found = told(RULES, mail("jane@acme.example", "PIN 4711, card 4111 1111 1111 1111"),
                 Person(PersonState.KNOWN, (JANE,)))
    assert isinstance(found["evidence"], list)
    assert found["evidence"][-1] == "taken out of what Heap gets: code (1×), card number (1×)"
    assert "1111 1111" not in json.dumps(found) and "4711" not in json.dumps(found)
