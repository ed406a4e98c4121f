"""Keeps arrival, plan, writes and events of every mail until settled: one schema, on SQLite or PostgreSQL.

    store      the verbs of a mail's day            lists      what people look at
    acceptance an arrival becomes an item           hands      what people do to items
    claims     whose hands an item is in            ledger     plan, writes, end and events of an item
    committer  many changes, one flush of the disk  identity   what makes two arrivals the same mail
    schema     the tables                           engines    what is not the same in both databases
    sqlite, sqlite_driver, sqlite_questions, postgres, pg_connection, pg_sessions    each of the two
    migrations older tables become those of now     rows       rows <-> values
    mailboxes  how far each folder of a mailbox was read
    retention  what is deleted after its time       room       whether there is room for one more mail
    verify     the proof that nothing is lost       presence   which processes are at work
    logins     what processes share of Heap's logins
    opened     an open database, changes and looks
    backup     a copy in a file                     restored   what a restored copy cannot know
"""

from mailbridge.spool.acceptance import Accepted
from mailbridge.spool.claims import LostClaim
from mailbridge.spool.jobs import Outcome
from mailbridge.spool.rows import Answered, Claimed, Decided, ItemId, KeptWrite, Story, Summary
from mailbridge.spool.store import Spool, utc_now
from mailbridge.spool.troubles import SpoolTrouble

__all__ = ["Accepted", "Answered", "Claimed", "Decided", "ItemId", "KeptWrite", "LostClaim", "Outcome", "Spool",
           "SpoolTrouble", "Story", "Summary", "utc_now"]
