"""Looking people up in Heap, as the bridge sees them."""

from __future__ import annotations

from starlette.responses import Response

from mailbridge.console import rendering
from mailbridge.console.parts import Parts
from mailbridge.console.visits import Visit
from mailbridge.errors import OperatorError
from mailbridge.records import Record

MAX_SEARCH = 200
MOST_SHOWN = 100


def people(visit: Visit) -> Response:
    """GET /people?q=jane"""
    text = visit.query("q")[:MAX_SEARCH]
    found, words = _search(visit.parts, text) if text else ((), "")
    return rendering.page(visit, "people.html", q=text, found=found[:MOST_SHOWN], words=words,
                          is_cut=len(found) > MOST_SHOWN)


def _search(parts: Parts, text: str) -> tuple[tuple[Record, ...], str]:
    """What Heap finds, kind by kind, or a sentence on why it does not say."""
    own = parts.accounts.own
    if parts.accounts.rest_seconds(own):
        return (), "Heap refused the bridge's login or could not be reached; it is left alone for a while."
    try:
        return tuple(record for kind in parts.settings.heap.contact_kinds for record in own.client.get(kind, text)), ""
    except OperatorError as trouble:
        return (), str(trouble)
    except ValueError:                  # nothing but control characters
        return (), "That is no text to search for."
