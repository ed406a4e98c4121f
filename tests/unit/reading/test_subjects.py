"""What stands before a subject."""

from __future__ import annotations

import pytest

from mailbridge.reading.forwards import subjects
from mailbridge.reading.forwards.subjects import Kind


@pytest.mark.parametrize(("subject", "kind"), [
    ("Fwd: chairs", Kind.FORWARD), ("FW : chairs", Kind.FORWARD), ("[ext] Tr: chairs", Kind.FORWARD),
    ("Fwd[2]: chairs", Kind.FORWARD), ("Redir.: chairs", Kind.FORWARD), ("转发：chairs", Kind.FORWARD),
    ("Fwd: Re: chairs", Kind.FORWARD), ("[Fwd: chairs]", Kind.FORWARD), ("chairs (fwd)", Kind.FORWARD),
    ("Re: Fwd: chairs", Kind.REPLY), ("AW: chairs", Kind.REPLY), ("RE(3): chairs", Kind.REPLY), ("VS: chairs", Kind.EITHER),
    ("chairs", Kind.NONE), ("chairs: twenty", Kind.NONE), (": x", Kind.NONE), ("", Kind.NONE), ("[", Kind.NONE),
])
def test_the_outermost_prefix_decides(subject: str, kind: Kind) -> None:
    assert subjects.kind(subject) is kind


def test_a_prefix_of_two_languages_is_decided_by_the_text() -> None:
    assert subjects.kind_in("VS: x", ("fi", "en")) is Kind.REPLY
    assert subjects.kind_in("VS: x", ("en", "da")) is Kind.FORWARD
    assert subjects.kind_in("VS: x", ("en",)) is Kind.EITHER


def test_prefixes_come_off_all_or_only_the_forwards_own() -> None:
    assert subjects.bare("[x] WG: AW: Fwd: chairs: twenty") == "chairs: twenty"
    assert subjects.unforwarded("WG: AW: chairs") == "AW: chairs"
    assert subjects.unforwarded("[Fwd: Re: chairs]") == "Re: chairs"
    assert subjects.unforwarded("AW: chairs") == "AW: chairs"
