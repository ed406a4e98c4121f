"""Numbers of payment cards (ISO/IEC 7812): a known prefix, its lengths, and a check digit that fits. Pure.

One number of ten has a fitting check digit by chance, so the shape must speak for a card as well: digits in one piece,
in the groups that are printed on cards, or a row of groups that holds nothing else. Telephone, article and order
numbers that say what they are, and parts of account numbers, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from mailbridge.redaction.hits import Hit

SHORTEST, LONGEST = 13, 19

_BRANDS: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (4, 4, (13, 16, 19)),                               # Visa
    (51, 55, (16,)), (2221, 2720, (16,)),               # Mastercard
    (34, 34, (15,)), (37, 37, (15,)),                   # American Express
    (300, 305, (14, 16)), (3095, 3095, (14, 16)), (36, 36, (14, 16)), (38, 39, (14, 16)),      # Diners Club
    (6011, 6011, (16, 19)), (644, 659, (16, 19)),       # Discover, RuPay, Elo, Verve, Troy
    (3528, 3589, (16, 19)),                             # JCB
    (62, 62, (16, 17, 18, 19)), (81, 82, (16, 17, 18, 19)),     # UnionPay, RuPay
    (2200, 2204, (16, 17, 18, 19)),                     # Mir
    (50, 50, (13, 14, 15, 16, 17, 18, 19)), (56, 58, (13, 14, 15, 16, 17, 18, 19)),     # Maestro, Elo, RuPay, Verve
    (60, 60, (16,)), (63, 63, (16, 17, 18, 19)), (67, 67, (13, 14, 15, 16, 17, 18, 19)),        # Maestro, Hipercard
    (9792, 9792, (16,)),                                # Troy
)
"""First and last prefix, and the lengths of the numbers that begin so."""

_PRINTED = frozenset((
    (4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (4, 4, 4, 2), (4, 4, 4, 3), (4, 4, 4, 1), (4, 4, 5),
    (4, 3, 3, 3), (8, 8), (6, 13), (4, 12), (12, 4), (6, 10), (4, 4, 8), (8, 4, 4), (4, 8, 4),
))
"""How the digits are grouped on cards, and by those who type them in two or three goes."""

_GROUP = re.compile(r"[0-9](?:\x00*[0-9])*")
_SEPARATORS = frozenset(" \n-._/\\|:;,+*'>#~=·•")
_WIDEST = 6                             # "\n> " and the like between two groups
_MOST_UNSEEN = 64                       # what stands further apart is read by nobody as one number
_CARD_WORDS = re.compile(
    r"card|visa|master|amex|american express|diners|discover|maestro|jcb|unionpay|kredit|kart|carta|carte|cartao|"
    r"tarjeta|bankomat|kortti|\bkort|карт|kaart|καρτα|カート|卡|카드|بطاقة|כרטיס|บ\x00ตร|\bpan\b|\bcc\b|\bmc\b")
# All words are spelt as in a skeleton: small, without accents.
_TELEPHONE = re.compile(
    r"(?:tel|fon|phone|mobil|handy|fax|cell|whatsapp|gsm|movil|телефон|電話|电话|전화)[^\n0-9]{0,16}$")
_OTHER_NUMBER = re.compile(
    r"(?:(?:order|invoice|tracking|shipment|parcel|customer|ticket|case|part|item|serial|reference|ref|imei|ean|gtin|"
    r"meter|contract|policy|member|account|transaction|delivery|quote|project)[ -]?(?:number|num|no|nr|id|#|code)|"
    r"\b(?:imei|ean|gtin|isbn|sscc)|"
    r"(?:auftrags?|bestell|rechnungs?|kunden|sendungs?|artikel|vorgangs?|vertrags?|zahler|serien|liefer|paket|konto)-?"
    r"(?:nummer|nr|-?id)|n[°o] de (?:commande|facture|suivi|client)|(?:commande|facture|suivi) n[°o]|"
    r"(?:numero|no|n\.o) de (?:pedido|factura|seguimiento|cliente|encomenda)|numero (?:ordine|fattura)|"
    r"(?:bestel|factuur|order|klant)nummer|numer zamowienia|номер заказа)[ .:#=\-\"'\x00]{0,6}$")
_BEHIND = re.compile(                   # when it expires, and behind that the digits from its back
    r"[ ,;|\n/-]{1,4}(?:exp[a-z]{0,5}|valid|gultig|bis)?[ .:]{0,3}(?:0?[1-9]|1[0-2]) ?[/.-] ?(?:20)?[0-9]{2}"
    r"[ ,;|\n/-]{1,4}(?:cv[a-z]2?[ :]{1,3}|code[ :]{1,3})?(?P<check>[0-9]{3,4})(?![0-9])")
_BEFORE = 40                            # characters in front of a number that say what it is


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    digits: str


def find(
    skeleton: str, taken: Iterable[Hit] = (), *, is_telephone: bool = False, known: frozenset[str] = frozenset(),
) -> Iterator[Hit]:
    """Every card number. `taken` are account numbers, whose parts are none; `is_telephone`: the field holds one.

    `known` are the digits of cards that the same mail names elsewhere: they are cards whatever they are called here.
    """
    accounts = [(hit.start, hit.end) for hit in taken]
    for row in _rows(skeleton):
        if sum(len(group.digits) for group in row) < SHORTEST:
            continue
        for groups in _cards(row, skeleton, is_telephone, known):
            start, end = groups[0].start, groups[-1].end
            if not any(first < end and start < last for first, last in accounts):
                number = _number(groups)
                yield Hit(start, end, "card number", f"[card …{number[-4:]}]", number)
                if check := _BEHIND.match(skeleton, end):
                    yield Hit(check.start("check"), check.end("check"), "code", "[code]")


def _rows(skeleton: str) -> Iterator[list[_Group]]:
    """Groups of digits with nothing but separators between them."""
    row: list[_Group] = []
    for found in _GROUP.finditer(skeleton):
        digits = found.group().replace("\x00", "")
        if row and not _is_gap(skeleton, row[-1].end, found.start()):
            yield row
            row = []
        row.append(_Group(found.start(), found.end(), digits))
    if row:
        yield row


def _is_gap(skeleton: str, start: int, end: int) -> bool:
    if end - start > _WIDEST + _MOST_UNSEEN:
        return False
    gap = skeleton[start:end].replace("\x00", "")
    return len(gap) <= _WIDEST and _SEPARATORS.issuperset(gap)


def _cards(
    row: list[_Group], skeleton: str, is_telephone: bool, known: frozenset[str]
) -> Iterator[list[_Group]]:
    at = 0
    is_named = _CARD_WORDS.search(skeleton, max(0, row[0].start - _BEFORE), row[0].start) is not None
    while at < len(row):
        found = next((groups for groups in _candidates(row, at, skeleton, is_named)
                      if _number(groups) in known or (_is_card(_number(groups)) and not _is_other(
                          groups, skeleton, is_named, is_telephone))), None)
        if found:
            yield found
        at += len(found) if found else 1


def _number(groups: list[_Group]) -> str:
    return "".join(group.digits for group in groups)


def _candidates(row: list[_Group], at: int, skeleton: str, is_named: bool) -> Iterator[list[_Group]]:
    """What may be one number from group `at` on: as printed, in one piece, a whole line; and any if a card is named."""
    lengths = tuple(len(group.digits) for group in row[at:at + LONGEST])
    for count in (5, 4, 3, 2):
        if lengths[:count] in _PRINTED:
            yield row[at:at + count]
    if SHORTEST <= lengths[0] <= LONGEST:
        yield [row[at]]
    if at == 0 or "\n" in skeleton[row[at - 1].end:row[at].start]:
        line = _line(row[at:at + LONGEST + 1], skeleton)
        if len({len(group.digits) for group in line[:-1]}) == 1 or _is_close(line, skeleton):
            yield line
    if is_named:
        yield from (row[at:at + count] for count in range(2, len(lengths) + 1)
                    if SHORTEST <= sum(lengths[:count]) <= LONGEST)


def _line(groups: list[_Group], skeleton: str) -> list[_Group]:
    """Those of the groups that stand on the line of the first."""
    ends = (number + 1 for number, (one, other) in enumerate(pairwise(groups))
            if "\n" in skeleton[one.end:other.start])
    return groups[:next(ends, len(groups))]


def _is_close(row: list[_Group], skeleton: str) -> bool:
    """Whether a single separator stands between the groups: more of them make columns, not one number."""
    return all(len(skeleton[one.end:other.start].replace("\x00", "")) == 1 for one, other in pairwise(row))


def _is_card(number: str) -> bool:
    return SHORTEST <= len(number) <= LONGEST and _is_known(number) and _adds_up(number)


def _is_known(number: str) -> bool:
    return any(first <= int(number[:len(str(first))]) <= last and len(number) in lengths
               for first, last, lengths in _BRANDS)


def _adds_up(number: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1 annex B): every second digit from the right counts twice, then digit by digit."""
    return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(number))) % 10 == 0


