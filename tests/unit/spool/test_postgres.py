"""PostgreSQL's own: what it must promise, its troubles in words, and that a lost connection loses and doubles nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pg8000
import pytest
import sqlalchemy as sa
from postgresql import PASSWORD, PostgreSQL, name_of

from mailbridge.errors import AdminError
from mailbridge.notices.post import Post
from mailbridge.plan import ItemState
from mailbridge.spool import Spool, SpoolTrouble, engines, lists, nodes, outbox, pg_connection, postgres
from mailbridge.spool.engines import SpoolFull, SpoolUnsure

from .kit import LEASE_SECONDS, Clock, arrival, claim_one, eventually, planned, raw_mail, state


@pytest.fixture
def shared(database: str, clock: Clock) -> Iterator[Spool]:
    opened = Spool(database, now=clock, lease_seconds=LEASE_SECONDS)
    yield opened
    opened.close()


@pytest.fixture
def other_node(database: str, shared: Spool, clock: Clock) -> Iterator[Spool]:
    opened = Spool(database, now=clock, lease_seconds=LEASE_SECONDS)
    yield opened
    opened.close()


@contextmanager
def server_setting(postgresql: PostgreSQL, name: str, value: str) -> Iterator[None]:
    postgresql.sql(f"alter system set {name} = {value}")
    postgresql.reload()
    eventually(lambda: postgresql.sql(f"show {name}") == [[value]])
    try:
        yield
    finally:
        postgresql.sql(f"alter system reset {name}")
        postgresql.reload()
        eventually(lambda: postgresql.sql(f"show {name}") != [[value]])


# --- what must hold before a mail is taken

@pytest.mark.parametrize("value", ["off", "local"])
def test_a_database_that_confirms_before_it_is_safe_is_refused(
    postgresql: PostgreSQL, database: str, value: str
) -> None:
    postgresql.sql(f"alter database {name_of(database)} set synchronous_commit = {value}")
    with pytest.raises(SpoolTrouble, match=f"synchronous_commit={value}: mails that were confirmed could be lost"):
        Spool(database)


@pytest.mark.parametrize("value", ["remote_write", "remote_apply", "on"])
def test_a_database_that_also_waits_for_its_standby_is_taken(
    postgresql: PostgreSQL, database: str, value: str
) -> None:
    postgresql.sql(f"alter database {name_of(database)} set synchronous_commit = {value}")
    Spool(database).close()


def test_a_server_that_does_not_flush_is_refused(postgresql: PostgreSQL, database: str) -> None:
    with server_setting(postgresql, "fsync", "off"), pytest.raises(SpoolTrouble, match="fsync=off"):
        Spool(database)


def test_a_database_that_cannot_hold_every_subject_is_refused(postgresql: PostgreSQL) -> None:
    postgresql.sql("create database narrow encoding 'SQL_ASCII' template template0")
    with pytest.raises(SpoolTrouble, match=r"server_encoding=SQL_ASCII.*createdb -E UTF8"):
        Spool(f"postgresql://mailbridge@/narrow?host={postgresql.folder}&port={postgresql.port}")


def test_each_connection_has_limits_on_what_it_may_hold_up(shared: Spool) -> None:
    with shared._engine.connect() as connection:
        for name, milliseconds in pg_connection.LIMITS_MS.items():
            found = connection.scalar(sa.text(f"select extract(epoch from current_setting('{name}')::interval) * 1000"))
            assert found == milliseconds
        assert connection.scalar(sa.text("select current_setting('transaction_isolation')")) == "read committed"


# --- addresses

def test_a_password_is_read_from_a_file_and_never_shown(
    postgresql: PostgreSQL, database: str, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n")
    Spool(f"postgresql://mailbridge@127.0.0.1:{postgresql.port}/{name_of(database)}?password_file={file}").close()
    with pytest.raises(SpoolTrouble, match="refuses the login") as told:
        Spool(postgresql.over_tcp(database, "wrong-secret"))
    assert "wrong-secret" not in str(told.value)


@pytest.mark.parametrize(("query", "told"), [
    ("sslmode=yes", "sslmode=yes is not known"), ("timeout=3", r"\?timeout= is not known"), ("port=x", "port=x is no number"),
    ("sslmode=verify-full&sslrootcert=/nowhere.pem", "nowhere.pem cannot be read"),
    ("password_file=/nowhere", "nowhere cannot be read"),
])
def test_an_address_that_is_wrong_is_told_before_anything_is_tried(query: str, told: str) -> None:
    with pytest.raises(AdminError, match=told):
        engines.open_engine(f"postgresql://mailbridge@db.example/mailbridge?{query}")


def test_tls_that_is_asked_for_is_not_done_without(postgresql: PostgreSQL, database: str) -> None:
    with pytest.raises(SpoolTrouble, match="refuses SSL"):
        Spool(postgresql.over_tcp(database) + "?sslmode=require")


# --- troubles in words

def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(SpoolTrouble, match=r"postgresql://mailbridge@127\.0\.0\.1:1/spool cannot be reached"):
        Spool("postgresql://mailbridge@127.0.0.1:1/spool")


def test_a_missing_database_is_told_with_the_command_that_makes_it(postgresql: PostgreSQL, database: str) -> None:
    with pytest.raises(SpoolTrouble, match="no such database; create it: createdb"):
        Spool(database.replace("/spool_", "/nowhere_"))


def test_no_connection_left_is_told(postgresql: PostgreSQL, database: str) -> None:
    postgresql.sql("create role narrow login connection limit 0")
    with pytest.raises(SpoolTrouble, match="takes no more connections"):
        Spool(database.replace("mailbridge@", "narrow@"))


def test_a_role_that_may_not_is_told(postgresql: PostgreSQL, database: str) -> None:
    postgresql.sql("create role guest login")
    with pytest.raises(SpoolTrouble, match="make it the owner"):
        Spool(database.replace("mailbridge@", "guest@"))


def test_a_standby_that_may_only_be_read_is_told(postgresql: PostgreSQL, database: str, shared: Spool) -> None:
    postgresql.sql(f"alter database {name_of(database)} set default_transaction_read_only = on")
    shared._engine.dispose()
    with pytest.raises(SpoolTrouble, match="may only be read; name the primary"):
        shared.accept(arrival())


def test_a_full_disk_is_told_as_such() -> None:
    error = sa.exc.DBAPIError("insert", None, pg8000.DatabaseError({"C": "53100", "M": "could not extend file"}))
    assert isinstance(postgres.in_words(error, "postgresql://db"), SpoolFull)


def test_whom_a_lock_holds_up_is_told(shared: Spool, postgresql: PostgreSQL, database: str,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pg_connection.LIMITS_MS, "lock_timeout", 200)
    shared._engine.dispose()
    with closing(postgresql.client(database)) as client:
        client.cursor().execute("lock table items")
        with pytest.raises(SpoolTrouble, match="held up by a lock"):
            shared.accept(arrival())
        client.rollback()
    assert shared.accept(arrival()).new


# --- several nodes

def test_nodes_that_start_together_make_one_spool(database: str) -> None:
    opened: list[Spool] = []
    starting = [threading.Thread(target=lambda: opened.append(Spool(database))) for _ in range(4)]
    for thread in starting:
        thread.start()
    for thread in starting:
        thread.join()
    assert len(opened) == 4
    assert len({spool.secret() for spool in opened}) == 1
    for spool in opened:
        spool.close()


def test_the_same_mail_at_two_nodes_at_once_is_one_item(shared: Spool, other_node: Spool) -> None:
    kept = [node.accept_soon(arrival(raw_mail(f"mail {n}"))) for n in range(50) for node in (shared, other_node)]
    told = [future.result(20) for future in kept]
    assert sum(accepted.new for accepted in told) == 50
    assert lists.counts(shared)[ItemState.WAITING] == 50


def test_two_nodes_that_claim_at_once_never_get_the_same(shared: Spool, other_node: Spool) -> None:
    for each in [shared.accept_soon(arrival(raw_mail(f"mail {n}"))) for n in range(60)]:
        each.result(20)
    got: list[int] = []

    def claim_all(node: Spool) -> None:
        while claimed := node.claim(f"node-{id(node)}", 3):
            assert len(claimed) <= 3
            got.extend(item.id for item in claimed)

    claiming = [threading.Thread(target=claim_all, args=(node,)) for node in (shared, other_node)]
    for thread in claiming:
        thread.start()
    for thread in claiming:
        thread.join()
    assert sorted(got) == list(range(1, 61))


def test_a_claim_does_not_wait_for_a_node_that_stands_still_in_its_own(
    shared: Spool, postgresql: PostgreSQL, database: str
) -> None:
    for n in range(2):
        shared.accept(arrival(raw_mail(f"mail {n}")))
    with closing(postgresql.client(database)) as frozen:
        frozen.cursor().execute("update items set owner = 'frozen' where id = 1")
        started = time.monotonic()
        assert [item.id for item in shared.claim("worker-a", 2)] == [2]
        assert time.monotonic() - started < 2


def test_a_node_that_stands_still_in_a_transaction_is_let_go_of(
    shared: Spool, other_node: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pg_connection.LIMITS_MS, "idle_in_transaction_session_timeout", 200)
    shared._engine.dispose()
    shared.accept(arrival())
    frozen, thawed = threading.Event(), threading.Event()

    def freeze(connection: sa.Connection) -> None:
        connection.execute(sa.text("update items set reason = 'frozen' where id = 1"))
        frozen.set()
        thawed.wait(10)
        connection.execute(sa.text("select 1"))

    stuck = shared.change_soon(freeze)
    frozen.wait(10)
    eventually(lambda: bool(other_node.claim("worker-b")))
    thawed.set()
    stuck.result(10)                    # made once more, on a new connection
    assert state(shared, 1) is ItemState.CLAIMED


def test_an_arrival_at_one_node_wakes_the_other(shared: Spool, other_node: Spool) -> None:
    woken = threading.Event()
    other_node.on_arrival(woken.set)
    assert woken.wait(5), "it looks once when it begins to listen"
    for n in range(3):
        woken.clear()
        shared.accept(arrival(raw_mail(f"mail {n}")))
        assert woken.wait(5)


# --- lost connections

def end_all(postgresql: PostgreSQL, database: str) -> None:
    postgresql.sql("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
                   f"and datname = '{name_of(database)}'")


def test_connections_that_the_server_ended_are_made_anew_without_a_word(
    shared: Spool, postgresql: PostgreSQL, database: str
) -> None:
    shared.accept(arrival())
    end_all(postgresql, database)
    assert lists.counts(shared)[ItemState.WAITING] == 1
    assert not shared.accept(arrival()).new


def test_a_change_that_loses_its_connection_before_the_commit_is_made_once_more(
    shared: Spool, postgresql: PostgreSQL, database: str
) -> None:
    tries: list[int] = []

    def change(connection: sa.Connection) -> None:
        tries.append(1)
        connection.execute(sa.text("insert into ignored values ('jane@acme.test', 0)"))
        if len(tries) == 1:
            end_all(postgresql, database)
            connection.execute(sa.text("select 1"))

    shared.change(change)
    assert len(tries) == 2
    assert postgresql.sql("select count(*) from ignored", database) == [[1]]


@pytest.fixture
def lose_answer(shared: Spool, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The next commit is kept, and its answer is lost."""
    commit = pg_connection.PgConnection.commit

    def lose() -> None:
        def commit_and_lose(connection: Any) -> None:
            monkeypatch.setattr(pg_connection.PgConnection, "commit", commit)
            commit(connection)
            raise pg8000.InterfaceError("network error")

        monkeypatch.setattr(pg_connection.PgConnection, "commit", commit_and_lose)
    return lose


