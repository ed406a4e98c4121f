"""The commands. Each file of this folder holds one group; `session` is what they share.

Exit codes: 0 fine, 1 something found wrong, 2 wrong usage, 75 try later. No traceback for what a person did.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from mailbridge import __version__
from mailbridge.cli import demo, items, mails, rulefiles, service
from mailbridge.cli.session import Session
from mailbridge.errors import MailbridgeError
from mailbridge.heap.command import heap
from mailbridge.sandbox.command import sandbox


class _Main(click.Group):
    """A group that says errors in one sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MailbridgeError as error:
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:         # `mailbridge items list | head`
            sys.stderr.close()
            sys.exit(0)


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", "-c", metavar="FILE", envvar="MAILBRIDGE_CONFIG",
              help="Settings file. Default: ./mailbridge.yaml, else /etc/mailbridge/mailbridge.yaml.")
@click.version_option(__version__, prog_name="mailbridge")
@click.pass_context
def main(ctx: click.Context, config: str | None) -> None:
    """Brings e-mail into Heap: a mail goes in, the right record stands in the CRM, once.

    Try it without any set-up: mailbridge demo
    """
    ctx.obj = Session(config)


for command in (demo.demo, service.run, service.check, mails.inspect, mails.explain, mails.accept, mails.import_,
                rulefiles.rules, items.items, heap, sandbox):
    main.add_command(command)
