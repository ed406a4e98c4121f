"""The images of one mail in the light of what the spool remembers: those that came before are part of a signature.

What may be such an image is `attachments.logos`'s knowledge; here it is joined with `spool.logos`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbridge.attachments import Policy, logos
from mailbridge.mail import Mail
from mailbridge.plan import Plan
from mailbridge.spool import ItemId, Spool
from mailbridge.spool import logos as memory


@dataclass(frozen=True, slots=True)
class SignatureImages:
    """`mail` is the mail without them, `names` are theirs, `images` all that may be the next mail's."""

    mail: Mail
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    images: tuple[str, ...] = ()

    @classmethod
    def of(cls, spool: Spool, item: ItemId, mail: Mail, policy: Policy) -> SignatureImages:
        """Asks the spool only if the policy wants it and the mail has images that count."""
        if not policy.leaves_out_logos:
            return cls(mail)
        domains, images = logos.domains(mail), logos.candidates(mail)
        without, names = logos.without(mail, memory.seen(spool, domains, images, item))
        return cls(without, names, domains, images)

    def told(self, plan: Plan) -> Plan:
        """The plan that says which images were left out."""
        if not (self.names and plan.writes):
            return plan
        words = f"signature images left out, which came before: {', '.join(self.names)}"
        return replace(plan, parties=replace(plan.parties, evidence=(*plan.parties.evidence, words)))

    def remember(self, spool: Spool, item: ItemId) -> None:
        """That the item brought them."""
        memory.remember(spool, item, self.domains, self.images)
