"""How much must stay free, and a real service on a disk that takes no more. The rest is in tests/contract/spool."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mailbridge.spool.room import Watermarks

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


@pytest.mark.parametrize(("total", "needed"), [
    (8 * MEBIBYTE, 2 * MEBIBYTE), (1 * GIBIBYTE, 256 * MEBIBYTE), (8 * GIBIBYTE, 512 * MEBIBYTE),
    (20 * GIBIBYTE, GIBIBYTE), (4096 * GIBIBYTE, 2 * GIBIBYTE)])
def test_so_much_stays_free(total: int, needed: int) -> None:
    assert Watermarks().must_stay_free(total) == needed


SERVICE = """
import resource, signal, smtplib, sys
from datetime import UTC, datetime
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.settings import SmtpSettings
from mailbridge.spool import Spool, lists

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
spool = Spool("sqlite:///" + sys.argv[1])
door = SmtpDoor(SmtpSettings(listen="127.0.0.1:0", recipients=("crm@bridge.example.com",)), spool,
                lambda: datetime.now(UTC))
door.start()

def send(n):
    raw = f"Subject: mail {n}\\r\\nMessage-ID: <{n}@acme.example>\\r\\n\\r\\n" + "x" * 40_000 + "\\r\\n"
    with smtplib.SMTP("127.0.0.1", door.port) as smtp:
        try:
            smtp.sendmail("jane@acme.example", ["crm@bridge.example.com"], raw)
        except smtplib.SMTPDataError as error:
            return error.smtp_code
    return 250

resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, resource.RLIM_INFINITY))
answers = [send(n) for n in range(60)]
held = len(lists.summaries(spool, limit=1000))
print("full:", sorted(set(answers)), held == answers.count(250), 0 < held < 60)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
again = [send(n) for n in range(60)]
print("room:", sorted(set(again)), len(lists.summaries(spool, limit=1000)))
door.stop()
spool.close()
"""


def test_on_a_disk_that_takes_no_more_bytes_senders_hear_452_and_after_that_250_and_nothing_is_lost(
    tmp_path: Path
) -> None:
    done = subprocess.run([sys.executable, "-c", SERVICE, str(tmp_path / "spool.db")], capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.stdout.splitlines() == ["full: [250, 452] True True", "room: [250] 60"], done.stdout + done.stderr[-2000:]
