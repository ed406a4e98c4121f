"""`mailbridge sandbox`: a Heap to practise on, on this machine, until it is interrupted."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Any

import click

from mailbridge.sandbox import DEFAULT_LOGIN, FAULTS, DataFileError, FaultSpecError, Login, Sandbox


class _LoginType(click.ParamType[Login]):
    name = "EMAIL:PASSWORD:NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Login:
        if isinstance(value, Login):
            return value
        email, _, rest = str(value).partition(":")
        password, _, name = rest.rpartition(":")        # a password may hold a colon
        if "@" not in email or not password or not name.strip():
            self.fail(f"{value!r} is not EMAIL:PASSWORD:NAME, such as ben@example.com:secret:Ben Smith", param, ctx)
        return Login(email, password, name.strip())


def _list_faults(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        width = max(map(len, FAULTS)) + 2
        click.echo("\n".join(f"{fault.name:{width}}{fault.says}" for fault in FAULTS.values()))
        ctx.exit()


@click.command()
@click.option("--port", default=8400, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--data", default=Path("sandbox.db"), show_default=True, type=click.Path(dir_okay=False, path_type=Path),
              help="SQLite file that keeps the records.")
@click.option("--fault", "faults", multiple=True, metavar="SPEC",
              help="What shall go wrong: lost-reply, lost-reply:3 (times), lost-reply:10%, slow=5:create. Repeatable.")
@click.option("--login", "logins", multiple=True, type=_LoginType(),
              help="Who may sign in; NAME is what records show as their creator. Repeatable.")
@click.option("--sample-data", is_flag=True, help="Start with the sample records of the vendor's page.")
@click.option("--search-moreinfo/--no-search-moreinfo", default=True, show_default=True,
              help="Whether a search also looks into moreinfo.")
@click.option("--newer-fields", is_flag=True, help="Accept category and notes, as the vendor's later page does.")
@click.option("--list-faults", is_flag=True, is_eager=True, expose_value=False, callback=_list_faults,
              help="Show every fault and end.")
def sandbox(port: int, host: str, data: Path, faults: tuple[str, ...], logins: tuple[Login, ...], sample_data: bool,
            search_moreinfo: bool, newer_fields: bool) -> None:
    """A Heap to practise on: the API, a web page, records in a file, faults on request.

    Prints its address and login, a line each, and runs until Ctrl-C.

    \b
    mailbridge sandbox --port 8400 --data heap.db
    """
    logins = logins or (DEFAULT_LOGIN,)
    try:
        running = Sandbox(data, host=host, port=port, logins=logins, faults=faults, seed_samples=sample_data,
                          search_moreinfo=search_moreinfo, newer_fields=newer_fields)
        running.start()
    except FaultSpecError as error:
        raise click.UsageError(str(error)) from error
    except DataFileError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"cannot listen on {host} port {port}: {reason}; choose another with --port"
                                   ) from error
    _run_until_stopped(running, logins[0])


def _run_until_stopped(running: Sandbox, login: Login) -> None:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    # click.echo flushes each line: whoever reads our pipe can start at once.
    click.echo(f"url: {running.url}")
    click.echo(f"page: {running.page_url}")
    click.echo(f"login_email: {login.email}")
    click.echo(f"login_password: {login.password}")
    stopped.wait()
    running.stop()
