"""A file between its preview and its confirmation: it travels in the form, so nothing is stored in between."""

from __future__ import annotations

import base64
import binascii
import zlib

from surveyapp.errors import InvalidInput

# What a form field may hold in all (the application's limit for form data is 4 MB), and what it may unpack to.
_LARGEST_PACKED = 3_800_000
_LARGEST_FILE = 16 * 1024 * 1024


def pack(data: bytes) -> str:
    """Write the bytes of a file as the text of a hidden field. Raises `InvalidInput` when they are too many."""
    packed = base64.b64encode(zlib.compress(data)).decode()
    if len(packed) > _LARGEST_PACKED:
        message = "This file is too large to be checked on a page. Split it in two and import one after the other."
        raise InvalidInput(message)
    return packed


def unpack(text: str) -> bytes:
    """Give the bytes back, exactly. Raises `InvalidInput` for anything that `pack` did not write."""
    message = "The file did not come back from the page as it was sent. Nothing was stored. Choose it again."
    try:
        reader = zlib.decompressobj()
        data = reader.decompress(base64.b64decode(text, validate=True), _LARGEST_FILE)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise InvalidInput(message) from error
    if not reader.eof:
        raise InvalidInput(message)
    return data
