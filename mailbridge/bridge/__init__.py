"""The assembly drawing: settings -> parts -> a running service.

Every part gets what it needs here and knows nothing of the others' settings.
"""

from mailbridge.bridge.assembly import assemble, lock_for_all
from mailbridge.bridge.deciders import decider, redaction, shadow_decider, team
from mailbridge.bridge.flying import routes as canary_routes
from mailbridge.bridge.logins import accounts, heap_client, mailbox_credentials, oauth_provider, token_file
from mailbridge.bridge.own_mail import relay
from mailbridge.bridge.ports import Ports
from mailbridge.bridge.role import ALONE, Role, shared_places
from mailbridge.bridge.senders import resolver, sender_checks
from mailbridge.bridge.service import Service
from mailbridge.bridge.watching import speaker, webhook

__all__ = [
    "ALONE",
    "Ports",
    "Role",
    "Service",
    "accounts",
    "assemble",
    "canary_routes",
    "decider",
    "heap_client",
    "lock_for_all",
    "mailbox_credentials",
    "oauth_provider",
    "redaction",
    "relay",
    "resolver",
    "sender_checks",
    "shadow_decider",
    "shared_places",
    "speaker",
    "team",
    "token_file",
    "webhook",
]
