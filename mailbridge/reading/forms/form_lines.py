"""A form mail as lines that say which words are labels: by its markup where there is some.

Knows how tables, definition lists, bold words and label classes look. Leaves to `forms` what the lines mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailbridge.reading.forms import form_words
from mailbridge.reading.text import tree

MAX_MARKUP = 500_000
MAX_TAGS = 12_000                       # the parser's time grows with the square of their depth
MAX_CELLS = 5_000
MAX_LINES = 4_000
MAX_TEXT = 200_000

_SILENT = frozenset((
    "script", "style", "head", "title", "template", "noscript", "svg", "blockquote", "select", "option", "button",
))
_BLOCKS = frozenset((
    "p", "div", "section", "article", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "li", "ul", "ol", "dl",
    "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "form", "fieldset", "legend", "center", "address",
    "header", "footer", "main", "figure", "body",
))
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "ul", "ol", "dl"))
_LABELS = frozenset(("b", "strong", "th", "dt", "label", "legend"))
_SURE_LABELS = frozenset(("dt", "label"))
_LABEL_CLASS = re.compile(r"(?:^|[\s_-])(?:label|question|field-?_?name|field-?_?title)(?:$|[\s_-])", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s{0,5}:\s{0,5}(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_QUOTES = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix")


class Line(NamedTuple):
    """`label` is set when the markup says so. `is_closed`: the text is the whole answer; else lines may follow.

    A line without label and text is a blank one, or, closed, the end of a table row: no answer goes on beyond it.
    `is_answer`: the text cannot be a label.
    """

    text: str = ""
    label: str = ""
    is_closed: bool = False
    is_answer: bool = False


_END = Line(is_closed=True)


def of_text(text: str) -> list[Line]:
    """Lines of a plain text; the words of others that it quotes are left out."""
    rows = text[:MAX_TEXT].split("\n")[:MAX_LINES]
    return [Line(row.rstrip()) for row in rows if not row.startswith(">")]


def of_markup(markup: str) -> list[Line]:
    """Lines of an HTML document, [] for ""."""
    if not markup.strip():
        return []
    body = LexborHTMLParser(_capped(markup)).body
    page = _Page()
    if body is not None:
        tree.walk(body, page.enter)
        page.flush()
    return page.lines[:MAX_LINES]


def _capped(markup: str) -> str:
    """The first `MAX_TAGS` tags within `MAX_MARKUP` letters."""
    markup = markup[:MAX_MARKUP]
    if markup.count("<") <= MAX_TAGS:
        return markup
    return "<".join(markup.split("<", MAX_TAGS)[:MAX_TAGS])


@dataclass(slots=True)
class _Page:
    lines: list[Line] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)    # text of the open line, and whether it is a label's
    labels: int = 0                     # how many elements that make labels are open
    is_sure: bool = False               # one that makes nothing else has been open in this line
    cells: int = 0
    heads: tuple[str, ...] = ()         # a row of labels that waits for its row of answers

    def enter(self, node: LexborNode) -> tree.Leave | None:
        """What `tree.walk` does with each node."""
        name = node.tag or ""
        if name == "-text":
            self._say(node.text_content or "", node.parent is not None and node.parent.tag == "pre")
            return None
        if not name or name[0] in "-!" or name in _SILENT or _is_left_out(node):
            return None
        if name == "br":
            self.flush(is_break=True)
            return None
        if name == "tr" and self.cells < MAX_CELLS and node.css_first("table") is None:
            self.flush()
            self._row(node)
            self.lines.append(_END)
            return None
        if name in _BLOCKS:
            self.flush()
            if name in _PARAGRAPHS:
                self.lines.append(Line())
        is_label = name in _LABELS or _looks_like_label(node)
        self.is_sure = self.is_sure or name in _SURE_LABELS or (is_label and _has_label_class(node))
        self.labels += is_label
        return lambda: self._leave(name, is_label)

    def _say(self, text: str, is_as_written: bool) -> None:
        *rows, last = text.split("\n") if is_as_written else (text,)
        for row in rows:
            self.pieces.append((row, self.labels > 0))
            self.flush(is_break=True)
        self.pieces.append((last, self.labels > 0))

    def _leave(self, name: str, is_label: bool) -> None:
        if name in _BLOCKS:
            self.flush()
            if name in _PARAGRAPHS:
                self.lines.append(Line())
            if name == "tr":
                self.lines.append(_END)
        self.labels -= is_label

    def flush(self, is_break: bool = False) -> None:
        """End the open line. Bold words at its start are a label when they end with a colon or are known."""
        pieces, self.pieces = self.pieces, []
        is_sure, self.is_sure = self.is_sure, False
        while pieces and not pieces[0][0].strip():
            pieces.pop(0)
        bold = next((i for i, (text, is_label) in enumerate(pieces) if not is_label and text.strip()), len(pieces))
        head = " ".join("".join(text for text, _ in pieces[:bold]).split())
        rest = " ".join("".join(text for text, _ in pieces[bold:]).split())
        if head and not rest:
            self.lines.append(Line(label=head) if len(head) <= form_words.MAX_LABEL else Line(head))
        elif head and (is_sure or head.endswith((":", "\uff1a")) or rest[0] in ":\uff1a" or form_words.exact(head)):
            self.lines.append(Line(rest.lstrip(":\uff1a "), label=head))
        elif head or rest:
            self.lines.append(Line(f"{head} {rest}".strip()))
        elif is_break:
            self.lines.append(Line())

    def _row(self, row: LexborNode) -> None:
        """A table row: label and answer side by side, one of both alone, or a row of labels over a row of answers."""
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        self.cells += len(cells)
        texts = [_cell_text(cell) for cell in cells]
        filled = [text for text in texts if text not in ("", ":", "-", "|")]
        if len(filled) == 3 and filled[0].strip(".):").isdecimal():      # numbered questions
            filled = filled[1:]
        heads, self.heads = self.heads, ()
        if heads and len(heads) == len(texts):
            self.lines += [Line(text, label, is_closed=True) for label, text in zip(heads, texts, strict=True)]
        elif len(texts) > 1 and all(form_words.exact(text) or cell.tag == "th"
                                    for text, cell in zip(texts, cells, strict=True)):
            self.heads = tuple(texts)
        elif len(filled) == 2 and len(filled[0]) <= form_words.MAX_LABEL and "\n" not in filled[0]:
            self.lines.append(Line(filled[1], filled[0], is_closed=True))
        elif len(filled) == 1 and len(texts) > 1:
            self._half_row(texts, filled[0])
        elif filled:
            self._loose(cells, filled)

    def _half_row(self, texts: list[str], text: str) -> None:
        """Two cells of which one is empty: a question without an answer, or an answer that is indented."""
        if texts[0] == text and "\n" not in text and len(text) <= form_words.MAX_LABEL:
            self.lines.append(Line("", text, is_closed=True))
        else:
            self.lines += [Line(part, is_answer=True) for part in text.split("\n")]

    def _loose(self, cells: list[LexborNode], filled: list[str]) -> None:
        if len(cells) == 1 and "\n" not in filled[0] and _is_all_label(cells[0]):
            self.lines.append(Line(label=filled[0]))
        elif len(filled) % 2 == 0 and all(form_words.exact(label) for label in filled[::2]):
            self.lines += [Line(text, label, is_closed=True)
                           for label, text in zip(filled[::2], filled[1::2], strict=True)]
        elif len(cells) == 1 and "\n" in filled[0] and not _has_labels(filled[0]):
            self.lines += [Line(part, is_answer=True) for part in filled[0].split("\n")]
        else:
            self.lines += [Line(part) for text in filled for part in text.split("\n")]


def _has_labels(text: str) -> bool:
    return any(form_words.exact(part.partition(":")[0]) for part in text.split("\n") if ":" in part)


def _cell_text(cell: LexborNode) -> str:
    """Text of a cell with \\n for breaks and blocks."""
    pieces: list[str] = []
    for node in cell.traverse(include_text=True):
        if node.tag == "-text":
            parent = node.parent
            text = node.text_content or ""
            if parent is None or parent.tag not in _SILENT:
                pieces.append(text if parent is not None and parent.tag == "pre" else re.sub(r"\s+", " ", text))
        elif node.tag == "br" or (node.tag in _BLOCKS and node.mem_id != cell.mem_id):
            pieces.append("\n\n" if node.tag == "p" else "\n")
    rows = [row.strip() for row in "".join(pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def _is_all_label(cell: LexborNode) -> bool:
    if cell.tag == "th" or _looks_like_label(cell):
        return True
    marked = cell.css_first("b, strong, label, th")
    return marked is not None and (marked.text(strip=True) == cell.text(strip=True))


def _looks_like_label(node: LexborNode) -> bool:
    """By its class or, as people see it, by bold letters."""
    return _has_label_class(node) or bool(_BOLD.search((node.attributes.get("style") or "")[:1_000]))


def _has_label_class(node: LexborNode) -> bool:
    return bool(_LABEL_CLASS.search((node.attributes.get("class") or "")[:200]))


def _is_left_out(node: LexborNode) -> bool:
    attributes = node.attributes
    if _HIDDEN.search((attributes.get("style") or "")[:1_000]):
        return True
    return any(quote in (attributes.get("class") or "") for quote in _QUOTES)
