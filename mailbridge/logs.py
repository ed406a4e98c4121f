"""Where log lines go: standard error, as text or as JSON, for journald and containers alike."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

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


def set_up(shape: str, level: int = logging.INFO, process: int = 0) -> None:
    """Send the log to standard error. `shape` is "text" or "json".

    `process`: the number of this one among several that write to the same log, 0 if it is the only one.
    """
    handler = logging.StreamHandler(sys.stderr)
    who = f"[{process}] " if process else ""
    handler.setFormatter(_Json(process) if shape == "json" else logging.Formatter(f"{who}%(levelname)s %(message)s"))
    # Thread, process and task stand in no line of ours, and looking them up took a third of the time of each.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:                 # the SMTP library logs each line that a stranger sends
        logging.getLogger(name).setLevel(logging.WARNING)
