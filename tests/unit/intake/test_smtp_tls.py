"""TLS and signing in at the SMTP door."""

from __future__ import annotations

import base64
import os
import smtplib
import socket
import ssl
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from spool.kit import eventually, raw_mail

from mailbridge import passwords
from mailbridge.errors import AdminError
from mailbridge.intake.smtp import SmtpDoor
from mailbridge.intake.smtp_places import Places, Visit
from mailbridge.intake.smtp_tls import Certificate
from mailbridge.settings.doors import SmtpSettings, TlsSettings
from mailbridge.spool import Spool, lists

from .smtp_kit import BRIDGE, Client, a_door, anybody, certificate, envelopes, kept

MAIL = raw_mail()
HASH = "scrypt$10$8$1$c2l4dGVlbiBieXRlcy4uLg==$xtptlyQ+a6M9IiIibCb83axn1jSh1flQtV7uhjXPaoE="
PASSWORD = "correct horse battery"
USERS = {"ben": {"password_hash": HASH}}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return certificate(tmp_path_factory.mktemp("tls"))


def plain(name: str, password: str) -> bytes:
    return base64.b64encode(f"\0{name}\0{password}".encode())


# --- TLS

def test_starttls_encrypts_and_the_session_begins_anew(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files) as door, Client(door) as client:
        assert "STARTTLS" in client.capabilities
        client.say(b"MAIL FROM:<jane@acme.test>")
        assert client.say(b"STARTTLS").startswith("220")
        client.encrypt()
        assert client.say(b"RCPT TO:<" + BRIDGE.encode() + b">").startswith("503"), "nothing said before counts"
        assert "STARTTLS" not in client.say(b"EHLO client.example")
        assert client.mail(MAIL).startswith("250")
    assert kept(spool) == [MAIL]


def test_an_ordinary_client_is_served_over_tls(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files, listen_tls="127.0.0.1:0") as door:
        with smtplib.SMTP("127.0.0.1", door.port, timeout=10) as server:
            server.starttls(context=anybody())
            assert server.sendmail("jane@acme.test", [BRIDGE], raw_mail("one")) == {}
        with smtplib.SMTP_SSL("127.0.0.1", door.tls_port, timeout=10, context=anybody()) as server:
            assert server.sendmail("jane@acme.test", [BRIDGE], raw_mail("two")) == {}
    assert kept(spool) == [raw_mail("one"), raw_mail("two")]
    assert [envelope.protocol for envelope in envelopes(spool)] == ["ESMTPS", "ESMTPS"]


