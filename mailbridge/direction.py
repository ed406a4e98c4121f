"""Whose mail it is: a mail, its envelope and the team -> direction, contact, and the evidence in words. Pure.

The evidence is told to people, so each sentence names the fact it rests on. Where the facts do not decide,
`Parties.doubt` says why, and a person is asked: nothing is guessed (promise 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mailbridge import own_servers, rights
from mailbridge.authentication import Authentication
from mailbridge.colleague_words import Named
from mailbridge.mail import NOBODY, Address, Auto, Envelope, Form, Forwarded, Mail
from mailbridge.plan import Direction, Parties
from mailbridge.reading.forwards import forwards
from mailbridge.team import Team, untagged

_AUTOMATIC = {
    Auto.BOUNCE: "it is a bounce: a mail that could not be delivered came back",
    Auto.REPLY: "it is an automatic reply, nobody wrote it",
    Auto.LIST: "it came through a mailing list",
    Auto.BULK: "it is bulk mail, sent to many at once",
}


def parties(
    mail: Mail, envelope: Envelope, team: Team, named: Named | None = None, checked: Authentication | None = None
) -> Parties:
    """Direction and contact of one mail. `named` is whom a colleague named in it; from outside it is not looked at.

    `checked` is what was found of its sender; None: only what the team's trusted server wrote into it is known.
    """
    found = _redirected(_parties(mail, team), mail)
    found = rights.limited(found, mail, envelope, team, _known(mail, envelope, team, checked))
    if named is not None and found.colleague:
        found = _named(found, named)
    return _at_retired(_allowed(found, team), envelope, team)


def speaks_for_team(mail: Mail, envelope: Envelope, team: Team, checked: Authentication | None = None) -> bool:
    """Whether a mail has a colleague's rights: From is one and, where proof is wanted, proven (I1)."""
    if not mail.sender.email or team.is_outside(mail.sender.email):
        return False
    return rights.are_proven(mail, envelope, team, _known(mail, envelope, team, checked))


def _known(mail: Mail, envelope: Envelope, team: Team, checked: Authentication | None) -> Authentication:
    if checked is not None:
        return checked
    return own_servers.told(mail, envelope, team.trusted_server, team.own_servers)


def _parties(mail: Mail, team: Team) -> Parties:
    is_form = mail.form is not None and team.is_outside(mail.form.email) and _sent_by_program(mail, team)
    if mail.auto is not None and not (mail.auto is Auto.BULK and is_form):
        contact = mail.sender if mail.auto is Auto.REPLY and team.is_outside(mail.sender.email) else NOBODY
        return Parties(Direction.AUTOMATIC, contact, _only(contact), (_AUTOMATIC[mail.auto],))
    if not mail.sender.email:
        return _doubtful("From holds no address")
    if len({sender.email.casefold() for sender in mail.senders}) > 1:
        return _doubtful(f"From holds {len(mail.senders)} addresses, so who wrote it is not certain")
    if is_form and mail.form is not None:
        return _by_form(mail, mail.form)
    if not team.is_outside(mail.sender.email):
        return _by_group(mail, team) or _by_colleague(mail, team)
    return _from_outside(mail, team)


def _redirected(found: Parties, mail: Mail) -> Parties:
    """An automatic forward or redirect is evidence; it changes nobody's role by itself (row C4)."""
    redirect = mail.redirect
    if redirect is None or not redirect.recipient:
        return found
    words = f"it was written to {redirect.recipient} and sent on by a server ({redirect.header})"
    return replace(found, evidence=(*found.evidence, words))


def _by_group(mail: Mail, team: Team) -> Parties | None:
    """A group of ours that puts its own address into From and keeps the author in another header."""
    author = mail.redirect.sender if mail.redirect else None
    if author is None or not team.is_outside(author.email):
        return None
    evidence = (f"From is {mail.sender.email}, a group of ours, and the author is {author.email}",)
    return Parties(Direction.RECEIVED, author, (author,), evidence)


