"""What a shell is given, and what it then gets for a Tab."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAILBRIDGE = Path(sys.executable).parent / "mailbridge"


@pytest.mark.parametrize(("shell", "sign"), [("bash", "complete -o nosort"), ("zsh", "#compdef mailbridge"),
                                             ("fish", "complete --no-files --command mailbridge")])
def test_each_shell_gets_its_script(call: object, shell: str, sign: str) -> None:
    done = call("completion", shell)    # type: ignore[operator]
    assert done.exit_code == 0
    assert sign in done.output
    assert "_MAILBRIDGE_COMPLETE" in done.output


def test_bash_completes_commands_and_options() -> None:
    script = f"""
    PATH={MAILBRIDGE.parent}:$PATH
    eval "$(mailbridge completion bash)"
    for line in "mailbridge ite" "mailbridge items ret" "mailbridge check --s"; do
        COMP_WORDS=($line); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()
        _mailbridge_completion mailbridge
        echo "${{COMPREPLY[@]}}"
    done
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, env=dict(os.environ))
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["items", "retry", "--send"]
