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

from mailbridge.mail import NOBODY, Address, Forwarded, Mail
from mailbridge.reading import (
    forward_addresses,
    forward_blocks,
    forward_dates,
    forward_evidence,
    forward_lines,
    forward_texts,
    forward_wrote,
    subjects,
)
from mailbridge.reading.forward_evidence import Candidate
from mailbridge.reading.patterns import forwards as known
from mailbridge.reading.patterns.forwards_labels import CC, DATE, FROM, SUBJECT, TO

_MAX_LINES_ABOVE = 3000                 # a comment is not longer; what lies below is read whole
_MAX_CHARS = 400_000
_MAX_GAP_LINES = 3                      # empty lines between an announcement and the header
_MAX_NESTED = 20
_MAX_COMMENT_CHARS = 1000               # above an attached mail: more is a mail of its own with an attachment


def find(
    text: str, *, subject: str, html: str, attached: tuple[Mail, ...], recipients: Collection[Address] = (),
) -> Forwarded | None:
    """The original that a person forwarded, None when there is none or it is not certain.

    `text` is the mail's whole readable text, `html` its markup (or ""), `attached` the mails attached to it; of a
    bounce none are to be given, for it returns a mail and forwards none. `recipients` (To and Cc) tell an answer with
    an altered subject from a forward. Without a certainty of who wrote, `sender` is `NOBODY`.
    """
    lines = text[:_MAX_CHARS].split("\n")
    addresses = frozenset(address.email.casefold() for address in recipients)
    is_ruled = any(mark in html for mark in known.OUTLOOK_RULES)
    history: int | None = None
    for candidate in _candidates(lines, subject, is_ruled=is_ruled):
        if history is not None and not (candidate.kind == known.FORWARD and candidate.sender_email):
            continue                    # inside an answered mail only words that forwards alone have count
        evidence = forward_evidence.weigh(candidate, subject, addresses)
        if evidence.points >= forward_evidence.CERTAIN:
            return _original(text.split("\n"), candidate, subject, history)
        if candidate.is_history and history is None:
            history = candidate.start
    return None if history is not None else _attached(text, subject, attached)


def chain(original: Forwarded) -> tuple[Forwarded, ...]:
    """The original and, where it is a forward itself, the originals inside, the outermost first."""
    found = [original]
    while len(found) < _MAX_NESTED:
        inner = find(found[-1].text, subject=found[-1].subject, html="", attached=())
        if inner is None:
            break
        found.append(inner)
    return tuple(found)


def _candidates(lines: Sequence[str], subject: str, *, is_ruled: bool) -> Iterator[Candidate]:
    """Every place where a copied mail may start, from the top."""
    at, above = 0, -1                   # above: the last line that is not empty
    while at < min(len(lines), _MAX_LINES_ABOVE):
        depth, words = forward_lines.unquote(lines[at])
        words = forward_lines.clean(words)
        if not words:
            at += 1
            continue
        candidate = _announced(lines, at, words, subject) or _unannounced(lines, at, above, subject)
        if candidate is None:
            above, at = at, at + 1
            continue
        if is_ruled and candidate.block and not candidate.kind:
            candidate = Candidate(candidate.start, candidate.body, depth, is_ruled=True, block=candidate.block)
        yield candidate
        above, at = -1, max(candidate.body, at + 1)


def _announced(lines: Sequence[str], at: int, words: str, subject: str) -> Candidate | None:
    """A line that announces a copied mail, with the header that follows."""
    found = forward_lines.announcement(words)
    if found is None or found.kind == known.END:
        return None
    depth = forward_lines.unquote(lines[at])[0]
    if found.rest and (block := forward_blocks.read(lines, at, subject, found.rest)):
        return Candidate(at, block.end, depth, found.kind, block=block)
    below = at + 1
    if found.is_open and below < len(lines) and forward_lines.ends_with_dashes(forward_lines.clean(lines[below])):
        below += 1
    header = _next_words(lines, below)
    if header is not None:
        block = forward_blocks.read(lines, header, subject)
        if block and (FROM in block.values or len(block.values) > 1):
            return Candidate(at, block.end, max(depth, block.depth), found.kind, block=block)
        wrote = forward_wrote.read(lines, header, announced=True)
        if wrote:
            return Candidate(at, wrote.end, max(depth, wrote.depth), found.kind, wrote=wrote)
    return Candidate(at, below, depth, found.kind)


def _unannounced(lines: Sequence[str], at: int, above: int, subject: str) -> Candidate | None:
    """A header, or a "Jane wrote:" line, that stands by itself or under a line of dashes."""
    block = forward_blocks.read(lines, at, subject)
    if block and FROM in block.values:
        rule = forward_lines.clean(forward_lines.unquote(lines[above])[1]) if above >= 0 else ""
        is_near = 0 <= at - above - 1 <= _MAX_GAP_LINES and bool(rule)
        kind = known.ORIGINAL if is_near and forward_lines.is_bare_announcement(rule) else ""
        is_ruled = is_near and forward_lines.is_rule(rule)
        return Candidate(above if kind or is_ruled else at, block.end, block.depth, kind, is_ruled, block=block)
    wrote = forward_wrote.read(lines, at)
    return Candidate(at, wrote.end, wrote.depth, wrote=wrote) if wrote else None


def _next_words(lines: Sequence[str], at: int) -> int | None:
    for place in range(at, min(at + _MAX_GAP_LINES + 1, len(lines))):
        if forward_lines.clean(forward_lines.unquote(lines[place])[1]):
            return place
    return None


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


def _attached(text: str, subject: str, attached: tuple[Mail, ...]) -> Forwarded | None:
    """The first attached mail, where the mail around it is little more than its envelope."""
    if not attached or attached[0].sender == NOBODY:
        return None
    inner = attached[0]
    kind = subjects.kind(subject)
    is_same = bool(inner.subject) and subjects.bare(subject) == subjects.bare(inner.subject)
    is_forward = kind in (subjects.Kind.FORWARD, subjects.Kind.EITHER) or (kind is subjects.Kind.NONE and is_same)
    if not is_forward and (kind is subjects.Kind.REPLY or len(text) > _MAX_COMMENT_CHARS):
        return None
    date = inner.date.isoformat() if inner.date else None
    return Forwarded(inner.sender, inner.to, inner.cc, inner.subject, date, inner.text, text.strip())