def test_a_client_that_just_ends_its_tls_leaves_no_warning(
    spool: Spool, files: dict[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    with a_door(spool, tls=files) as door:
        with socket.create_connection(("127.0.0.1", door.port), 10) as raw:
            raw.recv(1000)
            raw.sendall(b"STARTTLS\r\n")
            assert raw.recv(1000).startswith(b"220")
            with anybody().wrap_socket(raw) as encrypted:
                encrypted.unwrap()
        eventually(lambda: not door._places.inside)
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


def test_what_was_sent_along_with_starttls_is_thrown_away(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files) as door, Client(door) as client:
        client.send(b"STARTTLS\r\nEHLO evil.test\r\nMAIL FROM:<eve@evil.test>\r\nRCPT TO:<" + BRIDGE.encode() + b">\r\n")
        assert client.reply().startswith("220")
        time.sleep(0.05)
        client.encrypt()
        assert client.say(b"NOOP") == "250 2.0.0 OK", "no reply to anything that was injected comes first"
        assert client.say(b"DATA").startswith("503")


def test_starttls_twice_is_refused(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files, listen_tls="127.0.0.1:0") as door, Client(door) as client:
        client.start_tls()
        assert client.say(b"STARTTLS") == "503 5.5.1 Error: TLS is on already"
        link = anybody().wrap_socket(socket.create_connection(("127.0.0.1", door.tls_port), timeout=10))
        with Client(door, link=link) as encrypted:
            assert "STARTTLS" not in encrypted.capabilities
            assert encrypted.say(b"STARTTLS").startswith("503")
            assert encrypted.mail(MAIL).startswith("250")


def test_without_a_certificate_there_is_no_starttls(client: Client) -> None:
    assert client.say(b"STARTTLS").startswith("454 4.7.0")


def test_require_tls_takes_no_mail_before(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files, require_tls=True) as door, Client(door) as client:
        assert client.say(b"MAIL FROM:<jane@acme.test>").startswith("530 5.7.0")
        client.start_tls()
        assert client.mail(MAIL).startswith("250")


@pytest.mark.parametrize("sent", [b"EHLO this is no TLS\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b""])
def test_a_failed_handshake_leaves_its_place(
    spool: Spool, files: dict[str, Path], sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Visit] = []
    let_in = Places.let_in

    def counted(places: Places, visit: Visit) -> str:
        came.append(visit)
        return let_in(places, visit)

    monkeypatch.setattr(Places, "let_in", counted)
    with a_door(spool, tls=files, listen_tls="127.0.0.1:0", limits={"connections": 1}) as door:
        with Client(door) as client:
            client.say(b"STARTTLS")
            client.send(sent)
        eventually(lambda: not door._places.inside)
        with socket.create_connection(("127.0.0.1", door.tls_port), timeout=10) as link:
            link.sendall(sent)
            eventually(lambda: len(came) == 2)
        eventually(lambda: not door._places.inside)
        with Client(door) as client:
            client.start_tls()
            assert client.mail(MAIL).startswith("250")


def test_a_handshake_that_never_comes_is_not_waited_for(
    spool: Spool, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbridge.intake.smtp_connection.HANDSHAKE_SECONDS", 0.2)
    monkeypatch.setattr("mailbridge.intake.smtp_doorstep.HANDSHAKE_SECONDS", 0.2)
    with a_door(spool, tls=files, listen_tls="127.0.0.1:0", limits={"command_seconds": 1}) as door, \
            Client(door) as client, socket.create_connection(("127.0.0.1", door.tls_port), timeout=10) as silent:
        client.say(b"STARTTLS")
        assert client.reply()[:3] in ("", "421")
        assert silent.recv(10) == b""
        eventually(lambda: not door._places.inside)


def test_old_tls_is_not_spoken(spool: Spool, files: dict[str, Path]) -> None:
    old = anybody()
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with a_door(spool, tls=files, listen_tls="127.0.0.1:0") as door, \
            socket.create_connection(("127.0.0.1", door.tls_port), timeout=10) as link, pytest.raises(OSError):
        old.wrap_socket(link)


def test_a_renewed_certificate_is_taken_up_and_a_broken_one_is_not(spool: Spool, tmp_path: Path) -> None:
    def shown() -> str:
        pem = ssl.get_server_certificate(("127.0.0.1", door.tls_port), timeout=10)
        return ssl.PEM_cert_to_DER_cert(pem).hex()

    files = certificate(tmp_path, "first.example")
    with a_door(spool, tls=files, listen_tls="127.0.0.1:0") as door:
        first = shown()
        certificate(tmp_path, "second.example")
        second = shown()
        assert b"second.example".hex() in second and second != first
        files["certificate"].write_text("half of a certi")
        assert shown() == second, "the former stays in use"


@pytest.mark.parametrize(("content", "reason"), [
    (None, "cannot be read: No such file"), ("no certificate", "that is no certificate"),
])
def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path, content: str | None, reason: str) -> None:
    file = tmp_path / "certificate.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(AdminError, match=rf"smtp.tls: .*certificate.pem.*{reason}"):
        Certificate(TlsSettings(certificate=file))


@pytest.mark.parametrize("settings", [{"require_tls": True}, {"users": USERS}, {"listen_tls": "127.0.0.1:465"}])
def test_settings_that_need_a_certificate_say_so(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"without tls: \{certificate: FILE, key: FILE\}"):
        SmtpSettings.model_validate(settings)


# --- signing in

def test_signing_in_needs_tls(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files, users=USERS, matches=passwords.matches) as door, Client(door) as client:
        assert "AUTH" not in client.capabilities
        assert client.say(b"AUTH PLAIN " + plain("ben", PASSWORD)).startswith("538 5.7.11")
        client.start_tls()
        assert "AUTH LOGIN PLAIN" in client.capabilities
        assert client.say(b"auth plain " + plain("ben", PASSWORD)) == "235 2.7.0 Signed in"
        assert client.mail(MAIL).startswith("250")
    told = lists.story(spool, lists.summaries(spool)[0].id)
    assert told is not None and (told.envelope.login, told.envelope.protocol) == ("ben", "ESMTPSA")


@pytest.mark.parametrize("how", ["LOGIN", "PLAIN"])
def test_ordinary_clients_sign_in(spool: Spool, files: dict[str, Path], how: str) -> None:
    with a_door(spool, tls=files, users=USERS, listen_tls="127.0.0.1:0", matches=passwords.matches) as door, \
            smtplib.SMTP_SSL("127.0.0.1", door.tls_port, timeout=10, context=anybody()) as server:
        server.ehlo()
        server.esmtp_features["auth"] = how
        assert server.login("ben", PASSWORD)[0] == 235


def test_three_wrong_passwords_end_the_session(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files, users=USERS, matches=passwords.matches) as door, Client(door) as client:
        client.start_tls()
        assert client.say(b"AUTH PLAIN " + plain("ben", "wrong")) == "535 5.7.8 Error: name or password is wrong"
        assert client.say(b"AUTH PLAIN " + plain("nobody", PASSWORD)).startswith("535 5.7.8")
        assert client.say(b"AUTH PLAIN " + plain("ben", "")).startswith("421 4.7.0")
        assert client.reply() == ""


def test_ten_wrong_passwords_shut_an_address_out(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files, users=USERS, matches=passwords.matches) as door:
        for _ in range(5):
            with Client(door) as client:
                client.start_tls()
                client.say(b"AUTH PLAIN " + plain("ben", "wrong"))
                client.say(b"AUTH PLAIN " + plain("ben", "wrong"))
        with Client(door) as client:
            client.start_tls()
            assert client.say(b"AUTH PLAIN " + plain("ben", PASSWORD)).startswith("421 4.7.0 Too many failed")


def said_at_once(door: SmtpDoor, files: dict[str, Path], password: str, times: int, let_go: threading.Event) -> list[str]:
    """The replies to so many clients that sign in in the same moment; `let_go` lets the passwords be looked at."""
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(Client(door)) for _ in range(times)]
        for client in clients:
            client.start_tls()
        for client in clients:
            client.send(b"AUTH PLAIN " + plain("ben", password) + b"\r\n")
        time.sleep(0.2)
        let_go.set()
        return sorted(client.reply()[:9] for client in clients)


def test_passwords_of_one_moment_are_looked_at_one_by_one_and_counted_before(
    spool: Spool, files: dict[str, Path]
) -> None:
    looked_at: list[str] = []
    let_go = threading.Event()

    def matches(password: str, _: str) -> bool:
        looked_at.append(password)
        if not let_go.is_set():
            let_go.wait(10)
            assert len(looked_at) == 1, "large mails have the other threads"
        return password == PASSWORD

    with a_door(spool, tls=files, users=USERS, matches=matches) as door:
        assert said_at_once(door, files, PASSWORD, 13, let_go) == ["235 2.7.0"] * 13, "right ones are no guesses"
        looked_at.clear()
        let_go.clear()
        assert said_at_once(door, files, "wrong", 13, let_go) == ["421 4.7.0"] * 3 + ["535 5.7.8"] * 10
    assert len(looked_at) == 10


def test_a_right_password_is_no_guess(spool: Spool, files: dict[str, Path]) -> None:
    with a_door(spool, tls=files, users=USERS, matches=lambda *_: True) as door:
        for _ in range(12):
            with Client(door) as client:
                client.start_tls()
                assert client.say(b"AUTH PLAIN " + plain("ben", PASSWORD)).startswith("235")


def test_a_password_is_worked_out_on_any_core(spool: Spool, files: dict[str, Path]) -> None:
    cores: list[set[int]] = []

    def matches(*_: str) -> bool:
        cores.append(os.sched_getaffinity(0))
        return True

    with a_door(spool, tls=files, users=USERS, matches=matches) as door, Client(door) as client:
        client.start_tls()
        client.say(b"AUTH PLAIN " + plain("ben", PASSWORD))
    assert cores == [os.sched_getaffinity(os.getpid())]


@pytest.mark.parametrize(("line", "reply"), [
    (b"AUTH PLAIN !!!", "501"), (b"AUTH PLAIN =", "535"), (b"AUTH PLAIN /w==", "501"), (b"AUTH CRAM-MD5", "504"),
    (b"AUTH", "501"), (b"AUTH PLAIN a b c", "501"), (b"AUTH PLAIN \xff", "501"),
])
def test_a_malformed_sign_in_is_refused(spool: Spool, files: dict[str, Path], line: bytes, reply: str) -> None:
    with a_door(spool, tls=files, users=USERS, matches=passwords.matches) as door, Client(door) as client:
        client.start_tls()
        assert client.say(line).startswith(reply)
        assert client.say(b"NOOP").startswith("250")


def test_a_name_without_end_is_refused_and_no_fault(
    spool: Spool, files: dict[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    with a_door(spool, tls=files, users=USERS, matches=passwords.matches) as door, Client(door) as client:
        client.start_tls()
        assert client.say(b"AUTH LOGIN").startswith("334")
        assert client.say(b"x" * 200_000).startswith("501 5.5.2")
    assert "a fault" not in caplog.text


def test_who_goes_on_while_a_sign_in_is_judged_has_to_wait(spool: Spool, files: dict[str, Path]) -> None:
    is_kept, is_judged, judging = threading.Event(), threading.Event(), threading.Event()
    sa.event.listen(spool._engine, "commit", lambda connection: is_kept.wait(10))

    def judge(password: str, kept: str) -> bool:
        judging.set()
        return is_judged.wait(10)

    with a_door(spool, tls=files, users=USERS, matches=judge) as door, Client(door) as client:
        client.start_tls()
        client.start_mail()
        flood = MAIL + b".\r\nAUTH PLAIN " + plain("ben", PASSWORD) + b"\r\n" + b"NOOP\r\n" * 4_000_000
        sending = threading.Thread(target=_send, args=(client, flood))
        sending.start()
        sending.join(0.5)
        assert sending.is_alive(), "while the mail is being kept"
        is_kept.set()
        assert judging.wait(10)
        sending.join(1)
        assert sending.is_alive(), "while the sign-in is judged"
        is_judged.set()
        sending.join(10)                # too many commands without a mail end the connection
        assert not sending.is_alive()
    assert kept(spool) == [MAIL]


def _send(client: Client, data: bytes) -> None:
    with suppress(OSError):             # it ends with the connection
        client.send(data)
