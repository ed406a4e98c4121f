"""Numbers over time as SVG, drawn on the server: geometry only, colours and letters are the style sheet's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 520, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 4, 12, 24

STACK = ("done", "skipped", "review", "failed", "waiting")
"""From the bottom to the top; what a worker has in hand counts as waiting."""


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a bar."""

    state: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """What came in one span of time: `label` says when, `counts` how many of each state."""

    label: str
    counts: tuple[tuple[str, int], ...]
    blocks: tuple[Block, ...]
    x: float
    width: float

    @property
    def total(self) -> int:
        """All of it."""
        return sum(count for _, count in self.counts)

    @property
    def told(self) -> str:
        """`14:00: 12 done, 1 failed`."""
        return f"{self.label}: " + (", ".join(f"{count} {state}" for state, count in self.counts) or "nothing")


@dataclass(frozen=True, slots=True)
class Plot:
    """A bar chart. `lines` are (y, number) of the grid, `ticks` (x, words) below the axis."""

    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, int], ...]
    ticks: tuple[tuple[float, str], ...]
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    base: float = HEIGHT - _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def total(self) -> int:
        """Everything that is drawn."""
        return sum(bar.total for bar in self.bars)


def bars(spans: Sequence[dict[str, int]], labels: Sequence[str], ticks: Sequence[str]) -> Plot:
    """`spans`: state -> count, oldest first; `labels` name each in full; `ticks` shortly, "" where none shall stand."""
    counted = [_stacked(span) for span in spans]
    top = _nice(max((sum(count for _, count in span) for span in counted), default=0))
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(spans))
    unit = (HEIGHT - _TOP - _BOTTOM) / top
    drawn = tuple(_bar(label, counts, _LEFT + number * step, step, unit)
                  for number, (label, counts) in enumerate(zip(labels, counted, strict=True)))
    lines = tuple((HEIGHT - _BOTTOM - count * unit, count) for count in (top // 2, top))
    marks = tuple((round(_LEFT + (number + 0.5) * step, 1), words) for number, words in enumerate(ticks) if words)
    return Plot(drawn, lines, marks)


def _stacked(span: dict[str, int]) -> tuple[tuple[str, int], ...]:
    whole = {**span, "waiting": span.get("waiting", 0) + span.get("claimed", 0)}
    return tuple((state, whole[state]) for state in STACK if whole.get(state))


def _bar(label: str, counts: tuple[tuple[str, int], ...], x: float, step: float, unit: float) -> Bar:
    gap = min(4.0, step * 0.22)
    blocks: list[Block] = []
    y = float(HEIGHT - _BOTTOM)
    for state, count in counts:
        height = count * unit
        y -= height
        blocks.append(Block(state, round(x + gap / 2, 1), round(y, 2), round(step - gap, 1), round(height, 2)))
    return Bar(label, counts, tuple(blocks), round(x, 1), round(step, 1))


def _nice(most: int) -> int:
    """The next number that reads well on an axis and halves to a whole one."""
    size = 1
    while True:
        for step in (2, 4, 6, 10):
            if most <= step * size:
                return step * size
        size *= 10
