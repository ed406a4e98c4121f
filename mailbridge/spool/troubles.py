"""What the spool raises when its database will not, whichever database that is."""

from __future__ import annotations

from mailbridge.errors import OperatorError


class SpoolTrouble(OperatorError):
    """The spool could not keep or tell something. Nothing was accepted or changed by the call that raised it."""


class SpoolFull(SpoolTrouble):
    """There is no room on the disk. Mail is taken again as soon as there is."""


class SpoolUnsure(SpoolTrouble):
    """The connection was lost while a change was being committed: whether it was kept is not known."""
