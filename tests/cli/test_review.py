"""`cphub review` as people use it: by options, and a key each on a terminal of 80 by 24."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.workflows.hub import Hub
from tests.workflows.offline import read_here

from cphub.model.reviews import Review

fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
CLEAR = "\x1b[H\x1b[2J\x1b[3J"
ARABIC = "رفع الصور إلى ويكيميديا كومنز! ثم أضف وصفا وتصنيفات لكل صورة."
TEXTS = {
    "Ladda upp bilder": "Så här laddar du upp bilder från museets samling, bild för bild! " * 9,
    "رفع الصور": ARABIC * 5,
    "Guide": "Look at [[Ladda upp bilder]] and [[رفع الصور]] and [[Ladda upp bilder]].",
}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    hub.day = -300  # the program itself has a real clock
    for title, text in TEXTS.items():
        hub.edit(title, text)
    hub.renew()
    return hub


def words(hub: Hub) -> list[tuple[str | None, str | None, bool]]:
    with hub.open() as catalogue:
        return [
            (one.said.verdict, one.said.note, one.undone is None)
            for one in catalogue.reviews()[::-1]
        ]


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


SHELL = """
import os, signal, sys, termios
job = os.fork()
if not job:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
while not os.WIFEXITED(status := os.waitpid(job, os.WUNTRACED)[1]):
    os.tcsetpgrp(0, os.getpgrp())
    echo = bool(termios.tcgetattr(0)[3] & termios.ECHO)
    print(f"paused by {os.WSTOPSIG(status)}, what is typed is seen: {echo}", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, job)
    os.killpg(job, signal.SIGCONT)
