"""import: what it says of how far it is, what it refuses, and that a look takes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from mailbridge.cli import progress

Call = Callable[..., Result]


@pytest.mark.parametrize(("arguments", "told"), [
    ((), "say what to take: PATH… for files, or --mailbox NAME"),
    (("mails", "--mailbox", "sales"), "say what to take"),
    (("mails", "--since", "2026-01-01"), "--folder and --since are for a mailbox"),
    (("--mailbox", "sales"), "there is no mailbox 'sales'; there are: none in the settings"),
    (("--mailbox", "sales", "--since", "yesterday"), "--since"),
])
def test_what_makes_no_sense_is_wrong_usage(
    call: Call, mails: Path, settled: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = call("import", *arguments)
    assert result.exit_code == 2 and told in result.stderr


def test_a_dry_run_takes_nothing(call: Call, mails: Path, settled: Path) -> None:
    call("import", mails / "a.eml")
    (mails / "again.eml").write_bytes((mails / "b.eml").read_bytes())
    for _ in range(2):
        assert call("import", "--dry-run", mails).output == "2 new, 2 already here; nothing was taken\n"
    assert call("import", mails).output == "2 new, 2 already here\n"


def test_how_far_it_is_how_fast_and_how_long_it_takes() -> None:
    assert progress.line(0, 10_000, 5, progress.count) == "0 of 10,000"
    assert progress.line(1200, 10_000, 4, progress.count) == "1,200 of 10,000, 300 a second, about 29 s left"
    assert progress.line(7e6, 0, 2, progress.size) == "7.0 MB, 3.5 MB a second"
    assert progress.line(1, 1, 0.1, progress.count) == "1 of 1", "too early for a rate"
    assert [progress.span(seconds) for seconds in (0, 99, 240, 9000)] == ["0 s", "99 s", "4 min", "2.5 h"]


def test_in_a_pipe_it_is_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = [0.0]
    with progress.Progress(progress.count, 100, lambda: clock[0]) as telling:
        for second in range(25):
            clock[0] = float(second)
            telling.at(second, "so far so good")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "10 of 100, 1 a second, about 90 s left: so far so good",
        "20 of 100, 1 a second, about 80 s left: so far so good"]
