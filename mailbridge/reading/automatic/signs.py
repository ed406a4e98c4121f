"""What a mail shows of being automatic, gathered once: the sender's parts, the subject and the top of the text.

Everything here is in lower case with single spaces, so that the tables in `patterns` can be compared by plain search,
which stays linear whatever the mail holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass

from mailbridge.reading.mime import headers
from mailbridge.reading.mime.message import Message
from mailbridge.reading.patterns.phrase import Phrase, Phrases

OPENING_LETTERS = 4_000                 # of the text: a program says at once what it is
TOP_LETTERS = 600                       # where it says so in every mail of its kind
_QUOTES = (("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2013", "-"), ("\u2014", "-"),
           ("\u2010", "-"), ("\u2011", "-"))
_OPEN, _CLOSED = ("[", "\u3010"), ("]", "\u3011")
_ANSWER_PREFIXES = frozenset({
    "re", "fw", "fwd", "aw", "wg", "tr", "rv", "enc", "i", "r", "rif", "sv", "vs", "vb", "vl", "antw", "doorst", "odp",
    "pd", "ynt", "ilt", "atb", "res", "fs", "bls", "továbbítás", "tovabbitas", "отв", "ответ", "пересл", "答复", "回复",
    "转发", "回覆", "轉寄", "返信", "転送", "답장", "전달", "re²",
})


@dataclass(frozen=True, slots=True)
class Signs:
    """`names` are the lower-case names of all header fields; `types` the content types of all parts."""

    local: str                          # of the From address
    name: str                           # display name of From
    subject: str
    text: str                           # as it is read
    top: str                            # its first letters without quoted lines
    names: Set[str]
    types: frozenset[str]
    report: str                         # report-type of a multipart/report, "?" when it names none, "" otherwise
    submitted: str                      # Auto-Submitted (RFC 3834 section 5)
    precedence: str
    has_null_path: bool                 # Return-Path: <> or a daemon's
    is_answer: bool                     # Re:, AW:, Fwd: ... begin the subject: a person, or a program copying one

    @property
    def opening(self) -> str:
        """More of the text than `top`: worked out only for mails of which there is a doubt."""
        return _opening(self.text)

    @property
    def is_no_person(self) -> bool:
        """An empty return path or an Auto-Submitted field: a program wrote it, whatever it is.

        Not auto-forwarded, which programs that redirect a person's mail put on it.
        """
        return self.has_null_path or self.submitted.startswith(("auto-re", "auto-gen", "auto-not"))


def gather(message: Message, text: str) -> Signs:
    """The signs of a mail; `text` is its readable text."""
    sender = next(iter(headers.addresses(message, "from")), None) or headers.sender_fallback(message)
    subject = normal(headers.text(message, "subject")[:1_000])
    return Signs(
        local=sender.email.rpartition("@")[0].strip("<>\" ").lower(),
        name=normal(sender.name[:200]),
        subject=subject,
        text=text,
        top=_top(text),
        names=message.by_name.keys(),
        types=frozenset(part.content_type for part in message.parts),
        report=_report(headers.text(message, "content-type")),
        submitted=headers.text(message, "auto-submitted").strip().lower(),
        precedence=(headers.text(message, "precedence") or headers.text(message, "x-precedence")).strip().lower(),
        has_null_path=_is_null(headers.values(message, "return-path")),
        is_answer=subject.partition(":")[0].split("[")[0].strip() in _ANSWER_PREFIXES and ":" in subject,
    )


def normal(text: str) -> str:
    """Lower case, one space between words, straight quotes and hyphens, wide letters narrow (NFKC)."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        for curly, straight in _QUOTES:
            text = text.replace(curly, straight)
    return " ".join(text.lower().replace("\u0307", "").split())     # the dot that lower() leaves of a Turkish capital I


def starts(phrases: Phrases, subject: str) -> Phrase | None:
    """The phrase that a program put before a subject: in brackets, or a colon, bracket, dash or nothing follows."""
    is_bracketed = subject.startswith(_OPEN)
    subject = subject.lstrip("[(*\"'<\u3010 ")
    for phrase in phrases.at_start(subject):
        behind = subject[len(phrase.text):]
        rest = behind.lstrip(" )]*\"'>\u3011!.")
        is_apart = not rest or rest[0] in ":([{<-|/\u300c\u3010" or rest.startswith(("re:", "aw:", "fw"))
        if is_apart or (is_bracketed and behind.startswith(_CLOSED)):
            return phrase
    return None


def _top(text: str) -> str:
    """The beginning of the opening, from the few lines it takes, unless these are quoted or blank."""
    lines = text[: 4 * TOP_LETTERS].split("\n")[:-1]
    top = _unquoted(lines)[:TOP_LETTERS]
    return top if len(top) == TOP_LETTERS else _opening(text)[:TOP_LETTERS]


def _opening(text: str) -> str:
    return _unquoted(text[: 2 * OPENING_LETTERS].split("\n"))[:OPENING_LETTERS]


def _unquoted(lines: Iterable[str]) -> str:
    return normal("\n".join(line for line in lines if not line.startswith(">")))


def _report(content_type: str) -> str:
    kind, _, rest = content_type.lower().partition(";")
    if kind.strip() != "multipart/report":
        return ""
    _, found, value = rest.partition("report-type=")
    return value.partition(";")[0].strip("\"' ") if found else "?"


def _is_null(paths: tuple[str, ...]) -> bool:
    if not paths:
        return False
    path = paths[0].strip().strip("<>").lower()
    return path == "" or path.partition("@")[0] in ("mailer-daemon", "double-bounce")