sys.exit(os.WEXITSTATUS(status))
"""
"""Of a shell what Ctrl-Z and `fg` need; Enter is `fg`."""


class Terminal:
    """A terminal of 80 columns and 24 lines with `cphub review --next` on it."""

    def __init__(self, folder: Path, *before: str, **environ: str) -> None:
        self.master, slave = os.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        inherited = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "DISPLAY"}}
        self.process = subprocess.Popen(
            [sys.executable, *before, "-m", "cphub", "review", "--next", "--as", "Åsa"],
            cwd=folder,
            env={**inherited, "PYTHONUTF8": "1", "TERM": "xterm", "NO_COLOR": "1", **environ},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  # so that Ctrl-C reaches it
        )
        os.close(slave)
        self.seen = ""

    def until(self, words: str, seconds: float = 60) -> str:
        """Read until `words` are on the screen; return all that came since the last clearing."""
        end = time.monotonic() + seconds
        while words not in self.screen():
            assert time.monotonic() < end, f"no {words!r} in {self.screen()!r}"
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.master, 65536).decode()
                except OSError:  # the other side is closed
                    assert words in self.screen(), self.screen()
        return self.screen()

    def screen(self) -> str:
        return self.seen.rpartition(CLEAR)[2].replace("\r\n", "\n")

    def press(self, keys: str) -> None:
        self.seen = ""
        os.write(self.master, keys.encode())

    def until_lines(self) -> None:
        """Wait until the terminal shows what is typed, which it does just after a question."""
        end = time.monotonic() + 60
        while not termios.tcgetattr(self.master)[3] & termios.ECHO:
            assert time.monotonic() < end
            time.sleep(0.01)

    def screens(self) -> Iterator[str]:
        yield from self.seen.replace("\r\n", "\n").split(CLEAR)[1:]


@contextmanager
def terminal(hub: Hub, *before: str, **environ: str) -> Iterator[Terminal]:
    shown = Terminal(hub.path.parent, *before, **environ)
    try:
        yield shown
    finally:
        if shown.process.poll() is None:
            os.kill(shown.process.pid, signal.SIGKILL)
        shown.process.wait()
        os.close(shown.master)


def fits(screen: str) -> None:
    lines = screen.split("\n")
    assert len(lines) <= 24
    for line in lines:
        if "https://" not in line:
            assert cell_len(line) <= 80, line


def test_a_walk_saves_each_verdict_at_once_and_ctrl_c_loses_none(hub: Hub) -> None:
    with terminal(hub) as shown:
        screen = shown.until("[q]uit")
        fits(screen)
        assert "Ladda upp bilder" in screen or "\u2068رفع الصور" in screen
        first = "Ladda" if "Ladda upp bilder\n" in screen else "رفع"
        shown.press("g")
        fits(shown.until("2 of 3"))
        assert words(hub) == [("good", None, True)]
        shown.press("u")
        assert first in shown.until("Taken back: good")
        assert words(hub) == [("good", None, False)]
        shown.press("nSee åäö مرحبا\n")
        shown.until("Note saved.")
        shown.press("\x1b[A")  # an arrow does nothing
        shown.until("does nothing here")
        shown.press("c")
        shown.until("2 of 3")
        shown.press("d")
        shown.until("Why is shouting wrong here")
        shown.press("It is meant so\n")
        shown.until("shouting dismissed.")
        shown.press("?")
        fits(shown.until("Any key goes back."))
        shown.press("x")
        shown.until("[q]uit")
        shown.press("o")
        shown.until("Address:")
        shown.press("s")
        shown.until("3 of 3")
        shown.press("m")
        shown.press("\x03")
        shown.until("`cphub review --next` goes on.")
        assert shown.process.wait(30) == 130
    assert words(hub) == [
        ("good", None, False),
        (None, "See åäö مرحبا", True),
        ("incomplete", None, True),
    ]
    with hub.open() as catalogue:
        (dismissal,) = catalogue.dismissals()
        assert (dismissal.because, dismissal.reviewer) == ("It is meant so", "Åsa")
    with terminal(hub) as shown:  # what was judged has left the queue; what was skipped is back
        shown.until("1 of 2")


def test_ctrl_c_drops_what_is_being_typed_and_goes_back_to_the_page(hub: Hub) -> None:
    with terminal(hub) as shown:
        shown.until("[q]uit")
        shown.press("g")
        shown.until("2 of 3")
        for key, question, remark in (
            ("n", "Note (Enter", "No note was kept."),
            ("d", "is shouting wrong here", "Nothing was dismissed."),
        ):
            shown.press(key)
            shown.until(question)
            shown.until_lines()
            shown.press("ges")  # letters that would be verdicts
            shown.until("ges")
            shown.press("\x03")
            fits(shown.until(remark))
            shown.until("[q]uit")
        assert "2 of 3" in shown.screen()
        shown.press("e")  # keys come one by one again, unseen
        shown.until("3 of 3")
        shown.press("\x03")
        shown.until("2 reviews of yours saved. `cphub review --next` goes on.")
        assert shown.process.wait(30) == 130
        assert termios.tcgetattr(shown.master)[3] & termios.ICANON  # as it was
    assert {verdict for verdict, _note, _held in words(hub)} == {"good", "expired"}


def test_ctrl_c_right_after_a_verdict_lets_it_be_saved(hub: Hub) -> None:
    """Saving waits here for another program's writing; Ctrl-C comes in the middle of it."""
    with terminal(hub) as shown:
        shown.until("[q]uit")
        with closing(sqlite3.connect(hub.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            shown.press("i")
            time.sleep(0.5)
            os.kill(shown.process.pid, signal.SIGINT)
            time.sleep(0.5)
            other.execute("ROLLBACK")
        shown.until("1 review of yours saved.")
        assert shown.process.wait(30) == 130
    assert words(hub) == [("irrelevant", None, True)]


def test_after_a_pause_the_page_is_there_again_and_a_key_is_a_verdict(hub: Hub) -> None:
    with terminal(hub, "-c", SHELL) as shown:
        shown.until("[q]uit")
        shown.press("\x1a")
        paused = shown.until("what is typed is seen: True")
        assert f"paused by {int(signal.SIGTSTP)}" in paused
        shown.press("\n")
        fits(shown.until("[q]uit"))
        assert "1 of 3" in shown.screen()
        shown.press("g")
        shown.until("2 of 3")
        shown.until("[q]uit")
        shown.press("\x0c")
        assert "2 of 3" in shown.until("[q]uit")
        shown.press("q")
        shown.until("1 review of yours saved.")
        assert shown.process.wait(30) == 0
    assert words(hub) == [("good", None, True)]


def test_right_to_left_words_turn_nothing_beside_them(hub: Hub) -> None:
    with terminal(hub) as shown:
        screens = [shown.until("[q]uit")]
        shown.press("s")
        screens.append(shown.until("2 of 3"))
    (arabic,) = [screen for screen in screens if "رفع الصور\u2069" in screen]
    for line in arabic.split("\n"):
        if re.search("[\u0600-\u06ff]", line) and "skipped" not in line:
            assert re.fullmatch(" *\u2068[^\u2068]*\u2069", line), line


def test_no_letter_of_a_reason_or_of_a_paste_is_a_verdict(hub: Hub, cphub: Cphub) -> None:
    cphub("resource", "link", "Ladda upp bilder", "رفع الصور")
    with terminal(hub) as shown:
        assert "\n2 " in shown.until("[q]uit")
        shown.press("\x1b[200~give it\nsix eggs\x1b[201~")
        shown.until("does nothing here")
        shown.press("d")
        shown.until("Which finding is wrong")
        shown.press("9\n")
        shown.until("There is no such finding")
        shown.press("it is fine\n")
        shown.until("There is no such finding")
        shown.press("\n")
        shown.until("Nothing was dismissed.")
        shown.press("m")
        shown.until("no more findings than these")
        shown.press("q")
        shown.until("0 reviews of yours saved.")
    assert words(hub) == []


def test_killed_in_the_middle_every_verdict_is_there(hub: Hub) -> None:
    with terminal(hub) as shown:
        shown.until("[q]uit")
        shown.press("e")
        shown.until("2 of 3")
        os.kill(shown.process.pid, signal.SIGKILL)
    assert words(hub) == [("expired", None, True)]


def test_keys_that_are_typed_ahead_are_not_lost(hub: Hub) -> None:
    with terminal(hub) as shown:
        shown.until("[q]uit")
        shown.press("ei")
        shown.until("3 of 3")
    assert {verdict for verdict, _note, _held in words(hub)} == {"expired", "irrelevant"}


def test_without_a_terminal_it_says_what_to_do_instead(hub: Hub, cphub: Cphub) -> None:
    said = cphub("review", "--next", "--as", "Åsa")
    assert (said.returncode, said.stdout) == (2, "")
    assert "there is no terminal here" in said.stderr
    assert "export reviews" in said.stderr
    assert words(hub) == []


def test_plain_answers_are_read_a_line_each(hub: Hub) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "cphub", "review", "--next", "--as", "Åsa"],
        cwd=hub.path.parent,
        env={**os.environ, "CPHUB_PLAIN": "1", "PYTHONUTF8": "1"},
        input="\nn\nwell\ng\ns\nq\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert words(hub) == [(None, "well", True), ("good", None, True)]
    assert "\x1b" not in run.stderr
    assert "2 reviews of yours saved." in run.stderr


def test_half_a_character_in_a_note_is_no_end(hub: Hub) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "cphub", "review", "--next", "--as", "Åsa"],
        cwd=hub.path.parent,
        env={**os.environ, "CPHUB_PLAIN": "1", "PYTHONUTF8": "1"},
        input=b"n\nhalf \xc3\nq\n",
        capture_output=True,
        check=True,
    )
    assert b"1 review of yours saved." in run.stderr
    assert words(hub) == [(None, "half \ufffd", True)]


