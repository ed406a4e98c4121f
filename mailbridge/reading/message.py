"""Bytes -> headers and parts, however broken they are. mail-parser first, the standard library when it fails.

Knows MIME (RFC 2045-2049, 2231). Leaves to others what the headers mean (`headers`) and which part a person reads
(`body`).
"""

from __future__ import annotations

import email
import email.message
from dataclasses import dataclass

import mailparser


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the MIME tree, transfer encoding undone."""

    content_type: str                   # lower case, "text/plain" when missing or nonsense
    charset: str                        # as declared, "" if not
    disposition: str                    # "inline", "attachment" or ""
    filename: str                       # decoded, "" if none
    content_id: str                     # without brackets
    body: bytes
    method: str = ""                    # the method parameter of text/calendar


@dataclass(frozen=True, slots=True)
class Message:
    """Headers decoded and unfolded, in order; leaf parts in order; whole messages that were attached."""

    headers: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    attached: tuple[bytes, ...] = ()
    defects: tuple[str, ...] = ()


def parse(raw: bytes) -> Message:
    """Never raises for what a sender did; what was odd is listed in `defects`."""
    tree, defects = _tree(raw)
    parts: list[Part] = []
    attached: list[bytes] = []
    _walk(tree, parts, attached)
    return Message(
        headers=tuple((name, _decoded(value)) for name, value in tree.raw_items()),
        parts=tuple(parts),
        attached=tuple(attached),
        defects=tuple(defects),
    )


def _tree(raw: bytes) -> tuple[email.message.Message, list[str]]:
    try:
        parsed = mailparser.parse_from_bytes(raw)
        return parsed.message, sorted(parsed.defects_categories)
    except Exception as error:
        return email.message_from_bytes(raw), [f"mail-parser gave up: {type(error).__name__}"]


def _decoded(value: object) -> str:
    from email.header import decode_header, make_header

    try:
        return " ".join(str(make_header(decode_header(str(value)))).split())
    except Exception:
        return " ".join(str(value).encode("utf-8", "replace").decode().split())


def _walk(node: email.message.Message, parts: list[Part], attached: list[bytes]) -> None:
    if node.get_content_type() == "message/rfc822" and node.is_multipart():
        attached.extend(inner.as_bytes() for inner in node.get_payload() if isinstance(inner, email.message.Message))
        return
    if node.is_multipart():
        for child in node.get_payload():
            if isinstance(child, email.message.Message):
                _walk(child, parts, attached)
        return
    payload = node.get_payload(decode=True)
    parts.append(
        Part(
            content_type=node.get_content_type(),
            charset=str(node.get_content_charset() or ""),
            disposition=str(node.get_content_disposition() or ""),
            filename=_decoded(node.get_filename() or ""),
            content_id=str(node.get("content-id", "")).strip("<> "),
            body=payload if isinstance(payload, bytes) else b"",
            method=str(node.get_param("method") or ""),
        )
    )
