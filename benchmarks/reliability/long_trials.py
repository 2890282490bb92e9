"""The long forms of the trials in `tests/faults`, each for one row of the table."""

from __future__ import annotations

from functools import partial
from itertools import chain, product

from benchmarks.reliability.sharing import shared
from tests.faults.commands import ASKING, COMMANDS
from tests.faults.faults import CLASSES, ENDING, FAULTS, PASSING
from tests.faults.found import Found, again_alone
from tests.faults.lab import REQUESTS, Lab
from tests.faults.lived_in import lived_in
from tests.faults.spoilt import spoilt, spoilt_anyhow
from tests.faults.storage import (
    ALIEN,
    at_the_same_time,
    can_mount,
    count_statements,
    cut,
    damage,
    flipped,
    full_disk,
    read_only,
    small_disks,
    sql_faults,
)
from tests.faults.trials import (
    fail_at,
    jumping_clock,
    kill,
    play_faults,
    play_to_commands,
    random_faults,
)
from tests.faults.writes import interrupted, of_each

ALL = len(COMMANDS)
PAGE = 4096  # bytes of a page of SQLite's
KINDS = ("full", "ioerr", "interrupt", "corrupt", "busy")


def answers(lab: Lab, quick: bool) -> Found:  # noqa: FBT001  # Row's signature
    """Play every fault in every phase where it makes sense, once and always."""
    faults = CLASSES if quick else tuple(FAULTS.values())
    cases = (
        (fault, phase, always)
        for fault in faults
        for phase in (fault.phases[:2] if quick else fault.phases)
        for always in ((False,) if quick or fault.slow else (False, True))
    )
    found = shared(lab, "answers", cases, play_faults)
    return again_alone(found, partial(play_faults, lab))


def commands(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Play faults of every class to every command that asks a wiki."""
    faults = CLASSES[::6] if quick else CLASSES
    cases = product(ASKING, faults, (1, 3, None))
    found = shared(lab, "commands", cases, play_to_commands)
    return again_alone(found, partial(play_to_commands, lab))


def requests(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Fail at every request with every class of faults that ends a harvest."""
    faults = ENDING[::4] if quick else ENDING
    cases = product(range(1, REQUESTS + 1, 4 if quick else 1), faults)
    return shared(lab, "requests", cases, fail_at)


def kills(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Kill harvests."""
    return shared(lab, "kills", range(20 if quick else 200), kill)


def seeds(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Let 30 % of the answers be faulty."""
    numbers = range(3 if quick else 10)
    return shared(lab, "seeds", numbers, lambda at, some: random_faults(at, some, PASSING, 0.3))


def statements(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Let SQL statements fail, in turn with each kind of failure."""
    numbers = range(1, count_statements(lab) + 1, 40 if quick else 2)
    cases = ((n, KINDS[i % len(KINDS)]) for i, n in enumerate(numbers))
    return shared(lab, "statements", cases, sql_faults)


def disks(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Let the disk or the file's quota be full, or the disk read-only."""
    step = 80_000 if quick else 8192
    found = small_disks(lab, range(PAGE, 400_000, step))
    if can_mount():
        found += full_disk(lab, range(8, 260, 100 if quick else 12))
        found += read_only(lab)
    return found


def company(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Let two harvests and an audit work on one catalogue."""
    return at_the_same_time(lab, 5 if quick else 30)


def flips(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Flip bytes."""
    damages = flipped(lived_in(lab), 20 if quick else 200)
    return shared(lab, "flips", damages, partial(damage, commands=2 if quick else ALL))


def values(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Overwrite columns, each in turn, then any with values of any kind; delete rows."""
    content = lived_in(lab)
    damages = chain(spoilt(content, "currunt"), spoilt_anyhow(content, 6 if quick else 60))
    return shared(lab, "values", damages, partial(damage, commands=2 if quick else ALL))


def cuts(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Cut the file after each of its pages, and put other files in its place."""
    content = lived_in(lab)
    pages = range(1, len(content) // PAGE, 20 if quick else 1)
    damages = [*ALIEN, *cut(content, pages)]
    return shared(lab, "cuts", damages, partial(damage, commands=2 if quick else ALL))


def writes(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Fail while commands write what a person says."""
    numbers = range(1, 90, 20 if quick else 2)
    cases = of_each(KINDS, numbers, 1 if quick else 10)
    content = lived_in(lab)
    return shared(lab, "writes", cases, lambda at, some: interrupted(at, content, some))


def clock(lab: Lab, quick: bool) -> Found:  # noqa: ARG001, FBT001
    """Let the time of day jump."""
    return jumping_clock(lab, FAULTS["429 until a date"]) + jumping_clock(
        lab, FAULTS["429 for a second"]
    )
