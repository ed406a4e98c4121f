"""The first command of somebody who has a Heap."""

from __future__ import annotations

import shutil
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


def test_a_password_file_that_others_can_read_is_made_private(tmp_path: Path) -> None:
    secret = tmp_path / "heap-password"
    secret.write_text("former")
    secret.chmod(0o644)
    run(tmp_path, "http://127.0.0.1:9/api.php")
    assert (stat.S_IMODE(secret.stat().st_mode), secret.read_text()) == (0o600, f"{DEFAULT_LOGIN.password}\n")


@pytest.mark.parametrize("place", ["heap-password", "heap-password.part", "mailbridge.yaml.part"])
def test_what_cannot_be_written_is_told_in_a_sentence_and_the_command_can_be_given_again(
    tmp_path: Path, place: str
) -> None:
    folder = tmp_path / "new"
    (folder / place / "in the way").mkdir(parents=True)
    code, told = run(folder, "http://127.0.0.1:9/api.php")
    assert code == 1
    assert told == (f"{folder} cannot be written: Is a directory; name a folder that is yours and has room: "
                    "mailbridge init --folder NEW\n")
    assert not (folder / "mailbridge.yaml").exists()
    shutil.rmtree(folder / place)
    assert "written: " in run(folder, "http://127.0.0.1:9/api.php")[1]


def test_a_folder_that_the_system_will_not_make_is_told_in_a_sentence(tmp_path: Path) -> None:
    code, told = run(tmp_path / ("x" * 300), "creativearc")
    assert code == 1
    assert "cannot be written: File name too long; name a folder that is yours" in told
    assert "Traceback" not in told


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
