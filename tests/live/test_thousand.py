"""A category of a thousand pages: what it costs, and that no kill -9 spoils it."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable

import pytest
from tests.live.family import Family
from tests.live.program import Program
from tests.live.proxy import Asked

KILLS = int(os.environ.get("CPHUB_KILLS", "3"))


def test_harvests_cost_few_requests_and_follow_what_happens(
    family: Family, thousand: str, new_program: Callable[[], Program]
) -> None:
    program, meta = new_program(), family.meta
    program.configure(thousand)

    with meta.proxy.watch() as first:
        program.run("harvest")
    assert len(first) <= 24
    assert program.rows("SELECT count(*) FROM current_pages") == [(1000,)]

    with meta.proxy.watch() as second:
        program.run("harvest")
    assert len(second) <= 3
    assert not second.texts

    for n in range(7):
        meta.edit(f"Thousand/{n:04}", f"Page {n} was edited. [[Category:Thousand]] [[fr:Mille]]")
    meta.act("move", **{"from": "Thousand/0100", "to": "Moved/0100", "noredirect": "1"})
    meta.act("delete", title="Thousand/0200")
    with meta.proxy.watch() as third:
        program.run("harvest")
    assert len(third) <= 6
    assert len(third.texts) == 1

    afresh = new_program()
    afresh.configure(thousand)
    afresh.run("harvest")
    assert afresh.rows("SELECT count(*) FROM current_pages") == [(999,)]
    assert program.contents() == afresh.contents()
    assert program.rows("SELECT state FROM pages WHERE title = 'Thousand/0200'") == [("missing",)]
    assert program.rows("SELECT old, new FROM page_changes WHERE kind = 'moved'") == [
        ("Thousand/0100", "Moved/0100")
    ]

    meta.act("undelete", title="Thousand/0200")
    meta.act("move", **{"from": "Moved/0100", "to": "Thousand/0100", "noredirect": "1"})


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_harvest_goes_on_and_asks_no_batch_more_than_twice(
    seed: int, family: Family, thousand: str, new_program: Callable[[], Program]
) -> None:
    whole, killed = new_program(), new_program()
    whole.configure(thousand)
    whole.run("harvest")
    killed.configure(thousand)
    chance = random.Random(seed)  # noqa: S311  # a moment, not a secret
    fatal, wait = chance.randrange(2, 24), chance.uniform(0, 0.08)
    reached = threading.Event()

    def hook(_: Asked, number: int) -> None:
        if number == fatal:
            reached.set()

    with family.meta.proxy.watch(hook) as log:
        process = killed.start("harvest")
        assert reached.wait(60), "the harvest never came to the request at which it is killed"
        threading.Event().wait(wait)
        process.kill()
        process.communicate()
        assert killed.rows("PRAGMA integrity_check") == [("ok",)]
        killed.run("harvest")

    assert max(log.repeats.values(), default=0) <= 2
    assert len(log.repeats) <= 2  # the batch that was being saved, and the next one
    assert killed.rows("PRAGMA integrity_check") == [("ok",)]
    assert killed.contents() == whole.contents()
