"""Web-form mails -> their fields, in any of the common languages.

`form_lines` says what the mail looks like, `form_answers` what is asked and answered; here the answers are checked and
become a form, or nothing. A false form becomes a false lead: a mail counts only when it answers at least two of a
visitor's questions, one of them who they are or what they want, and the answers look like answers.
"""

from __future__ import annotations

import re2

from mailbridge.mail import Form
from mailbridge.reading.forms import form_answers, form_json, form_lines, form_rarities, form_screen, form_words
from mailbridge.reading.forms.form_answers import Answer
from mailbridge.reading.forms.form_screen import Asked
from mailbridge.reading.forms.form_splits import ADDRESS
from mailbridge.reading.forms.form_words import Role
from mailbridge.reading.patterns import form_labels, form_surroundings

_MAX_NAME = 100
_MAX_COMPANY = 200
_FAMILY_FIRST = ("hu", "ja", "zh", "ko", "vi")
_UNSPACED = ("zh", "ko")
_TECHNICAL = frozenset(                 # labels of mail headers and of delivery reports
    ("received", "return path", "message id", "mime version", "content type", "dkim signature", "reporting mta")
)
_HINTS = re2.compile("|".join(map(re2.escape, form_surroundings.HINTS)))
_HINT_LETTERS = 1_500                   # of the beginning and of the end


def find(text: str, html: str, asked: Asked | None = None) -> Form | None:
    """The form's fields, None when the mail is no form. `text` is the readable text, `html` its markup or "".

    `asked` are the questions of text and markup, if they have been looked for already.
    """
    asked = asked or form_screen.questions(text, html)
    if not may_be(asked):
        return None
    either = asked.text | asked.markup
    is_hinted = _is_hinted(text)
    if not form_screen.may_be_form(either, is_hinted=is_hinted):
        return None
    drawn = form_lines.of_markup(html) if form_screen.may_be_form(asked.markup, is_hinted=True) else []
    written = form_json.of_json(text) or form_lines.of_text(text)
    versions = [form_answers.own(lines) for lines in (drawn, written) if lines]
    found = []
    for lines in versions:
        answers, outside = form_answers.gather(lines)
        found.append(_certain(answers, is_hinted and outside < 6))
    if not any(found):
        found = [_certain(read(lines), is_hinted) for lines in versions
                 for read in (form_rarities.flattened, form_rarities.introduced)]
    return max((form for form in found if form), key=_score, default=None)


def may_be(asked: Asked) -> bool:
    """Whether a mail with such questions, or one inside it, may be a form at all: most are none."""
    return form_screen.may_be_form(asked.text | asked.markup, is_hinted=True)


def _certain(answers: list[Answer], is_hinted: bool) -> Form | None:
    form = _form(answers)
    return form if _is_certain(form, answers, is_hinted) else None


def _form(answers: list[Answer]) -> Form:
    sender = next((a.value for a in answers if a.asked is Role.SENDER), "")
    fields = [(a.label, a.value) for a in answers if a.label]
    return Form(
        name=_name(answers) or _sender_name(sender),
        email=_email(answers, sender),
        phone=next((a.value for a in answers if a.asked is Role.PHONE and _is_phone(a.value)), ""),
        company=next((a.value for a in answers if a.asked is Role.COMPANY and _is_company(a.value)), ""),
        message=_message(answers),
        fields=tuple(fields),
    )


def _score(form: Form) -> int:
    """How many of the named fields were understood. The markup comes first and wins a draw."""
    return sum(map(bool, (form.name, form.email, form.phone, form.company, form.message)))


