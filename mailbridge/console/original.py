"""A stranger's mail for people to look at: as text, as cleaned HTML in a frame where nothing runs, as downloads.

Nothing of it is ever fetched from elsewhere, runs, or is opened by the browser: markup loses everything but its words
and their order, links lead nowhere, files come as downloads of no type (rows I5, S1). Each layer would do alone: the
cleaning (ammonia), the frame's sandbox, and the policy that its own answer carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.responses import Response

from mailbridge import reading
from mailbridge.mail import Mail
from mailbridge.reading.mime import message
from mailbridge.reading.mime.message import Part
from mailbridge.reading.text import body, html

MAX_TEXT = 200_000                      # letters that a page shows; the download has all
FRAME_POLICY = ("default-src 'none'; style-src 'self'; sandbox; frame-ancestors 'self'; form-action 'none';"
                " base-uri 'none'")
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"

_TAGS = {
    "a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del", "div",
    "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li",
    "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "wbr",
}
_GONE = {"script", "style", "title", "template", "noscript", "noframes", "iframe", "object", "embed", "svg", "math",
         "select", "textarea", "button", "audio", "video", "canvas"}
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}, "*": {"dir", "lang"}}
_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|mso-hide\s{0,5}:\s{0,5}all|"
    r"(?:max-height|font-size|opacity)\s{0,5}:\s{0,5}0(?![.\d]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """One part of the mail that is no text of it. `number` is its place among all parts."""

    number: int
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Original:
    """What the item's page shows."""

    mail: Mail
    text: str
    is_cut: bool
    has_markup: bool
    files: tuple[File, ...]


def read(raw: bytes) -> Original:
    """The mail as text, with the list of its files."""
    mail = reading.read(raw)
    parsed = message.parse(raw)
    files = tuple(File(number, safe_name(part.filename, number), part.content_type, part.measured()[0])
                  for number, part in enumerate(parsed.parts) if _is_file(part))
    return Original(mail, mail.text[:MAX_TEXT], len(mail.text) > MAX_TEXT, bool(body.assemble(parsed).html.strip()),
                    files)


def file(raw: bytes, number: int) -> tuple[bytes, str] | None:
    """(content, safe name) of a file by its place among the parts, None if there is none."""
    parts = message.parse(raw).parts
    if not (number < len(parts) and _is_file(parts[number])):
        return None
    return parts[number].body, safe_name(parts[number].filename, number)


def clean_markup(raw: bytes) -> str:
    """The mail's HTML with nothing left that runs, loads, hides or leads anywhere."""
    return clean(body.assemble(message.parse(raw)).html)


def clean(markup: str) -> str:
    """`clean_markup` of markup alone. What the sender hid from the reader is taken out, not brought to light."""
    tree = LexborHTMLParser(html.bounded(markup)[0])
    for node in _hidden(tree.root):
        node.decompose()
    return nh3.clean(tree.html or "", tags=_TAGS, clean_content_tags=_GONE, attributes=_ATTRIBUTES, link_rel=None)


def _hidden(root: LexborNode | None) -> list[LexborNode]:
    """The outermost hidden elements. Never one inside another: taking out a node frees all that is in it."""
    found: list[LexborNode] = []
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if node.next is not None:
            stack.append(node.next)
        attributes = node.attributes or {}
        if "hidden" in attributes or _HIDDEN.search((attributes.get("style") or "")[:2000]):
            found.append(node)
        elif node.child is not None:
            stack.append(node.child)
    return found


def safe_name(name: str, number: int) -> str:
    """A file name that is only a name: no folders, no leading dots, nothing that a shell or Windows reads otherwise."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter if letter.isprintable() and letter not in '<>:"|?*;%' else "_" for letter in last)
    return kept.strip(" .")[-150:] or f"attachment-{number}"


def as_download(content: bytes, name: str) -> Response:
    """Always saved, never shown: no type that a browser opens, and a policy under which nothing would run."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return Response(content, media_type="application/octet-stream", headers={
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": FILE_POLICY,
    })


def _is_file(part: Part) -> bool:
    is_text = part.content_type in ("text/plain", "text/html")
    return bool(part.filename) or part.disposition == "attachment" or not is_text
