"""How much of a mail is read, and how that is said when there was more.

The figures are those of RELIABILITY section 5; each was chosen so that a mail at every limit at once is still read in
well under a second. What lies beyond a limit is left out of the reading, never out of what is kept: the raw mail stays.
"""

from __future__ import annotations

EXCEEDED = "over the limit: "           # how such a defect starts; whoever parks mail looks for it

MAX_HEADER_BLOCK_BYTES = 1 << 20
MAX_PART_HEADER_BYTES = 1 << 16         # a part's header; only the mail's own may be longer
MAX_FIELD_BYTES = 100 * 1024
MAX_STRUCTURED_BYTES = 16 * 1024        # of a field with parameters, and of a field shown to mail-parser
MAX_FIELDS = 1000
MAX_DEPTH = 30                          # multiparts in multiparts
MAX_PARTS = 1000
MAX_BOUNDARY_BYTES = 200                # RFC 2046 5.1.1 allows 70
MAX_BOUNDARY_WORK = 200_000             # lines that start with "--" x open boundaries: a third of a second
MAX_PARAMETERS = 100                    # RFC 2231 pieces count one each
MAX_ADDRESSES = 1000
MAX_ADDRESS_BYTES = 64 * 1024           # 1000 addresses of ordinary length
MAX_ENCODED_WORDS = 200
MAX_REFERENCES = 100
MAX_ATTACHED_DEPTH = 10                 # mails attached to attached mails
MAX_ATTACHED = 100                      # mails attached to one mail
MAX_ATTACHMENTS = 1000
MAX_TEXT_BYTES = 1 << 20                # of one text part; a record takes 64 KiB
MAX_TEXT_LINES = 20_000                 # what comes after the text goes through it line by line
MAX_HTML_BYTES = 2 << 20
MAX_HTML_TAGS = 20_000
MAX_HTML_DEPTH = 200


def exceeded(what: str) -> str:
    """The defect for one limit, `what` in words with its figure."""
    return EXCEEDED + what
