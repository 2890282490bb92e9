"""What is measured, row by row: the long forms of the trials in `tests/faults`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from benchmarks.reliability import suites
from benchmarks.reliability.mutants import MANY, MODULES, SEED, TESTS, mutants
from benchmarks.reliability.progress import shown
from benchmarks.reliability.row import Row
from tests.faults.commands import COMMANDS
from tests.faults.faults import CLASSES, ENDING, FAULTS, PASSING
from tests.faults.found import Found
from tests.faults.lab import REQUESTS, Lab
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
    rivals,
)
from tests.faults.writes import OFFLINE, interrupted, of_each
from tests.security.targets import TARGETS

ALL = len(COMMANDS)
ASKING = [command for command in COMMANDS if command.asks]
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
    return play_faults(lab, shown("answers", cases))


def requests(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Fail at every request with every class of faults that ends a harvest."""
    faults = ENDING[::4] if quick else ENDING
    cases = product(range(1, REQUESTS + 1, 4 if quick else 1), faults)
    return fail_at(lab, shown("requests", cases))


def kills(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Kill harvests."""
    return kill(lab, shown("kills", range(20 if quick else 200)))


def seeds(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Let 30 % of the answers be faulty."""
    return random_faults(lab, shown("seeds", range(3 if quick else 10)), PASSING, 0.3)


def statements(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Let SQL statements fail, in turn with each kind of failure."""
    numbers = range(1, count_statements(lab) + 1, 40 if quick else 2)
    cases = ((n, KINDS[i % len(KINDS)]) for i, n in enumerate(numbers))
    return sql_faults(lab, shown("statements", cases))


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
    damages = shown("flips", flipped(audited(lab), 20 if quick else 200))
    return damage(lab, damages, commands=2 if quick else ALL)


def cuts(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Cut the file after each of its pages, and put other files in its place."""
    content = audited(lab)
    pages = range(1, len(content) // PAGE, 20 if quick else 1)
    damages = shown("cuts", [*ALIEN, *cut(content, pages)])
    return damage(lab, damages, commands=2 if quick else ALL)


def writes(lab: Lab, quick: bool) -> Found:  # noqa: FBT001
    """Fail while commands write what a person says."""
    numbers = range(1, 90, 20 if quick else 2)
    cases = of_each(KINDS, numbers, 1 if quick else 10)
    return interrupted(lab, audited(lab), shown("writes", cases))


def clock(lab: Lab, quick: bool) -> Found:  # noqa: ARG001, FBT001
    """Let the time of day jump."""
    return jumping_clock(lab, FAULTS["429 until a date"]) + jumping_clock(
        lab, FAULTS["429 for a second"]
    )


def audited(lab: Lab) -> bytes:
    """Return the bytes of a sound catalogue with findings."""
    with lab.trial() as cphub:
        lab.server.play(None)
        for arguments in (("harvest",), ("audit", "--today", "2026-11-22")):
            done = cphub.run(*arguments)
            if done.code:
                raise SystemExit(str(done))
        return cphub.catalog.read_bytes()


ROWS: Mapping[str, Row] = {
    "answers": Row(
        f"{len(FAULTS)} faults of a raw-socket server, each in every phase, once and always",
        "each ends in success or one clear message, no traceback, within deadline + 3 s of work; "
        "the next harvest makes good",
        answers,
        minutes=20,
    ),
    "commands": Row(
        f"{len(CLASSES)} classes of faults x {len(ASKING)} commands that ask a wiki, at request "
        "1, 3 and every",
        "as above; the command does its work when the fault is over",
        lambda lab, quick: play_to_commands(lab, ASKING, CLASSES[::6] if quick else CLASSES),
    ),
    "requests": Row(
        f"fail at request k, every k of a {REQUESTS}-request harvest x {len(ENDING)} faults, "
        "then harvest again",
        "same contents as uninterrupted; nothing asked more than twice",
        requests,
        minutes=9,
    ),
    "seeds": Row(
        "30 % of answers faulty at random, 10 seeds",
        "same contents; no seed gives up",
        seeds,
        minutes=3,
    ),
    "kills": Row(
        "`kill -9` at 200 random moments, then harvest again",
        "0 corrupt, 0 lost, 0 doubled; nothing asked more than twice",
        kills,
        minutes=4,
    ),
    "statements": Row(
        "fail at SQL statement n, every other n: full, I/O error, interrupt, corrupt, busy in turn",
        "file intact, same contents after the next harvest; a full disk is named as one",
        statements,
        minutes=4,
    ),
    "disks": Row(
        "file size limit in steps of 8 kB, small tmpfs in steps of 12 kB, read-only disk",
        "file intact, message asks for space, the next harvest makes good; reports work read-only",
        disks,
    ),
    "writes": Row(
        f"{len(OFFLINE)} commands that write without a wiki x full disk, SQL statement n, every "
        "other n to 90, 10 x `kill -9`; then again",
        "file intact, told in words; the command does its work when the fault is over",
        writes,
        minutes=4,
    ),
    "company": Row(
        "2 harvests + 1 audit over and over on one catalogue for 30 s",
        "0 BUSY surfaced; file intact",
        company,
    ),
    "rivals": Row(
        "2 harvests of one source started at once, 50 times",
        "each is done or says that the other has taken over; same contents",
        lambda lab, quick: rivals(lab, 5 if quick else 50),
    ),
    "flips": Row(
        "1 byte flipped at 200 offsets x each command",
        "no traceback; exit 0 or 1",
        flips,
        minutes=8,
    ),
    "cuts": Row(
        "catalogue cut after each page, or replaced by HTML, noughts, nothing x each command",
        "no traceback; exit 0 or 1",
        cuts,
        minutes=4,
    ),
    "exporters": Row(
        "property tests of every report format, 5,000 cases each, read back with other parsers",
        "0 injections; nothing lost",
        lambda _, quick: suites.suite(
            "tests/reports", "-k", "mixture", cases=50 if quick else 5000
        ),
        minutes=6,
    ),
    "lives": Row(
        "a wiki's life as a state machine (edit, move, delete, restore, redirect, hide, resume): "
        "200 lives of 50 steps",
        "the catalogue is the wiki after each finished harvest",
        lambda _, quick: suites.suite(
            "tests/security/test_model_wiki.py", *([] if quick else ["--hypothesis-profile=long"])
        ),
    ),
    "fuzz": Row(
        f"atheris, {len(TARGETS)} targets (answers, pages, settings, texts, `clean()`), 75 s each",
        "0 uncaught",
        lambda _, quick: suites.fuzz(5 if quick else 75),
        minutes=10,
    ),
    "parser": Row(
        "texts made to break a parser, up to 2 MB, each in a process of its own",
        "2.5 s of the processor, 1 GB; what takes longer is given up and told",
        lambda _, __: suites.parser(),
    ),
    "corpus": Row(
        "hostile titles, texts, names, answers and catalogues through every command and format",
        "nothing steers a terminal, is markup, or runs as a formula",
        lambda _, quick: suites.suite(
            "tests/security", "-k", "hostile" if quick else "not fuzz and not model_wiki"
        ),
    ),
    "network": Row(
        "connections to elsewhere than this machine, refused in every test",
        "0",
        lambda _, quick: suites.suite(*TESTS, *(() if quick else ("tests/workflows",))),
    ),
    "pipes": Row(
        "`/dev/full`, closed pipes and streams, odd encodings, Ctrl-C",
        "exit 0, 1 or 130, one line",
        lambda _, __: suites.suite("tests/cli/test_edges.py", "tests/cli/test_boundary.py"),
    ),
    "clock": Row(
        "wall clock jumps ±1 year at every look at it while a wiki asks to wait",
        "no long wait; same contents",
        clock,
    ),
    "coverage": Row(
        "branches of client and catalogue that their tests go through",
        "95 %",
        lambda _, __: suites.coverage(),
        minutes=5,
    ),
    "mutants": Row(
        f"mutmut: {MANY:,} small changes, drawn with seed {SEED}, of {len(MODULES)} modules of "
        "client and catalogue, against their own tests",
        "80 % killed",
        lambda _, quick: mutants(60 if quick else MANY),
        minutes=60,
    ),
}
