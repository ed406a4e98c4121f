"""Small forwards as the common clients write them, in every language of the tables. Names and words are made up."""

from __future__ import annotations

from collections.abc import Sequence

from mailbridge.mail import Address, Forwarded
from mailbridge.reading.forwards import forwards
from mailbridge.reading.patterns.forwards import ANNOUNCEMENTS, DASHED, FORWARD, PLAIN
from mailbridge.reading.patterns.forwards_labels import CC, DATE, FROM, LABELS, SUBJECT, TO

COMMENT = "Please call her back.\n\nTom"
TEXT = "Dear Tom,\n\nwe need twenty chairs: see below.\n- oak\n- ash\n\nJane"
JANE = Address("Jane Roe", "jane.roe@acme.example")
TOM = Address("", "tom@team.example")
CAROL, DAVE = Address("Carol Doe", "carol@acme.example"), Address("Dave", "dave@other.example")
MOMENT = "Wed, 3 Nov 2021 15:51:30 +0100"
TITLE = "Twenty chairs"
LANGUAGES = sorted({language for language, _, _ in LABELS})
WORDINGS = {(language, field): words.split("; ") for language, field, words in LABELS}
FIRST = {place: words[0] for place, words in WORDINGS.items()}


def names(language: str) -> dict[str, str]:
    """The usual labels of a language; English ones where it has none."""
    return {field: FIRST.get((language, field)) or FIRST["en", field] for field in (FROM, DATE, TO, CC, SUBJECT)}


def announced(language: str, shape: str) -> str:
    """The usual announcement of a forward in a language, "" if the tables have none."""
    return next((words[0] for its, _, kind, its_shape, words in ANNOUNCEMENTS
                 if (its, kind, its_shape) == (language, FORWARD, shape)), "")


def gmail(language: str) -> str:
    """Gmail translates the announcement here and there, and of the labels only the first."""
    words = announced(language, DASHED)
    return (f"{COMMENT}\n\n---------- {words} ---------\n{names(language)[FROM]}: {JANE}\nDate: {MOMENT}\n"
            f"Subject: {TITLE}\nTo: <{TOM}>\nCc: {CAROL}, {DAVE}\n\n\n{TEXT}\n")


def thunderbird(language: str) -> str:
    """Subject first, a tab behind each label."""
    label = names(language)
    return (f"{COMMENT}\n\n-------- {announced(language, DASHED)} --------\n{label[SUBJECT]}: \t{TITLE}\n"
            f"{label[DATE]}: \t{MOMENT}\n{label[FROM]}: \t{JANE}\n{label[TO]}: \t{TOM}\n{label[CC]}: \t{CAROL}, {DAVE}\n"
            f"\n\n\n{TEXT}\n")


def apple(language: str) -> str:
    """The whole original is quoted, announcement and header too."""
    label = names(language)
    inner = (f"{announced(language, PLAIN)}:\n\n{label[FROM]}: {JANE}\n{label[SUBJECT]}: {TITLE}\n{label[DATE]}: {MOMENT}\n"
             f"{label[TO]}: {TOM}\n{label[CC]}: {CAROL}, {DAVE}\n\n{TEXT}")
    return f"{COMMENT}\n\n" + "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))


def outlook_web(language: str) -> str:
    """A line of underscores, semicolons between people, addresses instead of missing names."""
    label = names(language)
    return (f"{COMMENT}\n\n________________________________\n{label[FROM]}: {JANE}\n{label[DATE]}: {MOMENT}\n"
            f"{label[TO]}: {TOM} <{TOM}>\n{label[CC]}: {CAROL}; {DAVE}\n{label[SUBJECT]}: {TITLE}\n\n{TEXT}\n")


def outlook_mac(language: str) -> str:
    """No line above, none between header and text; only the subject tells it from a reply."""
    label = names(language)
    return (f"{COMMENT}\n\n{label[FROM]}: {JANE}\n{label[DATE]}: {MOMENT}\n{label[TO]}: {TOM} <{TOM}>\n"
            f"{label[CC]}: {CAROL}, {DAVE}\n{label[SUBJECT]}: {TITLE}\n{TEXT}\n")


def outlook_french_colons(language: str) -> str:
    """As `outlook_mac` with no-break spaces before the colons and bold labels."""
    label = names(language)
    return (f"{COMMENT}\n\n*{label[FROM]}\u00a0:* {JANE}\n*{label[DATE]}\u00a0:* {MOMENT}\n*{label[TO]}\u00a0:* <{TOM}>\n"
            f"*{label[CC]}\u00a0:* {CAROL} ; {DAVE}\n*{label[SUBJECT]}\u00a0:* {TITLE}\n\n{TEXT}\n")


def outlook_rich(language: str) -> str:
    """HTML of Word as text: an empty line between each two fields, links behind addresses."""
    label = names(language)
    return (f"{COMMENT}\n\n{label[FROM]}: {JANE.name} [mailto:{JANE.email}]\n\n{label[DATE]}: {MOMENT}\n\n"
            f"{label[TO]}: {TOM}<mailto:{TOM}>\n\n{label[CC]}: {CAROL}; {DAVE}\n\n{label[SUBJECT]}: {TITLE}\n\n{TEXT}\n")


def yahoo(language: str) -> str:
    """All of the header on the announcement's line."""
    label = names(language)
    return (f"{COMMENT}\n   ----- {announced(language, DASHED)} ----- {label[FROM]}: {JANE}{label[TO]}: \"{TOM}\" <{TOM}>"
            f"{label[CC]}: {CAROL}; {DAVE}{label[DATE]}: {MOMENT}{label[SUBJECT]}: {TITLE}\n {TEXT}\n")


ANNOUNCING = (gmail, thunderbird, yahoo)
UNANNOUNCED = (outlook_web, outlook_mac, outlook_french_colons, outlook_rich)
ALL = (*ANNOUNCING, apple, *UNANNOUNCED)


def find(text: str, subject: str = TITLE, recipients: Sequence[Address] = ()) -> Forwarded | None:
    """`forwards.find` for a mail without HTML and attached mails."""
    return forwards.find(text, subject=subject, html="", attached=(), recipients=recipients)


WHOLE = Forwarded(JANE, (TOM,), (CAROL, DAVE), TITLE, "2021-11-03T15:51:30+01:00", TEXT, COMMENT)