def _named(found: Parties, named: Named) -> Parties:
    who = named.email or named.name
    contact = Address(named.name, named.email)
    evidence = (*found.evidence, f"the colleague names {who} as the contact, {named.where}")
    direction = Direction.SENT if found.direction is Direction.INTERNAL else found.direction
    others = tuple(c for c in found.contacts if c.email.casefold() != named.email.casefold())
    return replace(found, direction=direction, contact=contact, contacts=(contact, *others), evidence=evidence,
                   doubt="")


def by_hand(found: Parties, email: str) -> Parties:
    """The parties with the contact that a person chose."""
    contact = Address("", email)
    name = next((c.name for c in (found.contact, *found.contacts) if c.email.casefold() == email.casefold()), "")
    return replace(found, contact=replace(contact, name=name), contacts=(replace(contact, name=name),), doubt="",
                   refused="",
                   evidence=(*found.evidence, f"a person chose {email} as the contact"))


def _allowed(found: Parties, team: Team) -> Parties:
    """Without those that nobody may log (row C8)."""
    everybody = found.contacts or _only(found.contact)
    kept = tuple(contact for contact in everybody if not team.is_never_logged(contact.email))
    if everybody and not kept:
        return replace(found, contact=NOBODY, contacts=(), never_log=True, doubt="",
                       evidence=(*found.evidence, "everybody outside is on the never-log list"))
    return replace(found, contact=kept[0] if kept else found.contact, contacts=kept)


def _at_retired(found: Parties, envelope: Envelope, team: Team) -> Parties:
    """A mail that came only to addresses which nobody should use any more: a person looks why (row A1)."""
    came_to = envelope.recipients
    if found.never_log or not came_to or not all(map(team.is_retired, came_to)):
        return found
    address = untagged(came_to[0])
    return replace(found, doubt=f"it came to {address}, an address that is retired; tell the sender the new one")


_PROGRAMS = frozenset((
    "form", "forms", "webform", "webforms", "contactform", "kontaktformular", "formular", "formulaire", "formulario",
    "noreply", "donotreply", "reply", "wordpress", "website", "site", "webmaster", "webserver", "web", "www", "kontakt",
    "contact", "contacto", "info", "mailer", "notification", "notifications", "enquiries", "enquiry", "inquiries",
    "leads", "anfrage", "anfragen",
))
"""Words of addresses that web sites send from. `reply` is what is left of no-reply."""


def _sent_by_program(mail: Mail, team: Team) -> bool:
    """Whether the sender is a web site and no person: its address says so, or is also the address it writes to."""
    outside = _outside((*mail.to, *mail.cc), team)
    return mail.forwarded is None and not outside and _is_program(mail.sender)


def _is_program(sender: Address) -> bool:
    local = sender.email.casefold().partition("@")[0]
    words = local.replace("-", " ").replace("_", " ").replace(".", " ").replace("+", " ").split()
    return not _PROGRAMS.isdisjoint(words)


def _by_form(mail: Mail, form: Form) -> Parties:
    contact = Address(form.name, form.email)
    evidence = (f"From is {mail.sender.email}, which sends what people fill into a web form",
                f"the form was filled in by {contact}")
    return Parties(Direction.RECEIVED, contact, (contact,), evidence)


def _from_outside(mail: Mail, team: Team) -> Parties:
    evidence = [f"From is {mail.sender.email}, nobody of the team"]
    if mail.forwarded:
        evidence.append("the forward inside was made by that outside sender, so the sender stays the contact")
    others = _outside((*mail.to, *mail.cc), team)
    return Parties(Direction.RECEIVED, mail.sender, _unique((mail.sender, *others)), tuple(evidence))


