"""The process that a template is rendered in, and the sandbox that it is in."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cphub.clean import clean, clean_layout
from cphub.processes import limit_memory
from cphub.reports import _addresses, csv, markdown
from cphub.reports._wikitext_text import escape

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

MEMORY = 2 << 30
"""Bytes of address space that a template may have."""

LONGEST = 64 << 20
"""Characters of the longest text that a template may write."""

_MARKUP = (".html", ".htm", ".xhtml", ".xml", ".svg")
_ENDINGS = (".jinja2", ".jinja", ".j2")
_NAME = "<template>"  # jinja2's for one that is from no file


@dataclass(frozen=True, slots=True)
class Work:
    """A template's text and name, the report as JSON, and the memory that it may take."""

    source: str
    name: str
    report: str
    memory: int = MEMORY


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a template was not rendered; `line` is 0 where that is not known."""

    why: str
    line: int = 0


def render(work: Work) -> str | Failure:
    """Render a template; for a process of its own, whose memory it limits.

    Nothing in what it writes steers a terminal, whoever wrote the template.
    """
    from jinja2 import TemplateError, TemplateSyntaxError  # noqa: PLC0415  # in the worker alone

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    data = _cleaned(json.loads(work.report))
    sandbox = environment(work.name)
    limit_memory(work.memory)
    try:
        return clean_layout(_bounded(sandbox.from_string(work.source).generate(data)))
    except MemoryError:
        return Failure(f"it takes more than {work.memory >> 20:,} MB of memory")
    except RecursionError as error:
        return Failure("its macros call one another without an end", _line(error))
    except TemplateError as error:
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error)
        return Failure(error.message or type(error).__name__, line)
    except _TooLong:
        return Failure(f"it writes more than {LONGEST:,} characters")
    except Exception as error:  # noqa: BLE001  # whatever a template's expressions come to
        return Failure(f"{type(error).__name__}: {error}", _line(error))


def _cleaned(value: Any) -> Any:
    """Return parsed JSON without what steers a terminal, where the text may well be shown."""
    if isinstance(value, str):
        return clean(value, newlines=True)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {_cleaned(name): _cleaned(one) for name, one in value.items()}
    return value


class _TooLong(Exception):
    """More was written than may be."""


def _bounded(pieces: Iterable[str]) -> str:
    written, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > LONGEST:
            raise _TooLong
        written.append(piece)
    return "".join(written)


def environment(name: str) -> ImmutableSandboxedEnvironment:
    """Return the sandbox for a template called `name`: what it may do, and its filters."""
    from jinja2 import StrictUndefined  # noqa: PLC0415  # only with a template
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415  # likewise
    from markupsafe import escape as html  # noqa: PLC0415  # likewise

    sandbox = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=is_markup(name),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    del sandbox.globals["lipsum"]
    sandbox.filters |= {
        "wikitext": lambda value: escape(str(value)),
        "markdown": lambda value: markdown.escape(str(value)),
        "csv": _csv,
        "html": html,
        "url": lambda value: _addresses.web_address(str(value)),
    }
    return sandbox


def is_markup(name: str) -> bool:
    """Tell whether a template's name says that it writes HTML or XML."""
    stem = name.lower()
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    return stem.endswith(_MARKUP)


def _csv(value: object) -> str:
    """Return a whole cell, in quotation marks, that no spreadsheet takes for a formula."""
    guarded = csv.guarded(clean(str(value))).replace('"', '""')
    return f'"{guarded}"'


def _line(error: BaseException) -> int:
    """Return the line of the template that an error is of."""
    line = 0
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == _NAME:
            line = at.tb_lineno
        at = at.tb_next
    return line
