"""The spool's tables as they are now: one schema for SQLite and PostgreSQL. `migrations` brings older ones here.

Times are milliseconds since 1970 (UTC) in integers: they compare the same way in both databases and in any zone.
"""

from __future__ import annotations

import sqlalchemy as sa

from mailbridge.plan import OPEN

metadata = sa.MetaData()

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")   # only INTEGER counts up by itself in SQLite

COPIED_AT = "copied_at"
"""The name in `meta` that only a copy of a spool has: when it was made, in milliseconds."""

meta = sa.Table(
    "meta", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

items = sa.Table(
    "items", metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),                      # this arrival: mail, envelope and door
    sa.Column("identity", sa.Text, nullable=False),                 # this mail, through whichever door it came
    sa.Column("message_id", sa.Text, nullable=False, default=""),
    sa.Column("assigned", sa.Text, nullable=False, default=""),     # the contact that a person chose
    sa.Column("door", sa.Text, nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("recipients", sa.JSON, nullable=False),
    sa.Column("peer", sa.Text, nullable=False),
    sa.Column("login", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),                    # plan.ItemState
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("not_before", sa.BigInteger, nullable=False),         # waiting: not claimed before this
    sa.Column("attempts", sa.Integer, nullable=False, default=0),   # times it was put back because of a trouble
    sa.Column("deaths", sa.Integer, nullable=False, default=0),     # times a worker was lost with it in hand
    sa.Column("owner", sa.Text, nullable=False, default=""),
    sa.Column("claim", sa.Integer, nullable=False, default=0),      # counts claims: the fence against a late owner
    sa.Column("lease_until", sa.BigInteger, nullable=False, default=0),
    sa.Column("turn", sa.Text, nullable=False, default=""),         # claimed: whom it has to itself, see nodes
    sa.Column("settled_at", sa.BigInteger),
    sa.Column("has_original", sa.Boolean, nullable=False, default=True),    # False once its retention is over
    sa.Column("subject", sa.Text, nullable=False, default=""),      # these five only so that lists need not read plans
    sa.Column("direction", sa.Text, nullable=False, default=""),
    sa.Column("contact", sa.Text, nullable=False, default=""),
    sa.Column("rule", sa.Text, nullable=False, default=""),
    sa.Column("person", sa.Text, nullable=False, default=""),       # plan.PersonState when it was decided
    sa.Column("plan", sa.JSON(none_as_null=True)),                  # rows.plan_as_json; NULL until decided
    sa.Column("helo", sa.Text, nullable=False, server_default=""),  # the name that the peer gave
    sa.Column("checked", sa.JSON(none_as_null=True)),               # authentication.as_json; NULL if it was not checked
    sa.Column("protocol", sa.Text, nullable=False, server_default=""),      # by which a server handed it over
    sa.Index("items_due", "state", "not_before"),
    # Digests lie anywhere in an index: for each index of them each mail is a page to be written, and a second one is a
    # tenth of what keeping a mail costs. Older spools of SQLite have the first two: it can drop no constraint.
    sa.UniqueConstraint("key").ddl_if(dialect="postgresql"),
    sa.Index("items_identity", "identity", "id").ddl_if(dialect="postgresql"),
    sa.Index("items_arrival", "identity", "key", unique=True).ddl_if(dialect="sqlite"),
    sa.Index("items_message_id", "message_id"),
    sa.Index("items_contact", "contact", "state"),
    sa.Index("items_settled", "has_original", "state", "settled_at"),       # for `retention`
    sa.Index("items_received", "received_at", "id").ddl_if(dialect="postgresql"),
    # For `search`: whatever is asked for stands in here, in the order of the list. Not for PostgreSQL, which refuses a
    # row whose entry is too long, and keeps the wide plans away from its rows by itself.
    sa.Index("items_listed", "received_at", "id", "state", "direction", "door", "rule", "contact", "sender", "subject",
             ).ddl_if(dialect="sqlite"),
)

IS_OPEN = items.c.state.in_([state.value for state in OPEN])
"""The item has not come to its end. To be said so, and not as what it is not: then the index finds the few."""

originals = sa.Table(
    "originals", metadata,
    sa.Column("item", _Id, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("raw", sa.LargeBinary, nullable=False),               # byte for byte as it came
)

writes = sa.Table(
    "writes", metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("item", _Id, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),                     # these three only so that they can be counted
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),                     # plan.write_as_json
    sa.Column("marker", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),                    # plan.WriteState
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("sent_at", sa.BigInteger),                            # last time it was about to be sent
    sa.Column("before", sa.Integer),                                # people: equal records in Heap before sending
    sa.Column("looks", sa.Integer, nullable=False, default=0),      # look-ups after the last send that found nothing
    sa.Column("looked_at", sa.BigInteger),
    sa.Column("lost", sa.Integer, nullable=False, default=0),       # times it was sent and twice not found
    sa.Column("said", sa.Text, nullable=False, default=""),         # Heap's words, shortened
    sa.UniqueConstraint("item", "position"),
    sa.Index("writes_rule", "rule", "sent_at"),
    sa.Index("writes_contact", "contact", "sent_at"),
)

_IS_SHADOW = sa.text("name = 'shadow'")

events = sa.Table(
    "events", metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("item", _Id, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Index("events_item", "item", "id"),
    sa.Index("events_shadow", "at", sqlite_where=_IS_SHADOW, postgresql_where=_IS_SHADOW),      # for `lists.happened`
)

cursors = sa.Table(                                                 # how far a mailbox's folder was read
    "cursors", metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("folder", sa.Text, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("last_uid", sa.BigInteger, nullable=False),           # this one and all below are seen to
    sa.Column("fresh_from", sa.BigInteger, nullable=False),         # below it only what is newer than `since` is taken
    sa.Column("since", sa.BigInteger, nullable=False),
)

mailbox_mails = sa.Table(                                           # where a mail lies until its mailbox was told
    "mailbox_mails", metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("folder", sa.Text, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, primary_key=True),
    sa.Column("uid", sa.BigInteger, primary_key=True),
    sa.Column("item", _Id, sa.ForeignKey("items.id", ondelete="CASCADE")),  # NULL: the server did not hand it over yet
    sa.Index("mailbox_mails_item", "item"),
)

likenesses = sa.Table(                                              # what a later forward of a mail is known by
    "likenesses", metadata,
    sa.Column("item", _Id, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),                   # likeness.Likeness
    sa.Column("written_at", sa.BigInteger),                         # NULL where the mail does not say
    sa.Index("likenesses_digest", "digest", "item"),
)

outbox = sa.Table(                                                  # notices and alarms that are still to be sent
    "outbox", metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("recipient", sa.Text, nullable=False),                # an address, or outbox.WEBHOOK
    sa.Column("raw", sa.LargeBinary, nullable=False),               # the whole message
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("not_before", sa.BigInteger, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("sent_at", sa.BigInteger),                            # NULL until then
    sa.Index("outbox_due", "sent_at", "not_before"),
    sa.Index("outbox_recipient", "recipient", "made_at"),
)

ignored = sa.Table(
    "ignored", metadata,
    sa.Column("contact", sa.Text, primary_key=True),                # address in lower case
    sa.Column("at", sa.BigInteger, nullable=False),
)

alarms = sa.Table(                                                  # troubles that were told and are not over
    "alarms", metadata,
    sa.Column("name", sa.Text, primary_key=True),                   # which trouble, and of what: mailbox:sales
    sa.Column("episode", sa.Text, nullable=False),                  # the same in alarm and all-clear, never used again
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("since", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),            # by whichever node saw it last
)

polls = sa.Table(                                                   # how the last look at each mailbox ended
    "polls", metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("good_at", sa.BigInteger),                            # NULL: never yet
    sa.Column("trouble", sa.Text, nullable=False),                  # why looks fail since then, "" while they do not
    sa.Column("is_refused", sa.Boolean, nullable=False),            # the login: waiting will not mend it
)

canaries = sa.Table(                                                # the bridge's mails to itself, by the way they take
    "canaries", metadata,
    sa.Column("route", sa.Text, primary_key=True),
    sa.Column("sent_at", sa.BigInteger, nullable=False),            # the last, whether it could be sent or not
    sa.Column("trouble", sa.Text, nullable=False),                  # why it could not, "" if it could
    sa.Column("came_at", sa.BigInteger),                            # NULL: none has come home yet
    sa.Column("came_sent_at", sa.BigInteger),                       # when that one had been sent
)

chosen = sa.Table(                                                  # whom a person chose as an item's contact
    "chosen", metadata,
    sa.Column("item", _Id, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),                     # records.Kind
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("is_new", sa.Boolean, nullable=False),                # still to be created, unless Heap knows it by then
)

rests = sa.Table(                                                   # Heap logins that are not asked for now, by node
    "rests", metadata,
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("node", sa.Text, primary_key=True),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("since", sa.BigInteger, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)

processes = sa.Table(                                               # who is at work on the spool, see `presence`
    "processes", metadata,
    sa.Column("name", sa.Text, primary_key=True),                   # the owner in its claims
    sa.Column("service", sa.Text, nullable=False),                  # HOST:PID of the service that it is a part of
    sa.Column("number", sa.Integer, nullable=False),                # from 1 to `size`
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
)

logins = sa.Table(                                                  # Heap logins that several processes share
    "logins", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_create", sa.BigInteger, nullable=False, default=0),     # whoever creates next, not before this
    sa.Column("standing", sa.Text, nullable=False, default=""),     # heap.breaker.Standing; "": nothing was told yet
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("longer", sa.Integer, nullable=False, default=0),     # rests in a row
    sa.Column("rest_until", sa.BigInteger, nullable=False, default=0),
)

logos = sa.Table(                                                   # small images, by the domain that they came from
    "logos", metadata,
    sa.Column("domain", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),                 # hex
    sa.Column("item", sa.BigInteger, nullable=False),               # the first that brought it, may be gone since
    sa.Column("seen_at", sa.BigInteger, nullable=False),            # the last time it came
    sa.Index("logos_seen", "seen_at"),
)
