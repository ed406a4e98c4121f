from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivery_kit import Bench, a_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A bridge on a workbench, with a sandbox that has no faults yet."""
    with a_bench(tmp_path) as made:
        yield made
