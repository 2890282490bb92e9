"""Ctrl-C says what is so: what was edited or written, and what was not."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from tests.cli.test_publish import TO, Hub
from tests.security.hostile import cphub

from cphub.errors import Exit


def stop(*_arguments: object, **_named: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path)


@pytest.mark.parametrize(
    "where", ["cphub.workflows.publish.logged_in", "cphub.workflows.publish.look"]
)
def test_before_an_edit_it_says_that_nothing_was_edited(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(where, stop)
    said = hub(*TO, "--yes")
    assert said.code == Exit.INTERRUPTED
    assert said.err.splitlines()[-1] == "cphub: stopped. Nothing was edited."


def test_at_the_question_it_says_that_nothing_was_edited(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cphub.cli.publish.can_ask", lambda: True)
    monkeypatch.setattr("cphub.cli.publish.ask", stop)
    assert hub(*TO).err.splitlines()[-1] == "cphub: stopped. Nothing was edited."


def test_after_an_edit_it_does_not_say_that_nothing_was_edited(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("cphub.workflows.publish._Job.end", stop)
        said = hub(*TO, "--yes")
    assert said.err.splitlines()[-1].startswith("cphub: stopped. `cphub publish --log` has what")
    assert len(hub.wiki.edits) == 1


def test_while_an_edit_is_sent_it_says_how_far_it_came(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cphub.workflows._publish_edits.Writer.write", stop)
    assert "0 of 1 pages are written for sure" in hub(*TO, "--yes").err


def test_a_demo_that_made_no_folder_says_that_nothing_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cphub.workflows.demo.demo", stop)
    said = cphub(tmp_path, "demo", str(tmp_path / "dd"))
    assert said.err.splitlines()[-1] == "cphub: stopped. Nothing was written."
