"""Between dataclasses and rows: times as ISO 8601 UTC, tuples and mappings as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import msgspec

from cphub.errors import CatalogueError
from cphub.model.findings import Axis, Evidence, Finding, Severity
from cphub.model.pages import Category, Page, State
from cphub.model.reports import Run

PAGE_COLUMNS = (
    "wiki, page_id, namespace, title, language, state, state_since, revision, parent, timestamp,"
    " user, minor, length, content_model, edited_by_person, edited_in_substance, first_seen"
)
FINDING_COLUMNS = (
    "rule, axis, severity, wiki, title, language, page_id, revision, message, evidence, fix, url,"
    " first_seen, key"
)
RUN_COLUMNS = (
    "id, kind, started, ended, status, version, counts, warnings, today, rules, rules_left_out"
)
FIRST, LAST = 1000, 9000
"""Years of the times that are read: days can be added and taken away, and all have four digits."""

P = ParamSpec("P")
T = TypeVar("T")
Member = TypeVar("Member", bound=StrEnum)

_NONE_OF_OURS = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    RecursionError,  # JSON that is deeper than any of ours
    msgspec.MsgspecError,  # which is no ValueError
)
_EVIDENCE = msgspec.json.Decoder(tuple[Evidence, ...])


STALE = (
    "(asked IS NULL OR asked < ? OR asked > (SELECT started FROM runs ORDER BY id DESC LIMIT 1))"
)
"""Whether what a wiki told is to be asked for again: never told, told before a time, or later
than the last run began. Then a clock was ahead, and how old the answer is nobody knows."""


def to_text(moment: datetime) -> str:
    """Write a time as the catalogue keeps it: ISO 8601, UTC, seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_json(value: object) -> str:
    """Write a value as compact JSON, the same for equal values; paths and dates as text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def checked(read: Callable[P, T]) -> Callable[P, T]:
    """Let a row that no cphub wrote end in CatalogueError."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except _NONE_OF_OURS as error:
            raise CatalogueError(
                f"the catalogue has a row that no cphub wrote, in {read.__name__}s"
                f" ({type(error).__name__}: {str(error)[:80]})",
                "Restore it from a backup, or move it away and harvest again.",
            ) from error

    return reading


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not FIRST <= moment.year <= LAST:
        raise ValueError(f"{text[:40]!r} is no time that there is")
    return moment


@checked
def read_moment(text: str) -> datetime:
    """Read a time."""
    return _moment(text)


def maybe_time(text: str | None) -> datetime | None:
    """Read a time, or None where there is none."""
    return read_moment(text) if text else None


@checked
def read_day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


@checked
def read_member(kind: type[Member], value: str) -> Member:
    """Read one of the values of an enumeration."""
    return kind(value)


@checked
def check_texts(values: Iterable[object]) -> None:
    """Make sure that these are texts; SQLite would keep anything in their place."""
    if not all(isinstance(value, str) for value in values):
        raise TypeError("no text")


@checked
def read_number(value: object) -> int:
    """Read a whole number; SQLite would keep a text in its place."""
    if not isinstance(value, int):
        raise TypeError(f"{str(value)[:40]!r} is no number")
    return value


@checked
def read_json(text: str, kind: type[T]) -> T:
    """Read what `to_json` wrote of a `kind`, such as `dict[str, str]`."""
    return msgspec.json.decode(text, type=kind)


@checked
def page(
    row: tuple[Any, ...],
    categories: tuple[Category, ...] = (),
    langlinks: tuple[tuple[str, str], ...] = (),
    page_props: Mapping[str, str] | None = None,
    sources: tuple[str, ...] = (),
) -> Page:
    """Read a row of PAGE_COLUMNS."""
    return Page(
        wiki=row[0],
        page_id=row[1],
        namespace=row[2],
        title=row[3],
        language=row[4],
        state=State(row[5]),
        state_since=_moment(row[6]),
        revision=row[7],
        parent=row[8],
        timestamp=_moment(row[9]),
        user=row[10],
        minor=bool(row[11]),
        length=row[12],
        content_model=row[13],
        edited_by_person=maybe_time(row[14]),
        edited_in_substance=maybe_time(row[15]),
        first_seen=_moment(row[16]),
        categories=categories,
        langlinks=langlinks,
        page_props=page_props or {},
        sources=sources,
    )


@checked
def finding(row: tuple[Any, ...]) -> Finding:
    """Read a row of FINDING_COLUMNS."""
    return Finding(
        rule=row[0],
        axis=Axis(row[1]),
        severity=Severity(row[2]),
        wiki=row[3],
        title=row[4],
        language=row[5],
        page_id=row[6],
        revision=row[7],
        message=row[8],
        evidence=_EVIDENCE.decode(row[9]),
        fix=row[10],
        url=row[11],
        first_seen=_moment(row[12]),
        key=row[13],
    )


@checked
def run(row: tuple[Any, ...]) -> Run:
    """Read a row of RUN_COLUMNS."""
    return Run(
        id=row[0],
        kind=row[1],
        started=_moment(row[2]),
        ended=maybe_time(row[3]),
        status=row[4],
        version=row[5],
        counts=read_json(row[6], dict[str, int]),
        warnings=row[7],
        today=date.fromisoformat(row[8]) if row[8] else None,
        rules=read_json(row[9], tuple[str, ...]),
        rules_left_out=read_json(row[10], tuple[str, ...]),
    )


@checked
def fact(decoder: msgspec.msgpack.Decoder[T], packed: bytes) -> T:
    """Read what is packed in `facts.facts`, all of it or as much as `decoder` wants."""
    return decoder.decode(packed)
