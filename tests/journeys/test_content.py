"""What of a mail's content reaches Heap: no card number and no code, while the bridge's original stays as it came."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from journey_parts import Bridge, Sandbox, until

Swaks = Callable[..., "subprocess.CompletedProcess[str]"]
CARD = "4111 1111 1111 1111"


def test_a_card_number_and_a_code_stay_in_the_bridge(sandbox: Sandbox, bridge: Bridge, swaks: Swaks) -> None:
    sent = swaks("--from", "omar@lumen.example", "--h-Subject", f"Pay with {CARD}",
                 "--body", f"My card is {CARD}, ring 0049 30 1234567.\\nThe verification code is 839201.")
    assert sent.returncode == 0, sent.stdout
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    lead = sandbox.curl("get=lead", "search=omar@lumen.example")
    assert "My card is [card …1111], ring 0049 30 1234567." in lead
    assert "The verification code is [code]." in lead
    story = json.loads(bridge.command("items", "show", "1", "--json").stdout)
    told = [event["what"] for event in story["events"] if event["name"] == "left-out"]
    assert told == ["card number: 2, code: 1"]
    assert any("taken out of what Heap gets" in evidence for evidence in story["plan"]["evidence"])
    everything = json.dumps(story) + bridge.process.output() + sandbox.process.output()
    assert "1111 1111" not in everything and "839201" not in everything
    original = bridge.command("items", "export", "1").stdout
    assert CARD in original and "839201" in original, "the original stays as it came"


def test_the_comment_of_a_late_forward_is_looked_through_as_well(
    sandbox: Sandbox, bridge: Bridge, swaks: Swaks
) -> None:
    assert sandbox.curl("create=person", "name=Laura Marceline", "email=laura@bigfish.example") == "Success"
    words = "Dear Ben, the viewing on Friday at two works for me, and my partner comes along as well."
    swaks("--from", "laura@bigfish.example", "--h-From", "Laura Marceline <laura@bigfish.example>",
          "--h-Subject", "Viewing", "--h-Date", "Mon, 02 Mar 2026 08:59:00 +0000", "--body", words)
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    swaks("--from", "ben@example.com", "--h-Subject", "Fwd: Viewing", "--body",
          f"She pays with {CARD}.\\n\\n---------- Forwarded message ---------\\n"
          f"From: Laura Marceline <laura@bigfish.example>\\nDate: Mon, 2 Mar 2026 at 08:59\\nSubject: Viewing\\n"
          f"To: Ben <ben@example.com>\\n\\n{words}\\n")
    until(lambda: bridge.states() == {"done": 2}, "the forward is done")
    told = sandbox.curl("get=message", "search=laura@bigfish.example")
    assert told.count("<message>") == 2
    assert "She pays with [card …1111]." in told


def test_a_program_is_told_as_left_out_and_the_mail_reaches_heap(
    sandbox: Sandbox, bridge: Bridge, swaks: Swaks, tmp_path: Path
) -> None:
    assert sandbox.curl("create=person", "name=Laura Marceline", "email=laura@bigfish.example") == "Success"
    for name in ("invoice.pdf.exe", "plan.pdf"):
        (tmp_path / name).write_bytes(b"x" * 10)
    swaks("--from", "laura@bigfish.example", "--h-Subject", "Plan", "--body", "See both.",
          "--attach-name", "invoice.pdf.exe", "--attach", f"@{tmp_path / 'invoice.pdf.exe'}",
          "--attach-name", "plan.pdf", "--attach", f"@{tmp_path / 'plan.pdf'}")
    until(lambda: bridge.states() == {"done": 1}, "the mail is done")
    told = sandbox.curl("get=message", "search=laura@bigfish.example")
    assert "Attachments: plan.pdf (10 B)" in told
    assert "Left out: invoice.pdf.exe (program under a false name)" in told
