"""A file goes into a page and comes out the same."""

from __future__ import annotations

import base64
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.errors import InvalidInput
from surveyapp.views.uploads import pack, unpack


@given(st.binary(max_size=2000))
def test_every_file_comes_back_as_it_was(data: bytes) -> None:
    assert unpack(pack(data)) == data


def test_a_file_that_no_field_can_hold_is_refused() -> None:
    with pytest.raises(InvalidInput, match="This file is too large to be checked on a page"):
        pack(random.Random(1).randbytes(3_000_000))


@pytest.mark.parametrize("text", ["", "é", "====", "bm90IHppcHBlZA==", pack(b"cut short")[:-8]])
def test_what_was_not_packed_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="The file did not come back from the page as it was sent"):
        unpack(text)


def test_a_small_text_that_unpacks_to_a_huge_file_is_refused() -> None:
    bomb = base64.b64encode(zlib.compress(bytes(40_000_000))).decode()

    with pytest.raises(InvalidInput):
        unpack(bomb)
