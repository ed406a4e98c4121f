"""The benchmarks can be started: nobody runs them with each change, and what they borrow from elsewhere may be gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = sorted((Path(__file__).parents[1] / "bench").glob("*.py"))


@pytest.mark.parametrize("script", BENCHMARKS, ids=lambda script: script.stem)
def test_a_benchmark_finds_all_that_it_imports(script: Path) -> None:
    as_a_module = f"import sys, runpy; sys.path.insert(0, {str(script.parent)!r}); runpy.run_path({str(script)!r})"
    done = subprocess.run([sys.executable, "-c", as_a_module], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
