"""Forwards of every client in every language, and what is no forward."""

from __future__ import annotations

from dataclasses import replace

import forward_mails as made
import pytest
from forward_mails import find

from mailbridge.mail import Address, Forwarded
from mailbridge.reading.patterns import forwards as known
from mailbridge.reading.patterns.forwards_labels import CC, DATE, FROM, LABELS, OTHER, SUBJECT, TO
from mailbridge.reading.patterns.forwards_subjects import PREFIXES
from mailbridge.reading.patterns.forwards_wrote import WROTE

GMAIL_HEADER = f"From: {made.JANE}\nDate: {made.MOMENT}\nSubject: {made.TITLE}\nTo: <{made.TOM}>"


SPOKEN = [(client, language) for client in made.ALL for language in made.LANGUAGES
          if client is not made.apple or made.announced(language, known.PLAIN)]     # Apple Mail does not speak all


@pytest.mark.parametrize(("client", "language"), SPOKEN, ids=[f"{client.__name__}-{code}" for client, code in SPOKEN])
def test_a_forward_is_read_whole_in_every_client_and_language(client, language: str) -> None:  # type: ignore[no-untyped-def]
    text = client(language)
    subject = f"Fwd: {made.TITLE}" if client in made.UNANNOUNCED else "Hello"
    assert find(text, subject) == made.WHOLE


@pytest.mark.parametrize("row", known.ANNOUNCEMENTS, ids=lambda row: f"{row[0]}-{row[2]}-{row[3]}")
def test_each_announcement_is_known(row: tuple[str, str, str, str, tuple[str, ...]]) -> None:
    _, _, kind, shape, wordings = row
    for words in wordings:
        line = {known.DASHED: f"----- {words} -----", known.PLAIN: f"{words} :",
                known.NAMED: f"----- {words} Tom Poe/Acme on 03.11.2021\n15:51 -----"}[shape]
        if kind == known.END:
            text = f"---------- Forwarded message ---------\n{GMAIL_HEADER}\n\n{made.TEXT}\n\n{line}\nbelow"
            expected = replace(made.WHOLE, cc=(), comment="below")
        else:
            text = f"{made.COMMENT}\n\n{line}\n\n{GMAIL_HEADER}\n\n{made.TEXT}"
            expected = replace(made.WHOLE, cc=())
        assert find(text, "Hello") == expected, words


@pytest.mark.parametrize("language", made.LANGUAGES)
def test_each_label_names_its_field(language: str) -> None:
    for its_language, field, wordings in LABELS:
        for wording in wordings.split("; ") if its_language == language else ():
            label = made.names(language) | {field: wording}
            other = f"{wording}: 7\n" if field == OTHER else ""
            header = (f"{label[FROM]}: {made.JANE}\n{label[DATE]}: {made.MOMENT}\n{label[TO]}: {made.TOM}\n{other}"
                      f"{label[CC]}: {made.CAROL}; {made.DAVE}\n{label[SUBJECT]}: {made.TITLE}")
            assert find(f"{header}\n\n{made.TEXT}", "Fwd: x") == replace(made.WHOLE, comment=""), wording


def test_a_label_means_one_field_in_all_languages() -> None:
    fields: dict[str, set[str]] = {}
    for _, field, wordings in LABELS:
        for wording in wordings.split("; "):
            fields.setdefault(wording.casefold(), set()).add(field)
    assert {wording for wording, its in fields.items() if len(its) > 1} == set()


@pytest.mark.parametrize("row", PREFIXES, ids=lambda row: row[0])
def test_each_prefix_of_a_subject_tells_forwards_from_replies(row: tuple[str, str, str]) -> None:
    language, of_forwards, of_replies = row
    text = made.outlook_mac(language)
    for prefix in of_forwards.split("; "):
        assert find(text, f"{prefix}: {made.TITLE}") == made.WHOLE, prefix
        assert find(text, f"[EXTERNAL] {prefix.upper()} : {made.TITLE}") is not None, prefix
    for prefix in of_replies.split("; "):
        assert find(text, f"{prefix}: {made.TITLE}") is None, prefix
        assert find(text, f"{prefix}[2]: {made.TITLE}") is None, prefix


@pytest.mark.parametrize("row", WROTE, ids=lambda row: row[0])
def test_a_line_that_says_who_wrote_is_a_forward_only_with_a_forwards_subject(row: tuple[str, str, str]) -> None:
    line = row[2]
    text = f"{made.COMMENT}\n\n\ufeff{line}\n\n    " + made.TEXT.replace("\n", "\n    ")
    found = find(text, f"FW: {made.TITLE}")
    assert found == Forwarded(Address("Jane Roe", "jane@acme.example"), (), (), made.TITLE, "2021-10-28T12:46:00",
                              made.TEXT, made.COMMENT)
    assert find(text, f"Re: {made.TITLE}") is None
    assert find(text, made.TITLE) is None
