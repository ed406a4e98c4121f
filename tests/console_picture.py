"""README's picture of the console, made from the demo: `python tests/console_picture.py`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from mailbridge.demo import stage
from mailbridge.demo.samples import SAMPLES

PICTURE = Path(__file__).parents[1] / "deploy" / "pictures" / "console.png"
SHOWN = "04-forward-outlook-german"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, \
            stage.set_up(Path(folder), smtp_port=0, sandbox_port=0, console_port=0) as running:
        items = {sample.name: running.send(sample) for sample in SAMPLES}
        for item in items.values():
            stage.until_settled(running, item)
        console = running.service.console
        assert console is not None
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1200, "height": 880}, color_scheme="light")
            page.goto(f"{console.url}/sign-in")
            page.fill("[name=user]", stage.USER)
            page.fill("[name=password]", running.password)
            page.click("button.primary")
            page.goto(f"{console.url}/items/{items[SHOWN]}")
            page.screenshot(path=str(PICTURE))
            browser.close()


if __name__ == "__main__":
    main()
