"""The one place where an exception becomes a line on standard error and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import typer

from cphub.cli.terminal import end_line, say, shortened
from cphub.cli.usage import in_our_words
from cphub.errors import CphubError, Exit

LONGEST = 2000  # characters of a message; more is somebody's 100 kB of a name


def guarded(action: Callable[[], int], *, verbose: bool = False, typed: str = "cphub") -> int:
    """Run `action` and return its exit code, or that of the error it ended in, once told.

    `verbose` shows the traceback above the line; `typed` is the command, as far as known.
    """
    try:
        code = action()
        _flush()
    except typer.Exit as exit_:
        return exit_.exit_code
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        if verbose and not isinstance(error, BrokenPipeError):
            say(traceback.format_exc(), indented=True)
        return _told(error, typed)
    return code


def _told(error: BaseException, typed: str) -> int:
    """Say what `error` means and return the exit code that goes with it."""
    if isinstance(error, CphubError):
        say(f"cphub: {shortened(error.message, LONGEST)}")
        if error.hint:
            say(shortened(error.hint, LONGEST))
        return error.exit
    if isinstance(error, typer.TyperException):
        say(f"cphub: {shortened(in_our_words(error, typed), LONGEST)}")
        return Exit.USAGE
    if isinstance(error, KeyboardInterrupt | EOFError):
        kept = str(error) or "What was saved stays saved; run the same command again to go on."
        end_line()
        say(f"cphub: stopped. {kept}")
        return Exit.INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _close_stdout()
        return Exit.DONE
    if isinstance(error, OSError) and error.errno is not None:
        _close_stdout()
        where = f" {shortened(str(error.filename), LONGEST)}:" if error.filename else ""
        say(f"cphub:{where} {error.strerror}{_advice(error)}")
        return Exit.FAILED
    say(
        f"cphub: this is a bug in cphub: {type(error).__name__}: {shortened(str(error), LONGEST)}\n"
        "Run again with --verbose to see the traceback."
    )
    return Exit.FAILED


def _advice(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "; free some space, then run the same command again"
    return "; the folder that you are in was deleted" if _is_nowhere() else ""


def _is_nowhere() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _close_stdout() -> None:
    """Send what is still buffered nowhere, or Python would complain once more at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
