"""What is handed out: the wheel runs where there is no checkout, and the sdist makes the same wheel again."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def build(source: Path, target: str, folder: Path) -> Path:
    """What hatchling makes of a folder. Nothing is fetched for it."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)], cwd=source, check=True,
                   capture_output=True, timeout=120)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


def locked() -> Iterator[str]:
    """The names in requirements.lock that this platform needs: what a user's installation holds."""
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        if line[0].isalpha():
            requirement = Requirement(line.removesuffix(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement.name


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run commands of a fresh environment, in an empty folder. It holds the wheel and what requirements.lock names."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = folder / "environment"
    venv.create(environment, symlinks=True)
    (fresh,) = environment.glob("lib/python*/site-packages")
    for name in locked():
        files = distribution(name).files or ()
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            ours = Path(str(distribution(name).locate_file(top)))
            if not (fresh / top).exists():      # two distributions may share a folder
                (fresh / top).symlink_to(ours)
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True, timeout=120)

    def run(program: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(environment / "bin" / program), *arguments], cwd=folder, text=True, timeout=120,
                              capture_output=True, env={"PATH": os.environ["PATH"], "HOME": str(folder), **more})

    checked = subprocess.run([*pip, "check"], capture_output=True, text=True, timeout=120)
    assert checked.returncode == 0, checked.stdout
    return run


def test_the_wheel_runs_outside_of_the_checkout(installed: Run) -> None:
    where = installed("python", "-c", "import mailbridge; print(mailbridge.__file__)").stdout
    assert "elsewhere" in where and "site-packages" in where
    assert installed("mailbridge", "--version").stdout.startswith("mailbridge, version ")


def test_the_installed_demo_brings_its_mails_to_heap(installed: Run) -> None:
    demo = installed("mailbridge", "demo", "--once", "--data", "demo", "--smtp-port", "0", "--port", "0")
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert "wrong:" not in demo.stdout


def test_installed_init_writes_settings_and_rules_that_are_right(installed: Run) -> None:
    words = ("--folder", "new", "--heap", "http://127.0.0.1:9/api.php", "--login-email", "bridge@example.com",
             "--domain", "example.com", "--address", "crm@bridge.example.com")
    made = installed("mailbridge", "init", *words, MAILBRIDGE_HEAP__LOGIN_PASSWORD="practice")
    assert "written: new/mailbridge.yaml" in made.stdout
    for command in ("check", "test"):
        tried = installed("mailbridge", "--config", "new/mailbridge.yaml", "rules", command)
        assert tried.returncode == 0, tried.stdout + tried.stderr


def test_everything_that_is_no_code_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    package = {str(file.relative_to(ROOT)) for file in (ROOT / "mailbridge").rglob("*")
               if file.is_file() and "__pycache__" not in file.parts}
    shipped = {f"mailbridge/shipped_rules/{file.name}" for file in (ROOT / "rules").iterdir()}
    assert package | shipped == {name for name in inside if ".dist-info/" not in name}
    assert "mailbridge/py.typed" in inside


def test_the_sdist_makes_the_same_wheel_byte_for_byte(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xzf", sdist, "-C", tmp_path], check=True, timeout=60)
    (unpacked,) = tmp_path.iterdir()
    again = build(unpacked, "wheel", tmp_path / "again")
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()


def test_the_sdist_holds_what_the_checks_and_the_image_need(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert inside >= {"Makefile", "requirements.lock", "requirements-dev.lock", "SECURITY.md", "CHANGELOG.md", "LICENSE",
                      "deploy/docker/Dockerfile", "docs/operation.md", "rules/rules.schema.json", "tests/system-packages.sh"}
