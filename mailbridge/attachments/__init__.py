"""Which attachments a record names, by type, name, size and number; which stop their mail (row B8). Pure.

    kinds     what can harm whoever opens it, as data
    names     names as people get to read them
    policy    what is done with which
    logos     images of signatures, which are none

Nothing is opened. The original keeps all of them; here it is only said what Heap and its readers get to see.
"""

from mailbridge.attachments.policy import USUAL, Act, Judged, LeftOut, Policy, Sort, shown_name

__all__ = ["USUAL", "Act", "Judged", "LeftOut", "Policy", "Sort", "shown_name"]
