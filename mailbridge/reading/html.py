"""HTML -> the text that a salesperson would paste into a CRM.

Walks the tree with a stack of its own, because mail is nested deeper than Python recurses. Knows what elements look
like to a reader; leaves to `text_lines` how lines are laid out, and to `hygiene` what is done to the text afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailbridge.reading import limits
from mailbridge.reading.text_lines import Lines

RULE = "_" * 32                         # how Outlook writes <hr> into plain text

_SILENT = frozenset((
    "script", "style", "head", "title", "template", "object", "embed", "noframes", "svg", "math", "audio", "video",
    "iframe", "map", "datalist", "select", "textarea",
))
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "figure"))
_BLOCKS = frozenset((
    "div", "section", "article", "header", "footer", "main", "nav", "aside", "address", "center", "form", "fieldset",
    "table", "tr", "dt", "dd", "li", "tbody", "thead", "tfoot", "blockquote", "hr", "caption", "figcaption", "body",
    "td", "th", "details", "summary", "ul", "ol", "pre",
)) | _PARAGRAPHS
_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|"
    r"mso-hide\s{0,5}:\s{0,5}all|(?:max-height|font-size|opacity)\s{0,5}:\s{0,5}0(?![.\d]))", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z]")
_LONG_TAG = re.compile(r"(<[A-Za-z][^\s<>/]{0,30})[^<>]{4096,}")
_DATA_LINK = re.compile(r"(?:data|javascript|vbscript|cid|file):", re.IGNORECASE)


@dataclass(slots=True)
class Rendered:
    """The text, how many tracking pixels and hidden passages were left out, and which limit cut it short, if any."""

    text: str = ""
    pixels: int = 0
    hidden: int = 0
    defects: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    lines: Lines = field(default_factory=Lines)
    links: set[str] = field(default_factory=set)
    numbers: list[int | None] = field(default_factory=list)     # next number of each open list, None for bullets
    preformatted: int = 0
    row: tuple[int, bool] = (0, False)  # the row that was looked at last, and whether it is one of words
    pixels: int = 0
    hidden: int = 0


def to_text(markup: str) -> str:
    """Readable text of an HTML document; "" for ""."""
    return render(markup).text


def render(markup: str) -> Rendered:
    """The text and what was left out on the way. Time is linear in the capped size."""
    if not markup.strip():
        return Rendered()
    markup, defects = _capped(markup)
    body = LexborHTMLParser(markup).body
    page = _Page()
    if body is not None:
        _walk(body, page)
    return Rendered(page.lines.text(), page.pixels, page.hidden, tuple(defects))


def _capped(markup: str) -> tuple[str, list[str]]:
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
    return _LONG_TAG.sub(r"\1 ", markup), defects


def _walk(body: LexborNode, page: _Page) -> None:
    """Enter and leave every element once. The stack holds nodes to enter and things to do when one is left."""
    stack: list[LexborNode | Callable[[], None]] = [body]
    while stack:
        top = stack.pop()
        if not isinstance(top, LexborNode):
            top()
            continue
        if top.next is not None and top is not body:
            stack.append(top.next)
        name = top.tag
        if name == "-text":
            _say(page, top.text_content or "")
            continue
        if not name or name[0] in "-!" or name in _SILENT:
            continue
        leave = _enter(page, top, name)
        if leave is None:
            continue
        stack.append(leave)
        if top.child is not None:
            stack.append(top.child)


def _say(page: _Page, text: str) -> None:
    if page.preformatted:
        page.lines.say_as_is(text.replace("\r\n", "\n").replace("\r", "\n"))
    else:
        page.lines.say(text)


def _enter(page: _Page, node: LexborNode, name: str) -> Callable[[], None] | None:
    """What an element does when it starts; returns what it does when it ends, None when its inside is not read."""
    attributes = node.attributes
    if attributes and _is_hidden(attributes):
        page.hidden += 1
        return None
    special = _SPECIAL.get(name)
    if special is not None:
        return special(page, node, attributes)
    if name in _PARAGRAPHS:
        is_tight = name == "p" and ("MsoNormal" in (attributes.get("class") or "") or _no_margin(attributes))
        step = page.lines.block if is_tight else page.lines.paragraph
        step()
        return step
    if name in _BLOCKS:
        if "border-top" in (attributes.get("style") or ""):
            page.lines.paragraph()      # Outlook's line above the header of the mail that is quoted
        page.lines.block()
        return page.lines.block
    return _nothing


def _nothing() -> None:
    """An inline element ends without a trace."""


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style[:2000]))


def _no_margin(attributes: dict[str, str | None]) -> bool:
    """Outlook on the web writes each line as a paragraph without margins."""
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "margin:0" in style or ("margin-top:0" in style and "margin-bottom:0" in style)


def _break(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> None:
    page.lines.line_break()


def _rule(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> None:
    page.lines.block()
    page.lines.say(RULE)
    page.lines.block()


def _image(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> None:
    if _is_pixel(attributes):
        page.pixels += 1
        return
    alt = " ".join((attributes.get("alt") or "").split())
    if alt and len(alt) <= 200:
        page.lines.say(alt)


def _is_pixel(attributes: dict[str, str | None]) -> bool:
    sizes = [(attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height")]
    return any(size in ("0", "1") for size in sizes) and all(size in ("", "0", "1", "2") for size in sizes)


def _link(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> Callable[[], None]:
    address = "".join((attributes.get("href") or "").split())

    def leave() -> None:
        words = node.text(deep=True).strip()
        if not words or not address or address.startswith("#") or _DATA_LINK.match(address):
            return
        is_mail = address[:7].lower() == "mailto:"
        shown = unquote(address[7:].split("?", 1)[0]) if is_mail else address
        if _bare(shown) == _bare(words) or (shown in page.links and not is_mail) or (is_mail and shown in words):
            return
        page.links.add(shown)
        page.lines.say(f" <{shown}>")

    return leave


def _bare(link: str) -> str:
    """What two spellings of a link have in common."""
    link = link.strip().casefold().removeprefix("tel:")
    for front in ("https://", "http://", "www."):
        link = link.removeprefix(front)
    return link.rstrip("/")


def _quote(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> Callable[[], None]:
    page.lines.block()
    page.lines.quotes += 1

    def leave() -> None:
        page.lines.block()
        page.lines.quotes -= 1
        page.lines.paragraph()

    return leave


def _list(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> Callable[[], None]:
    is_inner = bool(page.numbers)
    (page.lines.block if is_inner else page.lines.paragraph)()
    start = attributes.get("start") or "1"
    page.numbers.append((int(start) if start.isdecimal() and len(start) < 6 else 1) if node.tag == "ol" else None)
    page.lines.indent += is_inner

    def leave() -> None:
        page.numbers.pop()
        (page.lines.block if is_inner else page.lines.paragraph)()
        page.lines.indent -= is_inner

    return leave


def _item(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> Callable[[], None]:
    number = page.numbers[-1] if page.numbers else None
    page.lines.mark("- " if number is None else f"{number}. ")
    if number is not None:
        page.numbers[-1] = number + 1
    return page.lines.block


def _preformatted(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> Callable[[], None]:
    page.lines.paragraph()
    page.preformatted += 1

    def leave() -> None:
        page.preformatted -= 1
        page.lines.paragraph()

    return leave


def _cell(page: _Page, node: LexborNode, attributes: dict[str, str | None]) -> Callable[[], None]:
    """Cells of a row of words stand side by side; a cell with blocks in it is layout and stands on its own."""
    row = node.parent
    if row is None or row.mem_id != page.row[0]:
        page.row = (row.mem_id if row else 0, _is_row_of_words(row))
    if not page.row[1]:
        page.lines.block()
        return page.lines.block
    before = node.prev
    while before is not None and before.tag not in ("td", "th"):
        before = before.prev
    if before is not None and (label := before.text(deep=True).strip()) and node.text(deep=True).strip():
        is_label = label.endswith((":", "?")) or (before.tag == "th" and node.tag == "td")
        page.lines.say((" " if label.endswith((":", "?")) else ": ") if is_label else " | ")
    return _nothing


def _is_row_of_words(row: LexborNode | None) -> bool:
    """At least two cells, none of which holds a block. Rows are narrow and the check ends at the first block."""
    if row is None or row.tag != "tr":
        return False
    cell, cells = row.child, 0
    while cell is not None:
        if cell.tag in ("td", "th"):
            cells += 1
            if cells > 50 or _holds_block(cell):
                return False
        cell = cell.next
    return cells > 1


def _holds_block(cell: LexborNode) -> bool:
    child, steps = cell.child, 0
    while child is not None and steps < 50:
        steps += 1
        if child.tag in _BLOCKS or child.tag == "br" or (child.child is not None and child.child.tag in _BLOCKS):
            return True
        child = child.next
    return False


_SPECIAL: dict[str, Callable[[_Page, LexborNode, dict[str, str | None]], Callable[[], None] | None]] = {
    "br": _break, "hr": _rule, "img": _image, "a": _link, "blockquote": _quote, "ul": _list, "ol": _list, "li": _item,
    "pre": _preformatted, "td": _cell, "th": _cell,
}
