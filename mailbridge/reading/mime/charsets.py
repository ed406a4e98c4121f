"""Bytes and the charset they claim -> letters. Labels lie, so the bytes have the last word.

Strict decoding decides: a charset that fits every byte is believed in the order label, UTF-8, hint, guess.
"""

from __future__ import annotations

import codecs
import functools
import re

# What senders write -> what they mean. The right side is a superset that decodes the left (WHATWG Encoding, 4.2).
_MEANT = {
    "ascii": "ascii", "us-ascii": "ascii", "ansi_x3.4-1968": "ascii", "7bit": "ascii", "8bit": "ascii",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ansi": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874", "dos-874": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cn-gb": "gb18030",
    "chinese": "gb18030", "cp936": "gb18030", "windows-936": "gb18030", "euc-cn": "gb18030", "gb": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms_kanji": "cp932", "cp932": "cp932",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ks_c_5601-1989": "cp949", "euc-kr": "cp949", "korean": "cp949",
    "windows-949": "cp949", "ksc5601": "cp949", "ksc_5601": "cp949", "x-windows-949": "cp949",
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs", "big-5": "big5hkscs",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "x-user-defined": "", "x-unknown": "", "unknown-8bit": "", "unknown": "", "default": "", "none": "",
    "default_charset": "", "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
    "unicode-1-1-utf-7": "utf-7",
    "iso-2022-jp": "iso2022_jp", "csiso2022jp": "iso2022_jp", "iso-2022-jp-ms": "iso2022_jp", "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp", "cp50222": "iso2022_jp", "x-eucjp": "euc_jp", "x-euc-jp": "euc_jp",
}
# Python knows codecs that are no charsets (punycode is even quadratic): only these families are asked for.
_FAMILIES = ("utf", "iso", "cp", "koi8", "big5", "gb", "euc", "shift", "hz", "mac", "johab", "tis", "ptcp", "kz",
             "ascii", "latin", "hp")
