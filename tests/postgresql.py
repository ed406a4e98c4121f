"""A private PostgreSQL: a real server on a Unix socket and a free port, with its own databases.

Runs as the user "postgres" when the tests run as root, which the server refuses, else as anybody. It lies in memory where
there is room: it then flushes as it must and still takes no time.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pg8000.dbapi
from dovecot import free_port

ROLE, PASSWORD = "mailbridge", "grün-und-blau"
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"),
               key=lambda path: int(path.parent.name))
IN_MEMORY = Path("/dev/shm")
ROOM = 512 * 2**20


class PostgreSQL:
    """`start` it, `stop` it. Databases are made with `database`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._numbers = itertools.count(1)

    def create(self) -> None:
        words = self.folder / "password"
        words.write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (self.folder, words):
                shutil.chown(path, "postgres", "postgres")
        self._run("initdb", "-D", str(self.folder / "data"), "-U", ROLE, "--pwfile", str(words), "--encoding", "UTF8",
                  "--locale", "C", "--auth-local", "trust", "--auth-host", "scram-sha-256", "--no-sync", "--wal-segsize", "4")
        with (self.folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n"
                           "shared_buffers = 16MB\nmax_wal_size = 64MB\nmin_wal_size = 8MB\nautovacuum = off\njit = off\n")

    def start(self) -> None:
        self._control("start", "-l", str(self.folder / "log"))

    def stop(self, mode: str = "immediate") -> None:
        """`fast` as an administrator does it, `immediate` as a crash."""
        self._control("stop", "-m", mode)

    def reload(self) -> None:
        self._control("reload")

    def database(self) -> str:
        """The address of a new, empty one."""
        name = f"spool_{next(self._numbers)}"
        self.sql(f"create database {name}")
        return f"postgresql://{ROLE}@/{name}?host={self.folder}&port={self.port}"

    def drop(self, url: str) -> None:
        self.sql(f"drop database {name_of(url)} with (force)")

    def over_tcp(self, url: str, password: str = PASSWORD, port: int = 0) -> str:
        """The same database over the network, where a password is asked for; on another port if something is between."""
        return f"postgresql://{ROLE}:{password}@127.0.0.1:{port or self.port}/{name_of(url)}"

    def sql(self, statement: str, url: str = "") -> list[list[object]]:
        """What an administrator says, outside of any transaction."""
        with closing(self.client(url)) as client:
            client.autocommit = True
            cursor = client.cursor()
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def client(self, url: str = "") -> pg8000.dbapi.Connection:
        """Another program's connection."""
        return pg8000.dbapi.connect(ROLE, unix_sock=str(self.folder / f".s.PGSQL.{self.port}"),
                                    database=name_of(url) if url else "postgres")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(PROGRAMS / program), *arguments]
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            command = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]
        with tempfile.TemporaryFile() as said:  # not a pipe: the server keeps it open
            done = subprocess.run(command, stdout=said, stderr=said, cwd=self.folder, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
                                  timeout=60, check=False)
            said.seek(0)
            log = self.folder / "log"
            assert done.returncode == 0, said.read().decode() + (log.read_text() if log.exists() else "")


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def running() -> Iterator[PostgreSQL]:
    roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="pg-", dir=IN_MEMORY if roomy else None) as folder:
        server = PostgreSQL(Path(folder))
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
