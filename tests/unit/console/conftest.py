from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .kit import Browser, Site, make


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Starts a console with settings of the test's own."""
    started: list[Site] = []

    def begin(**console: Any) -> Site:
        site = make(tmp_path, **console)
        site.console.start()
        started.append(site)
        return site

    yield begin
    for site in started:
        site.console.stop()
        site.spool.close()


@pytest.fixture
def site(start: Callable[..., Site]) -> Site:
    return start()


@pytest.fixture
def ann(site: Site) -> Browser:
    """An admin."""
    return site.browser("ann")


@pytest.fixture
def rob(site: Site) -> Browser:
    """A reader."""
    return site.browser("rob")
