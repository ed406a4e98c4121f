"""A private Postfix: a real mail server on a free port of 127.0.0.1 that hands mail on to the bridge's doors
by the lines of deploy/postfix.

Its settings, queue and log lie in a folder of its own. Postfix's master process wants root.
"""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dovecot import free_port

PROGRAM = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CAN_RUN = PROGRAM is not None and os.geteuid() == 0

_SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
lmtp      unix  - - n - - lmtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
showq     unix  n - n - - showq
anvil     unix  - - n - 1 anvil
tlsmgr    unix  - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
"""
SNIPPETS = Path(__file__).parents[1] / "deploy" / "postfix"


class Postfix:
    """`start` it, `stop` it. `transports` says by which way mail for an address goes on: lines of transport(5)."""

    def __init__(self, folder: Path, transports: dict[str, str], accept: str, more: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self._transports = transports
        self._accept = accept
        self._more = more

    def start(self) -> None:
        for name in ("etc", "queue", "data"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        (self.folder / "etc" / "main.cf").write_text(self._settings())
        (self.folder / "etc" / "master.cf").write_text(_SERVICES.format(port=self.port) + self._pipe())
        (self.folder / "etc" / "mailbridge-transport").write_text(
            "".join(f"{address} {way}\n" for address, way in self._transports.items()))
        (self.folder / "etc" / "mailbridge-recipients").write_text(
            "".join(f"{address} ok\n" for address in self._transports))
        self._command("postfix", "start")
        end = time.monotonic() + 15
        while not _answers(self.port):
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)

    def stop(self) -> None:
        self._command("postfix", "stop")

    def send(self, raw: bytes, to: str | list[str], sender: str = "jane@acme.test") -> None:
        """Hand a mail to Postfix, which has it then."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as server:
            assert server.sendmail(sender, to, raw) == {}

    def log(self) -> str:
        log = self.folder / "data" / "maillog"
        return log.read_text() if log.exists() else ""

    def statuses(self) -> list[str]:
        """What became of each recipient in turn: sent, deferred, bounced."""
        return re.findall(r"/(?:smtp|lmtp|pipe)\[.* status=(\w+)", self.log())

    def queued(self) -> int:
        """Mails that Postfix still has."""
        told = self._command("postqueue", "-j")
        return len(told.splitlines())

    def flush(self) -> None:
        """Try everything in the queue now: a mail that was "still being delivered" at its turn is else left for long."""
        self._command("postqueue", "-f")

    def clear(self) -> None:
        """Forget queue and log."""
        self._command("postsuper", "-d", "ALL")
        (self.folder / "data" / "maillog").write_text("")

    def _command(self, name: str, *arguments: str) -> str:
        return subprocess.run([f"/usr/sbin/{name}", "-c", self.folder / "etc", *arguments], capture_output=True,
                              text=True, timeout=60).stdout

    def _settings(self) -> str:
        return f"""\
compatibility_level = 3.6
queue_directory = {self.folder}/queue
data_directory = {self.folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
sendmail_path = /usr/sbin/sendmail
mailq_path = /usr/bin/mailq
newaliases_path = /usr/bin/newaliases
setgid_group = postdrop
maillog_file = {self.folder}/data/maillog
maillog_file_prefixes = {self.folder}
myhostname = mx.example.com
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
disable_dns_lookups = yes
default_transport = discard:
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
transport_retry_time = 1s
{(SNIPPETS / "main.cf").read_text().replace("/etc/postfix", f"{self.folder}/etc")}
{self._more}"""

    def _pipe(self) -> str:
        """The service of deploy/postfix, with the test's program and user."""
        lines = (SNIPPETS / "master.cf").read_text().replace("user=mailbridge", "user=nobody")
        return lines.replace("/opt/mailbridge/bin/mailbridge --config /etc/mailbridge/mailbridge.yaml accept", self._accept)


@contextmanager
def running(transports: dict[str, str], accept: str, more: str = "") -> Iterator[Postfix]:
    """A server for as long as it is needed; `more` are further lines of main.cf. Not below pytest's folders: those are closed to the server's users."""
    with tempfile.TemporaryDirectory(prefix="postfix-") as folder:
        Path(folder).chmod(0o755)
        server = Postfix(Path(folder), transports, accept, more)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=2) as server:
            return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
