"""The trials that tests run in small and `benchmarks.reliability` in full.

Each yields what went wrong, one line a trial that failed; no line means that all is well.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence

from tests.faults.commands import Command
from tests.faults.fault import Fault, at, each_time, every, first_of, forgiven, names_it, phase_of
from tests.faults.found import Found, same_in_the_end
from tests.faults.lab import Lab, asked_most
from tests.faults.program import Cphub
from tests.live.proxy import Asked

from cphub.wiki.retry import Politeness

DEADLINE = 1.0  # seconds for one answer in trials of slow faults
SPARE = 3.0  # seconds that a run may take beside waiting
ASKED = {"429 for a second": 1.0, "429 until a date": 1.0}
"""Seconds that a wiki asks to wait before the next attempt, which is no work."""


def play_faults(lab: Lab, cases: Iterable[tuple[Fault, str, bool]]) -> Found:
    """Play each (fault, phase, always) to a harvest; then harvest again without.

    The first ends as the table of faults says, in time, in words; the second makes good
    whatever was missed. What took longer is left to `again_alone`.
    """
    found = Found()
    for fault, phase, always in cases:
        found.trials += 1
        what = f"{fault.name} {'always' if always else 'once'} while asking for {phase}"
        plan = (every if always else first_of)(phase, fault)
        with lab.trial(attempts=3, deadline=DEADLINE if fault.slow else 30) as cphub:
            start = time.monotonic()
            done, _ = lab.harvest(cphub, plan)
            over = time.monotonic() - start - _waits(fault, 3 if always else 1)
            left_out = done.code == 0 and forgiven(phase, done.err)
            found.in_time((fault, phase, always), what, over, SPARE)
            found.check(
                what,
                done,
                sound=done.sound,
                expected=left_out or done.code in (fault.always if always else fault.once),
                told=(done.code == 0 and not left_out) or names_it(fault, done.err),
            )
            if done.code or left_out:
                again, _ = lab.harvest(cphub)
                found.check(f"{what}, again", again, done=again.code == 0)
            if not fault.lies:
                found.check(what, done, the_same=cphub.contents() == lab.expected)
            found.check(what, done, intact=cphub.intact())
            well = done.code == 0 and not left_out
            found.add("recovered" if well else "ended with one message")
    return found


def play_to_commands(lab: Lab, cases: Iterable[tuple[Command, Fault, int | None]]) -> Found:
    """Play each (command, fault, number) at that request of the command, at all where it is None.

    Each run ends in time, in words, with an intact catalogue; the same command then does
    what it should.
    """
    found = Found()
    for command, fault, number in cases:
        found.trials += 1
        with lab.trial(attempts=2, deadline=DEADLINE if fault.slow else 30) as cphub:
            met(found, lab, cphub, (command, fault, number))
            what = f"{command.name}: {fault.name} at request {number or 'every'}, again"
            lab.server.play(None)
            again = cphub.run(*command.arguments)
            found.check(what, again, done=again.code == 0)
            if command.arguments == ("harvest",) and not fault.lies:
                found.check(what, again, the_same=cphub.contents() == lab.expected)
    return found


def met(found: Found, lab: Lab, cphub: Cphub, case: tuple[Command, Fault, int | None]) -> None:
    """Let a command meet a fault, in two attempts; check how it ends."""
    command, fault, number = case
    what = f"{command.name}: {fault.name} at request {number or 'every'}"
    start = time.monotonic()
    lab.server.play(at(number, fault) if number else each_time(fault))
    done = cphub.run(*command.arguments)
    found.in_time(case, what, time.monotonic() - start - _waits(fault, 2), SPARE)
    found.check(
        what,
        done,
        sound=done.sound,
        told=done.code == 0 or bool(done.err.strip() or done.out.strip()),
        intact=cphub.intact(),
    )
    found.add("recovered" if done.code == 0 else "ended with one message")


def _waits(fault: Fault, attempts: int) -> float:
    """Return the seconds that a run may spend waiting for answers, or because it was asked to."""
    return attempts * (DEADLINE * fault.slow + ASKED.get(fault.name, 0.0))


def fail_at(lab: Lab, cases: Iterable[tuple[int, Fault]]) -> Found:
    """Fail at request k with a single attempt, then harvest again without faults."""
    found = Found()
    for number, fault in cases:
        found.trials += 1
        what = f"{fault.name} at request {number}"
        with lab.trial() as cphub:
            done, first = lab.harvest(cphub, at(number, fault))
            stopped = done.code in (1, 5) or forgiven(phase_of(first.asked[number - 1]), done.err)
            found.check(what, done, sound=done.sound, stopped=stopped)
            again, second = lab.harvest(cphub)
            same_in_the_end(found, what, lab, cphub, again)
            most = asked_most(first, second)
            found.most("times that a batch was asked for", most)
            found.check(what, again, asked_at_most_twice=most <= 2)
    return found


def random_faults(lab: Lab, seeds: Iterable[int], faults: Sequence[Fault], share: float) -> Found:
    """Let a share of all answers be faulty, as a seed says, with cphub's own attempts."""
    found = Found()
    for seed in seeds:
        found.trials += 1
        chance = random.Random(seed)  # noqa: S311  # a repeatable draw
        played = 0

        def plan(_: Asked, __: int, chance: random.Random = chance) -> Callable[..., None] | None:
            nonlocal played
            if chance.random() >= share:
                return None
            played += 1
            return chance.choice(faults).play

        with lab.trial(attempts=Politeness().attempts) as cphub:
            done, _ = lab.harvest(cphub, plan)
            found.add("done in the first run", done.code == 0)
            found.add("faults played", played)
            same_in_the_end(found, f"seed {seed}", lab, cphub, done)
    return found


