"""What a form's label asks for: "Your E-Mail*", "E-mail:" and "email_address" all ask for the address.

Brings labels of any language to one shape and looks them up in `patterns.form_labels`. Leaves to `forms` whether the
answer fits the question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from mailbridge.reading.patterns import form_labels, form_surroundings, labels

MAX_LABEL = 80                          # letters; longer ones are sentences


class Role(StrEnum):
    """What is asked for. OTHER is a known question that none of a `Form`'s own fields answers."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    SENDER = "sender"                   # Contact Form 7's "From: Jane Doe <jane@acme.test>"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    MESSAGE = "message"
    REMARK = "remark"
    OTHER = "other"


_FIRST_ASIAN = 0x0700                   # below: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "s"})
_FIRST_JOINING = "\u0590"              # Hebrew and further east: words grow together
_ASCII_MARKS = {mark: " " for mark in range(128) if not chr(mark).isalnum()}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETED = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|<[^<>]{0,80}>")
_NUMBER = re.compile(r"(?:q|frage|question|nr|no)?\.?\s?\d{1,2}\s?[.):]\s?(?=\D)", re.IGNORECASE)
_INDEXED = re.compile(r"\w{1,40}\[(\w{1,40})\]")    # names of HTML fields: contact[email]
_SLASHES = re.compile(r"[/&+,|]")

def role(label: str) -> Role | None:
    """What the label asks for, by the tables and, failing that, by a telling word in it; None if nobody knows."""
    if len(label) > MAX_LABEL:
        return None
    return exact(label) or (_told(label) if _may_tell(label) else None)


def _may_tell(label: str) -> bool:
    """At once, word by word: most labels that nobody knows hold no telling word, as the words of prose do not."""
    return label.rstrip()[-1:] in "?\uff1f" or any(map(tells, label.split()))


@lru_cache(maxsize=4096)
def exact(label: str) -> Role | None:
    """What the label asks for when the tables have it, give or take "your", "please" and "(required)"."""
    if len(label) > MAX_LABEL or (_is_unbracketed(label) and any(map(is_foreign, label.split()))):
        return None
    return next((found for key in _keys(label) if (found := _table().get(key))), None) or _joined(label)


def _joined(label: str) -> Role | None:
    """Two questions in one: "comments or questions", "first / last name"."""
    parts: list[list[str]] = [[]]
    for word in normal(_SLASHES.sub(" and ", label)).split():
        if word in form_surroundings.CONJUNCTIONS:
            parts.append([])
        elif word not in _fillers():
            parts[-1].append(word)
    asked = {_table().get(" ".join(part)) for part in parts}
    if not 2 <= len(parts) <= 4 or None in asked:
        return None
    if asked <= {Role.NAME, Role.FIRST, Role.LAST}:
        return Role.NAME
    if asked <= {Role.MESSAGE, Role.REMARK}:
        return Role.MESSAGE
    return asked.pop() if len(asked) == 1 else Role.OTHER


def _is_unbracketed(label: str) -> bool:
    return not ("(" in label or "[" in label or "<" in label)


@lru_cache(maxsize=16_384)
def is_foreign(word: str) -> bool:
    """Whether a plain word stands in no label of the tables; of scripts that join words nobody can say."""
    return _is_none_of(word, _vocabulary())


@lru_cache(maxsize=16_384)
def is_beside_the_point(word: str) -> bool:
    """As `is_foreign`, for the labels that make a mail a form: those of names, addresses, numbers and messages."""
    return _is_none_of(word, _vocabulary(without=(Role.OTHER, Role.COMPANY)))


def _is_none_of(word: str, vocabulary: frozenset[str]) -> bool:
    word = word.rstrip(",;!").removesuffix(".")
    if not word.replace("'", "").isalpha() or max(word) >= _FIRST_JOINING or _CAMEL.search(word):
        return False
    return not vocabulary.issuperset(normal(word).split())


@lru_cache(maxsize=16_384)
def tells(word: str) -> bool:
    """Whether a word tells a question wherever it stands, alone or among others."""
    return any(_teller(part) < len(_telling()) for shape in (word, f"{word} ") for part in normal(shape).split())


def is_sender(label: str) -> bool:
    """From:, Von:, De: ... as in the header of a mail."""
    return len(label) <= MAX_LABEL and labels.FIELDS.get(label.strip(" *:").casefold()) == "from"


def is_filler(word: str) -> bool:
    """A word that changes nothing in a label: your, please, required."""
    return normal(word) in _fillers()


