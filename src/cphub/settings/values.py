"""Turn what TOML gives into what a setting wants, or say in plain words what is wrong."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cphub.registry import Setting

WORDS = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "text in quotes",
    date: "a date such as 2026-11-22",
    Path: "a path in quotes",
}
PLURALS = {int: "whole numbers", float: "numbers", str: "texts in quotes", date: "dates"}
LONGEST_SHOWN = 40
MOST_OFFERED = 3
SHORTEST_WORD = 3
MOST_NAMED = 10  # a longer list helps nobody
LANGUAGE_CODE = re.compile(r"(?:[a-z]{2,3}|simple)(?:-[a-z0-9]+)*")
LARGEST = 2**63 - 1  # what SQLite can keep; shuts out inf and nan too


class Wrong(Exception):
    """A value does not fit its setting; the text reads on after the setting's name."""


def convert(value: Any, wanted: Any, folder: Path) -> Any:
    """Return the TOML `value` as the type `wanted`, a setting's annotation.

    Knows int, float, bool, str, date, Path (taken from `folder` where relative, but for
    `-`), tuples of these and unions. What is converted already stays as it is.

    Raises:
        Wrong: it does not fit.
    """
    members = _members(wanted)
    for member in members:
        fits, converted = _fit(value, member, folder)
        if fits:
            return converted
    wrong, kinds = value, members
    for member in members:
        if isinstance(value, list) and typing.get_origin(member) is tuple:
            inner = typing.get_args(member)[0]
            wrong = next(item for item in value if not _fits(item, inner, folder))
            kinds = _members(inner)
    raise Wrong(f"must be {in_words(wanted)}{_limit(wrong, kinds)}, not {shown(wrong)}")


def _limit(value: Any, kinds: tuple[Any, ...]) -> str:
    """Say what keeps a value out that is of the right kind."""
    if isinstance(value, int | float) and not isinstance(value, bool) and {int, float} & {*kinds}:
        return f" within ±{LARGEST:,}" if LARGEST < abs(value) < float("inf") else ""
    return " without a NUL" if Path in kinds and isinstance(value, str) and "\0" in value else ""


def check_bounds(value: Any, setting: Setting) -> None:
    """Make sure that a setting's value is within its bounds; of a tuple, each of its items.

    Raises:
        Wrong: it is not.
    """
    for bound in setting.bounds:
        for item in value if isinstance(value, tuple) else (value,):
            if not bound.allows(item):
                raise Wrong(f"must be {bound}, not {shown(item)}")


def check_language(code: str) -> None:
    """Make sure that a text has the form of MediaWiki's language codes.

    Raises:
        Wrong: it has not.
    """
    if not LANGUAGE_CODE.fullmatch(code):
        raise Wrong(f'must be language codes such as "sv" or "pt-br", not {shown(code)}')


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path leads into `folder` or below, links and all."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def check_inside(written: Any, path: Any, folder: Path) -> None:
    """Make sure that a path that a settings file names is in the file's folder, or below.

    Somebody else's cphub.toml must not make cphub read what is yours and ask a wiki about it.
    `-`, and paths that are no text of a file but come from the program itself, pass.

    Raises:
        Wrong: it leads elsewhere, be it by a link.
    """
    if not isinstance(written, str) or not isinstance(path, Path) or written == "-":
        return
    if not is_inside(path, folder):
        raise Wrong(f"must be in the folder of the settings file or below, not {shown(written)}")


def in_words(wanted: Any) -> str:
    """Say what the type `wanted` is to somebody who writes a settings file."""
    if typing.get_origin(wanted) is tuple:
        inner = _members(typing.get_args(wanted)[0])
        return "a list of " + " or ".join(PLURALS.get(member, str(member)) for member in inner)
    members = _members(wanted)
    if len(members) > 1:
        return " or ".join(in_words(member) for member in members)
    return WORDS.get(members[0], str(members[0]))


def shown(value: Any) -> str:
    """Return a TOML value as its writer would know it again, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = str(value)
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that `name` is no known `what`, with the nearest name that is, or all of them."""
    return f'unknown {what} "{name}"{suggestion(name, known)}'


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?`, else the known names, ready to end a sentence with.

    A name is near as a whole or in one of its words (`emty` is near `empty-section`), as long
    as few have such a word. Where more than ten are known and none is near, it is "".
    """
    folded = {_fold(candidate): candidate for candidate in known}
    wanted = _fold(name)
    close = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.6) or [
        candidate for candidate in folded if _has_word(candidate, wanted)
    ]
    if 0 < len(close) <= MOST_OFFERED:
        return "; did you mean " + " or ".join(f'"{folded[near]}"' for near in close) + "?"
    if not folded:
        return "; there are none"
    if len(folded) > MOST_NAMED:
        return ""
    return "; known: " + ", ".join(sorted(folded.values()))


def _has_word(candidate: str, wanted: str) -> bool:
    """Tell whether one of a name's words is, begins with or is nearly `wanted`."""
    words = candidate.split("-")
    return len(wanted) >= SHORTEST_WORD and (
        any(word.startswith(wanted) for word in words)
        or bool(difflib.get_close_matches(wanted, words, n=1, cutoff=0.75))
    )


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def _members(wanted: Any) -> tuple[Any, ...]:
    if isinstance(wanted, types.UnionType) or typing.get_origin(wanted) is typing.Union:
        return tuple(m for m in typing.get_args(wanted) if m is not types.NoneType)
    return (wanted,)


def _fits(value: Any, wanted: Any, folder: Path) -> bool:
    return any(_fit(value, member, folder)[0] for member in _members(wanted))


def _fit(value: Any, wanted: Any, folder: Path) -> tuple[bool, Any]:
    """Tell whether `value` is of the one type `wanted`, and what it is then."""
    if typing.get_origin(wanted) is tuple:
        inner = typing.get_args(wanted)[0]
        if not isinstance(value, list | tuple) or not all(
            _fits(item, inner, folder) for item in value
        ):
            return False, value
        return True, tuple(convert(item, inner, folder) for item in value)
    if wanted is Path:
        if isinstance(value, Path):
            return True, value
        if not isinstance(value, str) or not value or "\0" in value:
            return False, value
        return True, Path(value) if value == "-" else folder / _at_home(value)
    return _TESTS[wanted](value), value


def _at_home(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # nobody of that name: the path says what it says
        return Path(path)


def _is_number(value: Any, kinds: Any) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool) and abs(value) <= LARGEST


_TESTS: dict[Any, Callable[[Any], bool]] = {
    int: lambda value: _is_number(value, int),
    float: lambda value: _is_number(value, int | float),
    bool: lambda value: isinstance(value, bool),
    str: lambda value: isinstance(value, str),
    date: lambda value: isinstance(value, date) and not isinstance(value, datetime),
}
