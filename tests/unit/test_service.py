"""A service that cannot be made or started leaves nothing that runs."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from mailbridge import bridge
from mailbridge.errors import MailbridgeError
from mailbridge.settings import HeapSettings, Settings, SmtpSettings, TeamSettings
from mailbridge.spool import Spool

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    Spool(f"sqlite:///{tmp_path}/spool.db").close()
    return Settings(heap=HeapSettings(url="http://127.0.0.1:9/api.php", login_email="bridge@example.com",
                                      login_password="practice"),
                    team=TeamSettings(domains=("example.com",)), rules=RULES, spool=f"sqlite:///{tmp_path}/spool.db",
                    smtp=SmtpSettings(listen="127.0.0.1:0", recipients=("crm@bridge.example.com",)))


def damage(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "spool.db")) as database:
        database.execute(statement)
        database.commit()


def fails(act: Callable[[], object]) -> None:
    before = set(threading.enumerate())
    with pytest.raises((MailbridgeError, SQLAlchemyError)):
        act()
    assert [thread.name for thread in threading.enumerate() if thread not in before] == []


def test_a_service_that_cannot_be_started_has_stopped(settings: Settings, tmp_path: Path) -> None:
    damage(tmp_path, "drop table processes")
    fails(lambda: bridge.assemble(settings).start())


def test_a_service_that_cannot_be_made_leaves_none_that_writes(settings: Settings, tmp_path: Path) -> None:
    damage(tmp_path, "delete from meta where name = 'marker_secret'")
    fails(lambda: bridge.assemble(settings))
