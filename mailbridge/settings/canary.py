"""The settings of the canary, a mail that the bridge sends to itself. What becomes of it is `canary`'s knowledge."""

from __future__ import annotations

from pydantic import Field

from mailbridge.settings.section import Section
from mailbridge.settings.values import EmailAddress


class CanarySettings(Section):
    """A mail that the bridge sends to itself again and again, to see that the whole way works. Never goes to Heap."""

    every_minutes: float = Field(15, ge=0.01, description="How often one is sent, by each way.")
    late_minutes: float = Field(10, ge=0.01, description="One that has not come home so long after it should have is a "
                                                         "trouble.")
    doors: bool = Field(True, description="Through the SMTP and the LMTP door, by a connection of our own.")
    to: tuple[EmailAddress, ...] = Field(
        (), description="To these addresses through notices.smtp: watched mailboxes, or the bridge's own address as "
                        "strangers reach it.")
