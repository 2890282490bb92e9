"""The way in, for `cphub` and `python -m cphub`.

It imports nothing that takes time, so that Ctrl-C ends in a line from the first moment on.
"""

import sys


def main() -> None:
    """Run `cphub` with what was typed and end the process with its exit code."""
    try:
        from cphub.cli.main import main as run  # noqa: PLC0415  # it takes a tenth of a second

        run()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write("cphub: stopped. Nothing was begun.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
