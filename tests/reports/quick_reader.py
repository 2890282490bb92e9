"""A strict reader of QuickStatements, written after its help page and its two parsers.

It knows nothing of cphub. What the tool would read in another way than it was meant, or not at
all, raises: a `|` anywhere (3.0 takes it for a tab), a text in tripled quotes (3.0 reads it as
an identifier), an empty label (which removes the one that is there), LAST before CREATE.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LANGUAGE = "[a-z_-]+"
Read = tuple[str, ...]


@dataclass
class Command:
    """A command; `item` is the item's number, or which of the new ones it is (`new 1`)."""

    item: str
    property: str
    value: Read
    qualifiers: list[tuple[str, Read]] = field(default_factory=list)
    sources: list[tuple[str, Read]] = field(default_factory=list)


def read(written: str) -> list[Command]:
    """Return the commands, those that make items (`CREATE`) only by what is said of these."""
    assert written == "" or written.endswith("\n")
    assert "|" not in written
    assert "\r" not in written
    commands = []
    made = 0
    for line in written.split("\n")[:-1]:
        assert line == line.strip()
        assert not line.endswith("*/")
        if line == "CREATE":
            made += 1
            continue
        item, name, value, *rest = line.split("\t")
        assert item != "LAST" or made
        assert item == "LAST" or re.fullmatch("Q[1-9][0-9]*", item), item
        command = Command(f"new {made}" if item == "LAST" else item, name, read_value(value))
        if not re.fullmatch("P[1-9][0-9]*", name):
            assert re.fullmatch(f"L{LANGUAGE}", name), name
            assert command.value[0] == "text"
            assert not rest
        assert len(rest) % 2 == 0
        for key, said in zip(rest[::2], rest[1::2], strict=True):
            assert re.fullmatch("[PS][1-9][0-9]*", key), key
            pairs = command.qualifiers if key[0] == "P" else command.sources
            pairs.append((key, read_value(said)))
        commands.append(command)
    return commands


def read_value(value: str) -> Read:
    """Return a value's kind and what it holds."""
    assert value == value.strip()
    if re.fullmatch("Q[1-9][0-9]*", value):
        return ("item", value)
    if match := re.fullmatch('"(.+)"', value):
        assert not re.fullmatch('""".*"""', value)
        return ("text", kept(match[1]))
    if match := re.fullmatch(f'({LANGUAGE}):"(.+)"', value):
        return ("monolingual", match[1], kept(match[2]))
    if match := re.fullmatch(r"\+([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00:00Z/11", value):
        return ("day", match[1])
    if match := re.fullmatch("([0-9]+)U([1-9][0-9]*)", value):
        return ("amount", match[1], f"Q{match[2]}")
    raise AssertionError(value)


def kept(text: str) -> str:
    assert text == text.strip()
    return text
