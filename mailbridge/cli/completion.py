"""The command that prints what makes a shell complete ours."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

PROGRAM = "mailbridge"
VARIABLE = "_MAILBRIDGE_COMPLETE"       # click's own reading of the program's name


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands and options with the Tab key.

    \b
    mailbridge completion bash > /etc/bash_completion.d/mailbridge
    mailbridge completion zsh > "${fpath[1]}/_mailbridge"
    mailbridge completion fish > ~/.config/fish/completions/mailbridge.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    told = kind(ctx.find_root().command, {}, PROGRAM, VARIABLE)
    # Not `source`: for bash that starts the bash of this machine, and complains if it is old or is not there.
    click.echo(told.source_template % told.source_vars())
