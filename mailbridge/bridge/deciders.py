"""Settings -> who is a colleague, and the rules as the files stand now."""

from __future__ import annotations

from pathlib import Path

from mailbridge import hosts, rules
from mailbridge.attachments import Policy
from mailbridge.bridge.senders import own_servers
from mailbridge.decider import Decider
from mailbridge.reading.text.hygiene import Hygiene
from mailbridge.redaction import Redaction
from mailbridge.redaction.own import OwnPattern
from mailbridge.settings import AuthenticationSettings, Settings
from mailbridge.settings.attachments import AttachmentSettings
from mailbridge.settings.redact import RedactSettings
from mailbridge.team import Proof, Team


def team(settings: Settings) -> Team:
    """Who is a colleague, and which addresses are the bridge's own."""
    return Team(
        domains=frozenset(settings.team.domains),
        people=frozenset(settings.team.people),
        bridges=frozenset((*(settings.smtp.recipients if settings.smtp else ()),
                           *(settings.lmtp.recipients if settings.lmtp else ()),
                           *(mailbox.user.casefold() for mailbox in settings.imap if "@" in mailbox.user))),
        retired=frozenset(address for door in (settings.smtp, settings.lmtp) if door for address in door.retired),
        never_log=frozenset(settings.team.never_log),
        trusted_server=settings.team.trusted_server,
        own_servers=own_servers(settings),
        proof=_proof(settings.authentication),
        most_contacts=settings.team.most_contacts,
    )


def _proof(wanted: AuthenticationSettings) -> Proof:
    relays = hosts.networks(wanted.relays)
    return Proof(wanted.check, relays, frozenset(wanted.private), wanted.unproven)


def decider(settings: Settings) -> Decider:
    """The team and the rules as the files stand now. Raises FileProblems."""
    return shadow_decider(settings, settings.rules)


def shadow_decider(settings: Settings, place: Path) -> Decider:
    """The same team with other rules. Raises FileProblems."""
    return Decider(team(settings), rules.load(place, unmatched=settings.unmatched), settings.zone(),
                   redaction(settings.redact), policy(settings.attachments),
                   Hygiene(**settings.hygiene.model_dump()),
                   settings.console.public_url if settings.console else "")


def policy(attachments: AttachmentSettings) -> Policy:
    """What is done with which attachment."""
    return Policy(
        programs=attachments.programs, disguised=attachments.disguised, macros=attachments.macros,
        archives=attachments.archives, large=attachments.large, max_bytes=attachments.max_bytes,
        surplus=attachments.surplus, most=attachments.most,
        names=tuple((glob.casefold(), act) for glob, act in attachments.names.items()),
        types=tuple((glob.casefold(), act) for glob, act in attachments.types.items()),
        leaves_out_logos=attachments.logos)


def redaction(redact: RedactSettings) -> Redaction:
    """What must not reach Heap."""
    own = tuple(OwnPattern(pattern.name, pattern.regex, pattern.replace) for pattern in redact.patterns)
    return Redaction(cards=redact.cards, ibans=redact.iban, codes=redact.codes, own=own)
