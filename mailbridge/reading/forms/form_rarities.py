"""Two rare ways to write a form, which ordinary mails resemble: tried only when nothing else was found."""

from __future__ import annotations

from mailbridge.reading.forms import form_words
from mailbridge.reading.forms.form_answers import Answer
from mailbridge.reading.forms.form_lines import Line
from mailbridge.reading.forms.form_splits import ADDRESS, COLONS
from mailbridge.reading.forms.form_words import Role


def flattened(lines: list[Line]) -> list[Answer]:
    """A table that some program made text of: "Name Jane Doe". Only when the mail address stands so too."""
    found: list[Answer] = []
    for line in lines:
        words = line.text.split()
        count = next((n for n in range(min(4, len(words) - 1), 0, -1) if _is_label(words[:n])), 0)
        if count:
            label = " ".join(words[:count])
            found.append(Answer(label, form_words.exact(label), [" ".join(words[count:])]))
        elif found and found[-1].is_message:
            found[-1].rows.append(line.text.strip())
    is_told = any(a.asked is Role.EMAIL and ADDRESS.fullmatch(a.value) for a in found)
    return found if is_told else []


def _is_label(words: list[str]) -> bool:
    return form_words.exact(" ".join(words)) is not None and not form_words.is_filler(words[-1])


def introduced(lines: list[Line]) -> list[Answer]:
    """Joomla's way: "This is an enquiry via https://… from:", the sender alone on a line, then the message."""
    texts = [line.text.strip() for line in lines]
    filled = [number for number, text in enumerate(texts) if text][:3]
    if len(filled) < 3 or not texts[filled[0]].endswith(COLONS) or "://" not in texts[filled[0]]:
        return []
    sender = texts[filled[1]]
    found = ADDRESS.search(sender)
    if not found or len(sender) > 200 or not sender.rstrip(">) ").endswith(found[0]):
        return []
    return [Answer("", Role.SENDER, [sender]), Answer("", Role.MESSAGE, texts[filled[1] + 1:])]