def test_an_arrival_whose_answer_is_lost_is_asked_for_again_and_is_one_item(
    shared: Spool, lose_answer: Callable[[], None]
) -> None:
    lose_answer()
    shared.accept(arrival())
    assert lists.counts(shared)[ItemState.WAITING] == 1


def test_a_change_whose_answer_is_lost_is_neither_called_done_nor_made_again(
    shared: Spool, lose_answer: Callable[[], None]
) -> None:
    item, write = planned(shared)
    lose_answer()
    with pytest.raises(SpoolUnsure, match="whether a change was kept is not known"):
        shared.about_to_send(item, write)
    assert claim_one_again(shared, item.id).writes[0].attempts == 1


def claim_one_again(spool: Spool, item: int) -> Any:
    spool.release_all()
    spool.now.forward(1)  # type: ignore[attr-defined]
    found = claim_one(spool, "worker-b")
    assert found.id == item
    return found


def test_a_server_that_restarts_is_told_and_then_used_again(database: str, postgresql: PostgreSQL, shared: Spool) -> None:
    shared.accept(arrival())
    postgresql.stop()
    try:
        with pytest.raises(SpoolTrouble, match="cannot be reached"):
            shared.accept(arrival(raw_mail("second")))
        with pytest.raises(SpoolTrouble, match="cannot be reached"):
            lists.counts(shared)
    finally:
        postgresql.start()
    assert shared.accept(arrival(raw_mail("second"))).new
    assert lists.counts(shared)[ItemState.WAITING] == 2


