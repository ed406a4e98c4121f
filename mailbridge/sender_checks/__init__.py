"""Who a mail really is from: SPF, DKIM, DMARC and ARC, checked by the bridge itself.

`dns` asks, in bounded time. `spf*`, `dkim`, `arc` and `dmarc` know a standard each, `signature`, `keys`, `canonical`,
`tags` and `message` what DKIM and ARC share, `client` whose server handed the mail in; `check` joins them. What a
result lets somebody do is not known here: that is `rights`.
"""

from mailbridge.sender_checks.check import SenderChecks, Wanted
from mailbridge.sender_checks.dns import Lookups, NoAnswer, Resolver

__all__ = ["Lookups", "NoAnswer", "Resolver", "SenderChecks", "Wanted"]
