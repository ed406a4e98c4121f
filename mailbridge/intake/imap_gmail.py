"""What is different on Gmail (capability X-GM-EXT-1): folders are labels, and a mail lies in all of its labels. Pure.

Every mail lies in All Mail too, under another UID: it is the same arrival, as a door does not name folder or UID. A
mail cannot be moved out of All Mail, a keyword is seen nowhere, and what is deleted from a label is only archived; so
actions become what an admin means by them (developers.google.com/gmail/imap/imap-extensions).
"""

from __future__ import annotations

from dataclasses import dataclass

CAPABILITY = "X-GM-EXT-1"
INBOX, TRASH = "\\Inbox", "\\Trash"


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels to add and to take away. Those that begin with a backslash are Gmail's own."""

    add: str
    take_away: str = ""


def labels(verb: str, name: str, *, in_all_mail: bool) -> Labels | None:
    """What an action means here, None where it is the same as on other servers."""
    match verb:
        case "label":
            return Labels(name)
        case "delete":
            return Labels(TRASH)
        case "flag" if not name.startswith("\\"):
            return Labels(name)
        case "move" if in_all_mail:
            return Labels(name, INBOX)
        case _:
            return None
