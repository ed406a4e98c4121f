"""The console in a real browser: what an operator does there, and what a hostile mail cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from console_parts import Running, running
from journey_parts import until
from playwright.sync_api import expect

PAGES = ("/", "/items", "/items/1", "/items/2", "/review", "/failed", "/rules", "/rules/try?item=1", "/people?q=jane",
         "/settings")


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("console")) as started:
        started.send(mail("Offer for the harbour", "What do 40 licences cost?"))
        started.send(mail("Fwd: interesting!", "Look at this.\n\n---------- Forwarded message ----------\n\nNobody knows."),
                     "ben@example.com")
        started.settled()
        yield started


def mail(subject: str, text: str, *, sender: str = "", more: str = "") -> bytes:
    who = sender or ("Ben <ben@example.com>" if subject.startswith("Fwd") else "Jane Doe <jane@acme.example>")
    return (f"From: {who}\r\nTo: crm@bridge.example.com\r\nSubject: {subject}\r\n"
            f"Date: Mon, 02 Mar 2026 08:59:00 +0000\r\nMIME-Version: 1.0\r\n{more}\r\n").encode() \
        + text.replace("\n", "\r\n").encode() + b"\r\n"


def test_an_operator_finds_a_mail_and_sees_what_became_of_it(console: Running) -> None:
    with console.page() as page:
        expect(page.get_by_role("heading", name="Troubles now")).to_be_visible()
        page.get_by_role("link", name="Items").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Items")
        page.keyboard.press("/")
        page.keyboard.type("HARBOUR")
        page.keyboard.press("Enter")
        expect(page.locator("[data-row]")).to_have_count(1)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Offer for the harbour")
        for words in ("Jane Doe", "Success", "What do 40 licences cost?", "accepted", "settled"):
            expect(page.locator("main")).to_contain_text(words)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        assert download.value.suggested_filename == "item-1.eml"
        assert b"What do 40 licences cost?" in Path(download.value.path()).read_bytes()


def test_an_operator_settles_what_is_in_review_with_the_keyboard(console: Running) -> None:
    item = console.send(mail("Fwd: for the keyboard", "Look.\n\n---------- Forwarded message ----------\n\nNobody."),
                        "ben@example.com")
    console.settled()
    with console.page() as page:
        page.goto(f"{console.url}/review")
        rows = page.locator("[data-row]")
        while page.evaluate("document.activeElement.textContent") != "Fwd: for the keyboard":
            page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator(f"input[name=item][value='{item}']")).to_be_checked()
        before = rows.count()
        page.get_by_placeholder("Reason").fill("spoke to them")
        page.get_by_role("button", name="Ignore", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("1 item ignored.")
        expect(rows).to_have_count(before - 1)
        page.goto(f"{console.url}/items/{item}")
        expect(page.locator(".timeline")).to_contain_text("by ann")
        expect(page.locator(".timeline")).to_contain_text("spoke to them")


def test_a_mail_is_written_once_somebody_says_whom_it_is_about(console: Running) -> None:
    item = console.send(mail("Fwd: whose is it?", "Look.\n\n---------- Forwarded message ----------\n\nNobody."),
                        "ben@example.com")
    console.settled()
    with console.page() as page:
        page.goto(f"{console.url}/review")
        page.locator(f"input[name=item][value='{item}']").check()
        page.get_by_label("Contact's address").fill("jane@acme.example")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("with that contact")
        console.settled()
        page.goto(f"{console.url}/items/{item}")
        expect(page.locator("main .state").first).to_have_text("done")
        expect(page.locator("main")).to_contain_text("a person chose jane@acme.example as the contact")
    assert "Jane Doe" in console.sandbox.curl("get=message", "search=whose is it")


def test_what_heap_refused_is_tried_again_and_arrives(console: Running) -> None:
    console.fault(fault="error-text:create")
    item = console.send(mail("Refused at first", "Please call.", sender="Eve New <eve@new.example>"), "eve@new.example")
    console.settled()
    console.fault(clear="1")
    with console.page() as page:
        page.goto(f"{console.url}/failed")
        expect(page.locator("[data-row]")).to_have_count(1)
        page.get_by_role("button", name="Try all again").click()
        expect(page.get_by_role("status")).to_contain_text("1 item put back")
        console.settled()
        page.goto(f"{console.url}/items/{item}")
        expect(page.locator("main .state").first).to_have_text("done")
    assert console.sandbox.curl("get=people", "search=eve@new.example").count("<name>") == 1


def test_a_refused_record_is_changed_by_hand_and_then_written(console: Running) -> None:
    console.fault(fault="error-text:create")
    text = "Please call about the harbour [category:VIP]."
    item = console.send(mail("To be changed", text, sender="Max New <max@unheard-of.example>"), "max@unheard-of.example")
    console.settled()
    console.fault(clear="1")
    with console.page(viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{console.url}/items/{item}")
        page.get_by_role("link", name="Change", exact=True).click()
        lead = page.get_by_role("region", name="2 lead planned")
        lead.get_by_text("More fields").click()
        lead.get_by_label("probability").fill("25")
        page.get_by_role("region", name="1 person refused").get_by_label("name").fill("Max Mustermann")
        page.get_by_role("button", name="Save and write").click()
        expect(page.get_by_role("alert")).to_contain_text("One thing is wrong")
        expect(page.locator("[aria-invalid]")).to_have_value("25")
        assert Axe().run(page).violations_count == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("[aria-invalid]").fill("0.25")
        words = lead.get_by_label("moreinfo")
        words.fill("[category:Harbour] " + words.input_value())
        page.get_by_label("reason").fill("spelt wrongly")
        page.get_by_role("button", name="Save and write").click()
        expect(page.get_by_role("status")).to_have_text("1 item changed and put back to be written.")
        console.settled()
        page.goto(f"{console.url}/items/{item}")
        expect(page.locator("main .state").first).to_have_text("done")
        expect(page.locator(".timeline")).to_contain_text('name "Max New" -> "Max Mustermann"')
    assert "Max Mustermann" in console.sandbox.curl("get=people", "search=max@unheard-of.example")
    lead_then = console.sandbox.curl("get=lead", "search=max@unheard-of.example")
    assert "[category:Harbour]" in lead_then, "what the admin typed acts"
    assert "(category:VIP)" in lead_then, "what the stranger wrote does not"


def test_a_contact_is_created_from_the_review_with_the_keyboard_and_once(console: Running) -> None:
    raw = mail("Fwd: our talk", "As promised.", sender="Ben <ben@example.com>").replace(
        b"To: crm@bridge.example.com", b"To: Ida New <ida@new.example>")
    items = [console.send(raw.replace(b"our talk", words), "ben@example.com") for words in (b"our talk", b"our other talk")]
    console.settled()
    with console.page() as page:
        page.goto(f"{console.url}/review")
        while page.evaluate("document.activeElement.textContent") != "Fwd: our talk":
            page.keyboard.press("j")
        page.keyboard.press("c")
        assert page.evaluate("document.activeElement.value") == "Ida New"
        page.keyboard.type("Ida Newman - Harbour Ltd")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("the contact is created first")
        page.goto(f"{console.url}/items/{items[1]}")
        if page.get_by_role("button", name="Create and write").is_visible():    # else the late match was faster
            page.get_by_role("button", name="Create and write").click()
        console.settled()
        for item in items:
            page.goto(f"{console.url}/items/{item}")
            expect(page.locator("main .state").first).to_have_text("done")
    assert console.sandbox.curl("get=people", "search=ida@new.example").count("<person>") == 1
    assert console.sandbox.count("message", "title like '%our talk%' or title like '%our other talk%'") == 2


def test_one_of_two_records_with_the_same_address_is_chosen(console: Running) -> None:
    for name in ("Zoe Zahn - Acme", "Zoe Zahn - Old Employer"):
        console.sandbox.curl("create=person", f"name={name}", "email=zoe@acme.example")
    item = console.send(mail("Which Zoe", "It is me.", sender="Zoe <zoe@acme.example>"), "zoe@acme.example")
    console.settled()
    with console.page() as page:
        page.goto(f"{console.url}/review")
        page.locator("[data-row]", has_text="Which Zoe").get_by_role("button", name="It is about this one").first.click()
        console.settled()
        page.goto(f"{console.url}/items/{item}")
        expect(page.locator("main .state").first).to_have_text("done")
    assert "Person: Zoe Zahn - Acme" in console.sandbox.curl("get=message", "search=Which Zoe")


def test_what_was_never_found_is_sent_once_more_by_somebody_who_looked(console: Running) -> None:
    console.fault(fault="drop:create")
    item = console.send(mail("Never found", "Please call.", sender="Nia New <nia@new.example>"), "nia@new.example")
    console.settled()
    console.fault(clear="1")
    with console.page() as page:
        page.goto(f"{console.url}/items/{item}")
        expect(page.get_by_role("heading", name="It may stand in Heap")).to_be_visible()
        page.get_by_role("button", name="Send it once more").click()
        expect(page.get_by_role("status")).to_contain_text("Look in Heap first")
        page.get_by_label("I looked, and it is not there").check()
        page.get_by_role("button", name="Send it once more").click()
        console.settled()
        page.goto(f"{console.url}/items/{item}")
        expect(page.locator("main .state").first).to_have_text("done")
    assert console.sandbox.curl("get=people", "search=nia@new.example").count("<person>") == 1


def test_rules_are_tried_on_a_mail_and_nothing_is_written(console: Running) -> None:
    people = console.sandbox.count("person")
    with console.page() as page:
        page.goto(f"{console.url}/rules")
        page.get_by_role("link", name="Website enquiry becomes a lead").click()
        expect(page.locator("li:target")).to_be_visible()
        page.get_by_role("link", name="Try rules").click()
        page.get_by_label("or a mail").fill("From: New <new@person.example>\nTo: crm@bridge.example.com\nSubject: Hello\n\nHi.")
        page.get_by_label("Its text").fill("rules:\n  - name: All\n    when: {person: unknown}\n    create: [person: {from: contact}]\n")
        page.get_by_role("button", name="Try", exact=True).click()
        expect(page.get_by_role("heading", name="Would be written")).to_be_visible()
        expect(page.locator(".write")).to_contain_text("new@person.example")
        page.get_by_label("Its text").fill("rules:\n  - name: All\n    whan: {}\n")
        page.get_by_role("button", name="Try", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("did you mean")
    assert console.sandbox.count("person") == people


def test_people_are_found_in_heap(console: Running) -> None:
    with console.page("rob") as page:
        page.get_by_role("link", name="People").click()
        page.get_by_role("searchbox").fill("jane@acme.example")
        page.get_by_role("button", name="Ask Heap").click()
        expect(page.locator(".record").first).to_contain_text("Jane Doe")


def test_a_reader_is_shown_no_way_to_act(console: Running) -> None:
    with console.page("rob") as page:
        for path in ("/items/1", "/review", "/failed", "/rules"):
            page.goto(console.url + path)
            names = page.get_by_role("button").all_inner_texts()
            assert [name for name in names if name.strip()] == ["Sign out"], path


def test_signing_out_leaves_nothing_to_go_back_to(console: Running) -> None:
    with console.page() as page:
        page.goto(f"{console.url}/items/1")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_label("Password")).to_be_visible()  # a page still on its way has nothing to go back from
        page.go_back()
        expect(page.get_by_label("Password")).to_be_visible()


def test_every_act_works_without_scripts(console: Running) -> None:
    item = console.send(mail("Fwd: without scripts", "Look.\n\n---------- Forwarded message ----------\n\nNobody."),
                        "ben@example.com")
    console.settled()
    with console.page(java_script_enabled=False) as page:
        page.goto(f"{console.url}/review")
        page.locator(f"input[name=item][value='{item}']").check()
        page.get_by_role("button", name="Settled by hand").click()
        expect(page.get_by_role("status")).to_have_text("1 item settled as done.")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_every_page_is_accessible_and_fits(console: Running, width: int, scheme: str) -> None:
    with console.page(viewport={"width": width, "height": 844}, color_scheme=scheme) as page:
        for path in PAGES:
            page.goto(console.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.locator("h1").count() == 1, path


def test_what_came_of_trying_rules_is_before_the_eyes(console: Running) -> None:
    with console.page(viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{console.url}/rules/try?item=1")
        page.get_by_role("button", name="Try", exact=True).click()
        expect(page.locator("#result h2")).to_be_in_viewport()
        page.get_by_label("Its text").fill("rules: 7")
        page.get_by_role("button", name="Try", exact=True).click()
        expect(page.get_by_role("alert")).to_be_in_viewport()


def test_long_names_make_no_page_too_wide(console: Running) -> None:
    item = console.send(mail("L" + "o" * 300 + "ng", "x" * 500, sender=f"{'N' * 80} <{'x' * 60}@{'y' * 60}.example>"))
    console.settled()
    with console.page(viewport={"width": 390, "height": 844}) as page:
        for path in ("/", "/items", f"/items/{item}"):
            page.goto(console.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_sign_in_page_is_accessible(console: Running) -> None:
    page = console.browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{console.url}/sign-in")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


BAD = "<script>alert('x')</script><img src=https://evil.example/a.gif onerror=alert(1)>\"'><svg/onload=alert(2)>{{7*7}}"
HTML = f"""<html><head><title>x</title><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">
<link rel="stylesheet" href="https://evil.example/x.css"><style>@import url("https://evil.example/y.css"); body {{ background: url(https://evil.example/z.gif) }}
p::before {{ content: "injected" }}</style></head><body onload="alert(3)" background="https://evil.example/b.gif">
<p>The readable words.</p>{BAD}</svg><svg><script>alert(4)</script><animate onbegin=alert(5) attributeName=x dur=1s></svg>
<a href="javascript:alert(6)">click me</a><a href="https://evil.example/" target="_top">or me</a>
<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;background:#fff url(https://evil.example/c.gif)">cover</div>
<div style="display:none">hidden words</div><form action="https://evil.example/"><input name="password" autofocus onfocus=alert(7)></form>
<iframe src="https://evil.example/" srcdoc="<script>parent.alert(8)</script>"></iframe><object data="https://evil.example/o"></object>
<video src="https://evil.example/v" autoplay poster="https://evil.example/p" onerror=alert(9)></video><details open ontoggle=alert(10)>d</details>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(11)&gt;"></table></math></body></html>"""


def hostile(number: int, html: bool) -> bytes:
    encoded = BAD.encode("utf-8").hex(" ").upper().replace(" ", "=")
    subject = f"=?utf-8?Q?=3Cb=3E{number}={encoded}?="
    head = (f"From: \"{BAD.replace(chr(34), '')}\" <eve@evil.example>\r\nTo: {BAD} <crm@bridge.example.com>\r\n"
            f"Subject: {subject}\r\nX-{'<svg>' * 3}: {BAD}\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n")
    kind, body = ("text/html", HTML) if html else ("text/plain", BAD + "\r\njavascript:alert(1)\r\n" + HTML)
    file = ("--b\r\nContent-Type: image/svg+xml\r\nContent-Disposition: attachment; filename=\"<img src=x onerror=alert(12)>.svg\""
            "\r\n\r\n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(13)'><script>alert(14)</script></svg>\r\n")
    return f"{head}--b\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{body}\r\n{file}--b--\r\n".encode()


def test_nothing_of_a_hostile_mail_runs_loads_or_leads_away(console: Running) -> None:
    """`Running.page` fails for every dialog, error, policy violation, pop-up, and request to another place."""
    for name in (BAD, f"Zoe {BAD}"):            # several in Heap with the address: candidates in review
        console.sandbox.curl("create=person", f"name={name}", "email=eve@evil.example")
    items = [console.send(hostile(number, html), "eve@evil.example") for number, html in enumerate((True, False))]
    console.settled()
    with console.page() as page:
        for path in ("/", "/items", "/items?q=%3Cscript%3Ealert(1)%3C/script%3E", "/review", "/failed", "/rules",
                     "/people?q=eve@evil.example", *(f"/items/{item}" for item in items)):
            page.goto(console.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert page.url == console.url + path
            assert page.locator("main script, main img:not([src^='/static/']), main [onerror]").count() == 0
        for item in items:
            page.goto(f"{console.url}/rules/try?item={item}")
            page.get_by_role("button", name="Try", exact=True).click()
            expect(page.locator("#result")).to_be_visible()
        page.goto(f"{console.url}/items/{items[0]}")
        page.get_by_text("As HTML, cleaned").click()
        frame = page.frame_locator("iframe")
        expect(frame.locator("main")).to_contain_text("The readable words.")
        expect(frame.locator("main")).not_to_contain_text("hidden words")
        frame.get_by_text("click me").click()
        frame.get_by_text("or me").click()
        assert frame.locator("script, img, svg, form, iframe, object, video, [style], [href^='http']").count() == 0
        page.goto(f"{console.url}/items/{items[0]}/html")       # outside the frame its own policy holds
        expect(page.locator("main")).to_contain_text("The readable words.")
        with page.expect_download() as download:
            page.goto(f"{console.url}/items/{items[0]}")
            page.locator(".files a").first.click()
        assert download.value.suggested_filename.endswith(".svg")


def test_a_service_without_the_section_has_no_console(console: Running) -> None:
    assert console.bridge.process.output().count("console: ") == 1
    until(console.bridge.process.runs, "the service still runs")
