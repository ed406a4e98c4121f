"""A mail's bytes as they come, in whatever pieces."""

from __future__ import annotations

import random
import tempfile
from io import BytesIO
from pathlib import Path

import pytest

from mailbridge.intake import smtp_incoming
from mailbridge.intake.smtp_incoming import Incoming, NoRoom, TooMuch


def sent(content: bytes) -> bytes:
    """As a client sends a mail: dots added (RFC 5321 section 4.5.2), and the end."""
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


def fed(incoming: Incoming, pieces: list[bytes]) -> tuple[bytes, bytes]:
    """The mail and what came after it."""
    for piece in pieces:
        if found := incoming.add(piece):
            return found[0].content(), found[1]
    raise AssertionError("it did not come to its end")


@pytest.mark.parametrize("small_bytes", [3, 40, 1 << 20], ids=["in a file", "some in a file", "in memory"])
def test_a_mail_is_the_same_in_whatever_pieces_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_bytes: int
) -> None:
    monkeypatch.setattr(smtp_incoming, "SMALL_BYTES", small_bytes)
    dice = random.Random(7)
    for _ in range(2000):
        words = dice.choices([b".", b"..", b"\r\n", b"\r", b"\n", b"word", b"\r\n.\r", b"\n.\n"], k=dice.randint(0, 20))
        content = b"".join(words) + b"\r\n"
        whole, size = sent(content) + b"NOOP\r\n", dice.randint(1, 12)
        got, after = fed(Incoming(10_000, tmp_path), [whole[at:at + size] for at in range(0, len(whole), size)])
        assert got == content
        assert b"NOOP\r\n".startswith(after)
    assert list(tmp_path.iterdir()) == [], "what lies on the disk has no name that could be left over"


def test_a_large_mail_is_not_held_in_memory(tmp_path: Path) -> None:
    incoming = Incoming(50_000_000, tmp_path)
    for _ in range(100):
        assert incoming.add(b"x" * 98 + b"\r\n" * 49_951) is None
        assert len(incoming._held) < 2 * smtp_incoming.SMALL_BYTES


@pytest.mark.parametrize("dots", [0, 50])
def test_added_dots_do_not_count_for_the_limit(dots: int) -> None:
    content = b".\r\n" * dots + b"x" * (1000 - 3 * dots - 2) + b"\r\n"
    assert fed(Incoming(1000, None), [sent(content)])[0] == content
    with pytest.raises(TooMuch):
        fed(Incoming(999, None), [sent(content)])


def test_what_comes_after_a_mail_that_is_too_large_is_served(tmp_path: Path) -> None:
    incoming, came = Incoming(100_000, tmp_path), None
    for piece in [b"x" * 98 + b"\r\n"] * 1700 + [b".\r\nNOOP\r\n"]:
        came = came or incoming.add(piece)
    assert came is not None
    assert came[1] == b"NOOP\r\n"
    with pytest.raises(TooMuch):
        came[0].content()


def test_a_mail_that_does_not_end_is_given_up_at_twice_the_limit(tmp_path: Path) -> None:
    incoming = Incoming(1_000_000, tmp_path)
    with pytest.raises(TooMuch):
        for _ in range(1000):
            incoming.add(b"x" * 10_000)
    assert incoming._file is None


def test_a_full_disk_is_no_room(tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match="No such file or directory"):
        Incoming(10_000_000, tmp_path / "missing").add(b"x" * 1_000_000)


def test_a_disk_that_fills_up_within_a_mail_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(BytesIO):
        def write(self, data: object) -> int:
            return 10

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
    with pytest.raises(NoRoom, match="the disk is full"):
        Incoming(10_000_000, tmp_path).add(b"x" * 1_000_000)
