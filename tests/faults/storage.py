"""Trials of what happens to the file: SQL that fails, full disks, company, damage."""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.faults.commands import COMMANDS
from tests.faults.drills import FAILED
from tests.faults.found import Found, same_in_the_end
from tests.faults.lab import Lab
from tests.faults.program import Cphub, copied


def sql_faults(lab: Lab, cases: Iterable[tuple[int, str]]) -> Found:
    """Fail at SQL statement n in a way that SQLite does, then harvest again.

    A file that is busy while a journal is chosen is waited for by cphub itself, as SQLite does
    not wait there: that one goes on.
    """
    found = Found()
    for number, kind in cases:
        found.trials += 1
        what = f"{kind} at statement {number}"
        with lab.trial() as cphub:
            done, _ = lab.harvest(cphub, drills=[("sql_fault", f"{number} {kind}")])
            failed = cphub.folder / FAILED
            statement = failed.read_text(encoding="utf-8") if failed.exists() else ""
            waited = kind == "busy" and statement.startswith("PRAGMA journal_mode")
            ended = done.code == (0 if waited else 1)
            found.check(what, done, reached=bool(statement), sound=done.sound, ended=ended)
            found.check(what, done, intact=cphub.intact())
            found.add("waited for", waited)
            if kind in ("full", "ioerr"):
                found.check(what, done, told="Free some space" in done.err)
            again, _ = lab.harvest(cphub)
            same_in_the_end(found, what, lab, cphub, again)
    return found


def count_statements(lab: Lab) -> int:
    """Return how many SQL statements the lab's harvest is."""
    with lab.trial() as cphub:
        counted = cphub.folder / "statements"
        lab.harvest(cphub, drills=[("statements", str(counted))])
        return int(counted.read_text(encoding="ascii"))


def small_disks(lab: Lab, sizes: Iterable[int]) -> Found:
    """Let no file grow over a size, as `ulimit -f` and quotas do; then give room again."""
    found = Found()
    for size in sizes:
        found.trials += 1
        what = f"no file over {size} bytes"
        with lab.trial() as cphub:
            done, _ = lab.harvest(cphub, drills=[("small_files", str(size))])
            found.check(what, done, sound=done.sound, intact=cphub.intact())
            if done.code:
                found.add("ran out of room")
                found.check(what, done, told="Free some space" in done.err)
            again, _ = lab.harvest(cphub)
            same_in_the_end(found, what, lab, cphub, again)
    return found


def full_disk(lab: Lab, kilobytes: Iterable[int]) -> Found:
    """Harvest on a file system that is nearly full (a tmpfs, which only root may make)."""
    found = Found()
    for size in kilobytes:
        found.trials += 1
        what = f"{size} kB left on the disk"
        whole = size + lab.earlier.stat().st_size // 1024
        with lab.trial() as cphub, _disk(lab, cphub, f"size={whole}k") as (there, arguments):
            lab.server.play(None)
            done = cphub.run("harvest", *arguments)
            _remount(there.folder, "size=50m")
            found.check(what, done, sound=done.sound, intact=there.intact())
            if done.code:
                found.add("ran out of room")
                found.check(what, done, told="Free some space" in done.err)
            again = cphub.run("harvest", *arguments)
            same_in_the_end(found, what, lab, there, again)
    return found


def read_only(lab: Lab) -> Found:
    """Give every command a catalogue on a disk that can only be read."""
    found = Found()
    with lab.trial() as cphub, _disk(lab, cphub, "size=50m") as (there, where):
        audit = cphub.run("audit", *where)
        found.check("before", audit, done=audit.code == 0)
        _remount(there.folder, "ro")
        for command in COMMANDS:
            found.trials += 1
            lab.server.play(None)
            done = cphub.run(*command.arguments, *where)
            found.check(
                f"read-only: {command.name}",
                done,
                sound=done.sound,
                expected=done.code == (1 if command.writes else 0),
                told=not command.writes
                or "read-only" in done.err
                or "cannot be opened" in done.err,
            )
    return found


