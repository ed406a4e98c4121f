"""When the database will not: one sentence on what to do, nothing half kept, and work goes on afterwards."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from mailbridge.errors import AdminError, OperatorError
from mailbridge.plan import ItemState
from mailbridge.spool import Spool, SpoolTrouble, engines, lists, sqlite
from mailbridge.spool.engines import SpoolFull

from .kit import Clock, arrival, claim_one, open_spool, raw_mail


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)


@contextmanager
def another_program_writing(folder: Path) -> Iterator[None]:
    other = sqlite3.connect(folder / "spool.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def limit_pages(spool: Spool, more: int) -> None:
    """Lets the file grow by so many pages and no further, as a disk that fills up."""
    def limit(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + more}")

    spool._engine.dispose()
    sa.event.listen(spool._engine, "connect", limit)


def test_a_locked_spool_is_told_and_mail_is_taken_again_afterwards(spool: Spool, tmp_path: Path) -> None:
    with another_program_writing(tmp_path), pytest.raises(SpoolTrouble, match="locked by another program"):
        spool.accept(arrival())
    assert spool.accept(arrival()).new


def test_a_change_waits_for_another_process_and_looks_again_soon(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(tmp_path / "spool.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            other.execute("ROLLBACK")

    monkeypatch.setattr(sqlite.time, "sleep", wait)
    assert spool.accept(arrival()).new
    other.close()
    assert len(waits) == 3
    assert max(waits) < 0.02, "a change of another process takes some milliseconds"


def test_all_who_wait_for_a_locked_spool_are_told_together_and_not_one_after_another(
    spool: Spool, tmp_path: Path
) -> None:
    with another_program_writing(tmp_path):
        started = time.monotonic()
        waiting = [spool.accept_soon(arrival(raw_mail(f"mail {n}"))) for n in range(30)]
        for future in waiting:
            with pytest.raises(SpoolTrouble, match="locked"):
                future.result(10)
        assert time.monotonic() - started < 2, "thirty senders must not wait thirty times"


def test_looking_does_not_wait_for_who_writes(spool: Spool, tmp_path: Path) -> None:
    spool.accept(arrival())
    with another_program_writing(tmp_path):
        assert lists.counts(spool)[ItemState.WAITING] == 1
        assert lists.original(spool, lists.summaries(spool)[0].id) == raw_mail()


def test_a_full_disk_is_told_as_such_and_nothing_is_half_kept(spool: Spool) -> None:
    limit_pages(spool, 8)
    with pytest.raises(SpoolFull, match="free some disk space"):
        spool.accept(arrival(raw_mail(text="x" * 200_000)))
    assert lists.counts(spool)[ItemState.WAITING] == 0


def test_a_mail_that_finds_no_room_does_not_turn_away_smaller_ones(spool: Spool) -> None:
    limit_pages(spool, 30)
    large = spool.accept_soon(arrival(raw_mail("large", text="x" * 400_000)))
    small = [spool.accept_soon(arrival(raw_mail(f"small {n}"))) for n in range(3)]
    with pytest.raises(SpoolFull):
        large.result(10)
    assert all(future.result(10).new for future in small)


def test_a_disk_that_takes_no_more_bytes_is_told_as_full(tmp_path: Path) -> None:
    result = in_a_process(f"""
        import resource
        from spool.kit import Clock, arrival, open_spool, raw_mail
        from mailbridge.spool.engines import SpoolFull
        spool = open_spool(Path({str(tmp_path)!r}), Clock())
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        kept = 0
        try:
            for n in range(100):
                spool.accept(arrival(raw_mail(f"mail {{n}}", text="x" * 50_000)))
                kept += 1
        except SpoolFull:
            print("full after", kept)
    """)
    assert result.startswith("full after "), result
    assert 0 < int(result.split()[-1]) < 100
    reopened = open_spool(tmp_path, Clock())
    try:
        assert lists.counts(reopened)[ItemState.WAITING] == int(result.split()[-1])
    finally:
        reopened.close()


def test_a_damaged_file_is_told_at_the_start(tmp_path: Path, spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    spool.close()
    file = tmp_path / "spool.db"
    file.write_bytes(b"no database at all" + file.read_bytes()[18:])
    with pytest.raises(SpoolTrouble, match=r"damaged .*keep the file"):
        open_spool(tmp_path, clock)


def test_damage_met_while_looking_is_told_too(tmp_path: Path, spool: Spool, clock: Clock) -> None:
    spool.accept(arrival())
    item = claim_one(spool)
    spool.close()
    file = tmp_path / "spool.db"
    broken = bytearray(file.read_bytes())
    broken[4096:] = b"\xff" * (len(broken) - 4096)
    opened = open_spool_without_looking(tmp_path, clock, bytes(broken))
    try:
        for look in (lambda: opened.earlier_copy(item), lambda: lists.counts(opened), opened.secret):
            with pytest.raises(SpoolTrouble, match="damaged"):
                look()
    finally:
        opened.close()


def open_spool_without_looking(folder: Path, clock: Clock, content: bytes) -> Spool:
    opened = open_spool(folder, clock)
    opened._engine.dispose()
    (folder / "spool.db").write_bytes(content)
    return opened


def test_a_folder_that_the_system_will_not_show_is_told(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(AdminError, match=r"cannot be looked into: File name too long; name one that belongs to"):
        open_spool(tmp_path / ("x" * 300), clock)


def test_a_missing_folder_is_told_with_the_command_that_makes_it(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(AdminError, match=r"does not exist; create it: mkdir -p .*/nowhere"):
        open_spool(tmp_path / "nowhere", clock)


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/usr/bin/setpriv").exists(), reason="root may write everywhere")
def test_a_read_only_spool_is_told(tmp_path: Path, spool: Spool) -> None:
    spool.close()
    for made in tmp_path.iterdir():
        made.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        result = in_a_process(f"""
            from spool.kit import Clock, open_spool
            from mailbridge.spool import SpoolTrouble
            try:
                open_spool(Path({str(tmp_path)!r}), Clock())
            except SpoolTrouble as trouble:
                print(trouble)
        """, unprivileged=True)
    finally:
        tmp_path.chmod(0o755)
    assert "cannot be written" in result


def test_a_spool_of_a_newer_program_is_left_alone(spool: Spool, tmp_path: Path, clock: Clock) -> None:
    with sqlite3.connect(tmp_path / "spool.db") as other:
        other.execute("update meta set value = '99' where name = 'version'")
    other.close()
    with pytest.raises(AdminError, match="version 99"):
        open_spool(tmp_path, clock)


@pytest.mark.parametrize("address", ["spool.db", "mysql://db/spool", "sqlite://", "sqlite:///:memory:", "sqlite:///"])
def test_an_address_that_will_not_do_is_told(address: str) -> None:
    with pytest.raises(AdminError, match="spool"):
        Spool(address)


def test_a_second_service_on_the_same_spool_is_refused_and_told_which_runs(tmp_path: Path, spool: Spool) -> None:
    url = spool._engine.url.render_as_string()
    held = engines.lock_for_service(url)
    with pytest.raises(OperatorError, match=f"process {os.getpid()}"):
        engines.lock_for_service(url)
    del held
    engines.lock_for_service(url)


def test_a_killed_service_leaves_no_lock_behind(tmp_path: Path, spool: Spool) -> None:
    url = spool._engine.url.render_as_string()
    program = (f"from mailbridge.spool import engines\nkeep = engines.lock_for_service({url!r})\n"
               "print('locked', flush=True)\nimport time\ntime.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"locked\n"
        with pytest.raises(OperatorError, match=f"process {service.pid}"):
            engines.lock_for_service(url)
        service.send_signal(signal.SIGKILL)
    engines.lock_for_service(url)


def in_a_process(program: str, *, unprivileged: bool = False) -> str:
    """What a program prints that runs for itself, so that its limits or its user are not this process's."""
    head = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\nfrom pathlib import Path\n"
    command = [sys.executable, "-c", head + textwrap.dedent(program)]
    if unprivileged and os.geteuid() == 0:
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


