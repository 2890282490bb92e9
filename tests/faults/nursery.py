"""Run cphub in children of one process that has loaded it, as `python -m tests.faults.nursery`.

What a user would type runs in a forked child with its own folder, streams and end, without
the second that starting Python takes on a busy machine: hundreds of runs become bearable.
Orders are lines of JSON on standard input, answered by a line each.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from tests.faults.drills import DRILLS


def preload() -> None:
    """Load all that a command loads only when it runs."""
    import cphub.cli.main  # noqa: PLC0415
    import cphub.workflows.audit  # noqa: PLC0415
    import cphub.workflows.doctor  # noqa: PLC0415
    import cphub.workflows.harvest  # noqa: PLC0415
    import cphub.workflows.report  # noqa: PLC0415
    import cphub.workflows.show  # noqa: PLC0415
    import cphub.workflows.status  # noqa: F401, PLC0415


def serve() -> None:
    """Carry out orders until there are no more."""
    preload()
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(start(order) if "arguments" in order else wait(**order)), flush=True)  # noqa: T201


def start(order: dict[str, Any]) -> int:
    """Return the id of a child that runs cphub as `order` says; in the child, don't return."""
    if child := os.fork():
        return child
    for number, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, order["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        file = os.open(name, flags, 0o666)
        os.dup2(file, number)
        os.close(file)
    os.chdir(order["folder"])
    os.environ |= {"CPHUB_PLAIN": "1", "COLUMNS": "200"}
    for drill, argument in order["drills"]:
        DRILLS[drill](argument)
    sys.argv = ["cphub", *order["arguments"]]
    from cphub.cli.main import main  # noqa: PLC0415

    return main()


def wait(child: int, seconds: float) -> int | None:
    """Return a child's exit code (-9 where it was killed), None where it has not ended."""
    end = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            return None
        time.sleep(0.002)


if __name__ == "__main__":
    serve()
