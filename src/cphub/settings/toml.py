"""Read TOML that anybody may have written."""

from __future__ import annotations

import tomllib
from typing import Any, BinaryIO

LARGEST = 8_000_000  # bytes; a hub of 10,000 sources needs one million


class NotToml(ValueError):
    """A file is no TOML that can be read; the text says why, and quotes none of its values."""


def read_toml(file: BinaryIO) -> dict[str, Any]:
    """Return the tables of an open file.

    Raises:
        NotToml: it is no TOML, too large, or written to keep the reader busy.
        UnicodeDecodeError: it is not UTF-8.
        OSError: it cannot be read.
    """
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotToml(f"it has more than {LARGEST:,} bytes")
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(str(error)) from error
    except RecursionError:  # of thousands of brackets in brackets; its traceback helps nobody
        raise NotToml("its values are nested too deeply") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise NotToml("a number in it has thousands of digits") from None
