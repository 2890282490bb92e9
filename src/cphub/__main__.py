"""The way in, for `cphub` and `python -m cphub`.

It imports nothing that takes time, so that Ctrl-C ends in a line from the first moment on.
"""

import os
import signal
import sys
from types import FrameType

STOPPED = "cphub: stopped. Nothing was begun.\n"


def main() -> None:
    """Run `cphub` with what was typed and end the process with its exit code."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        _run()
    try:
        signal.signal(signal.SIGINT, _stop)
        _run()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write(STOPPED)
        sys.exit(130)


def _run() -> None:
    from cphub.cli.main import main as run  # noqa: PLC0415  # it takes a tenth of a second

    if signal.getsignal(signal.SIGINT) is _stop:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End at once: an exception amid an import may come out as another, such as SyntaxError."""
    if sys.stderr is not None:
        os.write(sys.stderr.fileno(), STOPPED.encode())
    os._exit(130)


if __name__ == "__main__":
    main()
