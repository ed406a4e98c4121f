"""The rules as they stand, and the place to try others."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from spool.kit import lead, plan_of, snapshot

from mailbridge import reading, rules
from mailbridge.attachments import logos
from mailbridge.console import rulepages
from mailbridge.plan import ItemState, RuleTrace
from mailbridge.spool import Decided
from mailbridge.spool import logos as memory

from .kit import RULES, Browser, Site, raw_mail

MAIL = "From: Jane Doe <jane@acme.example>\nTo: crm@bridge.example.com\nSubject: Offer\n\nPlease call me.\n"


def tried(browser: Browser, **fields: str) -> str:
    given = {"try": "1", "file": "10.yaml", "rules": RULES, "mail": MAIL, "item": "", "person": "unknown", **fields}
    return browser.submit("/rules/try", page="/rules/try", **given).text


def test_the_files_stand_there_with_hits_and_tests(site: Site, ann: Browser) -> None:
    site.keep(raw_mail())
    (claimed,) = site.spool.claim("worker", 1)
    plan = replace(plan_of(lead()), rules=(RuleTrace("Enquiries", "10.yaml", 8, True, ()),))
    site.spool.keep_plan(claimed, Decided(plan, "Offer", ("mb0",)))
    page = ann.see("/rules").text
    assert '<td class="n">1<span class="phone soft"> mail</span></td>' in page
    assert "1 test passes" in page
    assert '<li id="line-1-8"><code>  - name: Enquiries</code></li>' in page


def test_a_test_that_fails_is_told(site: Site) -> None:
    text = RULES.replace("expect: {skip: a newsletter}", "expect: {state: review}")
    broken = replace(site.parts.decider(), rulebook=rules.load_text(text, str(site.parts.settings.rules / "10.yaml")))
    (file,) = rulepages.files_in_force(site.parts, broken)
    assert "expected review, got skipped" in file.rules[0].tests[0].differences[0]


def test_a_pasted_mail_shows_the_trace_and_what_would_be_written(site: Site, ann: Browser) -> None:
    page = tried(ann)
    assert "did not match:</span> <b>Newsletters</b>" in page
    assert "matched:</span> <b>Enquiries</b>" in page
    assert '<span class="kind">lead</span>' in page
    assert "<dt>email</dt><dd class=\"pre\">jane@acme.example</dd>" in page


def test_rules_are_edited_in_place_and_nothing_is_saved(site: Site, ann: Browser) -> None:
    site.settle(ItemState.DONE)
    before, file = snapshot(site.spool), (site.parts.settings.rules / "10.yaml").read_text()
    page = tried(ann, rules=RULES.replace("starts: Offer", "starts: Something else"))
    assert "no rule takes this mail" in page
    assert "starts: Something else" in page         # the edited text stays in the form
    assert snapshot(site.spool) == before
    assert (site.parts.settings.rules / "10.yaml").read_text() == file


def test_an_item_is_tried_with_the_envelope_it_came_in(site: Site, ann: Browser) -> None:
    item = site.keep(raw_mail("News of today"))
    assert "a newsletter" in tried(ann, mail="", item=f"#{item}")


def test_an_item_is_tried_as_it_would_be_written(site: Site, ann: Browser) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Jane Doe <jane@acme.example>", "crm@bridge.example.com", "Offer"
    mail.set_content("Please call me.")
    for name, size in (("logo.png", 9_000), ("plan.png", 90_000)):
        mail.add_attachment(b"\x89PNG" + b"x" * size, maintype="image", subtype="png", filename=name)
    first, second = site.keep(raw_mail()), site.keep(mail.as_bytes())
    memory.remember(site.spool, first, ("acme.example",), logos.candidates(reading.read(mail.as_bytes()))[:1])
    site.spool.change(lambda connection: None)      # and what was to be kept before
    page = tried(ann, mail="", item=str(second), rules=RULES.replace("lead:", "message:").replace(
        'name: "{{ contact.record_name }}", email: "{{ contact.email }}", moreinfo:', 'title: "{{ subject }}", body:'))
    assert "plan.png" in page and "logo.png" not in page
    assert f"https://bridge.example.com/items/{second}" in page


def test_every_mistake_in_the_rules_has_its_place(site: Site, ann: Browser) -> None:
    page = tried(ann, rules="rules:\n  - name: x\n    when: {subjct: a}\n    skip: y\n    unless: z\n")
    assert "2 mistakes" in page
    assert "10.yaml:3:" in page and "10.yaml:5:" in page


def test_the_other_files_stay_in_force(site: Site, ann: Browser) -> None:
    Path(site.parts.settings.rules / "00-first.yaml").write_text("rules: [{name: First, when: {}, skip: the first}]\n")
    assert "the first" in tried(ann)


def test_heap_being_away_is_told_and_nobody_is_not_assumed(site: Site, ann: Browser) -> None:
    text = RULES.replace("when: {subject: {starts: Offer}}", "when: {person: unknown}")
    assert "Heap could not be asked" in tried(ann, rules=text, person="ask")
    assert "matched:</span> <b>Enquiries</b>" in tried(ann, rules=text, person="unknown")


def test_no_mail_is_asked_for(site: Site, ann: Browser) -> None:
    assert "Paste a mail" in tried(ann, mail=" ", item="999")


def test_opening_another_file_shows_its_text(site: Site, ann: Browser) -> None:
    Path(site.parts.settings.rules / "20-more.yaml").write_text("rules: []\n# a remark\n")
    page = ann.submit("/rules/try", page="/rules/try", open="1", file="20-more.yaml", rules="edited").text
    assert "# a remark" in page


def test_a_list_that_reads_a_file_elsewhere_is_refused_here(site: Site, ann: Browser, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hunter2\n")
    for place in (str(tmp_path / "password"), "../password", "..\\password"):
        page = tried(ann, rules=f"lists:\n  x: {{file: '{place}'}}\n" + RULES)
        assert "hunter2" not in page
        assert "Would be written" not in page
