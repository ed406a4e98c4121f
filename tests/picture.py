"""README's picture of the demo's result, made by running the demo: `make picture`."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from mailbridge.cli.demo import play
from mailbridge.demo import stage

PICTURE = Path(__file__).parents[1] / "deploy" / "pictures" / "demo.svg"
PAPER = TerminalTheme(
    (255, 255, 255), (36, 41, 47),
    [(36, 41, 47), (207, 34, 46), (26, 127, 55), (154, 103, 0), (9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)],
    [(140, 149, 159), (164, 14, 38), (26, 127, 55), (99, 60, 1), (33, 139, 255), (164, 117, 249), (49, 146, 170), (140, 149, 159)],
)


def main() -> None:
    console = Console(record=True, width=124, force_terminal=True, file=io.StringIO(), color_system="truecolor")
    with tempfile.TemporaryDirectory() as folder, stage.set_up(Path(folder), smtp_port=0, sandbox_port=0) as running:
        if not play(running, console, progress=False):
            raise SystemExit("the demo did not go right; no picture")
    picture = console.export_svg(title="make demo", theme=PAPER)
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.S)       # no font from elsewhere: any monospace will do
    PICTURE.write_text(picture.replace("Fira Code, ", "ui-monospace, Menlo, Consolas, "), "utf-8")


if __name__ == "__main__":
    main()
