"""Read what names, attributes and tables stand for."""

from __future__ import annotations

import ast

from scripts._alternatives import (
    Alternative,
    Alternatives,
    calmed,
    joined,
    unique,
    value,
)
from scripts._reader import Reader
from scripts._trees import (
    Module,
    Scope,
    arguments,
    calls,
    class_of,
    imported_module,
    is_one,
    module,
    name_of,
    parameters,
    place,
)


class Names(Reader):
    """Follows names to what was assigned to them."""

    def _named(self, name: str, scope: Scope) -> Alternatives:
        mark = (scope.key, name)
        found = self._meant(name, scope)
        if not found:
            return value(name)
        kinds = {one.pieces[0][1] for one in found if len(one.pieces) == 1 and not one.text}
        if len(kinds) == 1 and all(len(one.pieces) == 1 and not one.text for one in found):
            return value(name, kinds.pop()) if len(found) > 1 else found
        if len(found) == 1 or all(one.chosen for one in found):
            return found
        return [
            Alternative(one.pieces, one.chosen | {(".".join(mark), way)})
            for way, one in enumerate(found)
        ]

    def _meant(self, name: str, scope: Scope) -> Alternatives | None:
        if name in scope.bound:
            return calmed(self.of(*scope.bound[name]), name)
        given = self._assigned(name, scope)
        if given is not None:
            return calmed(unique(given), name)
        if scope.function is not None and name in parameters(scope.function):
            return self._given(name, scope)
        return self._global(name, scope.module)

    def _global(self, name: str, where: Module) -> Alternatives | None:
        if name in where.constants:
            return calmed(self.of(where.constants[name], Scope(where)), name)
        if name in where.imports:
            source = module(where.imports[name][0])
            if source is not None:
                return self._global(where.imports[name][1], source)
        return None

    def _assigned(self, name: str, scope: Scope) -> Alternatives | None:
        """Return all that a function assigns to a name, None if it assigns nothing."""
        found: Alternatives = []
        met = False
        for node in scope.nodes():
            mark = (f"{id(node)}", scope.key)
            if mark in self._busy:  # an assignment that takes up what was there before it
                continue
            self._busy.add(mark)
            try:
                each = self._by(node, name, scope)
            finally:
                self._busy.discard(mark)
            if each is not None:
                found += each
                met = True
        return found if met else None

    def _by(self, node: ast.AST, name: str, scope: Scope) -> Alternatives | None:
        """Return what one statement makes of a name, None if it is about others."""
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=target)], value=given)
                | ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as given)
                | ast.NamedExpr(target=ast.Name(id=target), value=given)
            ) if target == name:
                return self.of(given, scope)
            case ast.AugAssign(target=ast.Name(id=target), op=ast.Add(), value=given) if (
                target == name
            ):
                return joined([self.of(node.target, scope), self.of(given, scope)])
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if (
                at := place(name, targets)
            ) is not None:
                return self.of(values[at], scope)
            case ast.For(target=target, iter=given) | ast.comprehension(target=target, iter=given):
                return self._in_loop(name, target, given, scope)
            case _:
                return None

    def _in_loop(
        self, name: str, target: ast.expr, given: ast.expr, scope: Scope
    ) -> Alternatives | None:
        if isinstance(target, ast.Name) and target.id == name:
            return self.each(given, scope) or value(name)
        if isinstance(target, ast.Tuple) and (at := place(name, target.elts)) is not None:
            rows = self._rows(given, scope)
            if rows is None:
                return value(name)
            loop = f"row {given.lineno}"
            return [
                Alternative(one.pieces, one.chosen | {(loop, number)})
                for number, (row, where) in enumerate(rows)
                if at < len(row)
                for one in self.of(row[at], where)
            ]
        return None

    def _rows(self, given: ast.expr, scope: Scope) -> list[tuple[list[ast.expr], Scope]] | None:
        """Return the tuples that a literal collection of tuples has."""
        if isinstance(given, ast.Name) and given.id in scope.module.constants:
            given = scope.module.constants[given.id]
        if isinstance(given, ast.Call) and name_of(given.func) == "items":
            inner = given.func.value if isinstance(given.func, ast.Attribute) else given
            if isinstance(inner, ast.Name) and inner.id in scope.module.constants:
                inner = scope.module.constants[inner.id]
            if isinstance(inner, ast.Dict):
                pairs = zip(inner.keys, inner.values, strict=True)
                return [([key, one], scope) for key, one in pairs if key is not None]
        if isinstance(given, ast.Tuple | ast.List):
            rows = [one.elts for one in given.elts if isinstance(one, ast.Tuple)]
            return [(row, scope) for row in rows] if len(rows) == len(given.elts) else None
        return None

    def _given(self, name: str, scope: Scope) -> Alternatives | None:
        """Return what a module's own calls give a function's parameter."""
        function = scope.function
        mark = (scope.key, f"given {name}")
        if function is None or scope.depth > 0 or mark in self._busy:
            return None
        self._busy.add(mark)
        found: Alternatives = []
        for caller, call in calls(scope.module, function.name):
            given = arguments(function, call).get(name)
            if given is not None:
                found += self.of(given, Scope(scope.module, caller))
        self._busy.discard(mark)
        return calmed(unique(found), name) if found else None

    def _attribute(self, owner: str, name: str, scope: Scope) -> Alternatives:
        source = imported_module(scope.module, owner)
        if source is not None:
            return self._global(name, source) or value(name)
        enum = class_of(scope.module, owner)
        if enum is not None:
            for node in enum.body:
                if isinstance(node, ast.Assign) and name_of(node.targets[0]) == name:
                    return self.of(node.value, scope)
        return value(name)

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Alternatives:
        table = self._dict(node.value, scope)
        slice_ = node.slice
        if table is not None:
            index = f"{scope.key}.{name_of(slice_)}[]"
            return unique(
                Alternative(a.pieces, a.chosen | {(index, key)})
                for key, one, where in table
                for a in self.of(one, where)
            )
        if isinstance(slice_, ast.Constant) and isinstance(slice_.value, int):
            return [
                Alternative((one.text[slice_.value],), one.chosen)
                if one.pieces and isinstance(one.pieces[0], str) and slice_.value == 0
                else Alternative(one.pieces[:1], one.chosen)
                for one in self.of(node.value, scope)
            ]
        if isinstance(slice_, ast.Slice) and is_one(slice_.lower) and slice_.upper is None:
            return [
                Alternative((one.pieces[0][1:], *one.pieces[1:]), one.chosen)
                if one.pieces and isinstance(one.pieces[0], str)
                else Alternative((), one.chosen)
                for one in self.of(node.value, scope)
            ]
        return value(name_of(node.value))

    def _dict(self, node: ast.expr, scope: Scope) -> list[tuple[str, ast.expr, Scope]] | None:
        if isinstance(node, ast.Name):
            where = scope.module
            if node.id in where.imports and (source := module(where.imports[node.id][0])):
                where, scope = source, Scope(source)
            node = where.constants.get(node.id, node)
        if isinstance(node, ast.Call) and node.args and name_of(node.func) == "MappingProxyType":
            node = node.args[0]
        if not isinstance(node, ast.Dict):
            return None
        pairs = zip(node.keys, node.values, strict=True)
        return [(ast.unparse(key) if key else "", one, scope) for key, one in pairs]
