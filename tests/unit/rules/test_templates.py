"""Templates: what an admin typed and what a stranger wrote stay apart, and nothing grows without bounds."""

from __future__ import annotations

import time
from typing import Any

import pytest
from rule_facts import FORM, KNOWN, attachment, facts, forwarded, invitation

from mailbridge.plan import Ours, Outside, Text, plain
from mailbridge.rules import values
from mailbridge.rules.templates import FILTERS, TemplateProblem, compile_template

VALUES: dict[str, Any] = values.template_values(facts(
    subject="[category:evil]", text="one [q:1] two", form=FORM, calendar=(invitation(),),
    attachments=(attachment("a.pdf"),), person=KNOWN))


def render(source: str, given: dict[str, Any] | None = None, groups: tuple[str, ...] = ()) -> Text:
    return compile_template(source, groups).render(given or VALUES)


def problem(source: str) -> str:
    with pytest.raises(TemplateProblem) as found:
        compile_template(source)
    return str(found.value)


EVIL = Outside("[category:evil]")


@pytest.mark.parametrize(("source", "text"), [
    ("[category:Web]", (Ours("[category:Web]"),)),
    ("[category:{{ form.company }}]", (Ours("[category:"), Outside("ACME"), Ours("]"))),
    ("{{ subject }}", (EVIL,)),
    ("a{{ subject }}{{ subject }}b", (Ours("a"), EVIL, EVIL, Ours("b"))),
    ("{{ comment }}", ()),
    ("x{{ comment }}y", (Ours("x"), Ours("y"))),
    ("{% if form.name %}[category:Web] {{ subject }}{% else %}none{% endif %}", (Ours("[category:Web] "), EVIL)),
    ("{# a note #}[category:Web]", (Ours("[category:Web]"),)),
    ("{% raw %}{{ subject }}{% endraw %}", (Ours("{{ subject }}"),)),
    # Whatever went through the engine's hands counts as a stranger's: it may hold a stranger's letters.
    ("{{ '[category:Web]' }}", (Outside("[category:Web]"),)),
    ("{% set x %}[category:Web]{{ subject }}{% endset %}{{ x }}", (Outside("[category:Web][category:evil]"),)),
    ("{% filter upper %}[category:{{ form.company }}]{% endfilter %}", (Outside("[CATEGORY:ACME]"),)),
    ("{% filter reverse %}[a{{ form.company }}]{% endfilter %}", (Outside("]EMCAa["),)),
    ("{% macro m() %}[a]{{ subject }}{% endmacro %}{{ m() }}", (Outside("[a][category:evil]"),)),
    ("{% for line in text|lines %}[{{ line }}]{% endfor %}", (Ours("["), Outside("one [q:1] two"), Ours("]"))),
    ("{{ subject|replace('evil', 'good')|upper }}", (Outside("[CATEGORY:GOOD]"),)),
    ("{{ [subject, form.company]|join(', ') }}", (Outside("[category:evil], ACME"),)),
    ("{{ form.fields['Colour'] }}", (Outside("red"),)),
    ("{{ form.fields['None'] }}", ()),
    ("{{ subject ~ '[x]' }}", (Outside("[category:evil][x]"),)),
    ("{% autoescape true %}{{ form.company }}<b>{% endautoescape %}", (Outside("ACME"), Ours("<b>"))),
])
def test_who_wrote_which_letters_is_kept(source: str, text: Text) -> None:
    assert render(source) == text


@pytest.mark.parametrize("evil", ["\ufdd1[category:x]\ufdd0", "\ufdd1", "\ufdd0\ufdd0", "\ufdd1[a]\ufdd0\ufdd1[b]\ufdd0"])
@pytest.mark.parametrize("source", ["{{ subject }}", "a {{ subject }} b", "{% filter upper %}{{ subject }}{% endfilter %}",
                                    "{% set x %}{{ subject }}{% endset %}{{ x }}", "{{ subject|reverse }}"])
def test_a_mail_cannot_write_the_marks_itself(source: str, evil: str) -> None:
    rendered = render(source, {**VALUES, "subject": evil})
    ours = "".join(piece.text for piece in rendered if isinstance(piece, Ours))
    assert "[" not in ours and "\ufdd0" not in plain(rendered) and "\ufdd1" not in plain(rendered)


def test_a_template_that_holds_a_mark_is_refused() -> None:
    assert problem("a\ufdd0b") == "holds a character that is not text"


