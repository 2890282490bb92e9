"""The commands that trials run. **A new command is one entry in COMMANDS**, and is then tested.

- Each gets damaged catalogues (`storage.damage`) and one on a disk that can only be read.
  The catalogue is that of `lived_in.py`; `mine.md` lies beside it, a template.
- One that `writes` and asks no wiki meets full disks, SQL that fails and `kill -9` as well
  (`writes.interrupted`). Beside a trial's catalogue lie `reviews.csv`, a filled-in sheet, and
  `other.db`, a catalogue of somebody else's.
- One that `asks` a wiki meets a fault of every class at its first request, later, and always
  (`trials.play_to_commands`); a run without faults must then do what it would have done.
- `check-links` asks servers that pages link to, and wikis about titles: `test_links.py` has
  such pages, and plays faults and kills to it.
- One that writes to a wiki belongs into `test_writing.py` too: what is sent again, and what
  never.

`test_commands.py` fails for a command that is neither here nor in APART.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command line; `asks` a wiki, `writes` into the catalogue.

    `played` says where faults of a wiki are played to it, if not where they are to all.
    """

    arguments: tuple[str, ...]
    asks: bool = False
    writes: bool = False
    played: str = ""

    @property
    def name(self) -> str:
        """What it is called in the lists of tests."""
        return " ".join(self.arguments)


COMMANDS: Sequence[Command] = (
    Command(("harvest",), asks=True, writes=True),
    Command(("audit", "--today", "2026-11-22"), writes=True),
    Command(("report", "--format", "json")),
    Command(("show", "Guide 1")),
    Command(("diff", "--since", "1")),
    Command(("status",)),
    Command(("report", "overview")),
    Command(("report", "overview", "--format", "jsonld")),
    Command(("report", "overview", "--format", "quickstatements")),
    Command(("report", "--ui-language", "sv", "--format", "html")),
    Command(("report", "--template", "mine.md")),
    Command(("explain", "short-page")),
    Command(("doctor",)),
    Command(("harvest", "--views"), asks=True, writes=True),
    Command(("harvest", "--dry-run"), asks=True),
    Command(
        (
            *("publish", "overview", "--to", "meta:Project:Report", "--yes"),
            *("--token-file", "login.toml"),
        ),
        asks=True,
        writes=True,
    ),
    Command(
        ("publish", "--undo", "--yes", "--token-file", "login.toml"),
        asks=True,
        writes=True,
        played="test_publishing.py: each run needs a publication of its own",
    ),
    Command(("publish", "--log")),
    Command(("doctor", "--online"), asks=True),
    Command(("find", "guide")),
    Command(("describe", "Guide 1")),
    Command(("resource", "list")),
    Command(("resource", "show", "Guide 1")),
    Command(("translations", "gaps", "--language", "sv")),
    Command(("translations", "matrix")),
    Command(("translations", "outdated")),
    Command(("translations", "coverage")),
    Command(("check-links", "--offline")),
    Command(("check-links",), asks=True, writes=True, played="test_links.py has links to check"),
    Command(("services", "list")),
    Command(("services", "test", "https://toolserver.org/~anna")),
    Command(("export", "reviews")),
    Command(("export", "translation-units", "--language", "sv")),
    Command(("review", "Guide 1", "--verdict", "good", "--note", "Fine."), writes=True),
    Command(("describe", "Guide 1", "--level", "beginner"), writes=True),
    Command(("resource", "link", "Guide 1", "Guide 2"), writes=True),
    Command(("resource", "source", "Guide 39"), writes=True),
    Command(("resource", "unlink", "Guide 39/sv"), writes=True),
    Command(("import", "reviews", "reviews.csv"), writes=True),
    Command(("catalogue", "merge", "other.db"), writes=True),
)

ASKING = tuple(command for command in COMMANDS if command.asks and not command.played)

APART: Mapping[tuple[str, ...], str] = {
    ("demo",): "brings its own wiki and catalogue",
    ("services", "update"): "asks Toolhub, no wiki; test_links.py lets it fail and kills it",
    ("init",): "has no catalogue yet; tests/cli/test_init.py lets its wiki fail",
    ("catalogue", "import"): "tests/security/test_import.py damages what it reads",
}
