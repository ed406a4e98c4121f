"""Lines for a terminal and for a pipe."""

from __future__ import annotations

import os

import click
import pytest

from mailbridge.cli import show

LINE = f"{'x' * 10}{click.style('y' * 10, fg='red')}{'z' * 10}"


@pytest.mark.parametrize(("columns", "shown"), [
    (40, "x" * 10 + "y" * 10 + "z" * 10), (30, "x" * 10 + "y" * 10 + "z" * 10), (25, "x" * 10 + "y" * 10 + "zzzz…"),
    (20, "x" * 10 + "y" * 10), (15, "x" * 10 + "yyyy…"), (10, "x" * 10), (5, "xxxx…"),
])
def test_a_line_ends_where_the_terminal_does_and_its_colours_end_too(
    monkeypatch: pytest.MonkeyPatch, columns: int, shown: str
) -> None:
    monkeypatch.setattr(show, "on_terminal", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((columns, 24)))
    fitted = show.fitting(LINE)
    assert click.unstyle(fitted) == shown
    assert fitted.endswith(("\x1b[0m", shown[-1]))
    assert fitted.count("\x1b[") == 2


def test_in_a_pipe_a_line_is_whole() -> None:
    assert show.fitting(LINE) == LINE
