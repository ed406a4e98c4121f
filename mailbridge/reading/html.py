"""HTML -> the text that a salesperson would paste into a CRM."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser


def to_text(markup: str) -> str:
    """Readable text of an HTML document; "" for "" ."""
    if not markup.strip():
        return ""
    tree = LexborHTMLParser(markup)
    tree.strip_tags(["script", "style", "head", "title"])
    return tree.body.text(separator="\n", strip=True) if tree.body else ""
