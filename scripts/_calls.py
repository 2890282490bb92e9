"""Read what calls give."""

# ruff: noqa: C901, PLR0911  # one case for each kind of expression

from __future__ import annotations

import ast
from collections.abc import Callable
from string import Formatter

from scripts._alternatives import (
    Alternative,
    Alternatives,
    Piece,
    calmed,
    is_counted,
    msgid,
    unique,
    value,
)
from scripts._names import Names
from scripts._reader import DEEPEST
from scripts._trees import (
    Module,
    Scope,
    arguments,
    imported_module,
    module,
    name_of,
    own_nodes,
)

COUNTS = {"count", "_count", "counted", "_counted", "number", "things"}
"""Helpers that say a number with a noun: `count(3, "word")`."""
LISTS = {"listing"}
LANGUAGES = {"_name": "language", "named": "languages"}
"""Helpers of rules that name languages."""
OPAQUE = {"label", "language_code", "language_of", "edition_of", "call"}
"""What gives words of the data."""
SAME = {"clean", "escape", "shorten", "str", "_clipped", "clip", "_clip", "cut"}
"""What gives the text that it is given, perhaps cut."""


class Calls(Names):
    """Follows calls to what the functions return."""

    def _call(self, node: ast.Call, scope: Scope) -> Alternatives:
        name = name_of(node.func)
        if name in COUNTS and len(node.args) > 1:
            return self._counted(node, scope)
        if name in LISTS:
            return value(name_of(node.args[-1]), "list")
        if name == "t" and node.args:
            return self.of(node.args[0], scope)
        if name in SAME and node.args:
            return self.of(node.args[0], scope)
        if name in OPAQUE:
            return value(name)
        if name in LANGUAGES and scope.module.name.startswith("cphub.rules."):
            return value(name_of(node.args[-1]), LANGUAGES[name])
        if name in {"len", "sum", "round", "abs"}:
            return value(name_of(node.args[0]), "number")
        if name in {"next", "min", "max"}:
            return value(name_of(node.args[0]))
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func, scope)
        called = self._function(node.func, scope)
        if called is None or scope.depth > DEEPEST:
            return value(name)
        inner = self._inside(called, node, scope)
        given = [one.value for one in own_nodes(inner.function) if isinstance(one, ast.Return)]
        return calmed(unique(a for one in given if one for a in self.of(one, inner)), name)

    def _counted(self, node: ast.Call, scope: Scope) -> Alternatives:
        things = [self.of(one, scope) for one in node.args[1:3]]
        found = []
        for at, one in enumerate(things[0]):
            if not one.is_text:
                return value(name_of(node.args[0]), "count")
            if len(things) == 1:
                self.units[one.text, f"{one.text}s"] = None
            else:
                self.units[one.text, things[1][min(at, len(things[1]) - 1)].text] = None
            found.append(one)
        name = found[0].text.split()[0] if found else "number"
        return value(f"{name}s" if not name.endswith("s") else name, "count")

    def _method(self, node: ast.Call, called: ast.Attribute, scope: Scope) -> Alternatives:
        name, owner = called.attr, called.value
        if name == "join" and isinstance(owner, ast.Constant) and node.args:
            return self._list(node.args[0], scope)
        if name == "isoformat":
            return value(name_of(owner), "day")
        if name in {"lower", "upper", "capitalize"}:
            change: Callable[[str], str] = getattr(str, name)
            return [one.mapped(change) for one in self.of(owner, scope)]
        if name == "strip":
            return [one.stripped() for one in self.of(owner, scope)]
        if name in {"rstrip", "removeprefix", "removesuffix"}:
            return self.of(owner, scope)
        if name == "format":
            return self._filled(node, owner, scope)
        if name == "get" and node.args:
            table = self._dict(owner, scope)
            if table is not None:
                rest = self.of(node.args[1], scope) if len(node.args) > 1 else []
                return unique([*(a for _, one, at in table for a in self.of(one, at)), *rest])
        if isinstance(owner, ast.Name) and (source := imported_module(scope.module, owner.id)):
            function = source.functions.get(name)
            if function is not None and scope.depth <= DEEPEST:
                inner = self._inside((function, source), node, scope)
                given = [one.value for one in own_nodes(function) if isinstance(one, ast.Return)]
                return calmed(unique(a for g in given if g for a in self.of(g, inner)), name)
        return value(name_of(owner) if name == "get" else name)

    def _list(self, given: ast.expr, scope: Scope) -> Alternatives:
        """Return several things in one text; a part that says something is told by itself."""
        each = self.each(given, scope)
        name = name_of(given) if not isinstance(given, ast.List | ast.Tuple) else "parts"
        if not any(one.text.strip() or is_counted(one) for one in each):
            return value(name)
        for one in each:
            if one.text.strip():
                self.parts[msgid(one)] = None
        return value(name, "parts")

    def _filled(self, node: ast.Call, owner: ast.expr, scope: Scope) -> Alternatives:
        found = []
        for one in self.of(owner, scope):
            pieces: list[Piece] = []
            for text, key, _spec, _conversion in Formatter().parse(one.text):
                pieces += [text] if text else []
                if key is not None:
                    pieces.append((key or name_of(node.args[0]), ""))
            found.append(Alternative(tuple(pieces), one.chosen))
        return found

    def _function(self, node: ast.expr, scope: Scope) -> tuple[ast.FunctionDef, Module] | None:
        if not isinstance(node, ast.Name):
            return None
        where, name = scope.module, node.id
        if name in where.imports and name not in where.functions:
            source = module(where.imports[name][0])
            if source is None:
                return None
            where, name = source, where.imports[name][1]
        function = where.functions.get(name)
        return (function, where) if function is not None else None

    def _inside(
        self, called: tuple[ast.FunctionDef, Module], node: ast.Call, scope: Scope
    ) -> Scope:
        function, where = called
        bound = {name: (one, scope) for name, one in arguments(function, node).items()}
        return Scope(where, function, bound, scope.depth + 1)
