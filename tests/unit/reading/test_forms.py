"""Web forms of many plugins and languages, and mails that only look like one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mailbridge.reading import forms, html

SAMPLES = Path(__file__).parents[2] / "mails" / "forms" / "samples.txt"
KEYS = ("name", "email", "phone", "company", "message")


@dataclass
class Sample:
    title: str
    text: str = ""
    html: str = ""
    is_form: bool = True
    expected: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


def samples() -> list[Sample]:
    """The samples of the file; its head says how they are written."""
    found = []
    for chunk in ("\n" + SAMPLES.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        title, _, rest = chunk.partition("\n")
        sample = Sample(title)
        for section in ("\n" + rest).split("\n--- ")[1:]:
            kind, _, body = section.partition("\n")
            if kind == "expect":
                expect(sample, body)
            elif kind == "text":
                sample.text = body
            else:
                sample.html = body
        found.append(sample)
    return found


def expect(sample: Sample, body: str) -> None:
    key = ""
    for line in body.split("\n"):
        if line.strip() == "nothing":
            sample.is_form = False
        elif line.startswith("field "):
            label, _, sample.fields[label] = line[len("field "):].partition(" = ")
        elif line.partition(":")[0] in KEYS:
            key, _, value = line.partition(":")
            sample.expected[key] = value.strip()
        elif key:
            sample.expected[key] = f"{sample.expected[key]}\n{line}"
    sample.expected = {key: value.strip() for key, value in sample.expected.items()}


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.title)
def test_each_sample_is_read_as_its_visitor_meant_it(sample: Sample) -> None:
    found = forms.find(sample.text or html.to_text(sample.html), sample.html)
    if not sample.is_form:
        assert found is None
        return
    assert found is not None
    got = {key: getattr(found, key) for key in KEYS}
    assert got == {key: sample.expected.get(key, "") for key in KEYS}
    assert sample.fields.items() <= dict(found.fields).items()