def test_a_network_that_swallows_everything_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pg_connection, "CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(SpoolTrouble, match="cannot be reached"):
            Spool(f"postgresql://mailbridge@127.0.0.1:{silent.getsockname()[1]}/spool?sslmode=disable")
        assert time.monotonic() - started < 5


def test_words_that_postgresql_cannot_keep_do_not_stop_a_mail(shared: Spool) -> None:
    odd = arrival(raw_mail("a\0b"), sender="jane\0@acme.test")
    shared.accept(odd)
    item = claim_one(shared)
    assert item.arrival.raw == odd.raw
    shared.settle(item, ItemState.DONE, "because\0")
    assert lists.summaries(shared)[0].reason == "because\ufffd"


def test_one_node_watches_a_mailbox_and_another_takes_over_when_it_is_lost(
    shared: Spool, other_node: Spool, postgresql: PostgreSQL, database: str
) -> None:
    mine, theirs = nodes.sole_watcher(shared, "sales"), nodes.sole_watcher(other_node, "sales")
    assert nodes.sole_watcher(other_node, "support").is_ours(), "another mailbox is another matter"
    assert [mine.is_ours(), theirs.is_ours(), mine.is_ours()] == [True, False, True]
    end_all(postgresql, database)
    eventually(theirs.is_ours)          # the server lets go of the lock when the session has ended
    assert [mine.is_ours(), mine.is_ours()] == [False, False], "who lost it hears so, and does not get it back"
    theirs.let_go()
    assert mine.is_ours()
    mine.let_go()


def test_two_bridges_that_post_at_once_send_each_notice_once(shared: Spool, other_node: Spool) -> None:
    for n in range(60):
        outbox.add(shared, "ann@example.com", b"notice %d" % n, 100)
    sent: list[bytes] = []
    posts = [Post(node, lambda recipient, raw: sent.append(raw), {}) for node in (shared, other_node)]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(4):
            list(pool.map(lambda post: post.look(), posts))
    assert sorted(sent) == sorted(b"notice %d" % n for n in range(60))
    assert outbox.take(shared) == outbox.take(other_node) == []
