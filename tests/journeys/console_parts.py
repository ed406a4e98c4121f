"""A running service with its console, and Chromium in front of it that notices everything it must not see."""

from __future__ import annotations

import re
import smtplib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from journey_parts import MAILBRIDGE, RECIPIENT, RULES, Bridge, Process, Sandbox, until
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PASSWORD = "correct horse battery"
_WATCH = """
addEventListener("securitypolicyviolation", event => console.error("policy: " + event.violatedDirective + " " + event.blockedURI));
"""


@dataclass
class Running:
    """The service, the sandbox, and the address of the console."""

    bridge: Bridge
    sandbox: Sandbox
    url: str
    browser: Browser

    def send(self, raw: bytes, sender: str = "jane@acme.example") -> int:
        """One mail over SMTP, byte for byte; the item's number."""
        with smtplib.SMTP("127.0.0.1", self.bridge.port(), timeout=30) as smtp:
            smtp.ehlo("client.example")
            smtp.mail(sender)
            smtp.rcpt(RECIPIENT)
            code, reply = smtp.data(raw)
        assert code == 250, reply
        return int(reply.rsplit(b" ", 1)[-1])

    def settled(self) -> None:
        """Until no mail is under way."""
        until(lambda: not {"waiting", "claimed"} & set(self.bridge.states()), "every mail has come to its end")

    def fault(self, **form: str) -> None:
        """Arm or clear a fault of the sandbox."""
        page = self.sandbox.url.rpartition("/")[0]
        requests.post(f"{page}/faults", data=form, timeout=10).raise_for_status()

    @contextmanager
    def page(self, user: str = "ann", **options: object) -> Iterator[Page]:
        """A tab that is signed in. Fails for dialogs, errors, policy violations, and requests to anywhere else."""
        context: BrowserContext = self.browser.new_context(**options)      # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        page, seen = context.new_page(), []
        context.add_init_script(_WATCH)
        page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("console", lambda message: seen.append(f"console: {message.text}"))
        page.on("popup", lambda popup: seen.append(f"popup: {popup.url}"))
        context.on("request", lambda asked: seen.append(f"request: {asked.url}")
                   if not asked.url.startswith(self.url) else None)
        sign_in(page, self.url, user)
        yield page
        assert seen == []
        context.close()


def sign_in(page: Page, url: str, user: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("[name=user]", user)
    page.fill("[name=password]", password)
    page.click("button.primary")


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Sandbox, service with console, browser: all as an operator has them."""
    sandbox = Process(["sandbox", "--port", "0", "--data", str(folder / "sandbox.db")], folder / "sandbox.log")
    with sandbox.up("login_password: "):
        told = dict(line.split(": ", 1) for line in sandbox.output().splitlines() if ": " in line)
        practice = Sandbox(sandbox, folder / "sandbox.db", told["url"], told["login_email"], told["login_password"])
        service = Process(["--config", str(settings_file(folder, practice)), "run"], folder / "run.log",
                          {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": practice.login_password})
        with service.up(), sync_playwright() as playwright:
            address = re.search(r"^console: (\S+)$", service.output(), re.M)
            assert address, service.output()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield Running(Bridge(service, folder / "mailbridge.yaml", folder / "spool.db"), practice, address[1], browser)
            browser.close()
            assert service.terminate() == 0


def settings_file(folder: Path, heap: Sandbox) -> Path:
    """With a console that ann and rob may use."""
    hashed = subprocess.run([str(MAILBRIDGE), "password"], input=PASSWORD, capture_output=True, text=True, check=True,
                            timeout=30).stdout.strip()
    settings = folder / "mailbridge.yaml"
    settings.write_text(f"""
heap: {{url: "{heap.url}", login_email: {heap.login_email}, creates_per_second: 500, settle_seconds: 1, second_look_seconds: 0.5,
        cache_seconds: 0}}
team: {{domains: [example.com]}}
smtp: {{listen: "127.0.0.1:0", recipients: [{RECIPIENT}]}}
work: {{first_wait_seconds: 0.5, longest_wait_seconds: 2}}
console:
  listen: "127.0.0.1:0"
  users:
    ann: {{password_hash: "{hashed}", role: admin}}
    rob: {{password_hash: "{hashed}", role: reader}}
spool: sqlite:///spool.db
rules: {RULES}
""")
    return settings
