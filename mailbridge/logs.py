"""Where log lines go: standard error, as text or as JSON, for journald and containers alike."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_NOISY = ("mail.log", "urllib3", "asyncio", "imapclient")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(), "logger": record.name, "text": record.getMessage(),
        }
        for key in ("item", "event", "details"):
            if hasattr(record, key):
                told[key] = getattr(record, key)
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def set_up(shape: str, level: int = logging.INFO) -> None:
    """Send the log to standard error. `shape` is "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if shape == "json" else logging.Formatter("%(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:                 # the SMTP library logs each line that a stranger sends
        logging.getLogger(name).setLevel(logging.WARNING)