def _by_colleague(mail: Mail, team: Team) -> Parties:
    colleague = mail.sender.email
    who = "the bridge's own address" if team.is_bridge(colleague) else "a colleague"
    evidence = (f"From is {colleague}, {who}",)
    outside = _outside((*mail.to, *mail.cc), team)
    if outside:                         # also when something is forwarded to them: then it is a mail to them
        where = "only in the envelope" if not _names_bridge(mail, team) else "among the recipients"
        words = (*evidence, f"the bridge is {where}", f"{outside[0].email} in To or Cc is nobody of the team")
        return Parties(Direction.SENT, outside[0], outside, words, colleague)
    if mail.forwarded is not None:
        return _forwarded(mail, mail.forwarded, team, evidence)
    if _looks_forwarded(mail):
        doubt = "a colleague seems to forward something, but the original's sender cannot be told for certain"
        return Parties(Direction.RECEIVED, evidence=evidence, colleague=colleague, doubt=doubt)
    return Parties(Direction.INTERNAL, evidence=(*evidence, "nobody outside is among the recipients"),
                   colleague=colleague)


def _forwarded(mail: Mail, original: Forwarded, team: Team, evidence: tuple[str, ...]) -> Parties:
    """A colleague forwards by hand: the contact is the original's author; of a colleague's forward, the one inside."""
    colleague = mail.sender.email
    words = evidence
    for inner in forwards.chain(original):
        words = (*words, f"it forwards a mail by {str(inner.sender) or 'nobody'}")
        if original.form and team.is_outside(original.form.email) and _is_program(inner.sender):
            contact = Address(original.form.name, original.form.email)
            words = (*words, f"which sends what people fill into a web form; this one was filled in by {contact}")
            return Parties(Direction.RECEIVED, contact, (contact,), words, colleague, forwarded=True)
        if team.is_outside(inner.sender.email):
            others = _outside((*inner.to, *inner.cc), team)
            return Parties(Direction.RECEIVED, inner.sender, _unique((inner.sender, *others)), words, colleague,
                           forwarded=True)
        if not inner.sender.email:
            doubt = f"the forward names its original's sender ({inner.sender.name or 'nobody'}) without an address"
            return Parties(Direction.RECEIVED, evidence=words, colleague=colleague, forwarded=True, doubt=doubt)
        outside = _outside((*inner.to, *inner.cc), team)
        if outside:
            words = (*words, f"that is a colleague too, who wrote to {outside[0].email}")
            return Parties(Direction.SENT, outside[0], outside, words, colleague, forwarded=True)
    return Parties(Direction.INTERNAL, evidence=(*words, "nobody outside takes part in it"), colleague=colleague,
                   forwarded=True)


def _doubtful(why: str) -> Parties:
    return Parties(Direction.RECEIVED, evidence=(why,), doubt=why)


def _names_bridge(mail: Mail, team: Team) -> bool:
    return any(team.is_bridge(address.email) for address in (*mail.to, *mail.cc))


_FORWARD_PREFIXES = ("fwd:", "fw:", "wg:", "wtr:", "tr:", "rv:", "i:", "doorst:", "vb:", "vl:", "pd:", "enc:", "yml:",
                     "ilt:", "továbbítás:", "转发:", "轉寄:", "[fwd:")
"""As clients of several languages write them. "VS:" is left out: Finns reply with it."""


def _looks_forwarded(mail: Mail) -> bool:
    subject = mail.subject.casefold().replace(" :", ":").replace("：", ":").lstrip()
    return subject.startswith(_FORWARD_PREFIXES)


def _outside(addresses: Iterable[Address], team: Team) -> tuple[Address, ...]:
    return _unique(address for address in addresses if team.is_outside(address.email))


def _unique(addresses: Iterable[Address]) -> tuple[Address, ...]:
    seen: dict[str, Address] = {}
    for address in addresses:
        seen.setdefault(address.email.casefold(), address)
    return tuple(seen.values())


def _only(address: Address) -> tuple[Address, ...]:
    return (address,) if address.email else ()