@contextmanager
def _disk(lab: Lab, cphub: Cphub, option: str) -> Iterator[tuple[Cphub, tuple[str, ...]]]:
    """Give a small disk with the earlier catalogue on it, and the options that name it."""
    disk = cphub.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", option, "tmpfs", str(disk)], check=True)
    try:
        copied(lab.earlier, disk)
        there = Cphub(cphub.nursery, disk)
        config = str(cphub.folder / "cphub.toml")
        yield there, ("--config", config, "--catalog", str(there.catalog))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _remount(disk: Path, option: str) -> None:
    # With the file system named, mount gives no option of before again: a namespace refuses some.
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"remount,{option}", "tmpfs", str(disk)], check=True
    )


def can_mount() -> bool:
    """Tell whether a tmpfs can be made here."""
    if os.getuid():
        return False
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True
        )
        if made.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return made.returncode == 0


def at_the_same_time(lab: Lab, seconds: float) -> Found:
    """Run two harvests of different sources and an audit over and over on one catalogue."""
    found = Found(trials=1)
    second = '\n[[sources]]\nname = "again"\nwiki = "meta"\nkind = "category"\n'
    with lab.trial() as cphub:
        config = cphub.folder / "cphub.toml"
        text = config.read_text(encoding="utf-8") + f'{second}category = "Training"\n'
        config.write_text(text, encoding="utf-8")
        lab.server.play(None)
        first = cphub.run("harvest")
        found.check("before", first, done=first.code == 0)
        drill = ("until", str(time.time() + seconds))
        runs = [
            cphub.start(*arguments, drills=[drill])
            for arguments in (
                ("harvest", "training", "--full"),
                ("harvest", "again", "--full"),
                ("audit", "--today", "2026-11-22"),
            )
        ]
        for running in runs:
            done = running.wait(seconds + 60)
            found.check(" ".join(done.arguments), done, done=done.sound and done.code == 0)
            if done.code == 0:
                found.add(f"{done.arguments[0]}s", int(done.err.rsplit("rounds ", 1)[-1]))
        found.check("afterwards", intact=cphub.intact())
    return found


def damage(lab: Lab, damages: Iterable[tuple[str, bytes]], commands: int = len(COMMANDS)) -> Found:
    """Give every command a damaged catalogue: each ends with a right code and in words.

    `damages` are names and the bytes of the damaged file. Where `commands` is fewer than
    there are, they take turns.
    """
    found = Found()
    turn = 0
    for what, content in damages:
        found.trials += 1
        detected = False
        for number in range(commands):
            command = COMMANDS[(turn + number) % len(COMMANDS)]
            with lab.trial() as cphub:
                cphub.catalog.write_bytes(content)
                lab.server.play(None)
                done = cphub.run(*command.arguments)
                detected = detected or done.code == 1
                found.add("commands")
                found.check(
                    f"{what}: {command.name}",
                    done,
                    # 2: what was typed is not in what is left of it.
                    sound=done.sound and done.code in (0, 1, 2),
                    told=done.code == 0 or bool(done.err.strip() or done.out.strip()),
                )
        turn += commands
        found.add("detected" if detected else "harmless")
    return found


def flipped(content: bytes, count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a file with one byte flipped: in its header, its first page, anywhere."""
    chance = random.Random(seed)  # noqa: S311  # repeatable
    for number in range(count):
        end = (100, 4096, len(content))[min(2, number % 5)]
        offset = chance.randrange(end)
        damaged = bytearray(content)
        damaged[offset] ^= 1 << chance.randrange(8) if number % 2 else 0xFF
        yield f"byte {offset} flipped", bytes(damaged)


def cut(content: bytes, pages: Iterable[int], size: int = 4096) -> Iterator[tuple[str, bytes]]:
    """Yield a file cut after so many pages."""
    for number in pages:
        yield f"cut after {number} pages", content[: number * size]


ALIEN: Sequence[tuple[str, bytes]] = (
    ("HTML in its place", b"<!DOCTYPE html><title>404</title>" * 200),
    ("an empty file", b""),
    ("a lone header", b"SQLite format 3\0"),
    ("noughts", bytes(8192)),
    ("text", b"catalogue\n"),
)
