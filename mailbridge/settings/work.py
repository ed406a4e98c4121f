"""Settings of the work: pace and patience, how long things are kept, and when no more is taken."""

from __future__ import annotations

from pydantic import Field

from mailbridge.settings.section import Section


class WorkSettings(Section):
    """How the mails that were kept are worked off."""

    threads: int = Field(4, ge=1, le=64, description="Mails in hand at once.")
    lease_seconds: float = Field(120, ge=5, description="A mail in hand longer than this is taken over by another.")
    first_wait_seconds: float = Field(60, gt=0, description="Wait after the first failed try; doubles each time.")
    longest_wait_seconds: float = Field(3600, gt=0, description="The ceiling of that doubling.")
    give_up_days: float = Field(5, gt=0, description="After this long a mail that Heap never took ends as failed.")
    rest_after: int = Field(5, ge=0, description="After so many requests in a row without an answer the Heap login "
                                                 "rests, at first for first_wait_seconds. 0: never.")
    longest_rest_seconds: float = Field(900, gt=0, description="The ceiling of that growing rest.")
    storm_records: int = Field(0, ge=0, description="Storm guard: once a rule has made so many records within "
                                                    "storm_minutes, its further mails go to review. 0: no guard.")
    storm_minutes: float = Field(10, gt=0, description="The minutes that the storm guard looks back.")
    contact_records: int = Field(0, ge=0, description="The same for records about one contact within "
                                                      "contact_minutes: a loop of two machines looks like that.")
    contact_minutes: float = Field(120, gt=0, description="The minutes that guard looks back.")
    late_match_minutes: float = Field(10, gt=0, description="How often mails in review are tried again because their "
                                                            "contact may stand in Heap by now.")


class KeepSettings(Section):
    """How long settled mails are kept. A mail that waits is kept until it is settled."""

    originals_days: float = Field(30, gt=0, description="The original of a mail that is done or skipped.")
    parked_days: float = Field(180, gt=0, description="The original of a mail in review or failed.")
    items_days: float = Field(365, gt=0, description="Everything else: what was decided, written and said.")


class SpoolLimits(Section):
    """When no new mail is taken for now: what was accepted needs room too, to be worked off."""

    free_bytes: int = Field(536_870_912, ge=0, description="Less is free on the spool's disk: SMTP answers 452, a pipe "
                                                           "ends with 75. On a large disk 5 %, up to four times this; "
                                                           "on a small one never more than a quarter.")
    rows: int = Field(100_000, ge=0, description="So many mails wait. 0: no limit.")
    bytes: int = Field(10_737_418_240, ge=0, description="So many bytes of mail wait. 0: no limit.")
