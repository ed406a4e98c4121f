"""How long a mail waits for its next try, and when there is none any more. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Waits:
    """How waiting grows: doubling from `first`, never above `longest`, spread by a fifth; the end after `give_up`."""

    first_seconds: float = 60
    longest_seconds: float = 3600
    give_up_days: float = 5

    def after(self, attempts: int, spread: float) -> float:
        """Seconds to wait after so many failed attempts; `spread` from 0 to 1 keeps mails from coming back at once."""
        return self._grown(attempts) * (0.8 + 0.4 * spread)

    def are_over(self, attempts: int, age: timedelta) -> bool:
        """Whether to give up. Not before the waits have grown to their longest: a mail that a person retries, or that
        waited out a stop of the bridge itself, must not end at its first trouble only for being old."""
        return age > timedelta(days=self.give_up_days) and self._grown(attempts) >= self.longest_seconds

    def _grown(self, attempts: int) -> float:
        return float(min(self.first_seconds * 2 ** min(attempts, 30), self.longest_seconds))
