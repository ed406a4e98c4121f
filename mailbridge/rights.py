"""Who has a colleague's rights (row I1): to forward, to name a contact, to have records made in their name. Pure.

From alone is a claim that anybody can make. Where the settings want proof, it is DMARC, a trusted forwarder's seal, a
relay of ours that vouches, or that somebody signed in at the door; a mail without goes to a person, or is skipped.
"""

from __future__ import annotations

from dataclasses import replace

from mailbridge.authentication import Authentication
from mailbridge.mail import Envelope, Mail
from mailbridge.plan import Direction, Parties
from mailbridge.team import Team


def are_proven(mail: Mail, envelope: Envelope, team: Team, checked: Authentication) -> bool:
    """Whether From may be believed."""
    return not team.needs_proof or _proves(checked, mail) or bool(_vouched(envelope, team))


def hang_on_it(mail: Mail, envelope: Envelope, team: Team) -> bool:
    """Whether it makes a difference that From is proven: it names a colleague, or the address is for them only."""
    says_so = bool(mail.sender.email) and not team.is_outside(mail.sender.email)
    return (says_so or bool(team.private_among(envelope.recipients))) and not _vouched(envelope, team)


def limited(found: Parties, mail: Mail, envelope: Envelope, team: Team, checked: Authentication) -> Parties:
    """The parties of a mail with a colleague's rights only where they are proven, and with the proof in words."""
    vouched = _vouched(envelope, team)
    words = (vouched,) if vouched and found.colleague and team.needs_proof else ()
    found = replace(found, authentication=checked, evidence=(*found.evidence, *checked.evidence, *words),
                    proven=_proves(checked, mail) or bool(vouched))
    if found.colleague and not are_proven(mail, envelope, team, checked):
        return _put_aside(found, team, _why_not(found.colleague, team, checked))
    private = team.private_among(envelope.recipients)
    if private and not found.colleague:
        return _put_aside(found, team, f"{private} is for colleagues only, and this mail is not proven to be one's")
    return found


def _proves(checked: Authentication, mail: Mail) -> bool:
    """What was found is of the one address in From. Where there is none, the mail's sender was taken from elsewhere."""
    return checked.proves_sender and bool(mail.from_domain)


def _vouched(envelope: Envelope, team: Team) -> str:
    """Who vouches for a mail without any check, in words; "" if nobody does."""
    if envelope.login:
        return f"{envelope.login} signed in at the door"
    return f"the relay {envelope.peer} handed it over, which vouches for it" if team.is_relay(envelope.peer) else ""


def _put_aside(found: Parties, team: Team, why: str) -> Parties:
    """For a person to look at, or for nobody: what came of itself (bounces, lists) is nothing for a person."""
    is_skipped = team.proof.unproven == "skip" or found.direction is Direction.AUTOMATIC
    direction = found.direction if found.direction is Direction.AUTOMATIC else Direction.RECEIVED
    return Parties(direction, evidence=found.evidence, authentication=found.authentication,
                   doubt="" if is_skipped else why, refused=why if is_skipped else "")


def _why_not(colleague: str, team: Team, checked: Authentication) -> str:
    claim = f"From is {colleague}, a colleague, but"
    if checked.evidence:
        return f"{claim} that is not proven ({checked.evidence[-1]})"
    if team.trusted_server:
        said = f"dmarc={checked.dmarc}" if checked.dmarc else "it says nothing of it"
        return f"{claim} {team.trusted_server} did not find that proven ({said})"
    return f"{claim} nobody vouches for that: it came from no relay of ours, and nobody signed in"
