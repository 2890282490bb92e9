"""What `cphub publish` shows, asks and refuses."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.security.hostile import Said, config, cphub, network
from tests.workflows.fake_editing import PASSWORD, EditableWiki

from cphub.cli import changes
from cphub.cli.changes import SLOW, show_changes
from cphub.wiki.edit import Standing
from cphub.workflows._publish_drafts import Draft

TO = ("publish", "overview", "--to", "meta:Project:Map")


class Hub:
    """A harvested catalogue, and a wiki to publish on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wiki = EditableWiki()
        self.wiki.edit("Guide", "Look!", categories=("Category:Training",))
        text = config(self.wiki).replace("api =", 'token_file = "login.toml"\napi =')
        (folder / "cphub.toml").write_text(text)
        login = folder / "login.toml"
        login.write_text(f'user = "A@b"\npassword = "{PASSWORD}"\nhost = "meta.example.org"\n')
        login.chmod(0o600)
        assert self("harvest").code == 0

    def __call__(self, *arguments: str) -> Said:
        with network(self.wiki):
            return cphub(self.folder, *arguments)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path)


def test_a_trial_shows_what_would_change_and_edits_nothing(hub: Hub) -> None:
    said = hub(*TO, "--dry-run")
    assert said.code == 0
    lines = said.text.splitlines()
    assert lines[:2] == ["--- meta: (no such page yet)", "+++ meta: Project:Map"]
    assert "+<!-- cphub:start overview -->" in lines
    assert "nothing was edited" in said.err
    assert hub.wiki.edits == []
    assert "publication" in hub("publish", "--log").text


def test_without_a_person_to_ask_nothing_is_asked_of_the_wiki(hub: Hub) -> None:
    before = len(hub.wiki.asked)
    said = hub(*TO)
    assert said.code == 2
    assert "--yes does it unasked" in said.err
    assert len(hub.wiki.asked) == before


def test_yes_publishes_and_says_where(hub: Hub) -> None:
    said = hub(*TO, "--yes")
    assert said.code == 0
    assert said.text.splitlines()[-1].endswith("https://meta.example.org/wiki/Project:Map")
    assert "--undo` takes it back" in said.err
    again = hub(*TO, "--yes")
    assert again.text == ""
    assert "nothing new" in again.err
    back = hub("publish", "--undo", "--yes")
    assert "only an administrator can delete it" in back.err
    assert len(hub.wiki.edits) == 2


@pytest.mark.parametrize(("typed", "edits"), [("yes", 1), ("Y", 1), ("no", 0), ("maybe", 0)])
def test_a_person_is_asked_once(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, typed: str, edits: int
) -> None:
    monkeypatch.setattr("cphub.cli.publish.can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\n{typed}\n"))
    said = hub(*TO)
    assert said.code == 0
    assert "Edit 1 page (1 of them new) on meta as Anna? (yes/no)" in said.err
    assert len(hub.wiki.edits) == edits


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("publish",), "publish where?"),
        (("publish", "mapp", "--to", "meta:X", "--yes"), 'unknown report "mapp"'),
        (("publish", "--undo", "--log"), "two different things"),
        (("publish", "overview", "--undo"), "--undo takes no report"),
        (("publish", "--log", "--wiki", "meta"), "--log takes no report"),
        (("publish", "--log", "--yes"), "takes no --to or --yes"),
        ((*TO, "--yes", "--format", "csv"), "takes no --format"),
        ((*TO, "--yes", "--name", "My map"), "small letters"),
        (("publish", "overview", "--to", "meat:X", "--yes"), 'did you mean "meta"'),
        (("publish", "--undo", "--yes"), "nothing is published"),
    ],
)
def test_what_cannot_be_done_is_told(hub: Hub, arguments: tuple[str, ...], said: str) -> None:
    told = hub(*arguments)
    assert told.code == 2
    assert said in told.err
    assert hub.wiki.edits == []


def test_nobody_is_asked_for_a_catalogue_that_is_not_there(hub: Hub) -> None:
    (hub.folder / "catalog.db").unlink()
    said = hub(*TO, "--yes")
    assert said.code == 1
    assert "no catalogue" in said.err
    assert not (hub.folder / "catalog.db").exists()


def test_an_edit_between_the_markers_is_told(hub: Hub) -> None:
    hub(*TO, "--yes")
    text = hub.wiki.text("Project:Map").replace("Guide", "Gudie")
    hub.wiki.edit("Project:Map", text, user="Bo\x1b[2J")
    said = hub(*TO, "--dry-run")
    assert "edited between the markers; that is overwritten" in said.err
    assert "by Bo[2J" in said.text
    assert "\x1b" not in said.text


def standing(text: str) -> Standing:
    return Standing("Map", 4, 1, 7, text, "Bo", None, "", bot=False)


def draft(old: str, new: str) -> Draft:
    return Draft(standing(old), new, "", lambda changed: draft(changed.text, new))


def shown(
    old: str, new: str, capsys: pytest.CaptureFixture[str], *, live: bool = False
) -> tuple[list[str], str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes, "is_terminal", lambda _stream: live)
        patch.delenv("NO_COLOR", raising=False)
        patch.delenv("CPHUB_PLAIN", raising=False)
        patch.setenv("TERM", "xterm")
        show_changes("meta", [draft(old, new)])
    captured = capsys.readouterr()
    return captured.out.splitlines()[2:], captured.err


def test_only_what_changes_is_shown_with_its_surroundings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = "\n".join(f"line {n}" for n in range(20))
    lines, _ = shown(old, old.replace("line 10", "  new \x1b[31mline"), capsys)
    assert lines[0] == "@@ -8,7 +8,7 @@"
    assert lines[4:6] == ["-line 10", "+  new [31mline"]
    assert len(lines) == 9


def test_a_terminal_has_colours_and_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = shown("", "\n".join(f"line {n}" for n in range(500)), capsys, live=True)
    assert lines[1] == "\x1b[32m+line 0\x1b[0m"
    assert len(lines) == changes.MOST - 2
    assert "303 lines more" in said


def test_a_long_page_that_changes_altogether_takes_no_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = "\n".join(f"old {n}" for n in range(SLOW))
    new = "\n".join(f"new {n}" for n in range(SLOW))
    lines, _ = shown(f"top\n{old}\nend", f"top\n{new}\nend", capsys)
    assert lines[:2] == ["@@ from line 2 on @@", f"-({SLOW:,} lines in all)"]
    assert len(lines) == SLOW + 2
