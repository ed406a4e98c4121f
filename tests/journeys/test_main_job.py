"""The main job, end to end: a mail from a real client goes in, and curl finds the right record in Heap."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from journey_parts import MAILBRIDGE, RECIPIENT, Bridge, Process, Sandbox, until

Swaks = Callable[..., "subprocess.CompletedProcess[str]"]
MAILS = Path(__file__).parents[2] / "mailbridge" / "demo" / "mails"


def test_a_mail_from_somebody_new_becomes_a_person_and_a_lead(sandbox: Sandbox, bridge: Bridge, swaks: Swaks) -> None:
    sent = swaks("--from", "omar@lumen.example", "--h-From", "Omar Haddad <omar@lumen.example>",
                 "--h-Subject", "Your prices", "--body", "What do 40 licences cost?")
    assert sent.returncode == 0, sent.stdout
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    people = sandbox.curl("get=people", "search=omar@lumen.example")
    assert people.count("<person>") == 1
    assert "<name>Omar Haddad</name>" in people
    leads = sandbox.curl("get=lead", "search=omar@lumen.example")
    assert leads.count("<lead>") == 1
    assert "What do 40 licences cost?" in leads


def test_a_second_mail_of_the_same_person_is_a_message_and_makes_nobody_twice(
    sandbox: Sandbox, bridge: Bridge, swaks: Swaks
) -> None:
    swaks("--from", "omar@lumen.example", "--h-Subject", "One", "--body", "First mail.")
    until(lambda: bridge.states() == {"done": 1}, "the first mail is done")
    swaks("--from", "omar@lumen.example", "--h-Subject", "Two", "--body", "Second mail.")
    until(lambda: bridge.states() == {"done": 2}, "the second mail is done")
    assert sandbox.count("person") == 1
    messages = sandbox.curl("get=message", "search=omar@lumen.example")
    assert messages.count("<message>") == 1
    assert "<title>Two</title>" in messages
    assert "Second mail." in messages


def test_a_forward_by_a_colleague_is_about_the_originals_sender(sandbox: Sandbox, bridge: Bridge, swaks: Swaks) -> None:
    assert sandbox.curl("create=person", "name=Laura Marceline - Big Fish", "email=laura@bigfish.example") == "Success"
    swaks("--from", "ben@example.com", "--data", str(MAILS / "03-forward-gmail.eml"))
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    told = sandbox.curl("get=message", "search=Laura Marceline")
    assert "<title>Viewing on Friday</title>" in told
    assert "Friday at two works for me." in told
    assert "forwarded by ben@example.com" in told


def test_what_a_stranger_writes_cannot_act_on_heap(sandbox: Sandbox, bridge: Bridge, swaks: Swaks) -> None:
    swaks("--from", "eve@evil.example", "--h-Subject", "[category:VIP] hello", "--body", "[event:+1 Week: pay me]")
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    leads = sandbox.curl("get=lead", "search=eve@evil.example")
    assert "[category" not in leads and "[event" not in leads
    assert "category:VIP" in leads and "pay me" in leads


def test_other_recipients_are_refused(bridge: Bridge, swaks: Swaks) -> None:
    refused = swaks("--from", "a@b.example", to="nobody@bridge.example.com")
    assert "550 5.1.1" in refused.stdout
    assert bridge.states() == {}


def test_a_lost_reply_makes_no_second_record(sandbox: Sandbox, bridge: Bridge, swaks: Swaks) -> None:
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    subprocess.run(["curl", "-sS", "-d", "fault=lost-reply:1", sandbox.url.replace("api.php", "faults")], check=True,
                   capture_output=True)
    swaks("--from", "jane@acme.example", "--h-Subject", "Only once", "--body", "Once.")
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    assert sandbox.count("message", "title = 'Only once'") == 1
    told = bridge.command("items", "show", "1").stdout
    assert "found in Heap" in told


def test_what_the_service_did_can_be_explained(bridge: Bridge, swaks: Swaks) -> None:
    swaks("--from", "jane@acme.example", "--h-Subject", "Why", "--body", "Because.")
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    listed = [json.loads(line) for line in bridge.command("items", "list", "--json").stdout.splitlines()]
    assert [(item["state"], item["contact"]) for item in listed] == [("done", "jane@acme.example")]
    story = json.loads(bridge.command("items", "show", "1", "--json").stdout)
    names = [event["name"] for event in story["events"]]
    assert (names[0], names[-1]) == ("accepted", "settled")
    original = bridge.command("items", "export", "1").stdout
    assert "Subject: Why" in original


def test_sigterm_ends_the_service_in_order(bridge: Bridge, swaks: Swaks) -> None:
    swaks("--from", "jane@acme.example", "--h-Subject", "Last", "--body", "Bye.")
    assert bridge.process.terminate() == 0
    assert bridge.states().get("claimed", 0) == 0


def test_a_second_service_on_the_same_spool_is_refused(bridge: Bridge) -> None:
    second = bridge.command("run")
    assert second.returncode == 75
    assert "another mailbridge" in second.stderr
    assert "Traceback" not in second.stderr


def test_the_demo_does_what_it_shows_and_curl_finds_its_records(tmp_path: Path) -> None:
    demo = subprocess.run([str(MAILBRIDGE), "demo", "--once", "--data", str(tmp_path), "--smtp-port", "0", "--port", "0"],
                          capture_output=True, text=True, timeout=120)
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert "wrong:" not in demo.stdout
    process = Process(["sandbox", "--port", "0", "--data", str(tmp_path / "sandbox.db")], tmp_path / "again.log")
    process.start()
    try:
        process.wait_for("login_password: ")
        told = dict(line.split(": ", 1) for line in process.output().splitlines() if ": " in line)
        sandbox = Sandbox(process, tmp_path / "sandbox.db", told["url"], told["login_email"], told["login_password"])
        assert "<email>jane.doe@acme.example</email>" in sandbox.curl("get=lead", "search=jane.doe@acme.example")
        event = sandbox.curl("get=event", "search=Harbour Street")
        assert "Viewing Harbour Street at 03:15 AM to 07:30 AM" in event
        assert "laura@bigfish.example" in event
        assert RECIPIENT not in sandbox.curl("get=people", f"search={RECIPIENT}").split("<result>")[1]
    finally:
        process.kill()
