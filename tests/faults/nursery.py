"""Run cphub in children of one process that has loaded it, as `python -m tests.faults.nursery`.

What a user would type runs in a forked child with its own folder, streams and end, without
the second that starting Python takes on a busy machine: hundreds of runs become bearable.
Nor does a child take apart what it was given when it ends, nor its audit load the detectors of
languages anew: all audits' workers come from one fork server that has them.
Orders are lines of JSON on standard input, answered by a line each.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
import threading
import time
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any, NoReturn

import httpx
import typer.main
from tests.faults.drills import DRILLS

import cphub


def preload() -> None:
    """Load all that a command loads only when it runs, and what it reads once a process.

    Children find it there as if they had read it: it depends on nothing that trials change.
    """
    for module in pkgutil.walk_packages(cphub.__path__, "cphub."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from cphub import reports, rules, sources  # noqa: PLC0415
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.cli.main import app  # noqa: PLC0415
    from cphub.data import load_vocabulary  # noqa: PLC0415
    from cphub.network.connections import certificates  # noqa: PLC0415
    from cphub.registry import discover  # noqa: PLC0415

    for plugins in (reports, rules, sources):
        discover(plugins)
    load_vocabulary()
    httpx.create_ssl_context = functools.cache(httpx.create_ssl_context)
    certificates()  # hundreds, which take longer to read than a harvest
    with tempfile.TemporaryDirectory() as folder:  # what the schema is to be
        for _ in ("made", "compared"):
            open_catalogue(Path(folder) / "catalog.db", write=True).close()
    command = typer.main.get_command(app)
    typer.main.get_command = lambda typer_instance: command  # noqa: ARG005  # its name


def warm_workers(*also: str) -> None:
    """Start the fork server that workers come from, Ctrl-C blocked as in `pool`, all loaded.

    `also` are other modules that they import.
    """
    forkserver.set_forkserver_preload([*also, "tests.faults.warm"])
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    forkserver.ensure_running()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def share_workers() -> None:
    """Start the fork server of which children get their workers."""
    warm_workers()
    # It is no child of theirs, so they cannot ask whether it runs.
    here = {"ensure_running": resource_tracker.ensure_running}
    vars(forkserver).update(here)
    vars(forkserver._forkserver).update(here)  # noqa: SLF001  # no other door


def serve() -> None:
    """Carry out orders until there are no more."""
    preload()
    share_workers()
    gc.freeze()  # so that children need not copy what they don't change
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

    try:
        main()
    except SystemExit as ended:
        end(ended.code)


def end(code: Any) -> NoReturn:
    """End as Python does, with all that is said then, but let the system take the memory back."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  # no other door
    atexit._run_exitfuncs()  # noqa: SLF001  # as above
    gc.collect()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


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