def _is_certain(form: Form, answers: list[Answer], is_hinted: bool) -> bool:
    """At least two of a visitor's answers. A signature has phone and address too, so those alone need a hint."""
    if any(form_words.normal(a.label) in _TECHNICAL for a in answers):
        return False
    has_message = any(a.asked is Role.MESSAGE and a.value for a in answers)
    if not form.email and any(a.asked is Role.EMAIL and a.value for a in answers):
        return False                    # "email: string", as in a description of fields
    if any(a.asked is Role.EMAIL and ADDRESS.search(a.value) for a in answers):
        return has_message or _is_named(answers) or (is_hinted and len(answers) >= (3 if form.name else 5))
    if any(a.asked is Role.SENDER for a in answers):    # as in the header of any mail: only with a body's label
        return has_message or (is_hinted and bool(form.message))
    if form.name and form.message:
        return has_message or is_hinted
    return bool(form.phone) and bool(form.name or has_message) and (is_hinted or len(answers) >= 3)


def _is_named(answers: list[Answer]) -> bool:
    """Asked for the name: "Name", not "Your contact: Jane Doe", which senders write above their own address."""
    named = (a for a in answers if a.asked in (Role.NAME, Role.FIRST, Role.LAST) and _is_name(a.value))
    return any(not form_words.normal(a.label).startswith(form_surroundings.CONTACTS) for a in named)


def _is_hinted(text: str) -> bool:
    ends = (text[:_HINT_LETTERS] + "\n" + text[-_HINT_LETTERS:]).lower()
    return _HINTS.search(ends.encode("utf-8", "replace")) is not None


def _name(answers: list[Answer]) -> str:
    """The whole name; first and last name are joined in the order of their language.

    "Name" means the family name beside a first name (German, French), the given name beside a family name (Spanish).
    """
    whole, first, last = (_first_named(answers, role) for role in (Role.NAME, Role.FIRST, Role.LAST))
    if whole and last and not first and last.value not in whole.value:
        first, whole = whole, None
    elif whole and first and not last and first.value not in whole.value:
        last, whole = whole, None
    if whole:
        return whole.value
    if first and last:
        language = _family_first(first.label, last.label)
        given, family = first.value, last.value
        joint = "" if language in _UNSPACED else " "
        return f"{family}{joint}{given}" if language else f"{given} {family}"
    found = first or last
    return found.value if found else ""


def _first_named(answers: list[Answer], role: Role) -> Answer | None:
    return next((a for a in answers if a.asked is role and _is_name(a.value)), None)


def _family_first(first: str, last: str) -> str:
    """The language of the labels, when its family names stand in front; "" otherwise."""
    first, last = first.lower(), last.lower()
    for language in _FAMILY_FIRST:
        if last in form_labels.LAST_NAME[language].split(", ") and (
            first in f"{form_labels.FIRST_NAME[language]}, {form_labels.NAME[language]}".split(", ")
        ):
            return language
    return ""


def _sender_name(sender: str) -> str:
    """Jane Doe of "Jane Doe <jane@acme.test>" and of "Jane Doe jane@acme.test"."""
    name = ADDRESS.sub("", sender, count=1).replace("mailto:", "").strip("<>()[]\"', \n")
    return name if _is_name(name) else ""


def _email(answers: list[Answer], sender: str) -> str:
    """The address under an e-mail label, of the sender line, else one that is the whole of another answer."""
    for answer in answers:
        found = ADDRESS.search(answer.value) if answer.asked is Role.EMAIL else None
        if found:
            return found[0]
    found = ADDRESS.search(sender)
    if found:
        return found[0]
    whole = (ADDRESS.fullmatch(a.value.strip("<> ")) for a in answers if not a.is_message)
    return next((match[0] for match in whole if match), "")


def _message(answers: list[Answer]) -> str:
    for wanted in (Role.MESSAGE, Role.REMARK):
        found = next((a.value for a in answers if a.asked is wanted and a.value), "")
        if found:
            return found
    return ""


def _is_name(value: str) -> bool:
    return (
        0 < len(value) <= _MAX_NAME and "\n" not in value and "@" not in value and "://" not in value
        and any(map(str.isalpha, value))
    )


def _is_phone(value: str) -> bool:
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    return 6 <= digits <= 20 and letters <= 15 and len(value) <= 60 and "@" not in value


def _is_company(value: str) -> bool:
    return 0 < len(value) <= _MAX_COMPANY and "@" not in value and any(map(str.isalnum, value))
