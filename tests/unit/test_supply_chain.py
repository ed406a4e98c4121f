"""What comes with mailbridge from others: pinned, hashed, under licences that bind nobody, and listed."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mailbridge

ROOT = Path(__file__).parents[2]
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
ALLOWED = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|zlib", re.I)
REFUSED = re.compile(r"GPL|General Public|MPL|Mozilla|SSPL|Commons Clause|Business Source", re.I)
EXCEPTIONS = {
    "certifi": "MPL-2.0 for its list of certificates, which is used as it is; requests needs it",
    "imapclient": "says nothing in its metadata; its COPYING is the BSD licence with three clauses",
}


def needed(name: str, extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """What a distribution needs to run, by their names, on this platform; a name may come more than once."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if any(not requirement.marker or requirement.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield canonicalize_name(requirement.name)
            yield from needed(requirement.name, frozenset(requirement.extras))


def licence(name: str) -> str:
    """What a distribution says of its licence, in whichever of the three places it says it."""
    told = distribution(name).metadata
    classifiers = [line for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    return told.get("License-Expression") or " ".join(classifiers) or (told.get("License") or "").partition("\n")[0]


RUNTIME = sorted(set(needed("mailbridge", frozenset({"", "postgres"}))))


def test_everything_that_runs_with_it_has_a_licence_that_binds_nobody() -> None:
    told = {name: licence(name) for name in RUNTIME if name not in EXCEPTIONS}
    assert {"requests", "pg8000"} < set(told)
    assert {name: text for name, text in told.items() if not ALLOWED.search(text) or REFUSED.search(text)} == {}


def test_each_exception_is_still_needed() -> None:
    assert [name for name in EXCEPTIONS if ALLOWED.search(licence(name)) or name not in RUNTIME] == []


def test_the_lock_names_everything_that_runs_with_it() -> None:
    assert set(RUNTIME) <= {canonicalize_name(name) for name in re.findall(r"(?m)^([\w.-]+)==", LOCKS[0].read_text("utf-8"))}


def test_everything_locked_is_pinned_with_its_hashes_and_names_no_index() -> None:
    for lock in LOCKS:
        entries = re.split(r"(?m)^(?=\w)", lock.read_text("utf-8"))[1:]
        assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+(?: ; .*)? \\\n +--hash=sha256:", entry)] == []
        assert "://" not in lock.read_text("utf-8")


def test_what_is_handed_out_is_listed_and_has_checksums(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    subprocess.run(["make", "-o", "setup-dev", "dist", f"DIST={folder}", f"BIN={Path(sys.executable).parent}"], cwd=ROOT,
                   check=True, capture_output=True, timeout=120)
    version = mailbridge.__version__
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {"mailbridge.cdx.json", f"mailbridge-{version}.tar.gz", f"mailbridge-{version}-py3-none-any.whl"}
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sums} == sums
    listed = json.loads((folder / "mailbridge.cdx.json").read_text())
    assert {canonicalize_name(part["name"]) for part in listed["components"]} >= set(RUNTIME)
    assert (listed["metadata"]["component"]["name"], listed["metadata"]["component"]["version"]) == ("mailbridge", version)


def test_nothing_says_to_install_mailbridge_by_its_bare_name() -> None:
    """On PyPI that name is another project: what is installed is the wheel, by its path."""
    bare = re.compile(r"pip3? install\b[^\n`]*[\s'\"]mailbridge(?![\w./-])")
    assert bare.search("pip install 'mailbridge[postgres]'") and bare.search("bin/pip install --upgrade mailbridge\n")
    assert not bare.search("pip install './mailbridge-1.0.0-py3-none-any.whl[postgres]'")
    texts = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "Makefile", *(ROOT / "docs").rglob("*.md"),
             *(file for file in (ROOT / "deploy").rglob("*") if file.is_file() and file.suffix != ".png"),
             *(ROOT / "mailbridge").rglob("*.py"), *(ROOT / "rules").rglob("*.yaml")]
    assert [file for file in texts if bare.search(file.read_text("utf-8"))] == []


def test_the_version_is_one_wherever_it_stands() -> None:
    assert f'\nversion = "{mailbridge.__version__}"\n' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert f"newTag: {mailbridge.__version__}\n" in (ROOT / "deploy/kubernetes/kustomization.yaml").read_text("utf-8")
    first = re.search(r"(?m)^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert first is not None
    assert first[1].startswith("Unreleased") or first[1].split()[0] == mailbridge.__version__
