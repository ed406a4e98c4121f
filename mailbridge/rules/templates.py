"""Templates that admins write, rendered in a sandbox (minijinja) into text whose parts know who wrote them.

What the admin typed comes out as `plan.Ours`, what an expression printed as `plan.Outside`: the engine hands each
printed value to a finalizer, which puts marks around it that no mail can contain, and the marks become the types. So a
template `[category:{{ form.company }}]` keeps its operator, and an operator inside the company's name does not act.

Bounds: fuel stops loops, the source is short, functions that could grow memory are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import minijinja

from mailbridge.plan import Ours, Outside, Text
from mailbridge.rules.filters import FILTERS
from mailbridge.rules.values import TEMPLATE_NAMES
from mailbridge.yamlfile import did_you_mean

MAX_SOURCE = 4096
FUEL = 1_000_000                        # enough for a text of several million letters; stopped after some 0.1 s
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"      # noncharacters: never in text, removed from what a mail says
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_SUGGESTED = (*FILTERS, "capitalize", "default", "first", "float", "int", "join", "last", "length", "lines", "lower",
              "replace", "round", "split", "title", "trim", "upper")
"""The filters that templates of records need, for suggestions; the engine's others work as well."""
_REMOVED_FUNCTIONS = ("namespace", "range", "dict", "debug")


class TemplateProblem(Exception):
    """What is wrong with a template, in words for an admin."""


@dataclass(frozen=True, slots=True)
class Template:
    """One checked template."""

    source: str

    @property
    def is_constant(self) -> bool:
        """Whether it prints the same for every mail."""
        return not any(mark in self.source for mark in ("{{", "{%", "{#"))

    @property
    def prints_person(self) -> bool:
        """Whether what Heap knows of the contact may be in it; asked once too often does no harm."""
        return not self.is_constant and "person" in self.source

    def render(self, values: Mapping[str, Any]) -> Text:
        """The text with its marks. Raises TemplateProblem when it runs out of fuel or trips over a value."""
        if self.is_constant:
            return (Ours(self.source),)
        try:
            return _pieces(_ENVIRONMENT.render_str(self.source, **values))
        except minijinja.TemplateError as error:
            raise _in_words(error) from None


def compile_template(source: str, groups: Iterable[str] = ()) -> Template:
    """A template that is known to parse and to use only names that exist. Raises TemplateProblem.

    `groups` are the names that the rule's own `extract` brings.
    """
    if len(source) > MAX_SOURCE:
        raise TemplateProblem(f"is longer than {MAX_SOURCE} characters")
    if _MARKS.search(source):
        raise TemplateProblem("holds a character that is not text")
    template = Template(source)
    if template.is_constant:
        return template
    known = {**TEMPLATE_NAMES, **dict.fromkeys(groups, ())}
    try:
        used = _ENVIRONMENT.undeclared_variables_in_str(source, nested=True)
        for name in sorted(used):
            _check_name(name, known)
        for word in ("x", ""):          # both ways of `{% if name %}`: the engine meets unknown filters on its way only
            _ENVIRONMENT.render_str(source, **_sample(known, word))
    except minijinja.TemplateError as error:
        raise _in_words(error) from None
    return template


def _check_name(name: str, known: Mapping[str, tuple[str, ...]]) -> None:
    head, _, part = name.partition(".")
    if head not in known:
        raise TemplateProblem(f'there is nothing called "{head}"{did_you_mean(head, known)}')
    first = part.partition(".")[0]
    if first and known[head] and first not in known[head]:
        raise TemplateProblem(f'"{head}" has no "{first}"{did_you_mean(first, known[head])}')


def _sample(known: Mapping[str, tuple[str, ...]], word: str) -> dict[str, Any]:
    """Values of the right shape, so that a trial run meets unknown filters and functions."""
    shaped: dict[str, Any] = {name: dict.fromkeys(parts, word) if parts else word for name, parts in known.items()}
    shaped["form"]["fields"] = {}
    return shaped


def _finalize(value: Any) -> str:
    letters = "" if value is None else str(value)
    return f"{_OPEN}{_MARKS.sub('', letters)}{_CLOSE}"


def _pieces(rendered: str) -> Text:
    """Marks -> types. If the marks do not pair (a filter turned the text round), all of it counts as outside."""
    pieces: list[Ours | Outside] = []
    rest = rendered
    while rest:
        ours, opened, rest = rest.partition(_OPEN)
        outside, closed, rest = rest.partition(_CLOSE) if opened else ("", "", "")
        if _MARKS.search(ours) or _MARKS.search(outside) or bool(opened) != bool(closed):
            return (Outside(_MARKS.sub("", rendered)),)
        pieces.extend(piece for piece in (Ours(ours), Outside(outside)) if piece.text)
    return tuple(pieces)


def _in_words(error: minijinja.TemplateError) -> TemplateProblem:
    first = str(error).split("\n", 1)[0].partition(" (in ")[0]
    what, _, details = first.partition(": ")
    if what == "unknown filter":
        name = details.removeprefix("filter ").removesuffix(" is unknown")
        return TemplateProblem(f'there is no filter "{name}"{did_you_mean(name, _SUGGESTED)}')
    if what == "engine ran out of fuel":
        return TemplateProblem("the template does too much; fill fields with it and leave long work to others")
    where = f" in line {error.line} of it" if error.line and error.line > 1 else ""
    return TemplateProblem(f"the template cannot be used: {first}{where}")


def _environment() -> minijinja.Environment:
    environment = minijinja.Environment(undefined_behavior="chainable", finalizer=_finalize)
    environment.fuel = FUEL
    for name in _REMOVED_FUNCTIONS:
        environment.remove_global(name)
    for name, (function, _) in FILTERS.items():
        environment.add_filter(name, function)
    return environment


_ENVIRONMENT = _environment()
