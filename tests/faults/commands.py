"""The commands that trials run. **A new command is one entry in COMMANDS**, and is then tested.

- Each gets damaged catalogues (`storage.damage`) and one on a disk that can only be read.
- One that `asks` a wiki meets a fault of every class at its first request, later, and always
  (`trials.play_to_commands`); a run without faults must then do what it would have done.
- One that writes to a wiki belongs into `test_writing.py` too: what is sent again, and what
  never.

`test_commands.py` fails for a command that is neither here nor in APART.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command line; `asks` a wiki, `writes` into the catalogue."""

    arguments: tuple[str, ...]
    asks: bool = False
    writes: bool = False

    @property
    def name(self) -> str:
        """What it is called in the lists of tests."""
        return " ".join(self.arguments)


COMMANDS: Sequence[Command] = (
    Command(("harvest",), asks=True, writes=True),
    Command(("audit", "--today", "2026-11-22"), writes=True),
    Command(("report", "--format", "json")),
    Command(("show", "Guide 1")),
    Command(("status",)),
    Command(("diff", "--since", "1")),
    Command(("report", "overview")),
    Command(("explain", "short-page")),
    Command(("doctor",)),
    Command(("harvest", "--dry-run"), asks=True),
    Command(("doctor", "--online"), asks=True),
    Command(("find", "guide")),
    Command(("describe", "Guide 1")),
    Command(("resource", "list")),
    Command(("resource", "show", "Guide 1")),
    Command(("translations", "gaps", "--language", "sv")),
    Command(("translations", "matrix")),
    Command(("translations", "outdated")),
    Command(("translations", "coverage")),
    Command(("export", "reviews")),
    Command(("export", "translation-units", "--language", "sv")),
)

APART: Mapping[tuple[str, ...], str] = {
    ("demo",): "brings its own wiki and catalogue",
    ("init",): "has no catalogue yet; tests/cli/test_init.py lets its wiki fail",
    ("catalogue", "import"): "tests/security/test_import.py damages what it reads",
    ("catalogue", "merge"): "reads as an import does",
    ("import", "reviews"): "reads a file of a person's; one small write, as audit's",
    ("review",): "a person's word on a page: one small write, as audit's",
    ("resource", "link"): "a person's word on pages: one small write, as audit's",
    ("resource", "unlink"): "likewise",
    ("resource", "source"): "likewise",
}
