"""Keys from a person: one at a time from a terminal, or a line each where that cannot be."""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
from contextlib import suppress
from typing import Any, Self

from cphub.cli.terminal import can_ask, is_plain
from cphub.errors import UsageError

END = "\x04"
"""What a terminal sends for "there is no more" (Ctrl-D)."""

AGAIN = "\x0c"
"""What a terminal sends for "draw it again" (Ctrl-L); also the key after a pause (Ctrl-Z)."""

_ESCAPE = "\x1b"
_PASTE, _END_OF_PASTE = "[200~", "\x1b[201~"
_ASK_FOR_PASTES, _NO_MORE_PASTES = "\x1b[?2004h", "\x1b[?2004l"
"""Bracketed paste (xterm's mode 2004): a terminal that knows it marks what was pasted."""

_CHARACTERS = 6
"""Where the special characters are in what `termios.tcgetattr` returns."""

_REST_OF_SEQUENCE = 0.02
"""Seconds in which the rest of an arrow key's sequence comes after its first character."""


class Keys:
    """Where answers come from; `live` where each key is an answer by itself.

    A context manager: inside it keys come at once, and the terminal is as before at its end.
    """

    def __init__(self) -> None:
        """Find out what there is to read from.

        Raises:
            UsageError: no person is there to answer.
        """
        self.live = can_ask() and not is_plain() and _has_modes()
        self.before: list[Any] = []
        self.pause = ""
        if not can_ask() and not is_plain():
            raise UsageError(
                "--next asks a person, and there is no terminal here",
                "`cphub review RESOURCE --verdict good` says it without being asked, "
                "`cphub export reviews` makes a sheet to fill in, and with CPHUB_PLAIN=1 answers "
                "are read from standard input, a line each.",
            )

        if reconfigure := getattr(sys.stdin, "reconfigure", None):
            reconfigure(errors="replace")  # half a character is no reason to stop

    def __enter__(self) -> Self:
        """Let every key come at once and unseen, until the end; twice is the same as once."""
        if self.live:
            import termios  # noqa: PLC0415  # Windows has none
            import tty  # noqa: PLC0415  # likewise

            number = sys.stdin.fileno()
            self.before = self.before or termios.tcgetattr(number)
            # What was typed ahead is kept; Ctrl-C still interrupts.
            tty.setcbreak(number, termios.TCSADRAIN)
            # Ctrl-Z is a key: the terminal is put in order before the pause, and after it.
            modes = termios.tcgetattr(number)
            nothing = bytes([os.fpathconf(number, "PC_VDISABLE")])
            typed = self.before[_CHARACTERS][termios.VSUSP]
            self.pause = "" if typed == nothing else typed.decode("latin-1")
            modes[_CHARACTERS][termios.VSUSP] = nothing
            termios.tcsetattr(number, termios.TCSADRAIN, modes)
            _write(_ASK_FOR_PASTES)
        return self

    def __exit__(self, *_exc: object) -> None:
        """Leave the terminal as it was."""
        if self.live:
            import termios  # noqa: PLC0415  # as above

            _write(_NO_MORE_PASTES)
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self.before)

    def key(self) -> str:
        """Return the next key, or the first character of the next line ("" of an empty one).

        Ctrl-Z pauses cphub until the shell goes on with it; then what was shown is to be drawn
        again, as after `AGAIN`, which it returns.

        Raises:
            EOFError: there is nothing more to read.
        """
        if not self.live:
            return self.line()[:1]
        key = _character()
        if key == self.pause:
            self.__exit__()
            _write("\n")  # for the shell
            os.kill(0, signal.SIGTSTP)  # all that the shell runs in this job, as a terminal does
            self.__enter__()
            return AGAIN
        if key == _ESCAPE:  # an arrow or the like: nothing that is asked for here
            _pass_over_sequence()
        if key == END:
            raise EOFError
        return key

    def line(self) -> str:
        """Return the next line without the white space around it; it is seen as it is typed.

        Raises:
            EOFError: there is nothing more to read.
            KeyboardInterrupt: Ctrl-C; nothing of the line is left to be read as keys.
        """
        try:
            self.__exit__()
            line = sys.stdin.readline()
        finally:
            self.__enter__()
        if not line:
            raise EOFError
        return line.strip()


def _character() -> str:
    """Read one character past Python's buffer, which would keep what comes after it."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    while True:
        read = os.read(sys.stdin.fileno(), 1)
        if not read:
            raise EOFError
        if text := decoder.decode(read):
            return text


def _pass_over_sequence() -> None:
    """Read the rest of an arrow key, or all that was pasted: its letters are no answers."""
    read = ""
    pasted = False
    while pasted or select.select([sys.stdin], [], [], _REST_OF_SEQUENCE)[0]:
        read = (read + _character())[-len(_END_OF_PASTE) :]
        pasted = pasted or read == _PASTE
        if read == _END_OF_PASTE:
            return


def _write(sequence: str) -> None:
    """Tell the terminal of standard error."""
    sys.stderr.write(sequence)
    sys.stderr.flush()


def _has_modes() -> bool:
    with suppress(ImportError):
        import termios  # noqa: F401, PLC0415  # Windows has none

        return True
    return False
