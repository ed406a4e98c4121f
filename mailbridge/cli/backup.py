"""Commands: backup, restored."""

from __future__ import annotations

from pathlib import Path

import click

from mailbridge.cli.session import Session


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(session: Session, file: Path) -> None:
    """Copy the spool into a new FILE, as it stands at this moment. The service may run meanwhile.

    The copy is checked, private, and whole once it has its name. To restore it: stop the service, put the copy in the
    spool's place, `mailbridge verify`, start. For a spool in PostgreSQL use pg_dump.
    """
    from mailbridge.spool import backup as copying  # late: the database's library is nothing that other commands need

    spool = session.open_spool()
    try:
        copied = copying.backup(spool, file)
    finally:
        spool.close()
    click.echo(f"{file}: {copied.mails} mails, {copied.unsettled} of them not settled, {copied.bytes / 1e6:.1f} MB")


@click.command("restored")
@click.pass_obj
def restored(session: Session) -> None:
    """Say that this spool was restored from an older copy. Once, before the service starts.

    What may have been written to Heap since the copy was made is then looked up before anything is written. A copy
    made by `mailbridge backup` says so itself; this is for pg_restore, snapshots and files copied by hand.
    """
    from mailbridge.spool import restored as restoring

    spool = session.open_spool()
    try:
        planned = restoring.declare(spool)
    finally:
        spool.close()
    click.echo(f"{planned} planned records, and the mails of the next {restoring.LOOKED_FOR.days} days, are looked up "
               "in Heap before anything is written")
