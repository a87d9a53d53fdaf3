"""Form fields are decoded as urllib does it, only faster."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadParameter
from kg.web.protocol import MAX_FIELDS, fields, unquoted

_PARTS = st.sampled_from([*"%=+&aF0_? \n\r\t", "%4", "%41", "%e4", "%C3%A4", "%3D", "%0A", "=="])


@given(st.lists(_PARTS, max_size=12).map("".join))
def test_as_urllib_does_it(text: str) -> None:
    encoded = text.encode()
    assert unquoted(encoded) == unquote_to_bytes(encoded.replace(b"+", b" "))
    try:
        expected = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        with pytest.raises(BadParameter, match="UTF-8"):
            fields(encoded)
    else:
        assert fields(encoded) == expected


def test_too_many_are_refused() -> None:
    assert len(fields(b"a=1&" * MAX_FIELDS)) == MAX_FIELDS
    with pytest.raises(BadParameter, match="more than"):
        fields(b"a=1&" * (MAX_FIELDS + 1))
