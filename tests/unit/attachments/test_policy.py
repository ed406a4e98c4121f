"""Which attachments records name, which are left out, and which stop their mail (row B8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from mailbridge import bridge, reading
from mailbridge.attachments import Act, Judged, Policy, Sort
from mailbridge.decider import Decider
from mailbridge.mail import Attachment, Envelope
from mailbridge.plan import Person, PersonState, Plan, Verdict
from mailbridge.rules import load_text
from mailbridge.settings import load
from mailbridge.team import Team

RULES = """
rules:
  - name: all
    when: {}
    create: [{message: {title: "{{ subject }}", body: "{{ reply }} / {{ attachments }} / {{ left_out }}"}}]
"""


def file(name: str, content_type: str = "application/octet-stream", size: int = 10, **more: bool) -> Attachment:
    return Attachment(name, content_type, size, "0" * 64, more.get("inline", False), more.get("is_program", False))


def decided(*files: tuple[str, bytes], policy: Policy | None = None, assigned: str = "") -> Plan:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Jane <jane@acme.example>", "Order"
    mail.set_content("We order.")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    decider = Decider(Team(), load_text(RULES), ZoneInfo("UTC"), attachments=policy or Policy())
    return decider.decide(reading.read(mail.as_bytes()), Envelope("smtp"), datetime.now(UTC),
                          lambda about: Person(PersonState.UNKNOWN), assigned=assigned)


@pytest.mark.parametrize(("attachment", "sort"), [
    (file("setup.exe"), Sort.PROGRAM), (file("run.VBS"), Sort.PROGRAM), (file("x.exe . "), Sort.PROGRAM),
    (file("x.exe::$DATA"), Sort.PROGRAM), (file("disk.iso"), Sort.PROGRAM), (file("link.lnk"), Sort.PROGRAM),
    (file("tool", "application/x-msdownload"), Sort.PROGRAM), (file("tool", is_program=True), Sort.PROGRAM),
    (file("invoice.pdf.exe"), Sort.DISGUISED), (file("photo.jpg .scr"), Sort.DISGUISED),
    (file("invoice\u202efdp.exe"), Sort.PROGRAM), (file("C:\\a.pdf\\b.exe"), Sort.PROGRAM),
    (file("invoice.pdf", is_program=True), Sort.DISGUISED), (file("logo.png", "image/png", inline=True, is_program=True),
                                                             Sort.DISGUISED),
])
def test_programs_are_left_out_by_default_whatever_they_are_called(attachment: Attachment, sort: Sort) -> None:
    judged = Policy().judge([attachment])
    assert [left.sort for left in judged.left_out] == [sort]
    assert judged.act is Act.STRIP


@pytest.mark.parametrize("name", [
    "offer.pdf", "offer 1.2.pdf", "price.list.2026.xlsx", "macros.xlsm", "files.zip", "photo.jpg", "mail.eml", "exe", "",
    "Dr. Doe.docx", "v2.0 final.docx",
])
def test_what_people_send_each_other_is_kept_by_default(name: str) -> None:
    assert [one.filename for one in Policy().judge([file(name)]).kept] == [name]


def test_macros_archives_size_and_number_are_what_the_settings_say() -> None:
    policy = Policy(macros=Act.PARK, archives=Act.STRIP, max_bytes=100, large=Act.STRIP, most=1, surplus=Act.STRIP)
    judged = policy.judge([
        file("a.xlsm"), file("b.bin2", "application/vnd.ms-excel.sheet.macroEnabled.12"), file("c.zip"),
        file("d.pdf", size=101), file("e.pdf"), file("shown.png", "image/png", size=500, inline=True), file("f.pdf")])
    assert [str(left) for left in judged.left_out] == [
        "a.xlsm (document with macros)", "b.bin2 (document with macros)", "c.zip (archive)", "d.pdf (too large)",
        "f.pdf (one too many)"]
    assert (judged.act, judged.why) == (Act.PARK, "a.xlsm (document with macros)")
    assert [one.filename for one in judged.kept] == ["e.pdf", "shown.png"]


def test_own_names_and_types_go_before_all_else() -> None:
    policy = Policy(macros=Act.REFUSE, names=(("price-*.xlsm", Act.KEEP), ("*.pdf", Act.STRIP)),
                    types=(("video/*", Act.STRIP),))
    judged = policy.judge([file("Price-2026.XLSM"), file("x.PDF"), file("film.mp4", "Video/MP4")])
    assert [one.filename for one in judged.kept] == ["Price-2026.XLSM"]
    assert [str(left) for left in judged.left_out] == ["x.PDF (not wanted)", "film.mp4 (not wanted)"]


def test_a_record_names_what_is_kept_and_says_what_is_left_out() -> None:
    (message,) = decided(("order.pdf", b"%PDF"), ("../invoice.pdf.exe", b"x")).writes
    body = message.field("body")
    assert "\nAttachments: order.pdf (4 B)\n" in body
    assert "\nLeft out: invoice.pdf.exe (program under a false name)\n" in body
    assert body.endswith("We order. / order.pdf / invoice.pdf.exe (program under a false name)")


def test_what_is_left_out_is_told_with_the_plan() -> None:
    plan = decided(("setup.exe", b"x"))
    assert plan.evidence[-1] == "attachments left out: setup.exe (program)"


def test_attachments_are_judged_once_whatever_the_rules_write(monkeypatch: pytest.MonkeyPatch) -> None:
    judged, judge = [], Policy.judge

    def counted(policy: Policy, files: Iterable[Attachment]) -> Judged:
        judged.append(judge(policy, files))
        return judged[-1]

    monkeypatch.setattr(Policy, "judge", counted)
    decided(("order.pdf", b"%PDF"), ("setup.exe", b"x"))
    assert len(judged) == 1


def test_a_mail_of_very_many_files_is_judged_as_quickly() -> None:
    started = process_time()
    assert len(Policy().judge(file(f"{number}.pdf") for number in range(20_000)).kept) == 20_000
    assert process_time() - started < 2


def test_park_and_refuse_stop_the_mail_with_the_reason() -> None:
    parked = decided(("setup.exe", b"x"), policy=Policy(programs=Act.PARK))
    assert (parked.verdict, parked.reason, parked.writes) == (
        Verdict.REVIEW, "an attachment that the settings park: setup.exe (program)", ())
    refused = decided(("setup.exe", b"x"), ("a.pdf.exe", b"x"), policy=Policy(programs=Act.PARK, disguised=Act.REFUSE))
    assert (refused.verdict, refused.reason) == (
        Verdict.SKIP, "an attachment that the settings refuse: a.pdf.exe (program under a false name)")


def test_a_person_who_saw_to_a_parked_mail_lets_it_through() -> None:
    plan = decided(("setup.exe", b"x"), policy=Policy(programs=Act.PARK), assigned="jane@acme.example")
    assert plan.verdict is Verdict.WRITE
    assert "Left out: setup.exe (program)" in plan.writes[0].field("body")


def test_the_policy_is_that_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    settings = tmp_path / "mailbridge.yaml"
    settings.write_text('attachments: {archives: park, max_bytes: 5, names: {"*.ISO": refuse}}\nrules: rules.yaml\n')
    policy = bridge.decider(load(settings).settings).attachments
    assert policy.judge([file("a.zip")]).act is Act.PARK
    assert policy.judge([file("x.iso")]).act is Act.REFUSE
    assert [left.sort for left in policy.judge([file("a.pdf")]).left_out] == [Sort.LARGE]
