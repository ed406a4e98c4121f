"""HTML -> the text that a salesperson would paste into a CRM.

Knows what is read and what is hidden; leaves to `tree` how the nodes are gone through, to `html_elements` what single
elements look like, to `text_lines` how lines are laid out, and to `hygiene` what is done to the text afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailbridge.reading import limits
from mailbridge.reading.text import tree
from mailbridge.reading.text.html_elements import BLOCKS, PARAGRAPHS, SPECIAL, Attributes, Page, nothing
from mailbridge.reading.text.tree import Leave

_SILENT = frozenset((
    "script", "style", "head", "title", "template", "object", "embed", "noframes", "svg", "math", "audio", "video",
    "iframe", "map", "datalist", "select", "textarea",
))
_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|"
    r"mso-hide\s{0,5}:\s{0,5}all|(?:max-height|font-size|opacity)\s{0,5}:\s{0,5}0(?![.\d]))", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z]")
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})(?![A-Za-z0-9])[^<>]{0,4096}>?")
_NOT_NESTED = frozenset((
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "hr", "img", "input", "meta", "link", "col", "wbr", "area",
    "base", "source",
))
_HARMLESS_TAGS = 4000                   # so many, however nested, cost a parser nothing worth looking for
_LONGEST_TAG = 4096
_LONG_TAG = re.compile(r"(<[A-Za-z][^\s<>/]{0,30})[^<>]{4096,}")


@dataclass(slots=True)
class Rendered:
    """The text, how many tracking pixels and hidden passages were left out, and which limit cut it short, if any."""

    text: str = ""
    pixels: int = 0
    hidden: int = 0
    defects: tuple[str, ...] = ()


def to_text(markup: str) -> str:
    """Readable text of an HTML document; "" for ""."""
    return render(markup).text


def render(markup: str) -> Rendered:
    """The text and what was left out on the way. Time is linear in the capped size."""
    if not markup.strip():
        return Rendered()
    markup, defects = bounded(markup)
    body = LexborHTMLParser(markup).body
    page = Page()
    if body is not None:
        tree.walk(body, partial(_read, page))
    return Rendered(page.lines.text(), page.pixels, page.hidden, tuple(defects))


def bounded(markup: str) -> tuple[str, list[str]]:
    """The markup within the limits on size, tags and depth, safe for any parser, and which limits were met."""
    defects = []
    if len(markup) > limits.MAX_HTML_BYTES:
        markup = markup[: limits.MAX_HTML_BYTES]
        defects.append(limits.exceeded(f"HTML longer than {limits.MAX_HTML_BYTES >> 20} MiB, the rest is not read"))
    if markup.count("<") > limits.MAX_HTML_TAGS:
        for number, tag in enumerate(_TAG.finditer(markup)):
            if number == limits.MAX_HTML_TAGS:
                markup = markup[: tag.start()]
                what = f"HTML with more than {limits.MAX_HTML_TAGS} tags, the rest is not read"
                defects.append(limits.exceeded(what))
                break
    if markup.count("<") > _HARMLESS_TAGS:
        markup, is_flattened = _flattened(markup)
        if is_flattened:
            defects.append(limits.exceeded(f"HTML nested deeper than {limits.MAX_HTML_DEPTH}, its nesting is not read"))
    has_long_tag = max(map(len, markup.split("<"))) > _LONGEST_TAG
    return _LONG_TAG.sub(r"\1 ", markup) if has_long_tag else markup, defects


def _flattened(markup: str) -> tuple[str, bool]:
    """Without the tags beyond the depth limit, all text kept: the parser looks through every open element for each tag,
    which is quadratic. Elements that close one another do not count."""
    kept: list[str] = []
    depth = position = 0
    for tag in _ANY_TAG.finditer(markup):
        if tag.group(2).lower() in _NOT_NESTED:
            continue
        depth = max(0, depth + (-1 if tag.group(1) else 1))
        if depth > limits.MAX_HTML_DEPTH or (tag.group(1) and depth == limits.MAX_HTML_DEPTH):
            kept.append(markup[position:tag.start()])
            position = tag.end()
    return "".join((*kept, markup[position:])), bool(kept)


def _read(page: Page, node: LexborNode) -> Leave | None:
    """What `tree.walk` does with each node."""
    name = node.tag
    if name == "-text":
        _say(page, node.text_content or "")
        return None
    if not name or name[0] in "-!" or name in _SILENT:
        return None
    return _enter(page, node, name)


def _say(page: Page, text: str) -> None:
    if page.preformatted:
        page.lines.say_as_is(text.replace("\r\n", "\n").replace("\r", "\n"))
    else:
        page.lines.say(text)


def _enter(page: Page, node: LexborNode, name: str) -> Leave | None:
    """What an element does when it starts; returns what it does when it ends, None when its inside is not read."""
    attributes = node.attributes
    if attributes and _is_hidden(attributes):
        page.hidden += 1
        return None
    special = SPECIAL.get(name)
    if special is not None:
        return special(page, node, attributes)
    if name in PARAGRAPHS:
        is_tight = name == "p" and ("MsoNormal" in (attributes.get("class") or "") or _no_margin(attributes))
        step = page.lines.block if is_tight else page.lines.paragraph
        step()
        return step
    if name in BLOCKS:
        if "border-top" in (attributes.get("style") or ""):
            page.lines.paragraph()      # Outlook's line above the header of the mail that is quoted
        page.lines.block()
        return page.lines.block
    return nothing


def _is_hidden(attributes: Attributes) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style[:2000]))


def _no_margin(attributes: Attributes) -> bool:
    """Outlook on the web writes each line as a paragraph without margins."""
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "margin:0" in style or ("margin-top:0" in style and "margin-bottom:0" in style)
