"""Heap's operators in text: those of a stranger become harmless and stay readable, those of an admin act. Pure.

Heap acts on `[category:...]`, `[event:+1 Week:...]`, `[association:...]` inside text that it receives, and its page
does not say on what else. So no list of words: whatever has the shape bracket, letters, colon counts as an operator.

Why one pass over the joined text, and not over each piece? An operator can be put together from an admin's `[` and
a stranger's `category:`; only the joined text shows it. Why a stack? Whoever cuts out the inner of
`[cat[category:x]egory:y]` would make the outer; with both brackets turned round nothing is left to make.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from mailbridge.plan import Ours, Text, plain

# Signs that a database, a font or a transliteration could turn into the ASCII one. Those with a compatibility form
# (full-width and the like) are found by NFKC. The brackets of Chinese and Japanese titles are not in it: they are no
# form of `[`, and stand before a colon in honest mail all the time.
_OPENERS = "[⁅⟦〚⦋⦍⦏⎡⎢⎣⌈⌊❲〔⸢⸤"
_CLOSERS = "]⁆⟧〛⦌⦐⦎⎤⎥⎦⌉⌋❳〕⸣⸥"          # each at the place of its opener
_COLONS = frozenset(":∶꞉ːˑ˸։׃܃܄᠃⁚⦂ꓽ")


class _Role(Enum):
    OPENER = 1
    CLOSER = 2
    COLON = 3
    LETTER = 4
    OTHER = 5


@lru_cache(maxsize=4096)
def _role(char: str) -> _Role:
    forms = {char, *unicodedata.normalize("NFKC", char)}
    if not forms.isdisjoint(_OPENERS):
        return _Role.OPENER
    if not forms.isdisjoint(_CLOSERS):
        return _Role.CLOSER
    if not forms.isdisjoint(_COLONS):
        return _Role.COLON
    return _Role.LETTER if any(form.isalpha() for form in forms) else _Role.OTHER


@lru_cache(maxsize=1024)
def _closes(closer: str, opener: str) -> bool:
    """Whether the one ends the other for every reader: `]` does, a look-alike only the look-alike of its own kind.

    In `[cat］egory:x]` Heap may see no end before the colon.
    """
    if closer == "]":
        return True
    plain = unicodedata.normalize("NFKC", closer), unicodedata.normalize("NFKC", opener)
    return opener != "[" and (_CLOSERS.find(plain[0]) == _OPENERS.find(plain[1]) != -1)


class _State(Enum):
    UNDECIDED = 1                       # no colon yet
    ACTS = 2                            # an operator of ours
    HARMLESS = 3                        # was an operator with a stranger's part in its opener


@dataclass(slots=True)
class _Bracket:
    at: int
    char: str
    ours: bool
    state: _State = _State.UNDECIDED


def opens(char: str) -> bool:
    """Whether an operator could begin with the character, for any reader."""
    return _role(char) is _Role.OPENER


def neutralise(text: Text) -> str:
    """The joined text, as long as it was, in which only operators of ours are left.

    An operator survives when everything from its bracket to its first colon is `Ours`; the `Outside` pieces within it
    can then neither close it nor open another nor start a new line. The brackets of every other operator become
    round. Brackets without a colon (`[EXTERNAL]`, `[1]`) stay. Linear in the length of the text.
    """
    joined = plain(text)
    if not any(opens(char) for char in set(joined)):
        return joined                   # as most texts: nothing can act without a bracket that opens it
    scan = _Scan()
    for piece in text:
        ours = isinstance(piece, Ours)
        for char in piece.text:
            scan.see(char, ours)
    return "".join(scan.out)


class _Scan:
    """One pass from left to right: open brackets on a stack, those still without a colon also in `undecided`.

    A colon decides all brackets below the last letter at once, so the undecided ones are always the top of the stack.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[_Bracket] = []
        self.undecided: deque[_Bracket] = deque()
        self.acting = 0                 # open operators of ours
        self.last_letter = -1
        self.last_outside = -1

    def see(self, char: str, ours: bool) -> None:
        at = len(self.out)
        self.out.append(char)
        if not ours:
            self.last_outside = at
        role = _role(char)
        if role is _Role.LETTER:
            self.last_letter = at
        elif role is _Role.COLON:
            self._decide(char)
        elif not ours and self.acting:
            self.out[at] = {_Role.OPENER: "(", _Role.CLOSER: ")"}.get(role, " " if char == "\n" else char)
        elif role is _Role.OPENER:
            self.open.append(_Bracket(at, char, ours))
            self.undecided.append(self.open[-1])
        elif role is _Role.CLOSER:
            self._close(at, char)

    def _decide(self, colon: str) -> None:
        """Every bracket with a letter behind it has become an operator, one of ours or a stranger's.

        One of ours is not complete with a look-alike of the colon: a stranger's real one may follow.
        """
        while self.undecided and self.undecided[0].at < self.last_letter:
            bracket = self.undecided[0]
            wholly_ours = bracket.ours and self.last_outside < bracket.at
            if wholly_ours and colon != ":":
                return                  # and so are all behind it
            self.undecided.popleft()
            if wholly_ours:
                bracket.state = _State.ACTS
                self.acting += 1
            else:
                bracket.state = _State.HARMLESS
                self.out[bracket.at] = "("

    def _close(self, at: int, char: str) -> None:
        if not self.open or not _closes(char, self.open[-1].char):
            return
        bracket = self.open.pop()
        if bracket.state is _State.UNDECIDED:
            self.undecided.pop()
        elif bracket.state is _State.ACTS:
            self.acting -= 1
        else:
            self.out[at] = ")"
