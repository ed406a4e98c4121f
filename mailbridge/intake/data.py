"""A session's bytes, bounded in memory: command lines, and mails after DATA (RFC 5321 section 4.1.1.4), read in blocks.

Only the exact five bytes end a mail: servers that also took `\\n.\\n` let one mail smuggle in a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

END = b"\r\n.\r\n"
_LINE_WITH_DOT = END[:3]
BLOCK_BYTES = 1 << 20
SLACK_BYTES = 64 * 1024
LONGEST_DROPPED = 1 << 20


class TooMuch(Exception):
    """The mail is over the limit. `unread`: its end was not reached within twice the limit, so hang up."""

    def __init__(self, unread: bool) -> None:
        super().__init__()
        self.unread = unread


async def read_line(reader: asyncio.StreamReader, max_bytes: int) -> bytes | None:
    """The next command line without its end; None if it is longer than allowed.

    Raises ConnectionError when it does not end at all; asyncio.IncompleteReadError when the sender hangs up.
    """
    dropped = 0
    while True:
        try:
            line = await reader.readuntil()
        except asyncio.LimitOverrunError as longer:
            dropped += len(await reader.read(longer.consumed))
            if dropped > LONGEST_DROPPED:
                raise ConnectionError from None
        else:
            return None if dropped or len(line) > max_bytes else line.rstrip(b"\r\n")


async def read_data(reader: asyncio.StreamReader, max_bytes: int, came: Callable[[int], None]) -> bytes:
    """One mail's bytes without the dots that transparency added. What follows its end stays in the reader.

    `max_bytes` is of the mail itself, as SIZE announces it: added dots and the end do not count (RFC 1870 section 6).
    `came` is called with the number of bytes of each block. Raises TooMuch; asyncio.IncompleteReadError when
    the sender hangs up in the middle.
    """
    held = bytearray(b"\r\n")           # as if a line had ended: the first line may be the final dot
    seen, over, is_stuffed = 0, False, False
    while True:
        block = await reader.read(BLOCK_BYTES)
        if not block:
            raise asyncio.IncompleteReadError(b"", None)
        start = max(0, len(held) - len(END) + 1)
        held += block
        seen += len(block)
        came(len(block))
        end = held.find(_LINE_WITH_DOT, start)  # nearly always the end: most mails have no line that begins so
        if end >= 0 and not held.startswith(END, end):
            is_stuffed = True
            end = held.find(END, end)
        if end >= 0:
            break
        if seen > 2 * max_bytes + SLACK_BYTES:
            raise TooMuch(unread=True)
        if seen > max_bytes + SLACK_BYTES:
            over = True
            del held[: 1 - len(END)]    # keep only what may hold the beginning of the end
    if len(held) > end + len(END):      # the block held everything that had come, so giving it back keeps the order
        reader.feed_data(bytes(held[end + len(END):]))
    content = bytes(held[: end + 2]).replace(_LINE_WITH_DOT, b"\r\n")[2:] if is_stuffed else bytes(held[2: end + 2])
    if over or len(content) > max_bytes:
        raise TooMuch(unread=False)
    return content
