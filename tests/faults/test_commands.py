"""Every command that talks to a wiki bears what a wiki may do; none is forgotten."""

from __future__ import annotations

import pytest
from tests.faults.commands import APART, ASKING, COMMANDS, Command
from tests.faults.fault import Fault
from tests.faults.faults import CLASSES, FAULTS
from tests.faults.found import again_alone
from tests.faults.lab import Lab
from tests.faults.quick import play_always_in_turn
from tests.faults.trials import play_to_commands
from tests.security.hostile import commands


def test_every_command_is_in_the_list_or_says_why_not() -> None:
    known = {*APART, *(command.arguments[:depth] for command in COMMANDS for depth in (1, 2))}
    forgotten = [path for path in commands() if path not in known]
    assert not forgotten, "add it to tests/faults/commands.py"


@pytest.mark.parametrize(
    "command",
    [one for one in ASKING if one.arguments != ("harvest",)],
    ids=lambda command: command.name,
)
def test_a_command_that_asks_a_wiki_bears_what_it_may_do(lab: Lab, command: Command) -> None:
    quick = [FAULTS[name] for name in ("429", "HTML with 200", "reset half-way")]
    cases: list[tuple[Command, Fault, int | None]] = [
        (command, fault, number) for fault in quick for number in (1, 3)
    ]
    cases += [(command, FAULTS["slow drip of the body"], number) for number in (2, None)]
    found = play_to_commands(lab, cases)
    found += play_always_in_turn(lab, command, [fault for fault in CLASSES if not fault.slow])
    found = again_alone(found, lambda late: play_to_commands(lab, late))
    assert not found.wrong, found
