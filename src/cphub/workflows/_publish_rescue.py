"""Keep the text that could not be published in files of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from cphub.errors import ApiError, CphubError
from cphub.workflows._publish_drafts import Draft

_LONGEST = 80  # bytes of a file's name that are a page's title


def rescue(error: CphubError, drafts: Iterable[Draft], folder: Path) -> None:
    """Write what was to be published into new files in `folder`, and say so in `error`."""
    left = list(drafts)
    if isinstance(error, ApiError) and left:
        error.message = f"{left[0].title} was not published. {error.message}"
        error.args = (error.message,)
    try:
        files = [_written(folder, draft) for draft in left]
    except OSError as trouble:
        kept = f"its text could not be saved in {folder}: {trouble.strerror}"
    else:
        more = f" and {len(files) - 1} more beside it" if len(files) > 1 else ""
        kept = f"its text is saved in {files[0]}{more}" if files else ""
    error.hint = "; ".join(part for part in (error.hint, kept) if part)


def _written(folder: Path, draft: Draft) -> Path:
    """Write a file that was not there before."""
    stem = _stem(draft.title)
    for number in count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.wikitext"
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(f"{draft.piece or draft.text}\n")
        except FileExistsError:
            continue
        return path
    raise AssertionError


def _stem(title: str) -> str:
    """Return a page's title as part of a file's name that every system takes."""
    plain = re.sub(r"[^\w.-]+", "-", title).strip("-.")
    return "cphub-" + plain.encode()[:_LONGEST].decode("utf-8", "ignore")