def normal(label: str) -> str:
    """Letters, digits and marks of the label in lower case without accents, one space for everything else."""
    if label.isascii():
        text = label if " " in label else _CAMEL.sub(" ", label)
        return " ".join(text.lower().translate(_ASCII_MARKS).split())
    text = unicodedata.normalize("NFKC", label)
    if text.isascii() and " " not in text:
        text = _CAMEL.sub(" ", text)
    return " ".join("".join(map(_bare, text.lower())).split())


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    """A letter without its accents, as half the world's forms write them; Asian marks, which are letters, stay."""
    kind = unicodedata.category(letter)[0]
    if ord(letter) >= _FIRST_ASIAN:
        return letter if kind in "LNM" else " "
    if kind == "M":
        return ""
    return unicodedata.normalize("NFD", letter)[0].translate(_STROKES) if kind in "LN" else " "


def _keys(label: str) -> tuple[str, ...]:
    """Shapes under which a label may stand in the tables: whole, without brackets, without fillers."""
    text = unicodedata.normalize("NFKC", label).strip(" \t*:?!.=-\u2022#\u203b\u25a0\u25cf")
    number, indexed = _NUMBER.match(text), _INDEXED.fullmatch(text)
    text = text[number.end():] if number else indexed[1] if indexed else text
    outside = _BRACKETED.sub(" ", text)
    found = []
    for variant in (text, text.lower(), outside if outside.strip() else text):      # "WhatsApp" is one word
        key = normal(variant)
        words = [word for word in key.split() if word not in _fillers()]
        found += [key, " ".join(words) or key]
        found += [key.removeprefix(own) for own in form_surroundings.PREFIXES if key.startswith(own)]
        found += [key.removesuffix(own).strip() for own in form_surroundings.SUFFIXES if key.endswith(own)]
    return tuple(dict.fromkeys(found))


def _told(label: str) -> Role | None:
    words = normal(label).split()
    if not words or len(words) > 10 or any(word in form_surroundings.DEMURRING for word in words):
        return None
    content = [word for word in words if word not in _fillers()]
    last = _table().get(content[-1]) if content and label.rstrip()[-1:] in "?\uff1f" else None
    if last in (Role.NAME, Role.FIRST, Role.LAST):
        return last                     # "Hi! What's your name?"
    told = min(map(_teller, words))
    return _telling()[told][0] if told < len(_telling()) else None


@lru_cache(maxsize=16_384)
def _teller(word: str) -> int:
    """The number of the first question that a normal word tells of, that of all questions if it tells of none."""
    for number, (_, telling) in enumerate(_telling()):
        if any(_is_told_by(word, its) for its in telling):
            return number
    return len(_telling())


def _is_told_by(word: str, telling: str) -> bool:
    if telling.endswith("*"):
        return word.startswith(telling[:-1])
    return telling in word if telling[0] >= _FIRST_JOINING else telling == word


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(word for words in form_surroundings.FILLERS.values() for word in normal(words).split())


@lru_cache(maxsize=2)
def _vocabulary(without: tuple[Role, ...] = ()) -> frozenset[str]:
    """Every word that can be part of a label, but for labels that ask what is left out."""
    numbering = {"q", "frage", "question", "nr", "no"}
    return frozenset({word for key, asked in _table().items() if asked not in without for word in key.split()}
                     | numbering | _fillers() | set(form_surroundings.CONJUNCTIONS))


@lru_cache(maxsize=1)
def _telling() -> tuple[tuple[Role, tuple[str, ...]], ...]:
    return tuple(
        (Role(asked), tuple(normal(word) + "*" * word.endswith("*") for word in words.split()))
        for asked, words in form_surroundings.TELLING.items()
    )


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Role]:
    """Every label in every shape. Where languages share one, the later and more particular question wins."""
    tables = (
        (Role.OTHER, form_labels.OTHER), (Role.REMARK, form_labels.REMARK), (Role.MESSAGE, form_labels.MESSAGE),
        (Role.COMPANY, form_labels.COMPANY), (Role.PHONE, form_labels.PHONE), (Role.EMAIL, form_labels.EMAIL),
        (Role.NAME, form_labels.NAME), (Role.FIRST, form_labels.FIRST_NAME), (Role.LAST, form_labels.LAST_NAME),
    )
    found: dict[str, Role] = {}
    for shape in (1, 0):                # with fillers last, so that no shortened label covers a written one
        for asked, by_language in tables:
            for row in by_language.values():
                for label in row.split(", "):
                    found[_shape(label, shape)] = asked
    return found


def _shape(label: str, shortened: int) -> str:
    key = normal(label)
    words = [word for word in key.split() if word not in _fillers()]
    return (" ".join(words) or key) if shortened else key
