"""A list's file lies in the folder of the rules: who may write rules, or try some in the console, reads nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbridge.errors import FileProblems
from mailbridge.rules import load, load_texts

RULE = "lists: {{vip: {{file: {file}}}}}\nrules:\n  - {{name: A, when: {{contact: {{in: vip}}}}, skip: yes}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "rules"
    (made / "lists").mkdir(parents=True)
    (made / "vip.txt").write_text("jane@acme.test\n")
    (made / "lists" / "vip.txt").write_text("jane@acme.test\n")
    (tmp_path / "secret").write_text("the password\n")
    (made / "link.txt").symlink_to("lists/vip.txt")
    (made / "out.txt").symlink_to("../secret")
    (made / "loop.txt").symlink_to("loop.txt")
    return made


@pytest.mark.parametrize("file", ["vip.txt", "./vip.txt", "lists/vip.txt", "lists/../vip.txt", "link.txt"])
def test_a_file_in_the_folder_or_below_it_is_read(folder: Path, file: str) -> None:
    (folder / "a.yaml").write_text(RULE.format(file=file))
    assert len(load(folder).rules) == 1


@pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "lists/../../secret", "out.txt", "{absolute}"])
def test_a_file_elsewhere_is_a_mistake_and_is_not_read(folder: Path, file: str) -> None:
    text = RULE.format(file=file.format(absolute=folder.parent / "secret"))
    (folder / "a.yaml").write_text(text)
    for loads in (lambda: load(folder), lambda: load_texts({str(folder / "a.yaml"): text})):
        with pytest.raises(FileProblems, match="is not in the folder of the rules; put it beside this file") as found:
            loads()
        assert "the password" not in str(found.value)


def test_a_loop_of_links_is_a_mistake(folder: Path) -> None:
    (folder / "a.yaml").write_text(RULE.format(file="loop.txt"))
    with pytest.raises(FileProblems):
        load(folder)
