"""A session's bytes, read in bounded blocks: command lines, and mails after DATA (RFC 5321 section 4.1.1.4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mailbridge.intake.smtp_incoming import Incoming, Whole

BLOCK_BYTES = 1 << 20
LONGEST_DROPPED = 1 << 20


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


async def read_data(reader: asyncio.StreamReader, incoming: Incoming, came: Callable[[int], None]) -> Whole:
    """One mail. What follows its end stays in the reader.

    `came` is called with the number of bytes of each block. Raises TooMuch, NoRoom; asyncio.IncompleteReadError when
    the sender hangs up in the middle.
    """
    try:
        while True:
            block = await reader.read(BLOCK_BYTES)
            if not block:
                raise asyncio.IncompleteReadError(b"", None)
            came(len(block))
            mail = incoming.add(block)
            if mail is not None:
                whole, rest = mail
                # The block was all that had come, so giving it back keeps the order. Not by feed_data, which takes
                # nothing more once a client has closed its half behind several mails in one go.
                reader._buffer.extend(rest)     # type: ignore[attr-defined]
                return whole
    finally:
        incoming.drop()
