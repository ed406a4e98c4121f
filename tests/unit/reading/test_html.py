"""HTML comes out as the text a person would paste."""

from __future__ import annotations

import pytest

from mailbridge.reading.text import html, html_elements


@pytest.mark.parametrize(("markup", "expected"), [
    ("<style>p{}</style><script>x</script><!-- c --><!--[if mso]>m<![endif]-->Hello", "Hello"),
    ("<div>one</div><div>two</div>", "one\ntwo"),
    ("<p>one</p><p>two</p>", "one\n\ntwo"),
    ("<p class=MsoNormal>one</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>two</p>", "one\n\ntwo"),
    ('<p style="margin:0">one</p><p style="margin:0">two</p>', "one\ntwo"),
    ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
    ("a <b>bold</b>   word &amp; more", "a bold word & more"),
    ('<div style="display:none">hidden</div>shown', "shown"),
    ('<div style="color:red; max-height: 0px">hidden</div>shown', "shown"),
    ('<div style="max-height:0.5em">shown</div>', "shown"),
    ("<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>", "- a\n- b\n  1. c\n  2. d"),
    ("<ol start=3><li>a</li></ol>", "3. a"),
    ('see <a href="https://x.example/a">our site</a>', "see our site <https://x.example/a>"),
    ('<a href="https://www.x.example/">x.example</a>', "x.example"),
    ('<a href="mailto:a@x.example?subject=y">Ann</a>', "Ann <a@x.example>"),
    ('Ann &lt;<a href="mailto:a@x.example">a@x.example</a>&gt;', "Ann <a@x.example>"),
    ('<a href="javascript:alert(1)">x</a><a href="#top">y</a>', "xy"),
    ('<a href="https://x.example/a">one</a> <a href="https://x.example/a">two</a>', "one <https://x.example/a> two"),
    ("<table><tr><td>Name:</td><td>Ann</td></tr><tr><th>City</th><td>Ulm</td></tr></table>", "Name: Ann\nCity: Ulm"),
    ("<table><tr><td>a</td><td>b</td><td>c</td></tr></table>", "a | b | c"),
    ("<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a\n\nb"),
    ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n> b\n>> c\n\nd"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ('<img src=x alt="Offer"><img src=y width=1 height=1 alt="t">', "Offer"),
    ("<hr>", html_elements.RULE),
    ("<html><head><title>t</title></head></html>", ""),
    ("", ""),
])
def test_markup_becomes_text(markup: str, expected: str) -> None:
    assert html.to_text(markup) == expected


def test_outlooks_header_of_a_quoted_mail_stays_one_field_a_line() -> None:
    markup = (
        "<p class=MsoNormal>FYI</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal>"
        "<b>From:</b> Ann &lt;a@x.example&gt;<br><b>Sent:</b> Monday<br><b>Subject:</b> Offer</p></div><p>Hi</p>"
    )
    assert html.to_text(markup) == "FYI\n\nFrom: Ann <a@x.example>\nSent: Monday\nSubject: Offer\n\nHi"


def test_gmails_quote_is_quoted() -> None:
    markup = (
        '<div>Yes</div><div class="gmail_quote"><div class="gmail_attr">On Monday Ann wrote:<br></div>'
        '<blockquote class="gmail_quote"><div>Can you?</div></blockquote></div>'
    )
    assert html.to_text(markup) == "Yes\nOn Monday Ann wrote:\n> Can you?"


def test_tracking_pixels_and_hidden_passages_are_counted() -> None:
    page = html.render('<img width="1" height="1"><span style="display:none">x</span>y')
    assert (page.text, page.pixels, page.hidden) == ("y", 1, 1)
