"""A place that cannot be had is told with the setting that names it and with what to do."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mailbridge import listening
from mailbridge.bridge.ports import Ports
from mailbridge.console.server import _listener
from mailbridge.errors import OperatorError
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.settings import Settings
from mailbridge.settings.doors import LmtpSettings, SmtpSettings
from mailbridge.spool import Spool, utc_now

BRIDGE = "crm@bridge.example.com"
ELSEWHERE = "203.0.113.9:2525"


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(f"sqlite:///{tmp_path / 'spool.db'}")) as spool:
        yield spool


def by_the_door(place: str, spool: Spool) -> None:
    kind = LmtpSettings if place.startswith("unix:") else SmtpSettings
    SmtpDoor(kind(listen=place, recipients=(BRIDGE,)), spool, utc_now).start()


def by_several_processes(place: str, spool: Spool) -> None:
    Ports(Settings.model_validate({"smtp": {"listen": place, "recipients": [BRIDGE]}}))


def by_the_console(place: str, spool: Spool) -> None:
    _listener(place)


@pytest.mark.parametrize("listen", [by_the_door, by_several_processes, by_the_console])
def test_a_port_that_another_has_and_an_address_that_is_not_ours(listen: Callable[[str, Spool], None], spool: Spool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(OperatorError, match=f": {place} cannot be opened: Address already in use; is another program "
                                                "using it\\?$"):
            listen(place, spool)
    with pytest.raises(OperatorError, match=f"listen: {ELSEWHERE} cannot be opened: Cannot assign requested address; name an "
                                            "address of this machine, or 0.0.0.0 for all of them$"):
        listen(ELSEWHERE, spool)


def test_a_socket_without_its_folder(spool: Spool) -> None:
    with pytest.raises(OperatorError, match=r"lmtp\.listen: unix:/nowhere/lmtp cannot be opened: No such file or directory; "
                                            "is its folder there\\?$"):
        by_the_door("unix:/nowhere/lmtp", spool)


def test_a_host_that_nobody_knows() -> None:
    told = listening.not_opened("smtp.listen", "mx:25", socket.gaierror(socket.EAI_NONAME, "Name or service not known"))
    assert str(told) == ("smtp.listen: mx:25 cannot be opened: Name or service not known; name an address, or a host that is "
                         "known here")
