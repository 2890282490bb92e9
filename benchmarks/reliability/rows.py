"""What is measured, row by row."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.reliability import long_trials, suites
from benchmarks.reliability.mutants import MANY, MODULES, SEED, TESTS, mutants
from benchmarks.reliability.row import Row
from tests.faults.commands import ASKING
from tests.faults.faults import CLASSES, ENDING, FAULTS
from tests.faults.lab import REQUESTS
from tests.faults.trials import rivals
from tests.faults.writes import OFFLINE
from tests.security.targets import TARGETS

ROWS: Mapping[str, Row] = {
    "answers": Row(
        f"{len(FAULTS)} faults of a raw-socket server, each in every phase, once and always",
        "each ends in success or one clear message, no traceback, within deadline + 3 s of work; "
        "the next harvest makes good",
        long_trials.answers,
        minutes=30,
    ),
    "commands": Row(
        f"{len(CLASSES)} classes of faults x {len(ASKING)} commands that ask a wiki, "
        "at request 1, 3 and every",
        "as above; the command does its work when the fault is over",
        long_trials.commands,
    ),
    "requests": Row(
        f"fail at request k, every k of a {REQUESTS}-request harvest x {len(ENDING)} faults, "
        "then harvest again",
        "same contents as uninterrupted; nothing asked more than twice",
        long_trials.requests,
        minutes=9,
    ),
    "seeds": Row(
        "30 % of answers faulty at random, 10 seeds",
        "same contents; no seed gives up",
        long_trials.seeds,
        minutes=3,
    ),
    "kills": Row(
        "`kill -9` at 200 random moments, then harvest again",
        "0 corrupt, 0 lost, 0 doubled; nothing asked more than twice",
        long_trials.kills,
        minutes=4,
    ),
    "statements": Row(
        "fail at SQL statement n, every other n: full, I/O error, interrupt, corrupt, busy in turn",
        "file intact, same contents after the next harvest; a full disk is named as one",
        long_trials.statements,
        minutes=4,
    ),
    "disks": Row(
        "file size limit in steps of 8 kB, small tmpfs in steps of 12 kB, read-only disk",
        "file intact, message asks for space, the next harvest makes good; reports work read-only",
        long_trials.disks,
    ),
    "writes": Row(
        f"{len(OFFLINE)} commands that write without a wiki x full disk, SQL statement n, every "
        "other n to 90, 10 x `kill -9`; then again",
        "file intact, told in words; the command does its work when the fault is over",
        long_trials.writes,
        minutes=4,
    ),
    "company": Row(
        "2 harvests + 1 audit over and over on one catalogue for 30 s",
        "0 BUSY surfaced; file intact",
        long_trials.company,
    ),
    "rivals": Row(
        "2 harvests of one source started at once, 50 times",
        "each is done or says that the other has taken over; same contents",
        lambda lab, quick: rivals(lab, 5 if quick else 50),
    ),
    "flips": Row(
        "1 byte flipped at 200 offsets x each command",
        "no traceback; told in words; exit 0, 1 or 2",
        long_trials.flips,
        minutes=8,
    ),
    "values": Row(
        "each column of each table overwritten by a value that no cphub writes; 60 times any"
        " columns by values of any kind, or rows deleted; x each command",
        "no traceback; told in words; exit 0, 1 or 2",
        long_trials.values,
        minutes=8,
    ),
    "cuts": Row(
        "catalogue cut after each page, or replaced by HTML, noughts, nothing x each command",
        "no traceback; told in words; exit 0, 1 or 2",
        long_trials.cuts,
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
        long_trials.clock,
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
