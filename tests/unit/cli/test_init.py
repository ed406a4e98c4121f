"""The first command of somebody who has a Heap."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailbridge.cli import main
from mailbridge.sandbox import DEFAULT_LOGIN, Sandbox


def run(folder: Path, url: str, password: str | None = DEFAULT_LOGIN.password) -> tuple[int, str]:
    arguments = ["init", "--folder", str(folder), "--heap", url, "--login-email", DEFAULT_LOGIN.email, "--domain",
                 "acme.test", "--address", "crm@in.acme.test", "--timezone", "Europe/Berlin"]
    done = CliRunner().invoke(main, arguments, env={"MAILBRIDGE_HEAP__LOGIN_PASSWORD": password})
    return done.exit_code, done.output


def test_it_writes_settings_and_rules_that_work_at_once(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "heap.db") as heap:
        code, told = run(tmp_path / "new", heap.url)
    assert code == 0, told
    assert "the login works" in told
    assert "wrong" not in told
    assert told.endswith(f"all is well; the service: mailbridge --config {tmp_path}/new/mailbridge.yaml run\n")
    assert sorted(path.name for path in (tmp_path / "new" / "rules").glob("*.yaml"))


def test_the_password_is_in_a_file_of_its_own_that_nobody_else_can_read(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "heap.db") as heap:
        _, told = run(tmp_path / "new", heap.url)
    secret = tmp_path / "new" / "heap-password"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert DEFAULT_LOGIN.password not in (tmp_path / "new" / "mailbridge.yaml").read_text() + told


def test_what_is_there_already_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mailbridge.yaml").write_text("mine")
    code, told = run(tmp_path, "http://127.0.0.1:9/api.php")
    assert code == 1
    assert "is there already" in told
    assert (tmp_path / "mailbridge.yaml").read_text() == "mine"


@pytest.mark.parametrize("heap", ["creativearc", "http://127.0.0.1:9/api.php"])
def test_a_heap_that_does_not_answer_is_told_and_the_files_stay(tmp_path: Path, heap: str) -> None:
    code, told = run(tmp_path / "new", heap)
    assert code == 1
    assert "heap:" in told
    assert (tmp_path / "new" / "mailbridge.yaml").exists()


def test_without_a_terminal_and_a_password_it_says_how(tmp_path: Path) -> None:
    code, told = run(tmp_path / "new", "creativearc", None)
    assert code == 1
    assert "MAILBRIDGE_HEAP__LOGIN_PASSWORD" in told
