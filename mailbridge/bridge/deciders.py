"""Settings -> who is a colleague, and the rules as the files stand now."""

from __future__ import annotations

from pathlib import Path

from mailbridge import rules
from mailbridge.decider import Decider
from mailbridge.redaction import Redaction
from mailbridge.redaction.own import OwnPattern
from mailbridge.settings import Settings
from mailbridge.settings.redact import RedactSettings
from mailbridge.team import Team


def team(settings: Settings) -> Team:
    """Who is a colleague, and which addresses are the bridge's own."""
    return Team(
        domains=frozenset(settings.team.domains),
        people=frozenset(settings.team.people),
        bridges=frozenset((*(settings.smtp.recipients if settings.smtp else ()),
                           *(settings.lmtp.recipients if settings.lmtp else ()),
                           *(mailbox.user.casefold() for mailbox in settings.imap if "@" in mailbox.user))),
        never_log=frozenset(settings.team.never_log),
        trusted_server=settings.team.trusted_server,
        most_contacts=settings.team.most_contacts,
    )


def decider(settings: Settings) -> Decider:
    """The team and the rules as the files stand now. Raises FileProblems."""
    rulebook = rules.load(settings.rules, unmatched=settings.unmatched)
    return Decider(team(settings), rulebook, settings.zone(), redaction(settings.redact))


def shadow_decider(settings: Settings, place: Path) -> Decider:
    """The same team with other rules. Raises FileProblems."""
    return Decider(team(settings), rules.load(place, unmatched=settings.unmatched), settings.zone(),
                   redaction(settings.redact))


def redaction(redact: RedactSettings) -> Redaction:
    """What must not reach Heap."""
    own = tuple(OwnPattern(pattern.name, pattern.regex, pattern.replace) for pattern in redact.patterns)
    return Redaction(cards=redact.cards, ibans=redact.iban, codes=redact.codes, own=own)
