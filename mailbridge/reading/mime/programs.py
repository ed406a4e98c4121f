"""Whether a file is a program by its first bytes, whatever it is called. Nothing is opened or run."""

from __future__ import annotations

START_BYTES = 64
_MAGIC = (b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
          b"\xca\xfe\xba\xbe", b"dex\n", b"L\0\0\0\x01\x14\x02\0")
"""ELF; Mach-O of both sizes and byte orders, and for several processors (as a Java class); Android; a shortcut."""


def is_program(start: bytes) -> bool:
    """`start`: the first START_BYTES of the file. Windows programs begin as those of DOS did, with MZ."""
    return start.startswith(_MAGIC) or (start.startswith(b"MZ") and b"\0" in start)
