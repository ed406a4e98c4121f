"""The command that shows the main job: nothing to configure, everything real but Heap itself."""

from __future__ import annotations

import logging
import socket
import sys
import tempfile
import threading
from pathlib import Path

import click
from rich.console import Console

from mailbridge.demo import stage, view
from mailbridge.demo.samples import SAMPLES
from mailbridge.stopping import on_signals


@click.command()
@click.option("--once", is_flag=True, help="End when all mails have; exit 0 if each came to what it must.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path),
              help="Keep spool and sandbox in this folder instead of a temporary one.")
@click.option("--smtp-port", default=2525, show_default=True, help="Port of the SMTP door; a free one if it is taken.")
@click.option("--port", default=8400, show_default=True, help="Port of the sandbox; a free one if it is taken.")
@click.option("--console-port", default=8080, show_default=True, help="Port of the console; likewise.")
def demo(once: bool, data: Path | None, smtp_port: int, port: int, console_port: int) -> None:
    """Show the main job: a sandbox Heap, the bridge in front of it, and a dozen mails sent to it over SMTP.

    Stays up until Ctrl-C, so that you can send mails of your own and look at the sandbox's page.

    \b
    mailbridge demo --once
    """
    logging.disable(logging.INFO)
    console = Console()
    with tempfile.TemporaryDirectory(prefix="mailbridge-demo-") as temporary:
        folder = data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        with stage.set_up(folder, smtp_port=_free(smtp_port), sandbox_port=_free(port),
                          console_port=None if once else _free(console_port)) as running:
            right = play(running, console)
            if not once:
                _addresses(running, console)
                _wait(console)
    sys.exit(0 if right else 1)


def play(running: stage.Stage, console: Console, *, progress: bool = True) -> bool:
    """Send every sample, watch it to its end, show what stands in Heap. True if all is as it must be."""
    sent = []
    with view.Progress(SAMPLES, console if progress else Console(quiet=True)) as shown:
        for sample in SAMPLES:
            item = running.send(sample)
            sent.append((sample, item))
            shown.arrived(sample, item)
        stories = []
        for sample, item in sent:
            story = stage.until_settled(running, item)
            stories.append((sample, story))
            shown.ended(sample, story)
    ended = [view.Ended(sample, story, tuple((w.write.kind, running.read_back(w)) for w in story.writes))
             for sample, story in stories]
    console.print()
    view.result(ended, console)
    for end in ended:
        for difference in end.differences:
            console.print(f"wrong: {end.sample.name}: {difference}", style="bold red", markup=False, highlight=False)
    return not any(end.differences for end in ended)


def _addresses(running: stage.Stage, console: Console) -> None:
    pages = running.service.console
    for name, value in (
        ("send mail to", f"{stage.RECIPIENT} at 127.0.0.1 port {running.smtp_port} (SMTP)"),
        ("see Heap at", running.sandbox.page_url),
        ("ask Heap at", running.sandbox.url),
        *((("see mails at", f"{pages.url}  as user {stage.USER}, password {running.password}"),) if pages else ()),
    ):
        console.print(f"{name:<13} {value}", markup=False, highlight=False, soft_wrap=True)


def _wait(console: Console) -> None:
    console.print("Ctrl-C ends it.", style="bright_black")
    stopping = threading.Event()
    on_signals(stopping)
    stopping.wait()


def _free(port: int) -> int:
    """The port itself, or 0 (any free one) when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port