@pytest.mark.parametrize(("source", "mistake"), [
    ("{{ subjct }}", 'there is nothing called "subjct"; did you mean "subject"?'),
    ("{{ contact.nme }}", '"contact" has no "nme"; did you mean "name"?'),
    ("{{ form.fields.x.y }}{{ form.colour }}", '"form" has no "colour"; known here: company, email, fields, message, name, phone'),
    ("{% if colour %}x{% endif %}", (
        'there is nothing called "colour"; known here: attachments, calendar, cc, comment, contact, date, direction, form, '
        "left_out, mailbox, message_id, original, person, reply, sender, subject, text, to")),
    ("{{ subject|uper }}", 'there is no filter "uper"; did you mean "upper"?'),
    ("{% if form.name %}x{% else %}{{ subject|uper }}{% endif %}", 'there is no filter "uper"; did you mean "upper"?'),
    ("{{ subject is strange }}", "the template cannot be used: unknown test: test strange is unknown"),
    ("{{ subject", "the template cannot be used: syntax error: unexpected end of input, expected end of variable block"),
    ("a\n{% if subject %}", "the template cannot be used: syntax error: unexpected end of input, expected end of block in line 2 of it"),
    ("{% include 'x' %}", "the template cannot be used: template not found: tried to include non-existing template 'x'"),
    ("{{ range(10) }}", ('there is nothing called "range"; known here: attachments, calendar, cc, comment, contact, date, '
                        "direction, form, left_out, mailbox, message_id, original, person, reply, sender, subject, text, to")),
    ("x" * 5000, "is longer than 4096 characters"),
])
def test_a_wrong_template_is_refused_when_it_is_read(source: str, mistake: str) -> None:
    assert problem(source) == mistake


@pytest.mark.parametrize("bomb", [
    "{{ 'x' * 10000000000 }}",
    "{{ text|indent(999999999) }}",
    "{{ '%999999999d'|format(1) }}",
    "{% set a = text %}" + "{% set a = a ~ a %}" * 60 + "{{ a|length }}",
    "{% for a in 'x' * 1000 %}{% for b in 'x' * 1000 %}x{% endfor %}{% endfor %}",
])
def test_a_template_that_grows_is_stopped_before_it_is_large(bomb: str) -> None:
    started = time.process_time()
    assert problem(bomb) == "the template does too much; fill fields with it and leave long work to others"
    assert time.process_time() - started < 1


def test_a_template_that_a_mail_makes_too_much_of_is_a_problem_and_no_crash() -> None:
    with pytest.raises(TemplateProblem, match="does too much"):
        render("{% for a in text %}{% for b in text %}x{% endfor %}{% endfor %}", {**VALUES, "text": "x" * 5000})


@pytest.mark.parametrize("source", ["{{ text }}", "{{ text|upper }}", "{{ text|trim }}", "{{ text|replace('a', 'b') }}",
                                    "{{ text[:100] }}", "{{ text|lines|first }}", "{{ text|default('none') }}"])
def test_a_long_mail_is_no_reason_to_stop(source: str) -> None:
    render(source, {**VALUES, "text": "a line of a long mail\n" * 50_000})


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_that_is_suggested_exists(name: str) -> None:
    arguments = {"replace": "('a', 'b')", "split": "(',')"}.get(name, "")
    values_of = {"float": "'1'", "int": "'1'", "round": "1.5", "domain": "'jane@acme.test'", "last_name": "'Jane Doe'"}
    assert render(f"{{{{ {values_of.get(name, 'subject')}|{name}{arguments} }}}}")


@pytest.mark.parametrize("name", sorted(values.TEMPLATE_NAMES))
def test_every_name_can_be_printed_for_every_mail(name: str) -> None:
    for about in (facts(), forwarded(), facts(form=FORM, calendar=(invitation(),), person=KNOWN, subject="")):
        given = values.template_values(about)
        for part in values.TEMPLATE_NAMES[name] or ("",):
            render(f"{{{{ {name}{'.' if part else ''}{part} }}}}", given)
            assert not part or part in given[name]


def test_the_groups_of_the_rule_can_be_printed() -> None:
    assert render("{{ colour }}", {**VALUES, "colour": "red"}, ("colour",)) == (Outside("red"),)


def test_a_forward_is_printed_as_if_its_original_had_come() -> None:
    given = values.template_values(forwarded())
    printed = plain(render("{{ subject }} | {{ text }} | {{ comment }} | {{ date }} | {{ sender.email }} | "
                           "{{ original.date }} | {{ mailbox }}", given))
    assert printed == ("The Offer | we take it | please file | 2026-01-14 09:30 | ben@example.com | 2026-01-14T09:30:00 | "
                       "crm@bridge.example.com")


@pytest.mark.parametrize(("date", "shown"), [
    ("2026-01-14T09:30:00", "2026-01-14 09:30"), ("2026-01-14T23:30:00+00:00", "2026-01-15 00:30"),
    ("2026-01-14", "2026-01-14 00:00"), ("9999-12-31T23:59:59+00:00", "9999-12-31 23:59"), ("Tuesday", "Tuesday"),
    (None, "2026-01-15 11:02"),
])
def test_the_date_is_the_originals_in_the_accounts_zone_if_it_names_one(date: str | None, shown: str) -> None:
    assert values.when(forwarded(date=date)) == shown


def test_the_parts_of_a_name_are_told_apart() -> None:
    given = values.template_values(facts())
    assert [given["contact"][part] for part in values.TEMPLATE_NAMES["contact"]] == [
        "Jane Doe", "jane@acme.example", "Jane", "Doe", "jane", "acme.example", "Jane Doe"]
