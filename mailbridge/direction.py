"""Whose mail it is: a mail, its envelope and the team -> direction, contact, and the evidence in words. Pure.

The evidence is told to people, so each sentence names the fact it rests on. Where the facts do not decide,
`Parties.doubt` says why, and a person is asked: nothing is guessed (promise 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mailbridge.mail import NOBODY, Address, Auto, Envelope, Form, Mail
from mailbridge.plan import Direction, Parties


@dataclass(frozen=True, slots=True)
class Team:
    """Who is a colleague, and which addresses are the bridge's own. All in lower case."""

    domains: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    bridges: frozenset[str] = frozenset()

    def is_bridge(self, email: str) -> bool:
        """Whether the address is one of ours to receive at; a `+tag` makes no difference."""
        local, _, domain = email.casefold().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" in self.bridges or email.casefold() in self.bridges

    def is_colleague(self, email: str) -> bool:
        """Whether the address belongs to the team, by itself or by its domain or a domain above it."""
        address = email.casefold()
        domain = address.rpartition("@")[2]
        above = domain.split(".")
        return address in self.people or any(".".join(above[i:]) in self.domains for i in range(len(above)))

    def is_outside(self, email: str) -> bool:
        """Whether the address may be a contact."""
        return bool(email) and not self.is_bridge(email) and not self.is_colleague(email)


_AUTOMATIC = {
    Auto.BOUNCE: "it is a bounce: a mail that could not be delivered came back",
    Auto.REPLY: "it is an automatic reply, nobody wrote it",
    Auto.LIST: "it came through a mailing list",
    Auto.BULK: "it is bulk mail, sent to many at once",
}


def parties(mail: Mail, envelope: Envelope, team: Team) -> Parties:
    """Direction and contact of one mail."""
    is_form = mail.form is not None and team.is_outside(mail.form.email) and _sent_by_program(mail, team)
    if mail.auto is not None and not (mail.auto is Auto.BULK and is_form):
        contact = mail.sender if mail.auto is Auto.REPLY and team.is_outside(mail.sender.email) else NOBODY
        return Parties(Direction.AUTOMATIC, contact, _only(contact), (_AUTOMATIC[mail.auto],))
    if not mail.sender.email:
        return _doubtful(mail, "From holds no address")
    if len({sender.email.casefold() for sender in mail.senders}) > 1:
        return _doubtful(mail, f"From holds {len(mail.senders)} addresses, so who wrote it is not certain")
    if is_form and mail.form is not None:
        return _by_form(mail, mail.form)
    if not team.is_outside(mail.sender.email):
        return _by_colleague(mail, envelope, team)
    return _from_outside(mail, team)


_PROGRAMS = frozenset((
    "form", "forms", "webform", "webforms", "contactform", "kontaktformular", "formular", "formulaire", "formulario",
    "noreply", "donotreply", "reply", "wordpress", "website", "site", "webmaster", "webserver", "web", "www", "kontakt",
    "contact", "contacto", "info", "mailer", "notification", "notifications", "enquiries", "enquiry", "inquiries",
    "leads", "anfrage", "anfragen",
))
"""Words of addresses that web sites send from. `reply` is what is left of no-reply."""


def _sent_by_program(mail: Mail, team: Team) -> bool:
    """Whether the sender is a web site and no person: its address says so, or is also the address it writes to."""
    local = mail.sender.email.casefold().partition("@")[0]
    words = local.replace("-", " ").replace("_", " ").replace(".", " ").replace("+", " ").split()
    outside = _outside((*mail.to, *mail.cc), team)
    return mail.forwarded is None and not outside and not _PROGRAMS.isdisjoint(words)


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


def _by_colleague(mail: Mail, envelope: Envelope, team: Team) -> Parties:
    colleague = mail.sender.email
    who = "the bridge's own address" if team.is_bridge(colleague) else "a colleague"
    evidence = (f"From is {colleague}, {who}",)
    if mail.forwarded is not None:
        return _forwarded(mail, team, evidence)
    outside = _outside((*mail.to, *mail.cc), team)
    if outside:
        where = "only in the envelope" if not _names_bridge(mail, team) else "among the recipients"
        words = (*evidence, f"the bridge is {where}", f"{outside[0].email} in To or Cc is nobody of the team")
        return Parties(Direction.SENT, outside[0], outside, words, colleague)
    if _looks_forwarded(mail):
        doubt = "a colleague seems to forward something, but the original's sender cannot be told for certain"
        return Parties(Direction.RECEIVED, evidence=evidence, colleague=colleague, doubt=doubt)
    return Parties(Direction.INTERNAL, evidence=(*evidence, "nobody outside is among the recipients"),
                   colleague=colleague)


def _forwarded(mail: Mail, team: Team, evidence: tuple[str, ...]) -> Parties:
    original = mail.forwarded
    assert original is not None
    colleague = mail.sender.email
    words = (*evidence, f"it forwards a mail by {original.sender}")
    if team.is_outside(original.sender.email):
        others = _outside((*original.to, *original.cc), team)
        return Parties(Direction.RECEIVED, original.sender, _unique((original.sender, *others)), words, colleague,
                       forwarded=True)
    if not original.sender.email:
        doubt = f"the forward names its original's sender ({original.sender.name or 'nobody'}) without an address"
        return Parties(Direction.RECEIVED, evidence=words, colleague=colleague, forwarded=True, doubt=doubt)
    outside = _outside((*original.to, *original.cc), team)
    if outside:
        words = (*words, f"that is a colleague too, who wrote to {outside[0].email}")
        return Parties(Direction.SENT, outside[0], outside, words, colleague, forwarded=True)
    return Parties(Direction.INTERNAL, evidence=(*words, "nobody outside takes part in it"), colleague=colleague,
                   forwarded=True)


def _doubtful(mail: Mail, why: str) -> Parties:
    return Parties(Direction.RECEIVED, evidence=(why,), contacts=(), contact=NOBODY, doubt=why)


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