_SINGLE_BYTE = ("ascii", "cp125", "iso8859", "latin", "koi8", "mac", "cp874", "cp866", "cp437", "cp850")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\$\([A-DOPQ]|\([BIJ]|\.[AF])")
_JIS_RUN = re.compile(rb"\x1b(\$[@B]|\$\([A-DOPQ]|\([BIJ])")


def decode(data: bytes, label: str = "", hint: str = "") -> tuple[str, str]:
    """Letters of `data` and what was odd about it ("" if nothing). Free of NUL and lone surrogates; never raises."""
    if data.isascii():
        if not label and b"\x1b" not in data:
            return data.replace(b"\0", b"").decode("ascii"), ""
        return _ascii(data, canonical(label), label)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return clean(data.decode(name, "replace")), ""
    name = canonical(label)
    is_single = name.startswith(_SINGLE_BYTE)
    if is_single and _fits(data, "utf-8"):
        return clean(data.decode("utf-8")), f"labelled {label} but written in utf-8"
    if name and name != "ascii":
        text = _strict(data, name)
        if text is not None:
            return clean(text), ""
        lossy = _lossy(data, name)
        if lossy is not None:
            return clean(lossy), f"some bytes are not {label}"
    for candidate in ("utf-8", canonical(hint), guess(data)):
        text = _strict(data, candidate) if candidate and candidate != "ascii" else None
        if text is not None:
            claim = f"labelled {label} but written in" if label else "no charset named, read as"
            return clean(text), f"{claim} {candidate}"
    return clean(data.decode("cp1252", "replace")), f"bytes that fit no charset, labelled {label or 'nothing'}"


@functools.lru_cache(maxsize=256)
def canonical(label: str) -> str:
    """Python's name of the charset that a label means, "" when it means none."""
    key = label.strip(" \t\"'<>[]();,").lower()[:60].removeprefix("charset=").removeprefix("cp-")
    if key in _MEANT:
        return _MEANT[key]
    if "utf-8" in key or key in ("utf8", "utf_8"):
        return "utf-8"
    try:
        name = codecs.lookup(key.replace("windows-", "cp").replace("windows", "cp") if "windows" in key else key).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    if not name.startswith(_FAMILIES):
        return ""
    return _MEANT.get(name, name)


def clean(text: str) -> str:
    """Without NUL and without halves of surrogate pairs, which no JSON or database takes."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def guess(data: bytes) -> str:
    """The likeliest legacy charset of bytes that are not UTF-8. Western when only a few letters are beyond ASCII."""
    sample = data[:4096]
    high = [b for b in sample if b > 0x7F]
    letters = sum(1 for b in sample if 0x41 <= b <= 0x5A or 0x61 <= b <= 0x7A)
    if len(high) < 4 or len(high) * 2 < letters:
        return "cp1252"
    share = {name: sum(1 for b in high if b in leads) / len(high) for name, leads in _COMMON_BYTES.items()}
    pairs = _pairs(sample)
    if pairs:
        by_lead = {name: sum(1 for b in pairs if b in leads) / len(pairs) for name, leads in _COMMON_LEADS.items()}
        best = max(by_lead, key=lambda name: by_lead[name])
        if by_lead[best] > 0.6 and _strict(data, best) is not None and max(share.values()) < 0.9:
            return best
    best = max(share, key=lambda name: share[name])
    return best if share[best] > 0.6 else "cp1252"


# Where the small letters of a running text lie: Cyrillic in its two encodings, Greek, and the first bytes of the common
# characters of each East Asian double-byte set.
_COMMON_BYTES = {"cp1251": range(0xE0, 0x100), "koi8_r": range(0xC0, 0xE0)}
_COMMON_LEADS = {"euc_jp": (0xA4, 0xA5), "cp932": range(0x81, 0x84), "cp949": range(0xB0, 0xC9),
                 "gb18030": range(0xB0, 0xD8), "big5hkscs": range(0xA4, 0xC7)}


def _pairs(sample: bytes) -> list[int]:
    """First bytes of what would be double-byte characters; empty when a high byte stands alone."""
    leads = []
    position = 0
    while position < len(sample):
        if sample[position] > 0x7F:
            if position + 1 < len(sample) and sample[position + 1] < 0x40:
                return []
            leads.append(sample[position])
            position += 1
        position += 1
    return leads


def _ascii(data: bytes, name: str, label: str) -> tuple[str, str]:
    if b"\x1b" in data and _ESCAPES.search(data):
        odd = "" if "2022" in name else "Japanese or Korean escapes without their charset"
        encoding = name if "2022" in name and name != "iso2022_jp" else "iso2022_jp"
        text = _strict(data, "iso2022_kr" if b"\x1b$)C" in data else encoding)
        return clean(text if text is not None else _jis(data)), odd
    if name in ("utf-7", "hz") or name.startswith(("utf-16", "utf-32")):
        text = _strict(data, name)
        if text is not None:
            return clean(text), ""
        return clean(data.decode("ascii")), f"not {label}, read as plain text"
    return clean(data.decode("ascii")), ""


def _jis(data: bytes) -> str:
    """ISO-2022-JP with the makers' characters that the standard lacks: each run by way of cp932."""
    pieces = _JIS_RUN.split(data)
    text = [pieces[0].decode("ascii", "replace")]
    for mode, run in zip(pieces[1::2], pieces[2::2], strict=True):
        if mode == b"(I":
            text.append(bytes(b | 0x80 for b in run).decode("cp932", "replace"))
        elif mode.startswith(b"$"):
            text.append(_kanji(run).decode("cp932", "replace"))
        else:
            text.append(run.decode("ascii", "replace"))
    return "".join(text)


def _kanji(run: bytes) -> bytes:
    out = bytearray()
    for first, second in zip(run[::2], run[1::2], strict=False):
        if first < 0x21 or second < 0x21:
            continue
        lead = (first - 0x21) // 2 + (0x81 if first < 0x5F else 0xC1)
        trail = second + (0x1F if second < 0x60 else 0x20) if first & 1 else second + 0x7E
        out += bytes((lead & 0xFF, trail & 0xFF))
    return bytes(out)


def _fits(data: bytes, name: str) -> bool:
    return _strict(data, name) is not None


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _lossy(data: bytes, name: str) -> str | None:
    """With replacement characters, when these are few: a cut or damaged text in the charset it claims."""
    try:
        text = data.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        return None
    beyond = sum(1 for letter in text if letter > "\x7f")
    return text if text.count("\ufffd") * 4 <= beyond else None
