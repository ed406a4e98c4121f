"""One-time codes and personal numbers: four to eight digits beside words that mean a secret. Pure.

The words are data (`code_words`); here is how a code stands beside them: behind them in the same sentence, alone on
one of the next lines, or in front ("123456 is your code").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from mailbridge.redaction.code_words import (
    ADDRESSED,
    BARE,
    CARD_CHECKS,
    COPULAS,
    POSTAL_PLACES,
    SECRETS,
    SHORT_NAMES,
)
from mailbridge.redaction.hits import Hit
from mailbridge.redaction.skeleton import skeleton

_AHEAD = 240                            # characters behind the word in which its code stands
_SENTENCE = 90                          # of them, those of the same sentence
_BEHIND = 40                            # and in front of it
_LONGEST = 8                            # digits
_TELLING = 6                            # so many are no year and no price: elsewhere in the mail they are the same code
_LONGEST_WORD = 100                     # of those that mean a secret, with the one who is addressed
_DIRECT = 16                            # as near as the digits on a card's back stand to their name


def _any(words: tuple[str, ...]) -> str:
    """One of the words, as a skeleton spells them."""
    spelt = dict.fromkeys(map(skeleton, words))
    return "|".join(re.escape(word) for word in sorted(spelt, key=len, reverse=True))


_DIGIT = r"[0-9]\x00{0,4}"
_SHORT = re.compile(rf"(?<![^\W_])(?:{_any(SHORT_NAMES)})(?![^\W_])")
_IS_TOLD = re.compile(r"(?:[ -]?(?:code|nr\.?|no\.?|number))?[ \x00]{0,3}(?:[:=#]|is\b|ist\b|est\b|es\b|lautet\b)")
_CODE = re.compile(
    rf"(?<![0-9a-z.,/+@€$£_])(?<![0-9][:-])(?<![€$£] )(?:[a-z]{{1,2}}-)?"
    rf"(?P<code>(?:{_DIGIT}){{4,8}}|(?:{_DIGIT}){{3}}[ -](?:{_DIGIT}){{3}}|(?:{_DIGIT}){{4}}[ -](?:{_DIGIT}){{4}}|"
    rf"(?:{_DIGIT}){{2}}(?:[ -](?:{_DIGIT}){{2}}){{1,3}}|(?:{_DIGIT}[ -]){{3,7}}[0-9])"
    r"(?![0-9a-z_%€$£])(?![ .,:/-][0-9])(?! ?[%€$£]| (?:eur|usd|gbp|chf)\b)")
_CARD_CODE = re.compile(r"(?<![0-9a-z])(?P<code>[0-9]{3,4})(?![0-9a-z])")
_DIGITS = re.compile(r"[0-9](?:[ \x00-]{0,5}[0-9]){2,}")       # no code has fewer
_SENTENCE_END = re.compile(r"[.!?][ \n]|[。！？]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_COPULAS = frozenset(map(skeleton, COPULAS))
_PLACES = re.compile(_any(POSTAL_PLACES))


def find(letters: str, text: str, known: frozenset[str] = frozenset()) -> Iterator[Hit]:
    """Every code beside a word that means one. `letters` is the skeleton of `text`.

    `known` are numbers that stand beside such a word elsewhere in the mail: they are codes without one, too.
    """
    if codes := [number for number in known if len(number) <= _LONGEST]:
        yield from map(_hit, re.finditer(rf"(?<![0-9])(?P<code>{'|'.join(codes)})(?![0-9])", letters))
    for start, end in _stretches(letters):
        for words in _words():
            for word in words.finditer(letters, start, end):
                yield from _beside(letters, word.start(), word.end())
        for word in _SHORT.finditer(letters, start, end):
            is_meant = text[word.start():word.end()].isupper() or _IS_TOLD.match(letters, word.end())
            if is_meant and not _is_postal(letters, word):
                if word.group() in CARD_CHECKS:
                    yield from _card_check(letters, word.end())
                yield from _beside(letters, word.start(), word.end())


def _stretches(letters: str) -> Iterator[tuple[int, int]]:
    """(start, end) of where a word could have a code beside it. Most of a mail is far from any digits, and to look for
    some hundred words takes longer than to read it."""
    start, end = 0, -1
    for digits in _DIGITS.finditer(letters):
        if digits.start() - _AHEAD - _LONGEST_WORD > end:
            if end > 0:
                yield start, end
            start = max(0, digits.start() - _AHEAD - _LONGEST_WORD)
        end = min(len(letters), digits.end() + _BEHIND + _LONGEST_WORD)
    if end > 0:
        yield start, end


@cache                                  # compiled when the first mail needs it: no command that decides none waits
def _words() -> tuple[re.Pattern[str], ...]:
    """Secrets by their names; a bare word behind one who is addressed; a bare word as a label."""
    bare, secrets = _any(BARE), _any(tuple(chain.from_iterable(SECRETS.values())))
    return (
        re.compile(secrets),
        re.compile(rf"(?<![^\W\d_])(?:{_any(ADDRESSED)})[ \n]{{1,3}}(?:{bare})(?![^\W_])"),
        re.compile(rf"(?:^|[\n:>*•])[ \x00]{{0,8}}(?:{bare})(?:[ \x00]{{0,3}}[:=#]|[ ](?={_DIGIT}))"),
    )


def _beside(letters: str, start: int, end: int) -> Iterator[Hit]:
    found = _CODE.search(letters, end, end + _AHEAD)
    if found and _belongs(letters, end, found):
        yield _hit(found)
        return
    in_front = list(_CODE.finditer(letters, max(0, start - _BEHIND), start))
    if in_front and _leads_to(letters[in_front[-1].end():start]) and not _YEAR.fullmatch(in_front[-1]["code"]):
        yield _hit(in_front[-1])


def _belongs(letters: str, end: int, found: re.Match[str]) -> bool:
    """Whether the first code behind a word is the word's."""
    gap = letters[end:found.start()]
    if any("0" <= char <= "9" for char in gap):
        return False
    if _YEAR.fullmatch(found["code"]) and gap.strip(" \n:=#-\x00") not in _COPULAS:
        return False
    if len(gap) <= _SENTENCE and gap.count("\n") <= 1 and not _SENTENCE_END.search(gap):
        return True
    behind = letters[found.end():found.end() + 20].partition("\n")[0]
    return "\n" in gap and not gap.rpartition("\n")[2].strip(" >*\x00") and not behind.strip(" *.\x00")


def _leads_to(gap: str) -> bool:
    return not any(char in ".!?;:\n" or "0" <= char <= "9" for char in gap)


def _card_check(letters: str, end: int) -> Iterator[Hit]:
    found = _CARD_CODE.search(letters, end, end + _DIRECT)
    if found and _leads_to(letters[end:found.start()].replace(":", "")):
        yield _hit(found)


def _is_postal(letters: str, word: re.Match[str]) -> bool:
    around = letters[max(0, word.start() - 100):word.end() + 60]
    return word.group() == "pin" and _PLACES.search(around) is not None


def _hit(found: re.Match[str]) -> Hit:
    digits = "".join(char for char in found["code"] if char.isdecimal())
    return Hit(found.start("code"), found.end("code"), "code", "[code]", digits if len(digits) >= _TELLING else "")
