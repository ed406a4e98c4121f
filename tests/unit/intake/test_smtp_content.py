"""What a door refuses after reading it: lone line ends, wherever the parts are cut that they are looked for in."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbridge.intake import smtp_content

LONE = re.compile(rb"(?<!\r)\n|\r(?!\n)")


@pytest.mark.parametrize("part_bytes", [1, 2, 3, 1024])
@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"a", b"\r\n.\r\n", b"\0"]), max_size=12).map(b"".join))
def test_a_lone_line_end_is_found_wherever_it_stands(part_bytes: int, raw: bytes) -> None:
    with patch("mailbridge.intake.smtp_content._PART_BYTES", part_bytes):
        assert smtp_content.has_bare_newlines(raw) == bool(LONE.search(raw))
