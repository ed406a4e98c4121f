"""Domains under which anybody can have an address: knowing one person there says nothing about another (row D4).

The names are data: `free_mail.txt` beside this file, one a line.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def free_mail() -> frozenset[str]:
    """The domains of providers that give addresses to everybody, in lower case."""
    lines = (files("mailbridge.rules") / "free_mail.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def may_name_a_company(domain: str) -> bool:
    """Whether people who share the domain may work for the same company."""
    return "." in domain and domain.casefold() not in free_mail()
