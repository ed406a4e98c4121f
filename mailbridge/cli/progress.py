"""How far long work is: a bar for a person who looks, a plain line every ten seconds for a pipe.

Both go to standard error, so that standard output holds only what the command has to say in the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

LINE_SECONDS = 10.0
_SURE_SECONDS = 1.0                     # before that a rate is a guess


class Progress:
    """Of work on so many (mails, bytes; 0: nobody knows). `shown` prints a number of them."""

    def __init__(self, shown: Callable[[float], str], total: float = 0,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._shown = shown
        self._total = total
        self._clock = clock
        self._began = self._told = clock()
        self._start: float | None = None
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console  # late: a tenth of a second that nobody else needs
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(BarColumn(), TextColumn("{task.description}", markup=False), console=Console(stderr=True),
                            transient=True)
            self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, done: float, text: str, total: float | None = None) -> None:
        """So much is done; `text` says what came of it."""
        self._total = self._total if total is None else total
        now = self._clock()
        told = f"{line(done, self._total, now - self._began, self._shown)}: {text}"
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=told, completed=done, total=self._total or None)
        elif now - self._told >= LINE_SECONDS:
            self._told = now
            click.echo(told, err=True)

    def say(self, text: str) -> None:
        """A line of its own, above the bar."""
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(text, err=True)


def line(done: float, total: float, seconds: float, shown: Callable[[float], str]) -> str:
    """`1,200 of 10,000, 340 a second, about 26 s left`; without a total or a rate, what there is."""
    parts = [f"{shown(done)} of {shown(total)}" if total else shown(done)]
    if done > 0 and seconds >= _SURE_SECONDS:
        parts.append(f"{shown(done / seconds)} a second")
        if total:
            parts.append(f"about {span(max(total - done, 0) * seconds / done)} left")
    return ", ".join(parts)


def span(seconds: float) -> str:
    """`26 s`, `4 min`, `3.5 h`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def count(number: float) -> str:
    """Of mails."""
    return f"{number:,.0f}"


def size(number: float) -> str:
    """Of bytes."""
    return f"{number / 1e6:,.1f} MB"
