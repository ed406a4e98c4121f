"""Reading with a budget: a mail that is large, or that a worker died of, is read in a process that can be killed.

The reader's own limits keep an ordinary mail's reading short, so it happens in the worker. What those limits overlooked
must not end the service: here it ends a child, and the mail is parked with its original.

The child is `python -m mailbridge.guarded`: a mail on standard input, the mail as JSON on standard output. JSON and not
pickle: whatever a hostile mail may make of the child, it can only hand over values.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

from pydantic import TypeAdapter

from mailbridge import onecore, reading
from mailbridge.errors import OperatorError
from mailbridge.mail import Mail
from mailbridge.reading.text.hygiene import DEFAULT, Hygiene

LARGE_BYTES = 4 << 20                   # starting a child takes about as long as reading a mail of this size
_NO_MEMORY = 77
_COMMAND = (sys.executable, "-P", "-m", "mailbridge.guarded")


@dataclass(frozen=True, slots=True)
class Budget:
    """What reading one mail may take."""

    cpu_seconds: int = 10
    wall_seconds: float = 60            # a busy machine is not the mail's fault
    memory_bytes: int = 512 << 20       # of address space: a mail of the largest size takes about half


DEFAULT_BUDGET = Budget()


class OverBudget(Exception):
    """The mail cannot be read within the budget, or at all. The message says why, for a person."""


def read(
    raw: bytes, deaths: int = 0, budget: Budget = DEFAULT_BUDGET, command: Sequence[str] = _COMMAND,
    steps: Hygiene = DEFAULT,
) -> Mail:
    """`reading.read`, in a child if the mail is large or a worker was lost with it before (`deaths`).

    Raises OverBudget; OperatorError when no child can be started, which is not the mail's fault.
    """
    if len(raw) < LARGE_BYTES and not deaths:
        return reading.read(raw, steps)
    return _mail().validate_json(_answer(raw, budget, command, steps))


def _arguments(budget: Budget, steps: Hygiene) -> tuple[str, ...]:
    """Processor seconds, bytes of address space, and the steps of cleaning that are taken."""
    taken = (step.name for step in fields(steps) if getattr(steps, step.name))
    return str(budget.cpu_seconds), str(budget.memory_bytes), *taken


def _answer(raw: bytes, budget: Budget, command: Sequence[str], steps: Hygiene = DEFAULT) -> bytes:
    without_secrets = {name: value for name, value in os.environ.items() if not name.startswith("MAILBRIDGE_")}
    try:
        with onecore.elsewhere():
            done = subprocess.run([*command, *_arguments(budget, steps)], input=raw, capture_output=True, check=False,     # noqa: S603 - ours
                                  timeout=budget.wall_seconds, env=without_secrets)
    except subprocess.TimeoutExpired:
        raise OverBudget(f"reading it took longer than {budget.wall_seconds:g} s") from None
    except OSError as error:
        raise OperatorError(f"no process can be started to read a mail in: {error.strerror}") from None
    if done.returncode:
        raise OverBudget(_why(done.returncode, done.stderr, budget))
    return done.stdout


def _why(code: int, said: bytes, budget: Budget) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"reading it took more than {budget.cpu_seconds} s of processor time"
    if code == _NO_MEMORY:
        return f"reading it took more than {budget.memory_bytes >> 20} MiB of memory"
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
    return f"reading it failed ({'signal' if code < 0 else 'exit'} {abs(code)}): {last}"


@cache
def _mail() -> TypeAdapter[Mail]:
    return TypeAdapter(Mail)


def main(arguments: Sequence[str]) -> int:
    """The child. Its arguments are those of `_arguments`."""
    cpu_seconds, memory_bytes = map(int, arguments[:2])
    steps = Hygiene(**{step.name: step.name in arguments[2:] for step in fields(Hygiene)})
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(_mail().dump_json(reading.read(sys.stdin.buffer.read(), steps)))
    except MemoryError:
        return _NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