def kill(lab: Lab, seeds: Iterable[int]) -> Found:
    """Kill a harvest with SIGKILL at a moment that a seed chooses, then harvest again."""
    found = Found()
    for seed in seeds:
        found.trials += 1
        chance = random.Random(seed)  # noqa: S311  # a moment, not a secret
        fatal, pause = chance.randrange(1, len(lab.phases) + 1), chance.uniform(0, 0.02)
        with lab.trial() as cphub:
            first = lab.server.play(None)
            running = cphub.start("harvest")
            end = time.monotonic() + 10
            while len(first) < fatal and time.monotonic() < end:
                time.sleep(0.0005)
            found.check(f"request {fatal}", reached=len(first) >= fatal)
            time.sleep(pause)
            running.kill()
            killed = running.wait()
            what = f"killed at request {fatal} and {1000 * pause:.0f} ms"
            found.add("killed", killed.code == -9)
            found.check(what, killed, intact=cphub.intact())
            kept = set(cphub.contents()["texts"])
            again, second = lab.harvest(cphub)
            same_in_the_end(found, what, lab, cphub, again)
            asked = {
                int(number)
                for one in second
                if phase_of(one) == "text"
                for number in one.params["pageids"].split("|")
            }
            # pages that became redirects are looked after once more, text and all
            redirects = {row[1] for row in lab.expected["states"] if row[3] == "redirect"}
            new = {row[1] for row in kept - set(lab.earlier_texts)} - redirects
            found.check(what, again, saved_texts_kept=not asked & new)
            found.most("times that a batch was asked for", asked_most(first, second))
            found.check(what, again, asked_at_most_twice=asked_most(first, second) <= 2)
    return found


def rivals(lab: Lab, rounds: int) -> Found:
    """Start two harvests of the same source at once: they never spoil each other's work."""
    found = Found()
    for number in range(rounds):
        found.trials += 1
        with lab.trial() as cphub:
            lab.server.play(None)
            first = cphub.start("harvest")
            time.sleep(0.02 * (number % 10))
            second = cphub.start("harvest")
            ends = [first.wait(), second.wait()]
            for done in ends:
                told = done.code == 0 or "taken over" in done.err
                found.check("a rival", done, sound=done.sound, told=told)
                found.add("gave way", done.code == 5)
            found.check("rivals", ends[1], one_done=any(done.code == 0 for done in ends))
            same_in_the_end(found, "after rivals", lab, cphub, lab.harvest(cphub)[0])
    return found


def jumping_clock(lab: Lab, fault: Fault) -> Found:
    """Let the time of day jump years between any two looks at it, while waits are asked for."""
    found = Found(trials=1)
    with lab.trial(attempts=3) as cphub:
        start = time.monotonic()
        plan = first_of("text", fault)
        log = lab.server.play(plan)
        done = cphub.run("harvest", drills=[("jumping_clock", "")])
        seconds = time.monotonic() - start
        found.most("seconds", seconds)
        found.check("a clock that jumps", done, done=done.sound and done.code == 0)
        found.check("a clock that jumps", done, in_time=seconds < SPARE + 2, asked=len(log) >= 40)
        found.check("a clock that jumps", done, the_same=cphub.contents() == lab.expected)
        audit = cphub.run("audit", drills=[("jumping_clock", "")])
        found.check("a clock that jumps", audit, done=audit.sound and audit.code == 0)
    return found
