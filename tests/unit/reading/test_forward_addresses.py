"""Addresses as clients write them into a text."""

from __future__ import annotations

import pytest

from mailbridge.mail import Address
from mailbridge.reading.forwards import forward_addresses

JANE, TOM = Address("Jane Roe", "jane@x.example"), Address("", "tom@x.example")


@pytest.mark.parametrize("written", [
    "Jane Roe <jane@x.example>", '"Jane Roe" <jane@x.example>', "'Jane Roe' <jane@x.example>", "“Jane Roe”<jane@x.example>",
    "Jane Roe [mailto:jane@x.example]", "Jane Roe <mailto:jane@x.example>", "Jane Roe (jane@x.example)",
    "Jane Roe <jane@x.example<mailto:jane@x.example>>", "Jane Roe <jane@x.example> <mailto:jane@x.example>",
    "Jane Roe [jane@x.example](mailto:jane@x.example)", "Jane Roe < jane@x.example >", "*Jane Roe* <jane@x.example>",
    "\u200eJane\u00a0Roe <\u2068jane@x.example\u2069>", '"Jane Roe"<jane@x.example>;', "\"'Jane Roe'\" <jane@x.example>",
    "Jane Roe <jane@x.example> (Acme)",
])
def test_a_name_with_its_address(written: str) -> None:
    assert forward_addresses.parse(written) == (JANE,)


@pytest.mark.parametrize("written", [
    "tom@x.example", "<tom@x.example>", "'tom@x.example'", "tom@x.example <tom@x.example>", "tom@x.example.",
    '"tom@x.example" <TOM@x.example>'.replace("TOM", "tom"), "[tom@x.example](mailto:tom@x.example)",
    "tom@x.example<mailto:tom@x.example>", "'tom@x.example' <tom@x.example>", "mailto:tom@x.example",
])
def test_an_address_alone(written: str) -> None:
    assert forward_addresses.parse(written) == (TOM,)


@pytest.mark.parametrize(("written", "names"), [
    ("Roe, Jane <a@x.example>, Poe, Tom<b@x.example>", ["Roe, Jane", "Poe, Tom"]),
    ("Roe, Jane <a@x.example>; b@x.example; Kim", ["Roe, Jane", "", "Kim"]),
    ("a@x.example, b@x.example", ["", ""]),
    ('"Roe; Jane" <a@x.example>; Kim <b@x.example>', ["Roe; Jane", "Kim"]),
    ("Jane Roe; Kim Lo", ["Jane Roe", "Kim Lo"]),
    ("Roe, Jane", ["Roe, Jane"]),
    ("Jane Roe, Kim Lo, Tom Poe", ["Jane Roe", "Kim Lo", "Tom Poe"]),
    ("Jane </O=ACME/OU=EU/CN=JANE>", ["Jane"]),
    ("Tom Poe/Acme@Acme", ["Tom Poe/Acme@Acme"]),
    ('"old@x.example" <new@x.example>', ["old@x.example"]),
    ("undisclosed-recipients:;", []), ("", []), (" ; , ", []), ("@", ["@"]),
])
def test_lists_and_names_without_addresses(written: str, names: list[str]) -> None:
    assert [address.name for address in forward_addresses.parse(written)] == names


def test_who_is_written_for_is_the_sender() -> None:
    assert forward_addresses.sender(f"robot@x.example on behalf of {JANE}") == JANE
    assert forward_addresses.sender(f"{JANE}; {TOM}") == JANE
