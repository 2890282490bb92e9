"""Trials of commands that write a person's word: full disks, SQL that fails, `kill -9`."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator

from tests.faults.commands import COMMANDS, Command
from tests.faults.found import Found
from tests.faults.lab import Lab
from tests.faults.program import Cphub, Done, Drill

OFFLINE = tuple(command for command in COMMANDS if command.writes and not command.asks)
FULL = {"full", "ioerr"}


def interrupted(
    lab: Lab, content: bytes, cases: Iterable[tuple[Command, str, tuple[Drill, ...]]]
) -> Found:
    """Do each command on the catalogue `content` while a drill fails it, then without.

    "kill" is SIGKILL at a moment by chance. The file stays sound, and either all that the
    command had to say is in it or nothing; then the command does what it should.
    """
    found = Found()
    chance = random.Random(4)  # noqa: S311  # a moment, not a secret
    for command, kind, drills in cases:
        found.trials += 1
        what = f"{command.name}: {kind} {drills}"
        with lab.trial() as cphub:
            cphub.catalog.write_bytes(content)
            before = _everything(cphub)
            if kind == "kill":
                running = cphub.start(*command.arguments)
                time.sleep(chance.uniform(0, 0.08))
                running.kill()
                done = running.wait()
                found.add("killed", done.code == -9)
            else:
                done = cphub.run(*command.arguments, drills=drills)
                found.check(what, done, sound=done.sound, ended=done.code in (0, 1))
                found.check(what, done, told=done.code == 0 or _told(kind, done))
                found.add("failed", done.code == 1)
            found.check(what, done, intact=cphub.intact())
            saved = _everything(cphub) != before  # ahead of the fault: it need not be said again
            again = cphub.run(*command.arguments)
            known = saved and again.code in (1, 2) and bool(again.err.strip())
            found.check(f"{what}, again", again, done=again.sound and (again.code == 0 or known))
            found.check(what, again, intact=cphub.intact())
    return found


def _everything(cphub: Cphub) -> list[list[tuple[object, ...]]]:
    with cphub.opened() as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE TABLE%'")
        names = [name for (name,) in tables]
        return [database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names]  # noqa: S608  # its own


def _told(kind: str, done: Done) -> bool:
    return "Free some space" in done.err if kind in FULL else bool(done.err.strip())


def of_each(
    kinds: Iterable[str], statements: Iterable[int], kills: int
) -> Iterator[tuple[Command, str, tuple[Drill, ...]]]:
    """Yield each command with each kind of failure at each statement, full disks and kills."""
    kinds, statements = tuple(kinds), tuple(statements)
    for command in OFFLINE:
        yield command, "full", (("small_files", "4096"),)
        for number, at in enumerate(statements):
            kind = kinds[number % len(kinds)]
            yield command, kind, (("sql_fault", f"{at} {kind}"),)
        for _ in range(kills):
            yield command, "kill", ()
