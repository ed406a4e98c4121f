"""What reading reaches on public test suites, as README's table.

    python tests/scores.py FOLDER [--write]

FOLDER holds the suites' mails with their expected readings and the program `score` that compares (775 mails; too many to
keep here). Runs `mailbridge inspect` over them, prints the table, and with --write puts it into README.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
MAILBRIDGE = Path(sys.executable).parent / "mailbridge"

OTHERS = {
    "forward": "email-forward-parser 87.5 %", "reply": "talon 80.0 %", "mime": "nodemailer mailparser 83.7 %",
    "consensus": "nodemailer mailparser 96.0 %", "calendar": "icalendar 94.8 %",
    "auto": "flufl.bounce with header rules 91.7 %", "mime-extra": "tnefparse 100 %",
}
"""The best single tool, measured on another part of the same suites."""

NAMES = {
    "forward": "forwards: sender, recipients, subject, date, text, comment", "reply": "replies without history and signature",
    "mime": "MIME, also broken", "consensus": "what five parsers agree on", "calendar": "invitations",
    "auto": "automatic mail; people's mail is never called automatic", "mime-extra": "winmail.dat (TNEF)",
}


def measured(samples: Path) -> dict[str, dict[str, int]]:
    """Suite -> {cases, passed, crashed, …}, as `score` counts."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [str(samples / "score"), *NAMES, "--cmd", f"{MAILBRIDGE} inspect {{dir}} --json", "--out", out.name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        suites: dict[str, dict[str, int]] = json.loads(Path(out.name).read_text("utf-8"))["suites"]
        return suites


def table(suites: dict[str, dict[str, int]]) -> str:
    """The table's lines."""
    rows = ["| what is read | mails | read whole | crashed | best single tool |", "| --- | --- | --- | --- | --- |"]
    for suite, name in NAMES.items():
        counted = suites[suite]
        share = 100 * counted["passed"] / counted["cases"]
        rows.append(f"| {name} | {counted['cases']} | **{share:.1f} %** | {counted['crashed']} | {OTHERS[suite]} |")
    return "\n".join(rows)


def main() -> None:
    made = table(measured(Path(sys.argv[1])))
    print(made)
    if "--write" in sys.argv:
        text = re.sub(r"(<!-- scores -->\n).*?(<!-- end -->)", lambda match: f"{match[1]}{made}\n{match[2]}",
                      README.read_text("utf-8"), flags=re.S)
        README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
