"""The web page, its JSON and its switches; the command; and the wall around the package."""

from __future__ import annotations

import ast
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sandbox_client import Client

import mailbridge.sandbox
from mailbridge.sandbox import FAULTS, DataFileError, Sandbox

PACKAGE = Path(mailbridge.sandbox.__file__).parent
COMMAND = [sys.executable, "-c", "from mailbridge.sandbox.command import sandbox; sandbox()"]


def test_the_package_imports_nothing_of_the_program() -> None:
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            for name in names:
                assert not name.startswith("mailbridge") or name.startswith("mailbridge.sandbox"), (file.name, name)


def test_a_sandbox_loads_no_other_part_of_the_program() -> None:
    code = ("import sys, mailbridge.sandbox.command;"
            "print([n for n in sys.modules if n.startswith('mailbridge.') and not n.startswith('mailbridge.sandbox')])")
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_the_page_runs_no_script_but_its_own_and_holds_no_record(client: Client) -> None:
    client.api(create="message", title="<script>alert(1)</script>", body="x")
    page = client.request("GET", "/")
    assert "alert(1)" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script>|<style|\son\w+=|style=", page.text)


def test_the_pages_script_never_makes_markup_of_a_value() -> None:
    script = (PACKAGE / "page" / "page.js").read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)


@pytest.mark.parametrize("path", ["/", "/page.css", "/page.js", "/icon.svg", "/state.json", "/records.json", "/faults"])
def test_everything_the_page_needs_is_here(client: Client, path: str) -> None:
    assert client.request("GET", path).status == 200
    assert client.request("HEAD", path).body == b""
    assert not re.search(r"(src|href)=\"(https?:)?//", client.request("GET", path).text)


def test_records_are_told_as_json(client: Client) -> None:
    for number in range(3):
        client.api(create="message", title=f"</script> {number}", body="a\nb")
    client.api(create="person", name="Jane")
    answer = client.request("GET", "/records.json?kind=message&newest=2")
    assert [record["title"] for record in answer.json] == ["</script> 1", "</script> 2"]
    assert answer.headers["Content-Type"].startswith("application/json")
    assert len(client.request("GET", "/records.json?kind=people").json) == 1
    assert len(client.request("GET", "/records.json").json) == 4
    assert client.request("GET", "/records.json?kind=task").status == 400


def test_the_state_holds_address_login_and_counts(sandbox: Sandbox, client: Client) -> None:
    client.api(create="lead", name="x")
    state = client.request("GET", "/state.json").json
    assert state["url"] == sandbox.url
    assert state["counts"] == {"lead": 1, "opportunity": 0, "customer": 0, "archive": 0, "person": 0, "event": 0,
                               "message": 0}
    assert state["requests"][0]["about"] == "x"


def test_faults_are_armed_and_taken_back_over_http(client: Client) -> None:
    assert [fault["name"] for fault in client.request("GET", "/faults").json["available"]] == list(FAULTS)

    def armed(method: str, form: object = None) -> list[str]:
        return [one["spec"] for one in client.request(method, "/faults", form).json["armed"]]

    assert armed("POST", [("fault", "drop:get:2"), ("fault", "slow=1")]) == ["drop:get:2", "slow=1"]
    assert armed("POST", {"fault": "drop:get:5"}) == ["slow=1", "drop:get:5"]
    assert armed("POST", {"clear": "drop:get:3"}) == ["slow=1"]
    assert armed("POST", {"clear": "1"}) == []
    armed("POST", {"fault": "drop"})
    assert armed("DELETE") == []


def test_a_fault_that_is_not_understood_arms_none(client: Client) -> None:
    answer = client.request("POST", "/faults", [("fault", "drop"), ("fault", "los-reply")])
    assert (answer.status, answer.json) == (400, {"error": "unknown fault 'los-reply'; did you mean lost-reply?"})
    assert client.request("GET", "/faults").json["armed"] == []
    assert client.request("POST", "/faults", {}).status == 400


def test_a_reset_forgets_records_and_faults(sandbox: Sandbox, client: Client) -> None:
    client.api(create="lead", name="x")
    sandbox.arm("drop")
    assert client.request("POST", "/reset", {}).status == 200
    assert sandbox.count() == 0
    assert "<lead>" not in client.api(get="lead", search="").text


@pytest.mark.parametrize(("method", "path"), [("POST", "/reset"), ("POST", "/faults"), ("DELETE", "/faults")])
def test_a_page_of_somebody_else_cannot_work_the_switches(client: Client, method: str, path: str) -> None:
    assert client.request(method, path, {"fault": "drop"}, Origin="http://evil.example").status == 403
    assert client.request(method, path, {"fault": "drop"}, Origin=f"http://{client.host}").status == 200


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_other_addresses_do_not_exist(client: Client, method: str) -> None:
    assert client.request(method, "/../etc/passwd", b"" if method == "POST" else None).status == 404


def test_a_data_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir, this is no database. " * 50)
    with pytest.raises(DataFileError, match=r"cannot use .*letter\.txt as the sandbox's data file"):
        Sandbox(tmp_path / "letter.txt")


def test_the_command_tells_address_and_login_at_once_and_ends_on_sigterm(tmp_path: Path) -> None:
    options = ["--port", "0", "--data", str(tmp_path / "s.db"), "--sample-data", "--login", "ben@example.com:a:b:Ben Smith"]
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = dict(process.stdout.readline().rstrip("\n").split(": ", 1) for _ in range(4))
        host, port = told["page"].removeprefix("http://").rstrip("/").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(b"GET /records.json HTTP/1.0\r\n\r\n")
            reply = b"".join(iter(lambda: connection.recv(65536), b""))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert told["url"] == told["page"] + "api.php"
    assert (told["login_email"], told["login_password"]) == ("ben@example.com", "a:b")
    assert len(json.loads(reply.partition(b"\r\n\r\n")[2])) == 6


@pytest.mark.parametrize(("options", "exit_code", "sentence"), [
    (["--fault", "los-reply"], 2, "did you mean lost-reply?"),
    (["--login", "nobody"], 2, "is not EMAIL:PASSWORD:NAME"),
    (["--list-faults"], 0, "lost-reply        the record is kept"),
])
def test_the_command_explains_what_it_does_not_understand(tmp_path: Path, options: list[str], exit_code: int,
                                                          sentence: str) -> None:
    done = subprocess.run([*COMMAND, "--data", str(tmp_path / "s.db"), "--port", "0", *options], capture_output=True,
                          text=True, timeout=20, check=False)
    assert done.returncode == exit_code
    assert sentence in done.stdout + done.stderr


def test_a_port_in_use_is_one_sentence(tmp_path: Path, start: Callable[..., Sandbox]) -> None:
    port = start().page_url.rstrip("/").rpartition(":")[2]
    done = subprocess.run([*COMMAND, "--data", str(tmp_path / "s.db"), "--port", port], capture_output=True, text=True,
                          timeout=20, check=False)
    assert done.returncode == 1
    assert done.stderr == (f"Error: cannot listen on 127.0.0.1 port {port}: address already in use;"
                           " choose another with --port\n")
