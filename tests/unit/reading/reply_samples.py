"""Reads the sample files of tests/mails/replies."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "mails" / "replies"
_MARK = "##### "


def announcements(name: str) -> list[tuple[str, str, str]]:
    """(language, client, line) of a file of "language | client | line" rows; " / " becomes a line break."""
    rows = (FOLDER / name).read_text("utf-8").splitlines()
    split = (row.split(" | ", 2) for row in rows if row and not row.startswith("#"))
    return [(language, client, line.replace(" / ", "\n")) for language, client, line in split]


def sections(name: str) -> list[tuple[str, str]]:
    """(title, text) of a file whose sections begin with "##### title"."""
    _, *parts = ("\n" + (FOLDER / name).read_text("utf-8")).split("\n" + _MARK)
    split = (part.partition("\n") for part in parts)
    return [(title, text.strip("\n")) for title, _, text in split]


def mails(name: str) -> list[tuple[str, str, str]]:
    """(title, mail, reply) of a file whose sections are mails, each followed by one called "reply"."""
    found = sections(name)
    return [(title, mail, reply) for (title, mail), (_, reply) in zip(found[::2], found[1::2], strict=True)]
