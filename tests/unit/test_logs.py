"""Where log lines go, and when."""

from __future__ import annotations

import io
import logging
import threading

from mailbridge.logs import Lines


class Counting(io.StringIO):
    """A stream that tells how often it was written to."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0

    def write(self, text: str) -> int:
        self.writes += 1
        return super().write(text)


def record(text: str) -> logging.LogRecord:
    return logging.makeLogRecord({"msg": text})


def test_lines_of_a_moment_are_written_at_once_and_in_order() -> None:
    stream = Counting()
    lines = Lines(stream)
    with lines.together():
        lines.handle(record("first"))
        lines.handle(record("second"))
        assert stream.getvalue() == ""
    assert (stream.getvalue(), stream.writes) == ("first\nsecond\n", 1)
    lines.handle(record("third"))
    assert stream.getvalue() == "first\nsecond\nthird\n"


def test_lines_of_another_thread_are_not_held_up() -> None:
    stream = Counting()
    lines = Lines(stream)
    with lines.together():
        lines.handle(record("mine"))
        other = threading.Thread(target=lines.handle, args=(record("another's"),))
        other.start()
        other.join()
        assert stream.getvalue() == "another's\n"
    assert stream.getvalue() == "another's\nmine\n"


def test_what_was_logged_before_an_exception_is_written() -> None:
    stream = Counting()
    lines = Lines(stream)
    try:
        with lines.together():
            lines.handle(record("before"))
            raise OSError
    except OSError:
        pass
    assert stream.getvalue() == "before\n"


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    stream = Counting()
    lines = Lines(stream)
    with lines.together():
        lines.handle(record("lost"))
        stream.close()
