"""Read what collections hold."""

# ruff: noqa: C901, PLR0911  # one case for each kind of expression

from __future__ import annotations

import ast

from scripts._alternatives import (
    Alternatives,
    unique,
)
from scripts._calls import SAME, Calls
from scripts._reader import DEEPEST
from scripts._trees import (
    Scope,
    arguments,
    calls,
    class_of,
    constant,
    imported_module,
    name_of,
    own_nodes,
    place,
)

EACH = {"tuple", "list", "sorted", "reversed", "filter", "islice", "set"}
"""What gives the elements that it is given."""


class Collections(Calls):
    """Follows collections to all that is put into them."""

    def each(self, node: ast.expr, scope: Scope) -> Alternatives:
        """Return what the elements of a collection can be as texts."""
        match node:
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                found: Alternatives = []
                for one in elements:
                    starred = isinstance(one, ast.Starred)
                    found += self.each(one.value, scope) if starred else self.of(one, scope)  # type: ignore[attr-defined]  # it is one
                return unique(found)
            case ast.GeneratorExp(elt=element) | ast.ListComp(elt=element):
                return self.of(element, scope)
            case ast.IfExp(body=body, orelse=other):
                return unique([*self.each(body, scope), *self.each(other, scope)])
            case ast.BoolOp(values=values):
                return unique(a for one in values for a in self.each(one, scope))
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return unique([*self.each(left, scope), *self.each(right, scope)])
            case ast.Call(func=ast.Name(id=name), args=[given, *_]) if name in EACH:
                return self.each(given, scope)
            case ast.Call(func=ast.Name(id="map"), args=[function, given]):
                called = ast.Call(func=function, args=[ast.Name(id="one")], keywords=[])
                return self._mapped(called, given, scope)
            case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[given, *_]):
                return self.each(given, scope)
            case ast.Call():
                return self._yielded(node, scope)
            case ast.Name(id=name):
                return self._gathered(name, scope)
            case _:
                return []

    def _mapped(self, called: ast.Call, given: ast.expr, scope: Scope) -> Alternatives:
        if name_of(called.func) in SAME:
            return self.each(given, scope)
        return self.of(called, scope)

    def _yielded(self, node: ast.Call, scope: Scope) -> Alternatives:
        called = self._function(node.func, scope)
        if called is None and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            source = (
                imported_module(scope.module, owner.id) if isinstance(owner, ast.Name) else None
            )
            function = source.functions.get(node.func.attr) if source else None
            called = (function, source) if function is not None and source is not None else None
        if called is None or scope.depth > DEEPEST:
            return []
        inner = self._inside(called, node, scope)
        found: Alternatives = []
        for one in own_nodes(inner.function):
            if isinstance(one, ast.Yield) and one.value is not None:
                found += self.of(one.value, inner)
            elif isinstance(one, ast.YieldFrom | ast.Return) and one.value is not None:
                found += self.each(one.value, inner)
        return unique(found)

    def _gathered(self, name: str, scope: Scope) -> Alternatives:
        """Return all that is put into the collection of a name."""
        mark = (scope.key, f"each {name}")
        if mark in self._busy:
            return []
        self._busy.add(mark)
        found: Alternatives = []
        if name in scope.bound:
            found += self.each(*scope.bound[name])
        for node in scope.nodes():
            found += self._put_in(node, name, scope)
        found = found or self._from_elsewhere(name, scope)
        self._busy.discard(mark)
        return unique(found)

    def _put_in(self, node: ast.AST, name: str, scope: Scope) -> Alternatives:
        """Return what one statement puts into the collection."""
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=to)], value=given)
                | ast.AnnAssign(target=ast.Name(id=to), value=ast.expr() as given)
                | ast.AugAssign(target=ast.Name(id=to), value=given)
                | ast.Call(func=ast.Attribute(value=ast.Name(id=to), attr="extend"), args=[given])
            ) if to == name:
                return self.each(given, scope)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if (
                at := place(name, targets)
            ) is not None:
                return self.each(values[at], scope)
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=to))], value=given) if (
                to == name
            ):
                return self.of(given, scope)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=to), attr="append" | "insert"),
                args=[*_, given],
            ) if to == name:
                return self.of(given, scope)
            case _:
                return []

    def _from_elsewhere(self, name: str, scope: Scope) -> Alternatives:
        """Return what a constant, an enumeration or the function's callers put in."""
        known = constant(name, scope.module)
        if known is not None and (found := self.each(*known)):
            return found
        enum = class_of(scope.module, name)
        if enum is not None:
            assigned = [node.value for node in enum.body if isinstance(node, ast.Assign)]
            return [found for one in assigned for found in self.of(one, scope)]
        if scope.function is None or scope.depth:
            return []
        found = []
        for caller, call in calls(scope.module, scope.function.name):
            given = arguments(scope.function, call).get(name)
            if given is not None:
                found += self.each(given, Scope(scope.module, caller))
        return found
