"""Text -> the original inside a forward: who wrote it, to whom, when, what, and what the forwarder wrote above it.

A forward made by hand is text that a client wrote in the forwarder's language, so this file reads what people and
clients write; what it says is a claim of the forwarder's. Redirects made by servers are in `redirects`.

    forward_lines       one line: quote marks, the field it names, what it announces
    forward_blocks      the copied header            forward_wrote    "On ..., Jane wrote:"
    forward_evidence    is it a forward?             forward_texts    where the original ends
    forward_addresses, forward_dates                 the header's values

Of forwards in forwards the outermost is meant: what the colleague forwarded. `chain` gives the inner ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from mailbridge.mail import NOBODY, Address, Forwarded, Mail
from mailbridge.reading.forwards import (
    forward_addresses,
    forward_blocks,
    forward_dates,
    forward_evidence,
    forward_lines,
    forward_texts,
    forward_wrote,
    subjects,
)
from mailbridge.reading.forwards.forward_evidence import Candidate
from mailbridge.reading.forwards.forward_lines import Lines
from mailbridge.reading.line_search import lines_with
from mailbridge.reading.patterns import forwards as known
from mailbridge.reading.patterns.forwards_labels import CC, DATE, FROM, SUBJECT, TO

_MAX_LINES_ABOVE = 2000                 # a comment is not longer; what lies below is read whole
_MAX_CHARS = 400_000
_MAX_GAP_LINES = 3                      # empty lines between an announcement and the header
_MAX_CANDIDATES = 50                    # answered mails above a forward
_MAX_NESTED = 20
_MAX_COMMENT_CHARS = 1000               # above an attached mail: more is a mail of its own with an attachment

# A line without any of them announces nothing.
_MARKS = (":", "：", "@", "--", "==", "__", "**", "~~", "##", "––", "——", "‐‐", "‑‑", "−−")


def find(
    text: str, *, subject: str, html: str, attached: tuple[Mail, ...], recipients: Collection[Address] = (),
) -> Forwarded | None:
    """The original that a person forwarded, None when there is none or it is not certain.

    `text` is the mail's whole readable text, `html` its markup (or ""), `attached` the mails attached to it; of a
    bounce none are to be given, for it returns a mail and forwards none. `recipients` (To and Cc) tell an answer with
    an altered subject from a forward. Without a certainty of who wrote, `sender` is `NOBODY`.
    """
    lines = Lines(text[:_MAX_CHARS].split("\n"))
    addresses = frozenset(address.email.casefold() for address in recipients)
    is_ruled = any(mark in html for mark in known.OUTLOOK_RULES)
    history: int | None = None          # where a mail stands that is answered
    for candidate in _candidates(lines, subject, is_ruled=is_ruled):
        if history is not None and not (candidate.kind == known.FORWARD and candidate.sender_email):
            continue                    # in there only words that forwards alone have count
        if forward_evidence.weigh(candidate, subject, addresses).points >= forward_evidence.CERTAIN:
            is_inside = candidate.depth > 0 or subjects.kind(subject) is subjects.Kind.REPLY
            return _original(text.split("\n"), candidate, subject, history if is_inside else None)
        if candidate.is_history and history is None:
            history = candidate.start
    return None if history is not None else _attached(text, subject, attached, addresses)


def chain(original: Forwarded) -> tuple[Forwarded, ...]:
    """The original and, where it is a forward itself, the originals inside, the outermost first."""
    found = [original]
    while len(found) < _MAX_NESTED:
        inner = find(found[-1].text, subject=found[-1].subject, html="", attached=())
        if inner is None:
            break
        found.append(inner)
    return tuple(found)


def _candidates(lines: Lines, subject: str, *, is_ruled: bool) -> Iterator[Candidate]:
    """Every place where a copied mail may start, from the top."""
    below = count = 0                   # below: the line after the header of the last one
    for at in sorted(lines_with("\n".join(lines.raw[:_MAX_LINES_ABOVE]), _MARKS)):
        if at < below:
            continue
        candidate = _announced(lines, at, subject) or _unannounced(lines, at, below, subject)
        if candidate is None:
            continue
        if is_ruled and candidate.block and not candidate.kind:
            candidate = replace(candidate, is_ruled=True)
        yield candidate
        below, count = max(candidate.body, at + 1), count + 1
        if count == _MAX_CANDIDATES:
            return


def _announced(lines: Lines, at: int, subject: str) -> Candidate | None:
    """A line that announces a copied mail, with the header that follows."""
    depth, words = lines.read(at)
    found = forward_lines.announcement(words)
    if found is None or found.kind == known.END:
        return None
    if found.rest and (block := forward_blocks.read(lines, at, subject, rest=found.rest)):
        return Candidate(at, block.end, depth, found.kind, is_ruled=True, block=block)
    if not found.kind:
        return None
    below = at + 1
    if found.is_open and forward_lines.ends_with_dashes(lines.words(below)):
        below += 1
    header = next((place for place in range(below, below + _MAX_GAP_LINES + 1) if lines.words(place)), len(lines))
    if header < len(lines):
        block = forward_blocks.read(lines, header, subject, is_announced=True)
        if block and (FROM in block.values or len(block.values) > 1):
            return Candidate(at, block.end, max(depth, block.depth), found.kind, block=block)
        if wrote := forward_wrote.read(lines, header, announced=True):
            return Candidate(at, wrote.end, max(depth, wrote.depth), found.kind, wrote=wrote)
    return None if found.is_named else Candidate(at, below, depth, found.kind)


def _unannounced(lines: Lines, at: int, floor: int, subject: str) -> Candidate | None:
    """A header, or a "Jane wrote:" line, that stands by itself or under a line of dashes (not above line `floor`)."""
    block = forward_blocks.read(lines, at, subject)
    if block and FROM in block.values:
        reach = range(at - 1, max(floor, at - 1 - _MAX_GAP_LINES) - 1, -1)
        above = next((line for line in reach if lines.raw[line].strip()), at)
        kind = known.ORIGINAL if above < at and forward_lines.is_bare_announcement(lines.words(above)) else ""
        is_ruled = above < at and forward_lines.is_rule(lines.words(above))
        return Candidate(above if kind or is_ruled else at, block.end, block.depth, kind, is_ruled, block=block)
    wrote = forward_wrote.read(lines, at)
    return Candidate(at, wrote.end, wrote.depth, wrote=wrote) if wrote else None


def _original(lines: Sequence[str], candidate: Candidate, subject: str, history: int | None) -> Forwarded:
    """The mail that starts at `candidate`. `history` is the line where an answered mail started above it."""
    values = candidate.block.values if candidate.block else {}
    text, below = forward_texts.split(lines, candidate)
    comment = forward_texts.comment(lines[: candidate.start if history is None else history])
    if below and history is None:
        comment = f"{comment}\n\n{below}".strip()
    when = candidate.wrote.when if candidate.wrote else values.get(DATE, "")
    return Forwarded(
        sender=candidate.wrote.sender if candidate.wrote else forward_addresses.sender(values.get(FROM, "")),
        to=forward_addresses.parse(values.get(TO, "")),
        cc=forward_addresses.parse(values.get(CC, "")),
        subject=values[SUBJECT] if SUBJECT in values else subjects.unforwarded(subject),
        date=forward_dates.parse(when, candidate.languages),
        text=text,
        comment=comment,
    )


def _attached(
    text: str, subject: str, attached: tuple[Mail, ...], recipients: Collection[str],
) -> Forwarded | None:
    """The first attached mail, where the mail around it is little more than its envelope."""
    if not attached or attached[0].sender == NOBODY:
        return None
    inner = attached[0]
    kind = subjects.kind(subject)
    is_same = bool(inner.subject) and subjects.bare(subject) == subjects.bare(inner.subject)
    is_forward = kind in (subjects.Kind.FORWARD, subjects.Kind.EITHER) or (kind is subjects.Kind.NONE and is_same)
    is_returned = inner.sender.email.casefold() in recipients   # what a bounce does
    if not is_forward and (kind is subjects.Kind.REPLY or is_returned or len(text) > _MAX_COMMENT_CHARS):
        return None
    date = inner.date.isoformat() if inner.date else None
    return Forwarded(inner.sender, inner.to, inner.cc, inner.subject, date, inner.text, text.strip())
