"""A private Dovecot: a real IMAP server on free ports of 127.0.0.1, with its own settings, users and Maildirs.

Every user name exists, the password is always PASSWORD; with `introspect` also every token that is good there. Runs as root (mails then belong to the user "mail") or as anybody.
"""

from __future__ import annotations

import getpass
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "grün-und-blau"
PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Dovecot:
    """`start` it, `stop` it. `without` names capabilities that it hides, `introspect` who knows tokens (RFC 7662), `more`
    are further lines of its settings."""

    def __init__(self, folder: Path, without: Sequence[str] = (), introspect: str = "",
                 mechanisms: str = "xoauth2 oauthbearer", more: str = "") -> None:
        self.folder = folder
        self.port, self.tls_port = free_port(), free_port()
        self.certificate = folder / "certificate.pem"
        self._without = without
        self._introspect = introspect
        self._mechanisms = mechanisms if introspect else ""
        self._more = more
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        is_root = os.geteuid() == 0
        owner = "mail" if is_root else getpass.getuser()
        for name in ("run", "mail"):
            (self.folder / name).mkdir(exist_ok=True)
        if is_root:
            shutil.chown(self.folder / "mail", owner, owner)
        if not self.certificate.exists():
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                            "-keyout", self.folder / "key.pem", "-out", self.certificate, "-days", "2", "-subj", "/CN=imap.example.com",
                            "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        if self._introspect:
            (self.folder / "tokens.conf").write_text(f"introspection_mode = post\nintrospection_url = {self._introspect}\n"
                                                     "username_attribute = username\nactive_attribute = active\n"
                                                     "active_value = true\n")
        settings = self.folder / "dovecot.conf"
        settings.write_text(self._settings(owner, is_root))
        assert PROGRAM is not None, "dovecot is missing: make system-packages"
        self._process = subprocess.Popen([PROGRAM, "-F", "-c", settings], stdout=subprocess.DEVNULL,
                                         stderr=(self.folder / "stderr.log").open("ab"))
        end = time.monotonic() + 10
        while not answers(self.port):
            assert time.monotonic() < end and self._process.poll() is None, self.log()
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def log(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.log"))

    @contextmanager
    def client(self, user: str, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Another mail program, from the standard library."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=30) as client:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
            if folder:
                assert client.select(folder)[0] == "OK"
            yield client

    def deliver(self, user: str, mails: Sequence[bytes], folder: str = "INBOX", date: str | None = None,
                flags: str = "") -> None:
        """Mails with LF or CRLF line ends."""
        with self.client(user, "") as client:
            for raw in mails:
                typ, said = client.append(folder, flags, date, raw)
                assert typ == "OK", said

    def look(self, user: str, folder: str = "INBOX") -> list[str]:
        """Flags of every mail of a folder, in order."""
        with self.client(user, folder) as client:
            told = client.fetch("1:*", "(FLAGS)")[1] if client.untagged_responses["EXISTS"] != [b"0"] else []
            return [line.decode().partition("FLAGS (")[2].rstrip(")").replace("\\Recent", "").strip()
                    for line in told if isinstance(line, bytes)]

    def _settings(self, owner: str, is_root: bool) -> str:
        internal, login = ("dovecot", "dovenull") if is_root else (owner, owner)
        group = "dovecot" if is_root else pwd.getpwnam(owner).pw_gid
        words = [word for word in ("IDLE", "MOVE", "UIDPLUS", "NAMESPACE", "LITERAL+", "SPECIAL-USE", "ID")
                 if word not in self._without]
        hidden = f"imap_capability = IMAP4rev1 {' '.join(words)}" if self._without else ""
        by_token = f"""passdb {{
  driver = oauth2
  mechanisms = {self._mechanisms}
  args = {self.folder}/tokens.conf
}}""" if self._introspect else ""
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/run
log_path = {self.folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{self.certificate}
ssl_key = <{self.folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login {self._mechanisms}
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{self.folder}/mail/%u
mail_uid = {owner}
mail_gid = {pwd.getpwnam(owner).pw_gid}
mail_fsync = never
mail_max_userip_connections = 100
{hidden}
{by_token}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = home={self.folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
protocol imap {{
  imap_idle_notify_interval = 1 min
}}
{self._more}
"""


@contextmanager
def running(without: Sequence[str] = (), introspect: str = "", mechanisms: str = "xoauth2 oauthbearer",
            ) -> Iterator[Dovecot]:
    """A server for as long as it is needed. Not below pytest's folders: those are closed to the server's users."""
    with tempfile.TemporaryDirectory(prefix="dovecot-") as folder:
        Path(folder).chmod(0o755)
        server = Dovecot(Path(folder), without, introspect, mechanisms)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as link:
            return link.recv(4) == b"* OK"
    except OSError:
        return False
