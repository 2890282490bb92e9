"""Find the plug-ins of a room: one object a file, its keyword-only parameters are its settings.

A plug-in is a function that has its module's name (`rules/empty_section.py` holds
`empty_section`), is decorated with `@plugin(...)`, and is known to users by that name with
hyphens (`empty-section`). Adding one is adding a file; nothing lists them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

REQUIRED: Any = inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Between:
    """A setting's bounds, in its annotation: `Annotated[float, Between(0, 1)]`."""

    low: float
    high: float

    def allows(self, value: float) -> bool:
        """Tell whether a number is within the bounds, both included."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        """Say it after "must be"."""
        return f"from {self.low:,} to {self.high:,}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A setting's lower bound; of a tuple, that of each of its numbers."""

    low: float

    def allows(self, value: float) -> bool:
        """Tell whether a number is not below the bound."""
        return value >= self.low

    def __str__(self) -> str:
        """Say it after "must be"."""
        return f"{self.low:,} or more"


@dataclass(frozen=True, slots=True)
class Setting:
    """A keyword-only parameter of a plug-in: name, type, default (REQUIRED if none), bounds."""

    name: str
    type: Any
    default: Any
    bounds: tuple[Between | AtLeast, ...] = ()

    @property
    def required(self) -> bool:
        """Tell whether the setting has no default."""
        return self.default is REQUIRED


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plug-in: its user-facing name, its function, its settings and its attributes."""

    name: str
    function: Callable[..., Any]
    settings: Mapping[str, Setting]
    attributes: Mapping[str, Any]

    @property
    def doc(self) -> str:
        """The docstring, which is the user's page."""
        return inspect.cleandoc(self.function.__doc__ or "")

    @property
    def summary(self) -> str:
        """The docstring's first line."""
        return self.doc.partition("\n")[0]


def plugin(**attributes: Any) -> Callable[[F], F]:
    """Mark a function as its module's plug-in and keep `attributes` with it."""

    def mark(function: F) -> F:
        function.__cphub__ = attributes  # type: ignore[attr-defined]  # how a function is marked
        return function

    return mark


@cache
def discover(package: ModuleType) -> Mapping[str, Plugin]:
    """Return the plug-ins of `package` by name, sorted.

    Modules whose name starts with an underscore are helpers and are passed over.

    Raises:
        TypeError: a module does not hold a plug-in of its own name, or one with no docstring.
    """
    found = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        function = getattr(module, info.name, None)
        attributes = getattr(function, "__cphub__", None)
        if function is None or attributes is None or not function.__doc__:
            msg = f"{module.__name__} must define {info.name}() with @plugin and a docstring"
            raise TypeError(msg)
        name = info.name.replace("_", "-")
        found[name] = Plugin(
            name, function, MappingProxyType(_settings(function)), MappingProxyType(attributes)
        )
    return MappingProxyType(found)


def _settings(function: Callable[..., Any]) -> dict[str, Setting]:
    types = typing.get_type_hints(function)
    annotated = typing.get_type_hints(function, include_extras=True)
    return {
        parameter.name: Setting(
            parameter.name,
            types[parameter.name],
            parameter.default,
            tuple(
                extra
                for extra in getattr(annotated[parameter.name], "__metadata__", ())
                if isinstance(extra, Between | AtLeast)
            ),
        )
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
