"""The rules as their files stand, with what they did; and a place to try others, where nothing is saved or sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.responses import Response

from mailbridge import reading, rules, ruletests
from mailbridge.authentication import Authentication
from mailbridge.console import rendering
from mailbridge.console.parts import Parts
from mailbridge.console.visits import Visit
from mailbridge.decider import Ask, Decider
from mailbridge.errors import FileProblems, OperatorError, Problem
from mailbridge.heap import wire
from mailbridge.mail import Envelope
from mailbridge.plan import Person, PersonState, Plan, Verdict, Write
from mailbridge.ruletests import Tested
from mailbridge.signature_images import SignatureImages
from mailbridge.spool import ItemId, lists, search
from mailbridge.spool.rows import plan_as_json

MAX_FILE_BYTES = 1 << 20
ENDS = {Verdict.WRITE: "done", Verdict.SKIP: "skipped", Verdict.REVIEW: "review"}
ASSUMED = {"ask": "ask Heap", "known": "Heap knows them", "unknown": "Heap does not know them",
           "ambiguous": "Heap knows several"}


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file: its lines as they stand on the disk, and what is known of the rules that begin in them."""

    name: str
    lines: tuple[str, ...]
    rules: tuple[RuleUse, ...]


@dataclass(frozen=True, slots=True)
class RuleUse:
    """One rule in force: where it begins, how often it took a mail and when last, and what its tests say."""

    name: str
    line: int
    hits: int
    last: datetime | None
    tests: tuple[Tested, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """The mail to try rules with: pasted, or as an item has it."""

    raw: bytes
    envelope: Envelope
    checked: Authentication | None = None       # what was found of its sender
    item: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What other rules would do with a mail. `writes` are (kind, fields as they would be sent, problem)."""

    plan: dict[str, Any]
    state: str
    writes: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...]
    subject: str


def rule_files(visit: Visit) -> Response:
    """GET /rules"""
    parts = visit.parts
    decider = parts.decider()
    return rendering.page(visit, "rules.html", files=files_in_force(parts, decider), trouble=parts.rules_trouble(),
                          count=len(decider.rulebook.rules))


def files_in_force(parts: Parts, decider: Decider) -> list[RuleFile]:
    """Every file with the rules of the decider that began in it."""
    hits = search.rule_hits(parts.spool)
    tested: dict[str, list[Tested]] = {}
    for result in ruletests.run(decider):
        tested.setdefault(result.rule, []).append(result)
    uses: dict[str, list[RuleUse]] = {}
    for rule in decider.rulebook.rules:
        count, last = hits.get(rule.name, (0, None))
        uses.setdefault(Path(rule.file).name, []).append(
            RuleUse(rule.name, rule.line, count, last, tuple(tested.get(rule.name, ()))))
    return [RuleFile(name, tuple(text.splitlines()), tuple(uses.get(name, ())))
            for name, text in _texts(parts).items()]


def playground(visit: Visit) -> Response:
    """GET and POST /rules/try"""
    visit.must_be_admin()               # templates and patterns of one's own are an admin's, as the files are
    texts = _texts(visit.parts)
    is_posted = visit.request.method == "POST"
    chosen = visit.posted("file") if is_posted else visit.query("file")
    chosen = chosen if chosen in texts else next(iter(texts), "rules.yaml")
    asked = {
        "file": chosen, "item": visit.posted("item") if is_posted else visit.query("item"),
        "mail": visit.posted("mail").replace("\r\n", "\n"), "person": visit.posted("person") or "ask",
        "rules": visit.posted("rules").replace("\r\n", "\n") if is_posted and visit.posted("open") != "1"
        else texts.get(chosen, ""),
    }
    tried, problems, words = _try(visit.parts, asked, texts) if visit.posted("try") else (None, (), "")
    return rendering.page(visit, "try.html", names=list(texts), asked=asked, assumed=ASSUMED, tried=tried,
                          problems=problems, words=words)


def _try(parts: Parts, asked: dict[str, str], texts: dict[str, str],
         ) -> tuple[Tried | None, tuple[Problem, ...], str]:
    """What would happen, or the mistakes in the rules, or a sentence on why it cannot be told."""
    given = _given(parts, asked)
    if given is None:
        return None, (), "Paste a mail, or give the number of an item."
    try:
        folder = parts.settings.rules if parts.settings.rules.is_dir() else parts.settings.rules.parent
        named = {str(folder / name): text for name, text in {**texts, asked["file"]: asked["rules"]}.items()}
        rulebook = rules.load_texts(named, unmatched=parts.settings.unmatched)
        decider = replace(parts.decider() if given.checked else parts.decider().believing(), rulebook=rulebook)
        mail = reading.read(given.raw, decider.hygiene)
        if given.item:
            mail = SignatureImages.of(parts.spool, given.item, mail, decider.attachments).mail
        plan = decider.decide(mail, given.envelope, parts.now(), _ask(parts, asked["person"]), size=len(given.raw),
                              full_trace=True, checked=given.checked, item=given.item or 0)
    except FileProblems as found:
        return None, found.problems, ""
    except OperatorError as trouble:
        return None, (), f"Heap could not be asked: {trouble}"
    return _tried(parts, plan, mail.subject), (), ""


def _given(parts: Parts, asked: dict[str, str]) -> Given | None:
    """The pasted mail, else the item's. None: there is neither, or its original is not kept any more."""
    if asked["mail"].strip():
        smtp = parts.settings.smtp
        recipients = smtp.recipients[:1] if smtp else ()
        return Given(asked["mail"].lstrip("\n").encode("utf-8", "replace"), Envelope("file", recipients=recipients))
    number = asked["item"].strip().removeprefix("#")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    item = ItemId(int(number))
    story, raw = lists.story(parts.spool, item), lists.original(parts.spool, item)
    return Given(raw, story.envelope, story.checked, item) if story is not None and raw is not None else None


def _ask(parts: Parts, word: str) -> Ask:
    if word in ("known", "unknown", "ambiguous"):
        return lambda email: Person(PersonState(word))
    own = parts.accounts.own
    if parts.accounts.rest_seconds(own):
        raise OperatorError("it refused the bridge's login or could not be reached, and is left alone for a while")
    return own.people.find


def _tried(parts: Parts, plan: Plan, subject: str) -> Tried:
    return Tried(plan_as_json(plan), ENDS[plan.verdict], tuple(_sent(parts, write) for write in plan.writes), subject)


def _sent(parts: Parts, write: Write) -> tuple[str, tuple[tuple[str, str], ...], str]:
    """The fields as the last gate would let them through, without a marker."""
    sending = parts.accounts.of(write.account).client.fields_to_send(write, "")
    if isinstance(sending, wire.Problems):
        return write.kind.value, tuple((name, write.field(name)) for name, _ in write.fields), str(sending)
    return write.kind.value, sending.fields, ""


def _texts(parts: Parts) -> dict[str, str]:
    """File name -> text, in the order of reading. A file that cannot be read is left out; the overview tells of it."""
    place = parts.settings.rules
    files = [place] if place.is_file() else sorted(
        path for path in place.glob("*") if path.suffix in (".yaml", ".yml") and not path.name.startswith("."))
    found: dict[str, str] = {}
    for file in files:
        try:
            with file.open("rb") as opened:
                found[file.name] = opened.read(MAX_FILE_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
    return found
