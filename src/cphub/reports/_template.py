"""Reports by a template of the user's own: jinja2 in a sandbox, in a process that can be killed."""

from __future__ import annotations

from concurrent.futures import TimeoutError as Late
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.documents import Document
from cphub.model.reports import Report
from cphub.processes import uninterrupted
from cphub.registry import Plugin
from cphub.reports._template_worker import MEMORY, Failure, Work, render
from cphub.reports.json import json
from cphub.settings.files import open_to_read
from cphub.settings.values import unknown

LARGEST_TEMPLATE = 1_000_000
"""Bytes of the largest template that is read."""

ALONE = "a template can't load other files"

SECONDS = 60.0
"""How long a template may take."""


def template(path: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> Plugin:
    """Return a format that renders reports by the template in a file.

    The template is rendered in a process of its own, so that neither a loop without an end nor
    a text without bounds outlasts its limits. It sees the JSON form of the report and nothing
    else: no files, no network, no Python.

    Args:
        path: the template's file; texts are escaped for HTML if it ends in .html, .htm or
            .xml, before .jinja or .j2 if it has that.
        seconds: how long it may take.
        memory: bytes of address space that it may have, where the system can tell.

    Raises:
        UsageError: the file cannot be read as a template.
    """
    source = _read(path)
    _check(source, path)

    def function(report: Report | Document) -> str:
        """Render a report by the user's template."""
        return _rendered(Work(source, path.name, json(report), memory), path, seconds)

    return Plugin(
        "template",
        function,
        MappingProxyType({}),
        MappingProxyType({"suffix": path.suffix, "binary": False}),
    )


def _read(path: Path) -> str:
    try:
        with open_to_read(path) as file:
            data = file.read(LARGEST_TEMPLATE + 1)
    except FileNotFoundError:
        raise UsageError(f"there is no template {clean(str(path))}") from None
    except OSError as error:
        raise UsageError(f"{clean(str(path))} cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_TEMPLATE:
        raise UsageError(
            f"{clean(path.name)} has more than {LARGEST_TEMPLATE:,} bytes",
            "a template is shorter than that",
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{clean(path.name)} is not UTF-8 text", "save it as such") from error


def _check(source: str, path: Path) -> None:
    """Make sure that the text is a template, and one that stands alone.

    It is not compiled here: jinja2 works out `{{ 9 ** 9 ** 9 }}` when it compiles.

    Raises:
        UsageError: it is not; with the line.
    """
    # Only with a template.
    from jinja2 import TemplateSyntaxError, nodes  # noqa: PLC0415

    from cphub.reports._template_worker import environment  # noqa: PLC0415

    sandbox = environment(path.name)
    known = {nodes.Filter: ("filter", sandbox.filters), nodes.Test: ("test", sandbox.tests)}
    try:
        parsed = sandbox.parse(source)
        for loading in parsed.find_all((nodes.Include, nodes.Import, nodes.FromImport)):
            raise _error(path, loading.lineno, ALONE)
        for parent in parsed.find_all(nodes.Extends):
            raise _error(path, parent.lineno, ALONE)
        for kind, (what, names) in known.items():
            for node in parsed.find_all(kind):
                if node.name not in names:
                    raise _error(path, node.lineno, unknown(what, node.name, names))
    except TemplateSyntaxError as error:
        raise _error(path, error.lineno, error.message or "") from error
    except RecursionError as error:
        raise _error(path, 0, "it has too many things within one another") from error


def _rendered(work: Work, path: Path, seconds: float) -> str:
    from pebble import ProcessExpired, ProcessPool  # noqa: PLC0415  # only where there is work

    pool = ProcessPool(max_workers=1, context=get_context("spawn"))
    try:
        # Ctrl-C is for the process that started it.
        with uninterrupted():
            future = pool.schedule(render, args=(work,), timeout=seconds)
        done = future.result()
    except Late:
        raise _error(path, 0, f"it takes longer than {seconds:g} seconds") from None
    except ProcessExpired:
        raise _error(path, 0, "the process that rendered it broke down") from None
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble has no types for it
        pool.join()
    if isinstance(done, Failure):
        raise _error(path, done.line, done.why)
    return str(done)


def _error(path: Path, line: int, why: str) -> UsageError:
    where = f"{clean(path.name)}, line {line}" if line else clean(path.name)
    return UsageError(f"{where}: {clean(why)}", "docs/templates.md says what a template can do")
