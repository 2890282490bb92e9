"""Read from the code what it can say to people, without running it.

A rule or a workflow says a sentence as an f-string, often put together of parts that depend on
what was found. `Texts` follows each to its ends: names to what was assigned to them, helpers
to what they return, a condition both ways, and gives every sentence that can come of it, with
`{name}` or `{name:type}` where a value stands. The types are those of `cphub.locale.templates`.
"""

# ruff: noqa: C901, PLR0911, PLR0912  # one case for each kind of expression

from __future__ import annotations

import ast

from scripts._alternatives import (
    Alternative,
    Alternatives,
    joined,
    unique,
    value,
)
from scripts._collections import Collections
from scripts._trees import (
    Scope,
    is_number,
    is_plural,
    name_of,
)

DATES = {"%Y-%m-%d": "day", "%Y-%m-%d %H:%M": "moment"}


class Texts(Collections):
    """What expressions can say; `units` and `parts` are met on the way."""

    def of(self, node: ast.expr, scope: Scope) -> Alternatives:
        """Return what an expression can be as a text."""
        match node:
            case ast.Constant(value=str() as text):
                return [Alternative((text,) if text else ())]
            case ast.JoinedStr(values=values):
                return self._put_together(values, scope)
            case ast.FormattedValue():
                return self._formatted(node, scope)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return joined([self.of(left, scope), self.of(right, scope)])
            case ast.BinOp(op=ast.Mult(), left=ast.Constant(value=str() as text)):
                return [Alternative((text,)), Alternative(())]
            case ast.IfExp():
                return self._either(node, scope)
            case ast.BoolOp(op=ast.Or(), values=values):
                return unique(a for one in values for a in self.of(one, scope) if a.pieces)
            case ast.BoolOp(op=ast.And(), values=values):
                return unique([*self.of(values[-1], scope), Alternative(())])
            case ast.NamedExpr(value=inner):
                return self.of(inner, scope)
            case ast.Name(id=name):
                return self._named(name, scope)
            case ast.Attribute(value=ast.Name() as owner, attr="value"):
                return self.of(owner, scope)
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                return self._attribute(owner, name, scope)
            case ast.Attribute(attr="value", value=inner) if isinstance(inner, ast.Attribute):
                return self.of(inner, scope)
            case ast.Attribute(attr="words", value=ast.Attribute(attr="since")):
                return value("since")
            case ast.Attribute(attr=name):
                return value(name)
            case ast.Subscript():
                return self._subscript(node, scope)
            case ast.Call():
                return self._call(node, scope)
            case _:
                return value("value")

    def _put_together(self, values: list[ast.expr], scope: Scope) -> Alternatives:
        """Return an f-string; a number with a noun and its plural's `s` is one value."""
        parts: list[Alternatives] = []
        for at, one in enumerate(values):
            counted = self._counted_before(at, values, parts) if is_plural(one) else None
            if counted is not None:
                number, name = counted
                parts[number:] = [[Alternative(())]] * (at - number)
                parts.append(value(name, "count"))
                continue
            parts.append(self.of(one, scope))
        return joined(parts)

    def _counted_before(
        self, at: int, values: list[ast.expr], parts: list[Alternatives]
    ) -> tuple[int, str] | None:
        """Return where the number before a plural's `s` stands, and what is counted."""
        for number in filter(lambda n: is_number(values[n]), range(at)):
            nouns = joined(parts[number + 1 :])
            if nouns and all(a.is_text and a.text.startswith(" ") for a in nouns):
                for noun in nouns:
                    self.units[noun.text.strip(), f"{noun.text.strip()}s"] = None
                return number, f"{nouns[0].text.split()[-1]}s"
        return None

    def _formatted(self, node: ast.FormattedValue, scope: Scope) -> Alternatives:
        spec = ""
        if isinstance(node.format_spec, ast.JoinedStr):
            found = self.of(node.format_spec, scope)
            spec = found[0].text if found and found[0].is_text else ""
        inner = node.value
        if spec in DATES:
            return value(name_of(inner), DATES[spec])
        if spec.endswith("%"):
            return value(name_of(inner), "percent")
        if spec == "%Y":
            return value(name_of(inner))
        if spec:
            return value(name_of(inner), "number")
        return self.of(inner, scope)

    def _either(self, node: ast.IfExp, scope: Scope) -> Alternatives:
        test = node.test
        if isinstance(test, ast.Name) and self._is_told(test.id, scope):
            found = []
            for one in self.of(test, scope):
                taken = node.body if one.pieces else node.orelse
                found += joined([[Alternative((), one.chosen)], self.of(taken, scope)])
            return unique(found)
        return unique([*self.of(node.body, scope), *self.of(node.orelse, scope)])

    def _is_told(self, name: str, scope: Scope) -> bool:
        return any(one.text or not one.pieces for one in self._named(name, scope))