def test_a_review_by_options_and_its_history(hub: Hub, cphub: Cphub) -> None:
    said = cphub("review", "Guide", "--verdict", "GOOD", "--review-by", "never", "--as", "Åsa")
    assert said.returncode == 0, said.stderr
    assert "Verdict: good (Åsa, " in said.stdout
    assert "It holds until somebody says otherwise." in said.stdout
    cphub("review", "Guide", "--note", "=1", "--owner", "Bo", "--as", "Bo")
    history = json.loads(cphub("review", "Guide", "--format", "json").stdout)
    assert [one["reviewer"] for one in history["history"]] == ["Bo", "Åsa"]
    assert history["standing"]["verdict"] == "good"
    assert "note: =1" in cphub("show", "Guide").stdout
    shown = cphub("review", "Guide", "--format", "csv", "--sheet", "findings").stdout
    assert shown.startswith('"rule","severity","page","message","quiet"')
    undone = cphub("review", "Guide", "--undo")
    assert "Taken back: owner Bo, note: =1 (Bo)" in undone.stdout
    with hub.open() as catalogue:
        assert isinstance(catalogue.last_word(3), Review)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "which resource?"),
        (["Guide", "--verdict", "good"], "a review needs a name"),
        (["Guide", "--verdict", "goood", "--as", "B"], 'did you mean "good"?'),
        (["Guide", "--review-by", "6x", "--as", "B"], '"6x" is no day'),
        (["Guide", "--review-by", "6m", "--as", "B"], "no verdict that could hold"),
        (["Guide", "--review-by", "2020-01-01", "--as", "B"], "not after today"),
        (["Guide", "--undo", "--verdict", "good"], "--verdict and --undo are two commands"),
        (["Guide", "--next"], "--next chooses"),
        (["Guide", "--because", "x"], "go with --dismiss"),
        (["Guide", "--dismiss", "shouting", "--because", "x", "--as", "B"], "no open finding"),
        (["Gide", "--verdict", "good", "--as", "B"], 'no page "Gide"'),
        (["#99", "--verdict", "good", "--as", "B"], "no resource #99"),
        (["Guide", "--verdict", "good", "--as", "B" * 256], "the name has 256 characters"),
        (["Guide", "--note", "", "--as", "B"], "resource 3 has no note that could be taken back"),
        (["Guide", "--note", " ", "--owner", "", "--as", "B"], "has no note and no owner that"),
    ],
)
def test_what_cannot_be_said_is_told_and_nothing_is_kept(
    hub: Hub, cphub: Cphub, arguments: list[str], message: str
) -> None:
    said = cphub("review", *arguments)
    assert (said.returncode, said.stdout) == (2, ""), said.stderr
    assert message in said.stderr
    assert words(hub) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["review", "X", "--verdict", "good", "--as", "B"],
        ["import", "reviews", "x.csv", "--as", "B"],
    ],
)
def test_no_catalogue_is_made_of_a_review(
    tmp_path: Path, cphub: Cphub, arguments: list[str]
) -> None:
    (tmp_path / "x.csv").write_text("wiki,page_id,note\n", encoding="utf-8")
    said = cphub(*arguments, "--as", "Bo")
    assert said.returncode == 1
    assert "There is no catalogue" in said.stderr
    assert not (tmp_path / "catalog.db").exists()


