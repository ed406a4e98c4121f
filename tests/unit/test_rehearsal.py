"""What is tried in a process of its own, and what is told of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbridge.errors import AdminError
from mailbridge.rehearsal import complaint


def wrong() -> None:
    raise AdminError("rules: there are none")


def a_bug() -> None:
    raise ValueError("a bug")


@pytest.mark.parametrize(("act", "told"), [
    (lambda: None, ""),
    (wrong, "rules: there are none"),
    (a_bug, "it failed in a way that nobody foresaw; the log has it"),
    (lambda: os.kill(os.getpid(), signal.SIGKILL), "it was ended by signal 9"),
    (lambda: time.sleep(60), "it takes longer than 0.5 seconds"),
], ids=["well", "wrong", "bug", "killed", "endless"])
def test_what_does_not_go_well_is_told(act: Callable[[], None], told: str) -> None:
    assert complaint(act, 0.5 if "longer" in told else 20) == told


def test_nothing_of_it_stays(tmp_path: Path) -> None:
    seen: list[str] = []

    def act() -> None:
        seen.append("something")
        (tmp_path / "pid").write_text(str(os.getpid()))

    assert complaint(act, 20) == ""
    assert seen == []
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text()}").exists()
