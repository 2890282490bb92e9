"""Keep the text that could not be published in files of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from cphub.errors import ApiError, CphubError

_LONGEST = 80  # bytes of a file's name that are a page's title


def rescue(error: CphubError, texts: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write (title, text) pairs into new files in `folder`, and say so in `error`."""
    left = list(texts)
    if isinstance(error, ApiError) and left:
        error.message = f"{left[0][0]} was not published. {error.message}"
        error.args = (error.message,)
    try:
        files = [_written(folder, title, text) for title, text in left]
    except OSError as trouble:
        kept = f"its text could not be saved in {folder}: {trouble.strerror}"
    else:
        more = f" and {len(files) - 1} more beside it" if len(files) > 1 else ""
        kept = f"its text is saved in {files[0]}{more}" if files else ""
    error.hint = "; ".join(part for part in (error.hint, kept) if part)


def _written(folder: Path, title: str, text: str) -> Path:
    """Write a file that was not there before."""
    stem = _stem(title)
    for number in count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.wikitext"
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(f"{text}\n")
        except FileExistsError:
            continue
        return path
    raise AssertionError


def _stem(title: str) -> str:
    """Return a page's title as part of a file's name that every system takes."""
    plain = re.sub(r"[^\w.-]+", "-", title).strip("-.")
    return "cphub-" + plain.encode()[:_LONGEST].decode("utf-8", "ignore")
