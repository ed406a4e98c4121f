"""How often a client may be refused, or ask for something else than to hand a mail over, until it is sent off. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mailbridge.settings.doors import DoorLimits


@dataclass(slots=True)
class Strikes:
    """Of one session; a mail that is kept makes up for all. `is_pressed`: places run short, and one refusal is enough.
    """

    limits: DoorLimits
    errors: int = 0
    unknowns: int = 0
    idles: int = 0

    def refused(self, is_pressed: bool) -> bool:
        """One more command was; whether that was one too many."""
        self.errors += 1
        return self.errors >= self._most(is_pressed)

    def unknown(self, is_pressed: bool) -> bool:
        """One more command was none at all, which is refused besides; whether that was one too many."""
        self.unknowns += 1
        return self.unknowns >= min(self.limits.unknown_commands, self._most(is_pressed))

    def idled(self) -> bool:
        """One more command brought no mail nearer; whether that was one too many."""
        self.idles += 1
        return self.idles > self.limits.idle_commands

    def forgive(self) -> None:
        """A mail was kept."""
        self.errors = self.unknowns = self.idles = 0

    def _most(self, is_pressed: bool) -> int:
        return 1 if is_pressed else self.limits.errors
