"""Alarms: the one place that knows what is not well, and tells each trouble once, and once when it is over.

    findings   what a look at one thing can say            watches   the looks: at queue, mailboxes, Heap, rules, disk
    watchman   looks again and again, keeps what it found   messages  an alarm as a mail and as JSON
    webhook    posting the JSON

What was told is kept in the spool (`spool.alarms`), so that neither a restart nor a second node tells it again; the
console shows the same rows. How mails and posts go out is `notices.post`'s.
"""

from mailbridge.alarms.findings import Finding
from mailbridge.alarms.watchman import Seldom, Watch, Watchman

__all__ = ["Finding", "Seldom", "Watch", "Watchman"]
