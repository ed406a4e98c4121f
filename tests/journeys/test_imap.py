"""A mailbox on a real server, watched by the service as a process: what is promised there, met from outside."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from dovecot import PASSWORD, Dovecot
from imap_parts import Watch, done, mail, titles, watching
from journey_parts import MAILBRIDGE, Sandbox, until


@pytest.fixture
def watch(tmp_path: Path, sandbox: Sandbox, imap_server: Dovecot, mailbox: str) -> Iterator[Watch]:
    with watching(tmp_path, sandbox, imap_server, mailbox, {"password_file": "password"}) as start:
        yield start


class Proxy:
    """Stands between the service and the server: passes bytes on until it is told to close or to fall silent."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.is_silent = False
        self.cut_after = 0              # bytes from the server in one connection; 0: never
        self.connections = 0
        self._links: list[socket.socket] = []
        self._idles = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def wait_until_it_idles(self) -> None:
        """The server has agreed to tell of what comes (RFC 2177)."""
        assert self._idles.wait(30), "it does not idle"

    def cut(self) -> None:
        """Close every connection, as a server or a firewall does."""
        for link in self._links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._links.clear()

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                inside = self._listener.accept()[0]
            except OSError:
                return
            self.connections += 1
            outside = socket.create_connection(("127.0.0.1", self._target))
            self._links += [inside, outside]
            threading.Thread(target=self._pass, args=(inside, outside, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(outside, inside, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        passed = 0
        was_silent = self.is_silent
        try:
            while block := source.recv(4096):
                was_silent = was_silent or self.is_silent
                if was_silent:
                    continue            # a link that died stays dead, also when the next one lives
                passed += len(block)
                if counted and self.cut_after and passed > self.cut_after:
                    break
                target.sendall(block)
                if counted and block.startswith(b"+ idling"):
                    self._idles.set()
        except OSError:
            pass
        for link in (source, target):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def proxy(imap_server: Dovecot) -> Iterator[Proxy]:
    between = Proxy(imap_server.port)
    yield between
    between.close()


def _hears_ctrl_c() -> None:
    """Also where the tests run in the background of a shell, which has SIGINT ignored there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_mailboxs_past_is_imported_in_pieces_and_nothing_is_doubled(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str
) -> None:
    imap_server.deliver(mailbox, [mail(number) for number in range(10)], date='"01-Feb-2020 12:00:00 +0000"')
    imap_server.deliver(mailbox, [mail(number) for number in range(10, 140)], date='"01-Feb-2026 12:00:00 +0000"')
    bridge = watch(since=None, batch=1)
    imap_server.deliver(mailbox, [mail("new")])
    done(bridge, 1)
    told = bridge.command("import", "--mailbox", "sales", "--since", "2026-01-01", "--dry-run").stdout
    assert re.fullmatch(r"INBOX: 131 mails since 2026-01-01, 0\.0 MB, would be looked at; nothing was taken\n", told)
    assert bridge.states() == {"done": 1}
    importing = subprocess.Popen([MAILBRIDGE, "--config", bridge.settings, "import", "--mailbox", "sales", "--since", "2026-01-01"],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=_hears_ctrl_c)
    until(lambda: sum(bridge.states().values()) > 5, "some are taken")
    importing.send_signal(signal.SIGINT)
    said = importing.communicate(timeout=30)[0]
    assert importing.returncode == 75
    assert re.search(r"INBOX: stopped after \d+ mails of 131; run it again to go on, nothing is taken twice", said)
    again = bridge.command("import", "--mailbox", "sales", "--since", "2026-01-01")
    taken = re.fullmatch(r"INBOX: (\d+) new, 1 already here\n", again.stdout)
    assert taken is not None and int(taken[1]) < 128, again
    done(bridge, 131)
    assert titles(sandbox) == sorted(["mail new", *(f"mail {number}" for number in range(10, 140))])
    assert imap_server.look(mailbox) == [""] * 141


def test_a_mailbox_is_drained_into_heap_and_no_flag_is_changed(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str
) -> None:
    imap_server.deliver(mailbox, [mail(1), mail(2)])
    imap_server.deliver(mailbox, [mail("read by a person")], flags="\\Seen")
    bridge = watch()
    done(bridge, 3)
    assert titles(sandbox) == ["mail 1", "mail 2", "mail read by a person"]
    assert imap_server.look(mailbox) == ["", "", "\\Seen"]
    story = bridge.command("items", "show", "1").stdout
    assert "imap:sales" in story and mailbox in story
    assert PASSWORD not in bridge.process.output()


def test_a_new_mail_is_in_heap_within_seconds(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str, proxy: Proxy
) -> None:
    bridge = watch(port=proxy.port, poll_seconds=3600)
    proxy.wait_until_it_idles()
    spent = []
    for number in range(3):
        imap_server.deliver(mailbox, [mail(number)])
        began = time.monotonic()
        until(lambda count=number + 1: len(titles(sandbox)) == count, "the mail is in Heap", 10)
        spent.append(time.monotonic() - began)
    print("seconds from the mailbox to Heap:", spent)
    assert max(spent) < 5, "two on a machine that has nothing else to do"
    done(bridge, 3)


def test_old_mail_is_left_alone_until_it_is_asked_for(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str
) -> None:
    imap_server.deliver(mailbox, [mail("ancient")], date='"01-Feb-2020 12:00:00 +0000"')
    imap_server.deliver(mailbox, [mail("old")], date='"01-Feb-2026 12:00:00 +0000"')
    bridge = watch(since=None)
    assert "2 mails that were there before are left alone (to take them too, set since:" in bridge.process.output()
    imap_server.deliver(mailbox, [mail("new")])
    done(bridge, 1)
    assert bridge.process.terminate() == 0
    again = watch(wait=False, since="2026-01-01")
    done(again, 2)
    assert titles(sandbox) == ["mail new", "mail old"]


def test_mail_that_came_while_the_service_was_down_is_taken(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str
) -> None:
    bridge = watch(since=None)
    assert bridge.process.terminate() == 0
    imap_server.deliver(mailbox, [mail(number) for number in range(5)])
    bridge.restart()
    done(bridge, 5)


def test_a_folder_that_was_made_anew_doubles_nothing(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str
) -> None:
    with imap_server.client(mailbox, "") as client:
        client.create("Leads")
    imap_server.deliver(mailbox, [mail(number) for number in range(4)], "Leads")
    bridge = watch(folder="Leads")
    done(bridge, 4)
    assert bridge.process.terminate() == 0
    with imap_server.client(mailbox, "") as client:
        client.delete("Leads")
        client.create("Leads")
    imap_server.deliver(mailbox, [mail(number) for number in (3, 9, 1, 0, 2)], "Leads")
    bridge.restart()
    bridge.process.wait_for("made anew")
    done(bridge, 5)
    assert titles(sandbox) == [f"mail {number}" for number in (0, 1, 2, 3, 9)]


def test_mails_that_somebody_takes_away_meanwhile_are_no_trouble(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str
) -> None:
    imap_server.deliver(mailbox, [mail(number, 4000) for number in range(80)])
    bridge = watch(batch=4)
    with imap_server.client(mailbox) as client:
        client.store("50:80", "+FLAGS", "\\Deleted")
        client.expunge()
    imap_server.deliver(mailbox, [mail("last")])
    until(lambda: "mail last" in titles(sandbox), "the mail after them is taken", 60)
    until(lambda: set(bridge.states()) == {"done"}, "all that was taken is done", 60)
    assert 50 <= bridge.states()["done"] <= 81
    assert "lost" not in bridge.process.output()


def test_what_comes_after_moves_and_flags(watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str) -> None:
    newsletter = mail("news").replace(b"Subject:", b"List-Id: <news.acme.example>\r\nPrecedence: list\r\nSubject:")
    imap_server.deliver(mailbox, [mail(1), newsletter, mail(2)])
    bridge = watch(after={"done": "move Bridge/Done", "skipped": "flag \\Seen"})
    until(lambda: bridge.states() == {"done": 2, "skipped": 1}, "all are settled")
    until(lambda: imap_server.look(mailbox) == ["\\Seen"], "the inbox holds what was skipped, as seen")
    assert imap_server.look(mailbox, "Bridge.Done") == ["", ""]
    assert "in-mailbox" in bridge.command("items", "show", "1").stdout


@pytest.mark.parametrize("cut_after", [3_000, 60_000])
def test_a_connection_that_is_cut_again_and_again_loses_and_doubles_nothing(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str, proxy: Proxy, cut_after: int
) -> None:
    imap_server.deliver(mailbox, [mail(number, 4000) for number in range(30)])
    proxy.cut_after = cut_after
    bridge = watch(wait=False, port=proxy.port)
    until(lambda: proxy.connections >= 3, "it comes back")
    proxy.cut_after = 0
    done(bridge, 30)
    assert titles(sandbox) == sorted(f"mail {number}" for number in range(30))
    assert "Traceback" not in bridge.process.output()


def test_a_closed_connection_is_noticed_at_once(watch: Watch, imap_server: Dovecot, mailbox: str, proxy: Proxy) -> None:
    bridge = watch(port=proxy.port)
    proxy.wait_until_it_idles()
    proxy.cut()
    bridge.process.wait_for("again in")
    imap_server.deliver(mailbox, [mail(1)])
    done(bridge, 1, 5)


def test_a_silent_connection_is_noticed_within_its_time(
    watch: Watch, imap_server: Dovecot, mailbox: str, proxy: Proxy
) -> None:
    bridge = watch(port=proxy.port, idle_seconds=5)
    proxy.wait_until_it_idles()
    proxy.is_silent = True
    imap_server.deliver(mailbox, [mail(1)])
    proxy_was_silent = time.monotonic()
    bridge.process.wait_for("again in")
    assert time.monotonic() - proxy_was_silent < 6
    proxy.is_silent = False
    done(bridge, 1, 5)


def test_a_wrong_password_is_one_clear_line_and_a_long_pause(watch: Watch, tmp_path: Path, imap_server: Dovecot) -> None:
    (tmp_path / "wrong").write_text("wrong-password")
    bridge = watch(wait=False, password_file="wrong")
    bridge.process.wait_for("the login is refused", 1)
    time.sleep(2)
    output = bridge.process.output()
    assert output.count("the login is refused") == 1
    assert re.search(r"ERROR mailbox=sales .*mend user and password_file of this mailbox; again in 900 s", output)
    assert "wrong-password" not in output
    assert bridge.process.terminate() == 0


def test_a_missing_folder_is_one_clear_line_that_lists_those_that_exist(watch: Watch, imap_server: Dovecot, mailbox: str) -> None:
    with imap_server.client(mailbox, "") as client:
        client.create("Leads")
    bridge = watch(wait=False, folder="Leeds", poll_seconds=1)
    bridge.process.wait_for("there is no folder 'Leeds'; there are: INBOX, Leads")
    time.sleep(2.5)
    assert bridge.process.output().count("there is no folder") == 1
    told = bridge.command("check")
    assert told.returncode == 1
    assert "imap sales: there is no folder 'Leeds'" in told.stdout


def test_check_tells_what_the_server_can_do_and_what_would_be_taken(watch: Watch, imap_server: Dovecot, mailbox: str) -> None:
    bridge = watch(since=None)
    assert bridge.process.terminate() == 0
    imap_server.deliver(mailbox, [mail(1), mail(2)])
    told = bridge.command("check").stdout
    assert f"127.0.0.1 lets {mailbox} in; it has IDLE, MOVE and UIDPLUS" in told
    assert "INBOX holds 2 mails, 2 would be taken now" in told


def test_sigterm_ends_a_watching_service_at_once(watch: Watch, proxy: Proxy) -> None:
    bridge = watch(port=proxy.port)
    proxy.wait_until_it_idles()
    began = time.monotonic()
    assert bridge.process.terminate() == 0
    assert time.monotonic() - began < 5, "the watcher's own part is two seconds; the machine may be busy"


def test_a_drain_that_is_killed_again_and_again_loses_and_doubles_nothing(
    watch: Watch, sandbox: Sandbox, imap_server: Dovecot, mailbox: str
) -> None:
    imap_server.deliver(mailbox, [mail(number) for number in range(300)])
    bridge = watch(wait=False, batch=20, after={"done": "move Done"})
    for _ in range(6):
        time.sleep(0.25)
        bridge.process.kill()
        bridge.restart()
    done(bridge, 300, 240)
    assert titles(sandbox) == sorted(f"mail {number}" for number in range(300))
    until(lambda: len(imap_server.look(mailbox, "Done")) == 300, "all are moved", 60)
    assert imap_server.look(mailbox) == []
