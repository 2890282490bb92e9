"""What is wrong with a command line, in the words that cphub's own errors have."""

from __future__ import annotations

import re
from typing import Any

import typer

_CHOICE = re.compile(r"'(.*)' is not one of .*", re.DOTALL)
_NUMBER = re.compile(r"(.*) is not (?:a valid int(?:eger)?(?: range)?|in the range .*)", re.DOTALL)
_DAY = re.compile(r"(.*) does not match the formats? .*", re.DOTALL)
_VALUE = re.compile(r"Option '(.*)' requires an argument")


def in_our_words(error: typer.TyperException, path: str) -> str:
    """Return what is wrong with what was typed, and how to go on.

    Args:
        error: what typer says.
        path: the command that was typed, where typer does not know it.
    """
    context = getattr(error, "ctx", None)
    path = context.command_path if context else path
    message = error.format_message().rstrip(".")
    typed = str(getattr(error, "message", "")).rstrip(".")
    parameter = getattr(error, "param", None)
    if parameter is not None:
        kind, name = parameter.type, _name(parameter)
        if (found := _CHOICE.fullmatch(typed)) and hasattr(kind, "choices"):
            # Only where something is wrong: it loads what reads settings.
            from cphub.settings.values import unknown  # noqa: PLC0415

            return unknown(name, found[1], map(str, kind.choices))
        if found := _NUMBER.fullmatch(typed):
            message = f"{name} must be {_range(kind)}, not {found[1]}"
        elif found := _DAY.fullmatch(typed):
            message = f"{name} must be a day such as 2026-11-22, not {found[1]}"
    elif found := _VALUE.fullmatch(message):
        message = f"{found[1]} must have a value after it"
    return f"{message}\n{_way_on(error, path)}"


def _way_on(error: typer.TyperException, path: str) -> str:
    """Return where to look, and for what begins with one hyphen how to type it all the same."""
    option = getattr(error, "option_name", "")
    short = len(option) == len("-x") and not getattr(error, "possibilities", None)
    words = "Words that begin with a hyphen come after --; " if short else ""
    return f"{words}`{path} --help` shows what can be typed."


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.name)
    return str(max(parameter.opts, key=len))


def _range(kind: Any) -> str:
    least, most = getattr(kind, "min", None), getattr(kind, "max", None)
    if least is not None and most is not None:
        return f"a whole number from {least:,} to {most:,}"
    return "a whole number" if least is None else f"a whole number of at least {least:,}"
