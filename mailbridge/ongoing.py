"""A trouble that goes on, told when it comes, when it becomes another, and when it is over.

A loop that tries again each second would else write the same line each second, and what comes in between is not seen.
"""

from __future__ import annotations

import logging


class Ongoing:
    """What one loop meets again and again. For one thread."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._words = ""

    def met(self, trouble: Exception) -> None:
        """The trouble was met, maybe as before."""
        words = str(trouble)
        if words != self._words:
            self._log.error("%s", words)
        self._words = words

    def is_over(self) -> None:
        """All went well, maybe as before."""
        if self._words:
            self._log.info("over: %s", self._words)
        self._words = ""
