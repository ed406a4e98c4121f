"""The new words of a mail apart from its history, as clients of forty languages write it."""

from __future__ import annotations

from itertools import product

import pytest
from reply_samples import announcements, mails, sections

from mailbridge.reading.patterns.forwards import ANNOUNCEMENTS, DASHED, FORWARD, NAMED, ORIGINAL, PLAIN
from mailbridge.reading.patterns.forwards_labels import LABELS
from mailbridge.reading.patterns.habit import Habit
from mailbridge.reading.patterns.replies import REPLY_ABOVE, REPLY_LINES
from mailbridge.reading.replies.replies import visible

WORDS = "Yes, that works for us.\nSee you on Monday then."
HEADER = {"from": "Jane Roe <jane@acme.example>", "date": "5 May 2020 12:03", "to": "John Doe", "subject": "Offer"}
ABOVE_HEADERS = ("", "________________________________\n", "-----\n\n")
SHAPES = {DASHED: "---------- {} ---------", PLAIN: "{}:", NAMED: "----- {} Jane Roe -----"}


def _labels(language: str) -> dict[str, list[str]]:
    return {field: words.split("; ") for its, field, words in LABELS if its == language}


def _announced(language: str, kind: str) -> list[tuple[str, str]]:
    """(shape, words) of the lines that say `kind` in a language."""
    return [(shape, word) for its, _, its_kind, shape, words in ANNOUNCEMENTS if (its, its_kind) == (language, kind)
            for word in words]


@pytest.mark.parametrize(("title", "mail", "reply"), mails("mails.txt"), ids=lambda value: value[:40])
def test_the_reply_is_what_was_written_now(title: str, mail: str, reply: str) -> None:
    assert visible(mail) == reply, title


@pytest.mark.parametrize(("title", "mail"), sections("whole.txt"), ids=lambda value: value[:40])
def test_what_only_looks_like_history_or_a_signature_stays(title: str, mail: str) -> None:
    assert visible(mail) == mail, title


@pytest.mark.parametrize(("language", "client", "line"), announcements("attributions.txt"))
def test_an_announcement_opens_history_and_an_answer_below_its_quote_stays(
    language: str, client: str, line: str
) -> None:
    for below in ("Old words.\nMore of them.", "> Old words.\n> More of them.\n>", "\n> Old words."):
        assert visible(f"{WORDS}\n\n{line}\n{below}\n") == WORDS
    assert visible(f"{line}\n> When?\n> Where?\n\n{WORDS}\n") == WORDS


@pytest.mark.parametrize(("language", "client", "line"), announcements("attributions.txt"))
def test_an_announcement_may_be_wrapped(language: str, client: str, line: str) -> None:
    words = line.split()
    wrapped = " ".join(words[:len(words) * 2 // 3]) + "\n" + " ".join(words[len(words) * 2 // 3:])
    assert visible(f"{WORDS}\n\n{wrapped}\n\n> Old words.") == WORDS
    assert visible(f"{WORDS}\n\n{wrapped}\n\nOld words.") == WORDS


@pytest.mark.parametrize(("language", "client", "line"), announcements("quoted_only.txt"))
def test_a_name_announces_a_quote_only_where_one_follows(language: str, client: str, line: str) -> None:
    assert visible(f"{WORDS}\n\n{line}\n> Old words.\n") == WORDS
    unquoted = f"{WORDS}\n\n{line}\nOld words."
    assert visible(unquoted) == unquoted


@pytest.mark.parametrize("language", sorted({language for language, _, _ in LABELS}))
def test_everything_under_a_header_is_history(language: str) -> None:
    labels = _labels(language)
    for above, form, nth in product(ABOVE_HEADERS, ("{}: {}", "*{}:* {}", "{} : {}", "{}：{}"), range(3)):
        rows = [form.format(labels[name][min(nth, len(labels[name]) - 1)], value) for name, value in HEADER.items()]
        assert visible("\n".join([WORDS, "", above + rows[0], *rows[1:], "", "Old words."])) == WORDS


@pytest.mark.parametrize("language", sorted({language for language, *_ in ANNOUNCEMENTS}))
def test_everything_under_an_original_message_line_is_history(language: str) -> None:
    for words, form in product(_announced(language, ORIGINAL), ("-----{}-----", "-------- {} --------", "____ {} ____")):
        assert visible(f"{WORDS}\n\n{form.format(words[1])}\nOld words.\n") == WORDS


@pytest.mark.parametrize("habit", REPLY_LINES, ids=lambda habit: habit.language)
def test_a_reply_message_line_is_an_original_message_line(habit: Habit) -> None:
    for words in habit.words:
        assert visible(f"{WORDS}\n\n----- {words.capitalize()} -----\nOld words.\n") == WORDS


@pytest.mark.parametrize("habit", REPLY_ABOVE, ids=lambda habit: habit.language)
def test_everything_under_a_help_desks_marker_is_history(habit: Habit) -> None:
    for words in habit.words:
        assert visible(f"{WORDS}\n\n##- {words.capitalize()} -##\n\nTicket 4711\nOld words.") == WORDS


@pytest.mark.parametrize("language", sorted({language for language, *_ in ANNOUNCEMENTS}))
def test_a_forward_is_never_cut(language: str) -> None:
    header = "\n".join(f"{name.capitalize()}: {value}" for name, value in HEADER.items())
    for shape, words in _announced(language, FORWARD):
        mail = f"{WORDS}\n\n{SHAPES[shape].format(words)}\n{header}\n\nOld words.\n\nKind regards\nJane Roe"
        assert visible(mail) == mail


def test_a_mail_of_nothing_but_history_is_kept_whole() -> None:
    mail = "On 5 May 2020, at 12:03, Jane Roe <jane@acme.example> wrote:\n> Old words.\n> More."
    assert visible(mail) == mail


@pytest.mark.parametrize("mail", ["", " ", "\n\n", "\t\n \n"])
def test_nothing_stays_nothing(mail: str) -> None:
    assert not visible(mail).strip()


def test_the_writer_may_go_on_in_the_announcements_line() -> None:
    assert visible("reply On Wed, Apr 4, 2012 at 3:59 PM, bob@acme.example wrote:\n> Hi") == "reply"


@pytest.mark.parametrize("markup", ["<blockquote>Old</blockquote>", "<div class=x><BLOCKQUOTE style='border:none'>x"])
def test_what_html_only_indents_is_the_writers_and_comes_without_quote_signs(markup: str) -> None:
    mail = "We say:\n> One.\n> Two.\n>> Three.\n> Four.\nAgreed?"
    assert visible(mail, markup) == "We say:\nOne.\nTwo.\nThree.\nFour.\nAgreed?"


def test_what_html_marks_as_cited_is_history() -> None:
    mail = "Agreed.\n> One.\n> Two.\n> Three."
    assert visible(mail, '<blockquote type="cite">One.') == "Agreed."
    assert visible(mail) == "Agreed."


def test_an_announced_quote_in_html_is_history() -> None:
    mail = "Agreed.\nOn 5 May 2020, at 12:03, Jane Roe <jane@acme.example> wrote:\n> One."
    assert visible(mail, "<blockquote>One.</blockquote>") == "Agreed."
