"""Reports on a real wiki's pages: what is edited, what is left alone, how it is taken back."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.live.family import Family
from tests.live.program import Program
from tests.live.proxy import Asked
from tests.live.publisher import ACCOUNT, END, GRANTS, START, Publisher, bot_password, switched


@pytest.fixture
def publisher(family: Family, program: Program, published: Path) -> Publisher:
    return Publisher(family, program, published)


def before_edit(number: int, action: Callable[[], object]) -> Callable[[Asked, int], None]:
    """Return a hook that does something before the n-th edit reaches the wiki."""
    left = [number]

    def hook(asked: Asked, _: int) -> None:
        if asked.params.get("action") == "edit":
            left[0] -= 1
            if left[0] == 0:
                action()

    return hook


def test_three_publications_make_three_edits_and_a_person_s_text_stands(
    publisher: Publisher,
) -> None:
    title = "Project:Three reports"
    publisher.publish(title)
    publisher.audit()
    with publisher.wiki.proxy.watch() as log:
        assert "nothing new" in publisher.publish(title)
    assert not [one for one in log if one.params.get("action") == "edit"]

    publisher.wiki.edit("Taught 1", "Tell more: TODO 1. Lorem ipsum dolor. [[Category:Taught]]")
    publisher.audit()
    publisher.publish(title)

    publisher.wiki.edit(title, f"'''Read this first.'''\n{publisher.text(title)}")
    publisher.wiki.edit("Taught 2", "#REDIRECT [[Taught 1]]")
    publisher.audit()
    publisher.publish(title)

    history = publisher.history(title)
    assert [one["user"] for one in history] == [ACCOUNT, ACCOUNT, "Admin", ACCOUNT]
    ours = [one for one in history if one["user"] == ACCOUNT]
    said = [one["comment"] for one in ours]
    assert all(re.fullmatch(r"cphub [\d.]+: findings, audit \d+", words) for words in said)
    assert len(set(said)) == 3
    text = publisher.text(title)
    assert text.startswith(f"'''Read this first.'''\n{START}\n")
    assert text.endswith(END)
    rows = publisher.program.rows("SELECT before, after FROM publication_edits ORDER BY id")
    assert [after for _, after in rows] == [one["revid"] for one in ours]
    assert rows[2][0] == history[2]["revid"]


def test_what_is_published_is_shown_as_tables_and_links(publisher: Publisher) -> None:
    title = "Project:Shown"
    publisher.publish(title)
    shown = publisher.wiki.ask(
        action="parse", page=title, prop="text|links|templates|categories", formatversion="2"
    )["parse"]
    assert 'class="wikitable' in shown["text"]
    assert "cphub:start" not in re.sub(r"<!--.*?-->", "", shown["text"])
    assert "Taught 3" in {link["title"] for link in shown["links"]}
    assert shown["templates"] == shown["categories"] == []


def test_undo_puts_back_what_stood_and_leaves_others_edits(publisher: Publisher) -> None:
    title = "Project:Undone"
    publisher.wiki.edit(title, f"Words.\n{START}\n{END}")
    publisher.publish(title)
    publisher.undo()
    assert publisher.text(title) == f"Words.\n{START}\n{END}"

    publisher.publish(title)
    publisher.wiki.edit(title, f"{publisher.text(title)}\nThanks!")
    assert "edited since, by Admin" in publisher.undo(exit_code=2)
    assert publisher.text(title).endswith("Thanks!")


def test_undo_empties_a_page_that_was_made(publisher: Publisher) -> None:
    title = "Project:Made and undone"
    publisher.publish(title)
    assert "only an administrator" in publisher.undo()
    assert publisher.text(title) == ""
    publisher.publish(title)
    assert START in publisher.text(title)


def test_a_trial_and_a_script_edit_nothing(publisher: Publisher) -> None:
    title = "Project:Trial"
    assert f"+{START}" in publisher.publish(title, "--dry-run")
    done = publisher.program.run("publish", "--to", f"meta:{title}", exit_code=2)
    assert "nobody to ask" in done.stderr
    assert publisher.history(title) == []


def test_a_bot_s_edits_are_marked_as_such(publisher: Publisher) -> None:
    password = "0123456789abcdefghijklmnopqrstuv"  # noqa: S105  # of a wiki for tests
    bot_password(publisher.wiki, "FuzzyBot", "cphub", password, "highvolume", *GRANTS)
    publisher.log_in_as("FuzzyBot@cphub", password)
    title = "Project:By a bot"
    publisher.publish(title)
    changes = publisher.wiki.ask(
        action="query", list="recentchanges", rctitle=title, rcprop="flags|user", formatversion="2"
    )
    (change,) = changes["query"]["recentchanges"]
    assert (change["user"], change["bot"]) == ("FuzzyBot", True)


def test_who_is_quicker_keeps_the_edit(publisher: Publisher) -> None:
    title = "Project:Conflict"
    publisher.wiki.edit(title, f"{START}\n{END}")

    def quicker() -> None:
        publisher.wiki.edit(title, f"Mine.\n{START}\nBetween.\n{END}")

    with publisher.wiki.proxy.watch(before_edit(1, quicker)):
        publisher.publish(title)
    text = publisher.text(title)
    assert text.startswith(f"Mine.\n{START}\n")
    assert "Between." not in text
    assert [one["user"] for one in publisher.history(title)] == ["Admin", "Admin", ACCOUNT]


def test_a_lost_session_is_renewed(publisher: Publisher) -> None:
    title = "Project:Session"
    with publisher.wiki.proxy.watch(before_edit(1, publisher.wiki.end_sessions)) as log:
        publisher.publish(title)
    assert sum(one.params.get("action") == "login" for one in log) == 2
    assert sum(one.params.get("action") == "edit" for one in log) == 2
    assert len(publisher.history(title)) == 1


def test_a_kill_between_two_pages_is_made_good(publisher: Publisher) -> None:
    title = "Project:Long"
    killed = threading.Event()
    with switched(publisher.wiki, "little room"):
        process = publisher.start(title)

        def kill() -> None:
            process.kill()
            killed.set()

        with publisher.wiki.proxy.watch(before_edit(2, kill)), process:
            told = process.communicate(timeout=180)
        assert killed.is_set(), told
        assert publisher.history(title) == []  # the page that leads to the others comes last
        publisher.publish(title)
        pages = [page for (page,) in publisher.program.rows("SELECT title FROM publication_edits")]
        assert len(pages) == len(set(pages)) > 2
        assert [len(publisher.history(page)) for page in pages] == [1] * len(pages)
        assert "nothing new" in publisher.publish(title)
        publisher.undo()
        assert {publisher.text(page) for page in pages} == {""}