def test_a_sheet_goes_out_and_comes_back(hub: Hub, cphub: Cphub, tmp_path: Path) -> None:
    sent = cphub("export", "reviews", "-o", "reviews.csv")
    assert sent.returncode == 0, sent.stderr
    path = tmp_path / "reviews.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    guide = next(number for number, line in enumerate(lines, 1) if '"Guide"' in line)
    filled = path.read_text(encoding="utf-8").replace('/wiki/Guide",""', '/wiki/Guide","expired"')
    path.write_text(filled, encoding="utf-8")
    tried = cphub("import", "reviews", "reviews.csv", "--as", "Vera", "--dry-run")
    assert "1 review would be saved" in tried.stderr
    assert words(hub) == []
    taken = cphub("import", "reviews", "reviews.csv", "--as", "Vera")
    assert taken.returncode == 0
    assert re.search(rf"^ *{guide}  Guide +verdict expired$", taken.stdout, re.MULTILINE)
    assert words(hub) == [("expired", None, True)]
    path.write_text(filled.replace("expired", "exspired"), encoding="utf-8")
    bad = cphub("import", "reviews", "reviews.csv", "--as", "Vera")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert f"line {guide} (Guide): unknown verdict" in bad.stderr


def test_two_people_merge_what_they_said(hub: Hub, cphub: Cphub, tmp_path: Path) -> None:
    other = tmp_path / "bo.db"
    other.write_bytes(hub.path.read_bytes())
    cphub("review", "Guide", "--verdict", "good", "--as", "Åsa")
    cphub("review", "Guide", "--verdict", "expired", "--as", "Bo", "--catalog", "bo.db")
    said = cphub("catalogue", "merge", "bo.db")
    assert said.returncode == 0, said.stderr
    assert all(cell_len(line) < 80 for line in said.stdout.splitlines())
    assert re.search("^reviews +1$", said.stdout, re.MULTILINE)
    assert "Conflict on Guide" in said.stderr
    assert "good by Åsa" in said.stderr
    assert "expired by Bo" in said.stderr
    assert sorted(str(verdict) for verdict, _note, _held in words(hub)) == ["expired", "good"]


@pytest.mark.parametrize(
    ("file", "message"),
    [("none.db", "is no file"), (".", "is a folder"), ("cphub.toml", "is not a catalogue")],
)
def test_what_is_no_catalogue_to_merge_is_said_of_that_file(
    hub: Hub, cphub: Cphub, tmp_path: Path, file: str, message: str
) -> None:
    (tmp_path / "cphub.toml").write_text('contact = "https://example.org/wiki/User:A"\n')
    before = hub.path.read_bytes()
    said = cphub("catalogue", "merge", file)
    assert (said.returncode, said.stdout) == (1, "")
    assert message in said.stderr
    assert "--catalog" not in said.stderr
    assert hub.path.read_bytes() == before


def test_undo_on_a_walk_on_which_nothing_was_said_tells_of_the_other(
    hub: Hub, cphub: Cphub
) -> None:
    cphub("review", "Guide", "--verdict", "good", "--review-by", "never", "--as", "Åsa")
    run = subprocess.run(
        [sys.executable, "-m", "cphub", "review", "--next", "--as", "Åsa"],
        cwd=hub.path.parent,
        env={**os.environ, "CPHUB_PLAIN": "1", "PYTHONUTF8": "1"},
        input="u\nq\n",
        encoding="utf-8",
        capture_output=True,
        check=True,
    )
    assert "`cphub review RESOURCE --undo` takes back" in " ".join(run.stderr.split())
    assert words(hub) == [("good", None, True)]
