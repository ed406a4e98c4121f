"""Settings of what must not reach Heap. How it is found is `redaction`'s knowledge."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from mailbridge import patterns
from mailbridge.settings.section import Section


def _regex(source: str) -> str:
    try:
        patterns.compiled(source)
    except patterns.PatternProblem as problem:
        raise ValueError(str(problem)) from None
    return source


class OwnPatternSettings(Section):
    """A pattern of your own."""

    name: str = Field(min_length=1, max_length=40, description="What it finds, such as `passport number`; this is "
                                                               "counted and told, never what was found.")
    regex: Annotated[str, AfterValidator(_regex)] = Field(
        min_length=1, description="RE2, upper and lower case alike, such as `\\b[A-Z]{2}\\d{7}\\b`.")
    replace: str = Field("", max_length=100, description="What stands in Heap instead; [NAME] if left out.")


class RedactSettings(Section):
    """What is taken out of everything that is written to Heap. The original in the bridge stays as it came."""

    cards: bool = Field(True, description="Numbers of payment cards; the last four digits stay: [card …1234]. On, as "
                                          "no CRM may hold them (PCI DSS) and nobody works with them there.")
    iban: bool = Field(False, description="Account numbers (IBAN): [IBAN …3000]. Off, since in business mail they are "
                                          "there to be used.")
    codes: bool = Field(True, description="One-time codes, PINs and the like, by the words beside them: [code]. On, "
                                          "since they open doors, and only to whom they were sent.")
    patterns: tuple[OwnPatternSettings, ...] = Field(
        (), max_length=50, description="Your own: `- {name: passport number, regex: …, replace: …}`.")
