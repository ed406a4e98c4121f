"""Commands: backup, restored."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from mailbridge.cli.session import Session


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--keep", default=0, type=click.IntRange(0), metavar="N",
              help="In a folder: delete older copies beyond the newest N. 0 keeps all.")
@click.pass_obj
def backup(session: Session, path: Path, keep: int) -> None:
    """Copy the spool, as it stands at this moment, into a new file PATH. The service may run meanwhile.

    If PATH is a folder, the copy is named by the time: mailbridge-20261125T190000Z.db. It is checked, private, and
    whole once it has its name. To restore it: stop the service, put the copy in the spool's place, `mailbridge verify`,
    start. For a spool in PostgreSQL use pg_dump.

    \b
    mailbridge backup /backup/mailbridge.db
    """
    from mailbridge.spool import backup as copying  # late: the database's library is nothing that other commands need

    with closing(session.open_spool()) as spool:
        file, copied = copying.backup_to(spool, path, keep)
    click.echo(f"{file}: {copied.mails} kept, {copied.unsettled} of them not settled, {copied.bytes / 1e6:.1f} MB")


@click.command("restored")
@click.pass_obj
def restored(session: Session) -> None:
    """Say that this spool was restored from an older copy. Once, before the service starts.

    What may have been written to Heap since the copy was made is then looked up before anything is written. A copy
    made by `mailbridge backup` says so itself; this is for pg_restore, snapshots and files copied by hand.

    \b
    mailbridge restored
    """
    from mailbridge.spool import engines
    from mailbridge.spool import restored as restoring

    with closing(session.open_spool()) as spool:
        _held = engines.lock_for_service(session.settings.spool)    # a running service would not hear of it
        planned = restoring.declare(spool)
    click.echo(f"{planned} planned records, and the mails of the next {restoring.LOOKED_FOR.days} days, are looked up "
               "in Heap before anything is written")
