"""Errors by who must act. A foreign exception becomes one of these where it is first met.

Expected results (a refusal, an unreadable reply, nobody found) are values, not errors. A bug is none of these: it rises
to the worker's one place, which parks the mail with its traceback.
"""

from __future__ import annotations

from dataclasses import dataclass


class MailbridgeError(Exception):
    """A sentence for a person. Printed without a traceback; `exit_code` is what a command then ends with."""

    exit_code = 1


class AdminError(MailbridgeError):
    """Settings or rules are wrong: whoever edits the files must act."""

    exit_code = 1


class OperatorError(MailbridgeError):
    """Heap, the network, a disk or a mailbox is in trouble: whoever runs the service must act, or wait."""

    exit_code = 75                      # EX_TEMPFAIL: nothing is lost, try later


class UsageError(MailbridgeError):
    """The command line itself is wrong."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a file. `line` and `column` count from 1; 0 when the file as a whole is meant."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.text}"


class FileProblems(AdminError):
    """Every mistake of a set of files at once, in the order of the files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems
