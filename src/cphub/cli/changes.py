"""What would change on wiki pages: a unified diff, in colour on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cphub.clean import clean
from cphub.cli.output import write_out
from cphub.cli.tables import count
from cphub.cli.terminal import is_plain, is_terminal, say

if TYPE_CHECKING:
    from cphub.workflows._publish_drafts import Draft

MOST = 200
"""Lines of a page's changes that a terminal shows; a pipe gets all."""

SLOW = 20_000
"""Lines that differ, beyond which telling which go and which come takes too long."""

AROUND = 3
_COLOURS = {"+": "32", "-": "31", "@": "36"}


def show_changes(wiki: str, drafts: Iterable[Draft]) -> None:
    """Write what would change on each page to standard output."""
    live = is_terminal(sys.stdout)
    colour = live and not is_plain() and not os.environ.get("NO_COLOR")
    for draft in drafts:
        lines = changes(wiki, draft)
        shown = list(islice(lines, MOST)) if live else list(lines)
        write_out("".join(f"{_coloured(line, colour=colour)}\n" for line in shown), None)
        if more := sum(1 for _ in lines):
            say(f"and {count(more, 'line')} more; `--dry-run | less` shows all.")
    sys.stdout.flush()


def changes(wiki: str, draft: Draft) -> Iterator[str]:
    """Yield the lines of a unified diff, with nothing in them that steers a terminal."""
    standing = draft.standing
    if draft.made:
        before = "(no such page yet)"
    else:
        when = f", {standing.timestamp:%Y-%m-%d %H:%M}" if standing.timestamp else ""
        before = f"{standing.title} (revision {standing.revision} by {standing.user}{when})"
    yield f"--- {clean(f'{wiki}: {before}')}"
    yield f"+++ {clean(f'{wiki}: {standing.title}')}"
    old, new = standing.text.splitlines(), draft.text.splitlines()
    for line in _unified(old, new):
        yield line[:1] + _plain(line[1:])


def _unified(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Yield the body of a unified diff; of too many lines only how many go and come."""
    import difflib  # noqa: PLC0415  # only this needs it

    top = _alike(old, new)
    end = _alike(old[top:][::-1], new[top:][::-1])
    if len(old) + len(new) - 2 * (top + end) > SLOW and len(old) > top + end:
        yield f"@@ from line {top + 1} on @@"
        yield f"-({count(len(old) - top - end, 'line')} in all)"
        yield from (f"+{line}" for line in new[top : len(new) - end])
        return
    diff = difflib.unified_diff(old, new, lineterm="", n=AROUND)
    yield from islice(diff, 2, None)


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many lines two texts begin with in common."""
    both = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in both if a != b), min(len(old), len(new)))


def _plain(line: str) -> str:
    """Return a line as it may be printed; the spaces that it begins with mean something."""
    return " " * (len(line) - len(line.lstrip(" "))) + clean(line)


def _coloured(line: str, *, colour: bool) -> str:
    code = _COLOURS.get(line[:1])
    return f"\x1b[{code}m{line}\x1b[0m" if colour and code else line
