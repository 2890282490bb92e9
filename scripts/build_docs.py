"""Write the pages of the guide that are made from the program: python scripts/build_docs.py.

With --check nothing is written, and the exit code says whether a page is out of date.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from typer.testing import CliRunner

from cphub import reports, rules, sources
from cphub.cli.main import COMMANDS, GROUPS, app
from cphub.registry import Plugin, discover

DOCS = Path(__file__).parents[1] / "docs"
NOTE = "<!-- Made by scripts/build_docs.py. Do not edit. -->\n"
WIDTH = "80"
BLOCK = re.compile(r"^([A-Z][^:\n]*):$")
ENTRY = re.compile(r"^(\w+)((?: = [^:]+)?): ")


def commands() -> str:
    """Return the page of the commands: each one's help as the terminal shows it."""
    parts = [
        NOTE + "# Commands\n",
        "What `cphub --help` and `cphub COMMAND --help` print.\n",
        _help([]),
    ]
    for command in COMMANDS:
        name = command.__name__.replace("_", "-")
        parts += [f"## {name}\n", _help([name])]
    for group, _help_text, members in GROUPS:
        for member in members:
            names = [group, member.__name__.strip("_").replace("_", "-")]
            parts += [f"## {' '.join(names)}\n", _help(names)]
    return "\n".join(parts)


def _help(arguments: list[str]) -> str:
    environment = {"COLUMNS": WIDTH, "NO_COLOR": "1", "TERM": "dumb"}
    result = CliRunner().invoke(app, [*arguments, "--help"], prog_name="cphub", env=environment)
    if result.exit_code:
        raise SystemExit(f"cphub {' '.join(arguments)} --help failed: {result.output}")
    lines = [line.rstrip() for line in result.output.splitlines()]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def rule_pages() -> str:
    """Return the page of the rules: each one's docstring."""
    intro = """\
A rule looks at one page and says what is wrong with it, with the very words it rests on.
Its severity says how sure it is: `error` sure, `warning` likely, `note` weak. In the
terminal, `cphub explain RULE` prints the same. A rule's settings go under its own table:

```toml
[rules.untouched-page]
max_age_days = 365
```

| rule | axis | what it does |
|---|---|---|
"""
    known = discover(rules).values()
    table = "".join(
        f"| [{rule.name}](#{rule.name}) | {rule.attributes['axis'].value} | {rule.summary} |\n"
        for rule in known
    )
    return "\n".join([NOTE + "# Rules\n", intro + table, *map(_plugin, known)])


def source_pages() -> str:
    """Return the page of the kinds of source: each one's docstring."""
    intro = """\
A source says where learning material is listed on a wiki. Each is a `[[sources]]` table in
cphub.toml with a `name` of your choice, the `wiki` and the `kind`, and the kind's own keys:

```toml
[[sources]]
name = "capacity"
wiki = "meta"
kind = "category"
category = "Content Partnerships Hub"
depth = 2
```

`cphub harvest capacity` runs that source alone. A page that two sources list is one page.
"""
    return "\n".join([NOTE + "# Sources\n", intro, *_all(sources)])


def format_pages() -> str:
    """Return the page of the report formats: each one's docstring."""
    intro = "What `cphub report --format FORMAT` can write.\n"
    return "\n".join([NOTE + "# Report formats\n", intro, *_all(reports)])


def _all(package: ModuleType) -> Iterator[str]:
    return map(_plugin, discover(package).values())


def _plugin(plugin: Plugin) -> str:
    """Return a plug-in's section: its docstring with the blocks' names as bold words."""
    lines = []
    for line in plugin.doc.splitlines():
        block = BLOCK.match(line)
        text = line.removeprefix("    ")
        entry = ENTRY.match(text)
        if block:
            lines.append(f"**{block[1]}**\n")
        elif entry and entry[1] in plugin.settings:
            lines.append(f"- `{entry[1]}{entry[2]}`: {text[entry.end() :]}")
        else:
            lines.append(text)
    return f"## {plugin.name}\n\n" + "\n".join(lines).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands}
"""Pages that are kept in the repository."""

BUILT: dict[str, Callable[[], str]] = {
    "rules.md": rule_pages,
    "sources.md": source_pages,
    "formats.md": format_pages,
}
"""Pages that are not, so that adding a rule touches no other file."""


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check tell which ones are out of date."""
    os.environ["COLUMNS"] = WIDTH
    stale = []
    for name, make in (PAGES if "--check" in arguments else PAGES | BUILT).items():
        path, text = DOCS / name, make()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {path}")
    if stale and "--check" in arguments:
        print(f"out of date: {', '.join(stale)}; run python scripts/build_docs.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
