"""Settings of how a mail's text is cleaned. The steps themselves are `reading.text.hygiene`."""

from __future__ import annotations

from pydantic import Field

from mailbridge.settings.section import Section


class HygieneSettings(Section):
    """What of a mail's text nobody needs in Heap. What a step changed is told with the mail; the original stays."""

    padding: bool = Field(True, description="Invisible characters behind which senders hide what follows a preheader.")
    pixels: bool = Field(True, description="Images of one pixel, which tell a sender that the mail was opened.")
    safe_links: bool = Field(True, description="Links that a mail filter rewrote are shown as their sender wrote them.")
    banners: bool = Field(True, description="\"[EXTERNAL]\" and \"CAUTION: this email originated from outside …\".")
    disclaimers: bool = Field(True, description="Legal notices under a reply; `{{ text }}` keeps them.")
