"""How a request is written down; what comes of it is in `test_client`."""

from __future__ import annotations

from urllib.parse import quote_plus

from hypothesis import given
from hypothesis import strategies as st

from mailbridge.heap.transport import _quoted


@given(st.text(st.characters(codec=None)) | st.text(st.characters(max_codepoint=0x7F)))
def test_a_value_is_written_as_forms_have_it(value: str) -> None:
    assert _quoted(value) == quote_plus(value, errors="replace")
