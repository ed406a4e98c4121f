"""How the demo looks: a live list while mails come in, then a table of what stands in Heap. Plain lines in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from mailbridge.demo.samples import Sample
from mailbridge.records import Kind, Record
from mailbridge.spool import Story

_COLOURS = {"done": "green", "skipped": "bright_black", "review": "yellow", "failed": "red"}


@dataclass(frozen=True, slots=True)
class Ended:
    """One mail at its end: what the spool says, and the records as Heap's API told them just now."""

    sample: Sample
    story: Story
    records: tuple[tuple[Kind, Record | None], ...]

    @property
    def differences(self) -> tuple[str, ...]:
        """Where this is not what the sample must come to."""
        plan = self.story.plan or {}
        expected = {
            "state": (self.story.summary.state.value, self.sample.state),
            "direction": (plan.get("direction", ""), self.sample.direction),
            "contact": ((plan.get("contact") or {}).get("email", ""), self.sample.contact),
            "records": (tuple(kind.value for kind, record in self.records if record), self.sample.records),
        }
        return tuple(f"{what}: expected {want or 'nothing'}, got {got or 'nothing'}"
                     for what, (got, want) in expected.items() if got != want)


class Progress:
    """Tells of each mail as it arrives and ends."""

    def __init__(self, samples: Sequence[Sample], console: Console) -> None:
        self._console = console
        self._rows = {sample.name: ["", ""] for sample in samples}
        self._live = Live(self._shown(), console=console, refresh_per_second=20) if console.is_terminal else None

    def __enter__(self) -> Progress:
        if self._live:
            self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.__exit__(kind, error, trace)

    def arrived(self, sample: Sample, item: int) -> None:
        """A mail got its 250."""
        self._rows[sample.name][0] = f"kept as {item}"
        self._tell(f"{sample.name}: kept as {item}")

    def ended(self, sample: Sample, story: Story) -> None:
        """A mail came to its end."""
        self._rows[sample.name][1] = story.summary.state.value
        self._tell(f"{sample.name}: {story.summary.state} ({story.summary.reason})")

    def _tell(self, line: str) -> None:
        if self._live:
            self._live.update(self._shown())
        else:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _shown(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for name, (kept, state) in self._rows.items():
            mark = Text("✔" if state else "…" if kept else " ", style=_COLOURS.get(state, "cyan"))
            table.add_row(mark, name, Text(kept, style="bright_black"), Text(state, style=_COLOURS.get(state, "")))
        return table


def result(ended: Sequence[Ended], console: Console) -> None:
    """The table: mail -> direction -> contact -> rule -> records in Heap."""
    if not console.is_terminal:
        for end in ended:
            console.print(" | ".join(str(cell).replace("\n", "; ") for cell in _cells(end)), markup=False,
                          highlight=False, soft_wrap=True)
        return
    table = Table(title="What stands in Heap now, asked from its API", title_justify="left", title_style="bold",
                  box=box.HORIZONTALS, show_lines=True, border_style="bright_black", pad_edge=False)
    for title, style in (("mail", "bold"), ("direction", ""), ("contact", "cyan"), ("rule", ""), ("in Heap", "")):
        table.add_column(title, style=style, overflow="fold")
    for end in ended:
        _, direction, contact, rule, records = _cells(end)
        state = end.story.summary.state.value
        table.add_row(Group(Text(end.sample.name), Text(end.sample.shows, style="not bold bright_black")),
                      direction, contact, rule, Text(records, style=_COLOURS.get(state, "")))
    console.print(table)


def _cells(end: Ended) -> tuple[str, str, str, str, str]:
    item = end.story.summary
    plan = end.story.plan or {}
    records = "\n".join(f"{kind}: {_named(record)}" for kind, record in end.records)
    return (end.sample.name, plan.get("direction", ""), item.contact, item.rule or "-",
            records or f"nothing; {item.state}: {item.reason}")


def _named(record: Record | None) -> str:
    if record is None:
        return "NOT FOUND"
    return record["title"] if record.kind in (Kind.MESSAGE, Kind.EVENT) else record["name"]