def _is_other(groups: list[_Group], skeleton: str, is_named: bool, is_telephone: bool) -> bool:
    """Whether what stands around the number says that it is none of a card."""
    start, end = groups[0].start, groups[-1].end
    number = _number(groups)
    before = skeleton[max(0, start - _BEFORE):start]
    if skeleton[end:end + 1] == "@" or (before.endswith("+") and len(number) <= 15):
        return True                     # an address; a telephone number, which has 15 digits at most (E.164)
    if len(number) == SHORTEST and (is_telephone or _TELEPHONE.search(before)):
        return True                     # of a country that begins with 4, as the oldest Visa numbers do
    if is_named or tuple(len(group.digits) for group in groups) in _PRINTED:
        return False
    return _is_attached(before, skeleton[end:end + 1]) or _is_article(number) or bool(_OTHER_NUMBER.search(before))


def _is_attached(before: str, after: str) -> bool:
    """Whether letters stand at it, as in references and digests, or it is the fraction of a number."""
    is_fraction = before[-1:] in (".", ",") and before[-2:-1].isdecimal()
    return is_fraction or any(char.isascii() and (char.isalnum() or char == "_") for char in (before[-1:], after))


def _is_article(number: str) -> bool:
    """A number of 13 digits with the check digit of articles (GS1): cards of that length are no longer issued."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number))
    return len(number) == SHORTEST and weighed % 10 == 0
