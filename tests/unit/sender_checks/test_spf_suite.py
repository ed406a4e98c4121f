"""SPF against the test suite of openspf for RFC 7208 (vectors/rfc7208-tests.yml, BSD; its licence lies beside it)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from dns_server import SILENT, DnsServer, quoted, serving

from mailbridge.sender_checks import spf

from .kit import lookups

SUITE = Path(__file__).parent / "vectors" / "rfc7208-tests.yml"


def scenarios() -> Iterator[Any]:
    for scenario in yaml.load_all(SUITE.read_bytes(), Loader=yaml.CSafeLoader):
        if scenario:
            yield pytest.param(scenario, id=scenario["description"].replace(" ", "-"))


def records(entries: list[Any]) -> list[tuple[str, str] | str]:
    """A name's records. The suite writes SPF for what is published as TXT, unless the name has a TXT of its own."""
    has_own_text = any(isinstance(entry, dict) and "TXT" in entry for entry in entries)
    made: list[tuple[str, str] | str] = []
    for entry in entries:
        if entry == "TIMEOUT":
            made.append(SILENT)
            continue
        ((kind, value),) = entry.items()
        if kind == "SPF" and not has_own_text:
            kind = "TXT"
        if kind == "TXT" and value != "NONE":
            made.append((kind, quoted(b"".join(text.encode("latin-1") for text in value)
                                      if isinstance(value, list) else value.encode("latin-1"))))
        elif kind == "MX":
            made.append((kind, f"{value[0]} {value[1] or '.'}{'' if value[1] == '' else '.'}"))
        elif kind in ("PTR", "CNAME"):
            made.append((kind, value + "."))
        elif kind in ("A", "AAAA"):
            made.append((kind, value))
    return made


def result(server: DnsServer, case: dict[str, Any]) -> str:
    ip = ipaddress.ip_address(case["host"])
    return spf.checked(ip, case["mailfrom"], case["helo"], lookups(server, query_seconds=0.5)).result


@pytest.mark.parametrize("scenario", list(scenarios()))
def test_every_case_of_the_suite_has_one_of_its_expected_results(scenario: dict[str, Any]) -> None:
    with serving({name: records(entries) for name, entries in scenario["zonedata"].items()}) as server:
        wrong = {}
        for name, case in scenario["tests"].items():
            wanted = case["result"] if isinstance(case["result"], list) else [case["result"]]
            found = result(server, case)
            if found not in wanted:
                wrong[name] = f"{found}, not {' or '.join(wanted)}"
    assert not wrong
