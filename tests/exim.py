"""A private Exim: the settings of deploy/exim in a whole configuration, run for one mail at a time.

Debian's Exim and Postfix exclude each other, so this one lies unpacked in a folder of its own. Delivery wants root.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path("/usr/local/lib/exim-for-tests/usr/sbin/exim4")
CAN_RUN = PROGRAM.exists() and os.geteuid() == 0
SNIPPET = Path(__file__).parents[1] / "deploy" / "exim" / "mailbridge.conf"


@dataclass(frozen=True)
class Exim:
    """`send` a mail: Exim has tried to deliver it when the call returns."""

    folder: Path

    def configure(self, transport: str, *, port: int = 0, socket: str = "", accept: str = "") -> None:
        """The way to the bridge: mailbridge_smtp, mailbridge_lmtp or mailbridge_pipe."""
        for name in ("spool", "log"):
            (self.folder / name).mkdir(exist_ok=True)
            shutil.chown(self.folder / name, "Debian-exim", "Debian-exim")
        routers, transports = SNIPPET.read_text("utf-8").split("# --- transports\n")
        routers = routers.replace("transport = mailbridge_smtp", f"transport = {transport}")
        if transport == "mailbridge_pipe":      # as the snippet's comment says
            routers = re.sub(r"(?m)^  (route_list|self) = .*\n", "", routers.replace("manualroute", "accept"))
        transports = transports.replace("port = 2525", f"port = {port}").replace("/run/mailbridge/lmtp", socket or "/none")
        transports = re.sub(r"/opt/mailbridge/bin/mailbridge --config \S+ accept", accept or "/bin/false", transports)
        self._conf.write_text(f"""\
exim_path = {PROGRAM}
primary_hostname = mx.example.com
spool_directory = {self.folder}/spool
log_file_path = {self.folder}/log/%slog
begin routers
{routers}
begin transports
{transports.replace("user = mailbridge", "user = Debian-exim")}
begin retry
* * F,1h,1m
""")
        self._conf.chmod(0o644)

    def send(self, raw: bytes, to: str, sender: str = "jane@acme.test") -> None:
        self._run("-odf", "-oi", "-f", sender, to, stdin=raw)

    def route(self, address: str) -> str:
        """What Exim would do with a mail for an address."""
        return self._run("-bt", address)

    def queued(self) -> int:
        """Mails that Exim still has."""
        return int(self._run("-bpc") or 0)

    def log(self) -> str:
        return "".join(path.read_text() for path in (self.folder / "log").iterdir())

    @property
    def _conf(self) -> Path:
        return self.folder / "exim.conf"

    def _run(self, *arguments: str, stdin: bytes = b"") -> str:
        return subprocess.run([PROGRAM, "-C", self._conf, *arguments], input=stdin, capture_output=True, check=False,
                              timeout=60).stdout.decode()
