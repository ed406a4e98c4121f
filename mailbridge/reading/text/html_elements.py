"""What single HTML elements look like to a reader: breaks, rules, pictures, links, quotes, lists, cells.

Each function is called when an element starts and returns what is to be done when it ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from mailbridge.reading.text.text_lines import Lines
from mailbridge.reading.text.tree import Leave

RULE = "_" * 32                         # how Outlook writes <hr> into plain text
Attributes = dict[str, str | None]

PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "figure"))
BLOCKS = frozenset((
    "div", "section", "article", "header", "footer", "main", "nav", "aside", "address", "center", "form", "fieldset",
    "table", "tr", "dt", "dd", "li", "tbody", "thead", "tfoot", "blockquote", "hr", "caption", "figcaption", "body",
    "td", "th", "details", "summary", "ul", "ol", "pre",
)) | PARAGRAPHS
_DATA_LINK = re.compile(r"(?:data|javascript|vbscript|cid|file):", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """The text so far, and what has to be remembered between elements."""

    lines: Lines = field(default_factory=Lines)
    links: set[str] = field(default_factory=set)
    numbers: list[int | None] = field(default_factory=list)     # next number of each open list, None for bullets
    preformatted: int = 0
    row: tuple[int, bool] = (0, False)  # the row that was looked at last, and whether it is one of words
    pixels: int = 0
    hidden: int = 0


def nothing() -> None:
    """An inline element ends without a trace."""


def _break(page: Page, node: LexborNode, attributes: Attributes) -> None:
    page.lines.line_break()


def _rule(page: Page, node: LexborNode, attributes: Attributes) -> None:
    page.lines.block()
    page.lines.say(RULE)
    page.lines.block()


def _image(page: Page, node: LexborNode, attributes: Attributes) -> None:
    if _is_pixel(attributes):
        page.pixels += 1
        return
    alt = " ".join((attributes.get("alt") or "").split())
    if alt and len(alt) <= 200:
        page.lines.say(alt)


def _is_pixel(attributes: Attributes) -> bool:
    sizes = [(attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height")]
    return any(size in ("0", "1") for size in sizes) and all(size in ("", "0", "1", "2") for size in sizes)


def _link(page: Page, node: LexborNode, attributes: Attributes) -> Leave:
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


def _quote(page: Page, node: LexborNode, attributes: Attributes) -> Leave:
    page.lines.block()
    page.lines.quotes += 1

    def leave() -> None:
        page.lines.block()
        page.lines.quotes -= 1
        page.lines.paragraph()

    return leave


def _list(page: Page, node: LexborNode, attributes: Attributes) -> Leave:
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


def _item(page: Page, node: LexborNode, attributes: Attributes) -> Leave:
    number = page.numbers[-1] if page.numbers else None
    page.lines.mark("- " if number is None else f"{number}. ")
    if number is not None:
        page.numbers[-1] = number + 1
    return page.lines.block


def _preformatted(page: Page, node: LexborNode, attributes: Attributes) -> Leave:
    page.lines.paragraph()
    page.preformatted += 1

    def leave() -> None:
        page.preformatted -= 1
        page.lines.paragraph()

    return leave


def _cell(page: Page, node: LexborNode, attributes: Attributes) -> Leave:
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
    return nothing


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
        if child.tag in BLOCKS or child.tag == "br" or (child.child is not None and child.child.tag in BLOCKS):
            return True
        child = child.next
    return False


SPECIAL: dict[str, Callable[[Page, LexborNode, Attributes], Leave | None]] = {
    "br": _break, "hr": _rule, "img": _image, "a": _link, "blockquote": _quote, "ul": _list, "ol": _list, "li": _item,
    "pre": _preformatted, "td": _cell, "th": _cell,
}
