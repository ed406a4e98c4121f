"""Where log lines go, and when."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Iterator

import pytest

from mailbridge import logs, maillog
from mailbridge.logs import Lines
from mailbridge.mail import Envelope


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


EVENTS = [(7, maillog.accepted(Envelope("smtp", "jane@acme.test", ("crm@bridge.example.com",)), 20_000)),
          (8, maillog.notified('with "quotes" and\nlines'))]


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, whatever a test does with it."""
    found = logging.getLogger()
    handlers, level = found.handlers[:], found.level
    yield found
    found.handlers[:] = handlers
    found.setLevel(level)


@pytest.mark.parametrize("before", ["", "[2] "])
def test_lines_without_records_read_as_those_with_them(root: logging.Logger, before: str) -> None:
    by_records, at_once = Counting(), Counting()
    root.setLevel(logging.INFO)
    handler = Lines(by_records, before)
    handler.setFormatter(logging.Formatter(f"{before}%(levelname)s %(message)s"))
    root.handlers[:] = [handler, logging.NullHandler()]         # somebody else listens
    maillog.tell_all(EVENTS)
    root.handlers[:] = [Lines(at_once, before)]
    maillog.tell_all(EVENTS)
    assert at_once.getvalue() == by_records.getvalue() != ""
    assert at_once.writes == by_records.writes == 1


def test_whoever_listens_besides_hears_each_event(root: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    root.handlers[:] = [Lines(Counting(), ""), caplog.handler]
    with caplog.at_level(logging.INFO):
        maillog.tell_all(EVENTS)
    assert [getattr(told, "item", 0) for told in caplog.records] == [7, 8]


def test_what_is_not_to_be_logged_is_not_written(root: logging.Logger) -> None:
    stream = Counting()
    root.handlers[:] = [Lines(stream, "")]
    root.setLevel(logging.WARNING)
    maillog.tell_all(EVENTS)
    assert stream.getvalue() == ""
    assert logs.only_text(logging.getLogger("mailbridge.mail")) is None
