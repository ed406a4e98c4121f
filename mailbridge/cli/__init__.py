"""The commands. Each file of this folder holds one group; `session` is what they share.

Exit codes: 0 fine, 1 something found wrong, 2 wrong usage, 75 try later. No traceback for what a person did.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from mailbridge import __version__
from mailbridge.cli.lazy import Lazily
from mailbridge.cli.session import Session
from mailbridge.errors import MailbridgeError

_COMMANDS = {
    "demo": "mailbridge.cli.demo:demo",
    "init": "mailbridge.cli.init:init",
    "run": "mailbridge.cli.run:run",
    "check": "mailbridge.cli.check:check",
    "inspect": "mailbridge.cli.inspect:inspect",
    "explain": "mailbridge.cli.explain:explain",
    "accept": "mailbridge.cli.accept:accept",
    "import": "mailbridge.cli.backlog:import_",
    "rules": "mailbridge.cli.rulefiles:rules",
    "items": "mailbridge.cli.items:items",
    "verify": "mailbridge.cli.verify:verify",
    "backup": "mailbridge.cli.backup:backup",
    "restored": "mailbridge.cli.backup:restored",
    "login": "mailbridge.cli.login:login",
    "password": "mailbridge.cli.password:password",
    "completion": "mailbridge.cli.completion:completion",
    "heap": "mailbridge.heap.command:heap",
    "sandbox": "mailbridge.sandbox.command:sandbox",
}
"""Command -> where it is: a pipe from a mail server starts us per mail."""


class _Main(Lazily):
    """Says errors in one sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MailbridgeError as error:
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:         # `mailbridge items list | head`
            _forget_output()
            sys.exit(0)


def _forget_output() -> None:
    """What is still to be written goes nowhere: Python would try once more at its end, and exit with 120."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())


@click.group(cls=_Main, places=_COMMANDS,
             context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", "-c", metavar="FILE", envvar="MAILBRIDGE_CONFIG",
              help="Settings file. Default: ./mailbridge.yaml, else /etc/mailbridge/mailbridge.yaml.")
@click.version_option(__version__, prog_name="mailbridge")
@click.pass_context
def main(ctx: click.Context, config: str | None) -> None:
    """Brings e-mail into Heap: a mail goes in, the right record is there, once.

    Try it without any set-up: mailbridge demo
    """
    ctx.obj = Session(config)
