"""Whole mails of tests/mails/forwards, from bytes to the original: HTML of the common clients, attached mails, traps."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbridge import reading
from mailbridge.mail import Address

MAILS = Path(__file__).parents[2] / "mails" / "forwards"
FORWARDS = {
    "apple_html_es": ("Jane Roe", "Veinte sillas", "Hola:\n\nnecesitamos veinte sillas.", "Llámala, por favor."),
    "attached_two": ("Jane Roe", "Twenty chairs", "Dear Tom,\n\nwe need twenty chairs.", "Both are new."),
    "gmail_html_de": ("Jane Roe", "Zwanzig Stühle", "Guten Tag,\n\nwir brauchen zwanzig Stühle.", "Bitte anrufen.\n\nTom"),
    "gmx_text_de": ("Jane Roe", "Zwanzig Stühle", "Guten Tag,\n\nwir brauchen zwanzig Stühle.",
                    "Bitte anrufen."),
    "nested_gmail_in_outlook_en": ("Jane Roe", "Fwd: Twenty chairs", None, "For you."),
    "outlook_table_html_en": ("Jane Roe", "Twenty chairs", "Dear Tom,\n\nwe need twenty chairs.", "Call her."),
    "outlook_web_html_fr": ("Jane Roe", "Vingt chaises", "Bonjour,\n\nil nous faut vingt chaises.", "À rappeler."),
    "outlook_word_html_nl": ("Roe, Jane", "Twintig stoelen", "Beste Tom,\nwij zoeken twintig stoelen.", "Graag bellen."),
    "thunderbird_html_pl": ("Jane Roe", "Dwadzieścia krzeseł", "Dzień dobry,\npotrzebujemy dwudziestu krzeseł.",
                            "Proszę zadzwonić."),
    "yahoo_html_it": ("Jane Roe", "Venti sedie", "Buongiorno, ci servono venti sedie.", "Chiamala tu."),
}


@pytest.mark.parametrize("path", sorted(MAILS.glob("*.eml")), ids=lambda path: path.stem)
def test_the_original_is_read_from_the_whole_mail(path: Path) -> None:
    found = reading.read(path.read_bytes()).forwarded
    if path.stem not in FORWARDS:
        assert found is None
        return
    name, subject, text, comment = FORWARDS[path.stem]
    assert found is not None
    assert found.sender == Address(name, "jane.roe@acme.example")
    assert found.to[0].email == "tom@team.example"
    assert (found.date or "").startswith("2021-11-03T15:51")
    assert found.subject == subject
    assert found.comment == comment
    assert text is None or found.text == text
