"""Where log lines go: standard error, as text or as JSON, for journald and containers alike."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import TextIO

_NOISY = ("mail.log", "urllib3", "asyncio", "imapclient")


class _Json(logging.Formatter):
    def __init__(self, process: int) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(), "logger": record.name, "text": record.getMessage(),
        }
        if self._process:
            told["process"] = self._process
        for key in ("item", "event", "details"):
            if hasattr(record, key):
                told[key] = getattr(record, key)
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class Lines(logging.StreamHandler[TextIO]):
    """Writes each line, or those of a moment together. `before` stands before each line of text; None: it is JSON."""

    def __init__(self, stream: TextIO, before: str | None = None) -> None:
        super().__init__(stream)
        self.before = before
        self._here = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        held: list[str] | None = getattr(self._here, "held", None)
        if held is None:
            super().emit(record)
            return
        try:
            held.append(self.format(record) + self.terminator)
        except Exception:
            self.handleError(record)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What this thread logs meanwhile goes out at the end, at once."""
        held: list[str] = []
        self._here.held = held
        try:
            yield
        finally:
            self._here.held = None
            self._write("".join(held))

    def texts(self, lines: Iterable[str]) -> None:
        """Lines of the level INFO, without a record for each."""
        self._write("".join(f"{self.before}INFO {line}\n" for line in lines))

    def _write(self, text: str) -> None:
        with self.lock or nullcontext(), suppress(OSError, ValueError):     # a log that cannot be written stops nobody
            self.stream.write(text)
            self.flush()


def together() -> AbstractContextManager[None]:
    """Write what this thread logs meanwhile in one go: a line that is written for itself costs as much as three."""
    ours = [handler for handler in logging.getLogger().handlers if isinstance(handler, Lines)]
    return ours[0].together() if ours else nullcontext()


def only_text(log: logging.Logger) -> Lines | None:
    """Where lines of INFO may be written as text at once, because nobody else hears of this logger's records.

    A record, and its way through handlers and formatters, costs several times what its line does.
    """
    if not log.isEnabledFor(logging.INFO) or log.filters:
        return None
    root, here = logging.getLogger(), log
    while here is not root:
        if here.handlers or not here.propagate or here.parent is None:
            return None
        here = here.parent
    match root.handlers:
        case [Lines(before=str(), filters=[]) as only]:
            return only
    return None


def set_up(shape: str, level: int = logging.INFO, process: int = 0) -> None:
    """Send the log to standard error. `shape` is "text" or "json".

    `process`: the number of this one among several that write to the same log, 0 if it is the only one.
    """
    who = f"[{process}] " if process else ""
    handler = Lines(sys.stderr, None if shape == "json" else who)
    handler.setFormatter(_Json(process) if shape == "json" else logging.Formatter(f"{who}%(levelname)s %(message)s"))
    # Thread, process, task and place in the code stand in no line of ours, and looking them up took half of the time of
    # each. So Python's documentation of logging says to leave them out ("Optimization").
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:                 # the SMTP library logs each line that a stranger sends
        logging.getLogger(name).setLevel(logging.WARNING)
