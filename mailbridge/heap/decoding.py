"""Bytes of a reply -> text. Pure; what the text means is for `replies`.

Why not `requests`' own guess? It takes `text/xml` without a charset for ISO-8859-1 (`JÃ¼rgen`), and silently passes
over a charset that nobody knows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_HEADER_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,150}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_XML_DECLARATION_WITHIN = 8192          # bytes; a PHP warning may stand in front of it

# By Python's names. A list of what is allowed, because among Python's codecs are some that are no character sets
# (rot13, zip) and some of quadratic cost (idna, punycode).
_CHARSETS = frozenset({
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "ascii", "shift_jis", "euc_jp", "iso2022_jp", "euc_kr",
    "gb2312", "gbk", "gb18030", "big5", "koi8-r", "koi8-u", "mac-roman", "tis-620",
    *(f"iso8859-{part}" for part in range(1, 17)), *(f"cp{page}" for page in (437, 850, 852, 866, 874, 932, 949, 950)),
    *(f"cp125{page}" for page in range(9)),
})
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(body: bytes, content_type: str) -> str | None:
    """The text by byte order mark, header charset, XML declaration, strict UTF-8, then cp1252; None if nothing fits.

    A charset that is unknown or does not fit the bytes is passed over. ISO-8859-1 and ASCII are read as cp1252, as
    every browser does (WHATWG Encoding Standard, section 4.2).
    """
    for charset in _candidates(body, content_type):
        try:
            return body.decode(charset)
        except UnicodeDecodeError:
            continue
    return None


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    yield from (charset for mark, charset in _MARKS if body.startswith(mark))
    named = (_HEADER_CHARSET.search(content_type), _XML_CHARSET.search(body[:_XML_DECLARATION_WITHIN]))
    for found in named:
        if found:
            name = found[1].decode("ascii") if isinstance(found[1], bytes) else found[1]
            yield from _known(name)
    yield from ("utf-8", "cp1252")


def _known(name: str) -> Iterator[str]:
    try:
        charset = codecs.lookup(name).name
    except LookupError:
        return
    if charset == "iso8859-1":
        yield "cp1252"
    elif charset in _CHARSETS and charset != "ascii":
        yield charset
