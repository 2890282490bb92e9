"""Whatever goes wrong, a user reads a line or two and a script gets the right exit code."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest
import typer

from cphub import errors
from cphub.cli.boundary import guarded
from cphub.errors import Exit


def raising(error: BaseException) -> Callable[[], int]:
    def action() -> int:
        raise error

    return action


ERRORS = [
    (errors.CphubError("it broke", "mend it"), Exit.FAILED),
    (errors.UsageError("cannot", "do this"), Exit.USAGE),
    (errors.SettingsError("cphub.toml: wrong"), Exit.USAGE),
    (errors.WikiUnreachable("cannot reach meta"), Exit.FAILED),
    (errors.WikiBusy("meta asks to wait"), Exit.STOPPED),
    (errors.CatalogueError("locked"), Exit.FAILED),
    (errors.Stopped("half-way"), Exit.STOPPED),
]


@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda value: type(value).__name__)
def test_each_error_is_its_message_and_hint_and_its_own_exit_code(
    error: errors.CphubError, code: Exit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [f"cphub: {error.message}", *filter(None, [error.hint])]


def test_an_unforeseen_error_is_called_a_bug_in_two_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guarded(raising(ValueError("odd\x1b[2J"))) == Exit.FAILED
    assert capsys.readouterr().err.splitlines() == [
        "cphub: this is a bug in cphub: ValueError: odd[2J",
        "Run again with --verbose to see the traceback.",
    ]


def test_verbose_shows_the_traceback_with_nothing_that_steers_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    guarded(raising(ValueError("odd\x1b[2J")), verbose=True)
    told = capsys.readouterr().err
    assert told.startswith("Traceback (most recent call last):\n  File ")
    assert "\x1b" not in told


def test_a_stop_by_the_keyboard_says_that_all_saved_is_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guarded(raising(KeyboardInterrupt())) == Exit.INTERRUPTED
    assert "run the same command again to go on" in capsys.readouterr().err
    assert guarded(raising(KeyboardInterrupt("412 pages are saved."))) == Exit.INTERRUPTED
    assert capsys.readouterr().err == "cphub: stopped. 412 pages are saved.\n"


def test_a_full_disk_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "out.csv")
    assert guarded(raising(error)) == Exit.FAILED
    assert capsys.readouterr().err == (
        "cphub: out.csv: No space left on device; free some space, then run the same command "
        "again\n"
    )


def test_a_reader_that_went_away_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(BrokenPipeError())) == Exit.DONE
    assert capsys.readouterr().err == ""


def test_a_commands_own_exit_code_is_kept() -> None:
    assert guarded(lambda: Exit.FINDINGS) == Exit.FINDINGS
    assert guarded(raising(typer.Exit(3))) == 3
