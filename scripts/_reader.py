"""What the readers of expressions have in common."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod

from scripts._alternatives import Alternatives
from scripts._trees import Scope

DEEPEST = 5
"""How many calls within calls are followed."""


class Reader(ABC):
    """Reads what expressions can say; `units` and `parts` are met on the way."""

    def __init__(self) -> None:
        self.units: dict[tuple[str, str], None] = {}
        self.parts: dict[str, None] = {}
        self._busy: set[tuple[str, str]] = set()

    @abstractmethod
    def of(self, node: ast.expr, scope: Scope) -> Alternatives:
        """Return what an expression can be as a text."""

    @abstractmethod
    def each(self, node: ast.expr, scope: Scope) -> Alternatives:
        """Return what the elements of a collection can be as texts."""
