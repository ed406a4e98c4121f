"""The records of the vendor's page, so that its four searches get its four sample replies, byte for byte.

The page prints dates without a year; 2009 stands for it here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from mailbridge.sandbox.records import Entry, Store

_BIG_FISH = {"phone": "000-000-0000", "mobile": "111-111-0000", "address": "123 Main ST\n"}
_JOSH = "Josh Taylor - IBM"


def _sample(kind: str, day: date, fields: dict[str, str], creator: str = "Ben Smith") -> Entry:
    return Entry(kind, fields, creator, created_at=datetime.combine(day, time(12), UTC), updated_on=day, raw="")


SAMPLES = (
    _sample("lead", date(2009, 5, 25), {
        "name": _JOSH, "phone": "(000) 000-0000", "mobile": "(000) 000-0000", "email": "josh.taylor@ibm.com",
        "address": "1 IBM Way", "city": "Los Angeles", "state": "CA", "zip": "85012", "country": "United States",
        "probability": "0.2500", "value": "5000.0000"}),
    _sample("person", date(2009, 4, 19), {
        "name": "Jeff Martel - Big Fish Real Estate", "email": "jeff@bigfish.com", **_BIG_FISH}),
    _sample("person", date(2009, 4, 19), {
        "name": "Laura Marceline - Big Fish Real Estate", "email": "laura@bigfish.com", **_BIG_FISH}),
    _sample("event", date(2009, 5, 8), {
        "year": "2009", "month": "5", "day": "8", "title": "Opera with Josh at 06:15 PM to 10:30 PM",
        "association": _JOSH}),
    _sample("event", date(2009, 5, 8), {
        "year": "2009", "month": "5", "day": "10", "title": "Create new proposal for Josh", "complete": "1",
        "association": _JOSH}),
    _sample("message", date(2009, 5, 8), {"title": "Requirement Files", "association": _JOSH}),
)


def seed_samples(store: Store) -> None:
    """Adds the samples to a store that has no records yet; one that is in use stays as it is."""
    if not any(store.counts().values()):
        for entry in SAMPLES:
            store.keep(entry)
