"""`mailbridge run --workers 3`: processes that share doors and spool are killed, replaced and stopped under load."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import smtplib
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from journey_parts import RECIPIENT, RULES, Bridge, Process, Sandbox, Sender, all_sent, settings_text, until

WORKERS = 3
MAILS = int(os.environ.get("WORKERS_MAILS", "100"))
KILLS = int(os.environ.get("WORKERS_KILLS", "4"))
GRACE_SECONDS = 30
HASH = "scrypt$15$8$1$h5osebSaqT9nwdc/0EIO2g==$PAWUlWX3eURZAlaa+rSCUz9oN1nGBR7Hhj063hGeUnw="


def settings_of(sandbox: Sandbox, spool: str, recipients: str = RECIPIENT) -> str:
    console = f'console: {{listen: "127.0.0.1:0", users: {{ben: {{password_hash: "{HASH}"}}}}}}'
    return settings_text(sandbox, spool=spool, lease_seconds=600, recipients=recipients, more=console)


@pytest.fixture
def spool(request: pytest.FixtureRequest) -> str:
    """The file that all processes share; a test may ask for PostgreSQL by `parametrize("spool", …, indirect=True)`."""
    on_server = getattr(request, "param", "sqlite") == "postgresql"
    return str(request.getfixturevalue("database")) if on_server else "sqlite:///spool.db"


@pytest.fixture
def service(tmp_path: Path, sandbox: Sandbox, spool: str) -> Iterator[Bridge]:
    settings = tmp_path / "mailbridge.yaml"
    settings.write_text(settings_of(sandbox, spool))
    process = Process(["--config", str(settings), "run", "--workers", str(WORKERS)], tmp_path / "run.log",
                      {"MAILBRIDGE_HEAP__LOGIN_PASSWORD": sandbox.login_password})
    with process.up():
        yield Bridge(process, settings, tmp_path / "spool.db")


def children(service: Bridge) -> list[int]:
    assert service.process.popen is not None
    pid = service.process.popen.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def are_replaced(service: Bridge, pids: list[int]) -> None:
    until(lambda: not set(pids) & set(children(service)) and len(children(service)) == WORKERS,
          "others take their places", 90)


def senders_at_work(service: Bridge, sandbox: Sandbox) -> list[Sender]:
    sandbox.curl("create=person", "name=Jane Doe", "email=jane@acme.example")
    senders = [Sender(service, range(start, MAILS, 4)) for start in range(4)]
    for sender in senders:
        sender.start()
    return senders


def everything_arrives_once(service: Bridge, sandbox: Sandbox, senders: list[Sender]) -> None:
    all_sent(senders)
    until(lambda: counted(service) == (0, MAILS, MAILS), "every mail is done", 60 + MAILS / 2)
    doubled = "title in (select title from records where kind = 'message' group by title having count(*) > 1)"
    assert (sandbox.count("message"), sandbox.count("message", doubled)) == (MAILS, 0)


def counted(service: Bridge) -> tuple[int, int, int]:
    """What verify tells: its exit status, mails received, mails done."""
    told = service.command("verify", "--json")
    found = json.loads(told.stdout or "{}")
    return told.returncode, found.get("received", 0), found.get("done", 0)


@pytest.mark.parametrize("sandbox", [("lost-reply:create:3%", "slow=0.2:10%")], indirect=True, ids=["faults"])
@pytest.mark.parametrize("spool", ["sqlite", "postgresql"], indirect=True)
def test_a_killed_process_is_replaced_and_nothing_is_lost_or_doubled(service: Bridge, sandbox: Sandbox) -> None:
    chance = random.Random(KILLS)
    senders = senders_at_work(service, sandbox)
    for number in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.5))
        there = children(service)
        victims = there if number == 0 else [chance.choice(there)]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        are_replaced(service, victims)
    everything_arrives_once(service, sandbox, senders)      # long before a lease runs out
    assert service.process.output().count("another takes its place") == WORKERS + KILLS - 1


@pytest.mark.parametrize("sandbox", [("slow=1:50%",)], indirect=True, ids=["slow"])
def test_sigterm_ends_all_within_the_grace_time(service: Bridge, sandbox: Sandbox) -> None:
    senders_at_work(service, sandbox)
    time.sleep(1)
    pids = children(service)
    began = time.monotonic()
    assert service.process.terminate() == 0
    assert time.monotonic() - began < GRACE_SECONDS
    assert all(is_gone(pid) for pid in pids)
    service.restart()                   # the senders go on
    assert len(children(service)) == WORKERS


def test_sighup_replaces_all_with_the_settings_of_now_while_mail_goes_on(
    service: Bridge, sandbox: Sandbox, spool: str
) -> None:
    before, port = children(service), service.port()
    senders = senders_at_work(service, sandbox)
    service.settings.write_text(settings_of(sandbox, spool, f"{RECIPIENT}, new@bridge.example.com"))
    assert service.process.popen is not None
    service.process.popen.send_signal(signal.SIGHUP)
    are_replaced(service, before)
    until(lambda: takes(port, "new@bridge.example.com"), "the new address is known to all")
    everything_arrives_once(service, sandbox, senders)


def takes(port: int, recipient: str) -> bool:
    """Whether every process knows the address: twelve connections reach each of three with near certainty."""
    answers = []
    for _ in range(12):
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            smtp.ehlo()
            smtp.mail("jane@acme.example")
            answers.append(smtp.rcpt(recipient)[0])
    return set(answers) == {250}


def test_settings_that_are_wrong_or_cannot_start_change_nothing(service: Bridge, sandbox: Sandbox, spool: str) -> None:
    before, good = children(service), settings_of(sandbox, spool)
    assert service.process.popen is not None
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for number, (settings, reason) in enumerate((
            ("smtp: {listn: nowhere}\n", 'did you mean "listen"?'),
            (good.replace(f"rules: {RULES}", "rules: nowhere"), "there is no such file or folder of rules"),
            (good.replace('console: {listen: "127.0.0.1:0"', f'console: {{listen: "127.0.0.1:{port}"'),
             f"127.0.0.1:{port} cannot be opened")
        ), 1):
            service.settings.write_text(settings)
            service.process.popen.send_signal(signal.SIGHUP)
            until(lambda times=number: service.process.output().count("are not taken up") == times, "it is told")
            assert reason in service.process.output().rpartition("are not taken up")[2]
    assert children(service) == before


def test_children_of_a_killed_parent_end_and_another_service_may_start(service: Bridge) -> None:
    pids = children(service)
    service.process.kill()
    until(lambda: all(is_gone(pid) for pid in pids), "they notice")
    service.restart()
    assert len(children(service)) == WORKERS


def test_one_wrong_setting_is_told_once_and_ends_the_start(service: Bridge, sandbox: Sandbox, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(settings_of(sandbox, "sqlite:///other.db").replace(f"rules: {RULES}", "rules: nowhere"))
    process = Process(["--config", str(other), "run", "--workers", str(WORKERS)], tmp_path / "other.log",
                      service.process.environment)
    process.start()
    until(lambda: not process.runs(), "it ends")
    assert process.popen is not None
    assert process.popen.returncode == 1
    assert process.output().count("Everything that is wrong") == 1


def test_the_console_tells_of_all_processes(service: Bridge) -> None:
    line = next(line for line in service.process.output().splitlines() if line.startswith("console: "))
    url = line.removeprefix("console: ")
    up = re.compile(r'mailbridge_process_up{number="(\d)",service=".+"} 1.0')
    until(lambda: up.findall(page(f"{url}/metrics")) == ["1", "2", "3"], "each is seen")
    assert page(f"{url}/readyz") == "ready\n"


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def test_a_second_service_is_refused_also_where_it_only_has_the_port(service: Bridge, sandbox: Sandbox) -> None:
    assert "another mailbridge" in service.command("run", "--workers", "2").stderr
    assert "another mailbridge" in service.command("run").stderr
    settings = settings_of(sandbox, "sqlite:///other.db").replace('"127.0.0.1:0", rec', f'"127.0.0.1:{service.port()}", rec')
    service.settings.write_text(settings)
    assert "is another program using it?" in service.command("run", "--workers", "2").stderr
